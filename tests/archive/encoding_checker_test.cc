#include "archive/encoding_checker.h"

#include <string>
#include <tuple>

#include "archive/text_encoding.h"
#include "gtest/gtest.h"

namespace pgark {
namespace {

struct Verdict {
  uint64_t count;
  uint64_t first;

  friend bool operator==(const Verdict&, const Verdict&) = default;
};

Verdict Check(const char* encoding, const std::string& text, size_t cut) {
  EncodingChecker checker(*FindTextEncoding(encoding));
  for (size_t i = 0; i < text.size(); i += cut) {
    checker.Write(absl::string_view(text).substr(i, cut));
  }
  checker.Finish();
  return {checker.invalid_count(), checker.first_invalid_offset()};
}

// The same for every way to cut.
Verdict Check(const char* encoding, const std::string& text) {
  const Verdict whole = Check(encoding, text, text.size() + 1);
  for (size_t cut = 1; cut < text.size(); ++cut) {
    EXPECT_EQ(Check(encoding, text, cut), whole) << "cut every " << cut;
  }
  return whole;
}

const Verdict kValid = {0, 0};

TEST(EncodingCheckerTest, Utf8TakesTheFirstAndLastCharacterOfEveryLength) {
  const char* const characters[] = {
      "\x01",
      "\x7f",
      "\xc2\x80",
      "\xdf\xbf",
      "\xe0\xa0\x80",
      "\xed\x9f\xbf",
      "\xee\x80\x80",
      "\xef\xbf\xbf",
      "\xf0\x90\x80\x80",
      "\xf4\x8f\xbf\xbf",
  };
  for (const char* character : characters) {
    EXPECT_EQ(Check("UTF8", std::string("ab") + character + "c"), kValid);
  }
}

TEST(EncodingCheckerTest, Utf8RefusesWhatPostgresRefuses) {
  const char* const sequences[] = {
      "\x80",              // continuation alone
      "\xc0\x80",          // overlong
      "\xc1\xbf",          // overlong
      "\xe0\x9f\xbf",      // overlong
      "\xf0\x8f\xbf\xbf",  // overlong
      "\xed\xa0\x80",      // surrogate
      "\xf4\x90\x80\x80",  // above U+10FFFF
      "\xf5\x80\x80\x80",
      "\xff",
      "\xc3",  // cut short
      "\xe2\x82",
  };
  for (const char* sequence : sequences) {
    const Verdict verdict = Check("UTF8", std::string("ab") + sequence + "c");
    EXPECT_GE(verdict.count, 1u) << sequence;
    EXPECT_EQ(verdict.first, 2u) << sequence;
  }
}

TEST(EncodingCheckerTest, ACharacterCutByTheEndOfTheTextIsInvalid) {
  EXPECT_EQ(Check("UTF8", "abc\xe2\x82"), (Verdict{1, 3}));
  EXPECT_EQ(Check("EUC_JP", "abc\xa4"), (Verdict{1, 3}));
}

TEST(EncodingCheckerTest, FindsOneBadByteFarInsideLongText) {
  for (size_t place = 0; place < 80; ++place) {
    std::string text(80, 'x');
    text[place] = '\xfe';
    EXPECT_EQ(Check("UTF8", text, 100), (Verdict{1, place}));
  }
}

TEST(EncodingCheckerTest, EucCharactersHaveTheLengthOfTheirLead) {
  EXPECT_EQ(Check("EUC_JP", "a\xa4\xa2\x8e\xb1\x8f\xb0\xa1z"), kValid);
  EXPECT_EQ(Check("EUC_KR", "\xb0\xa1 "), kValid);
  EXPECT_EQ(Check("EUC_TW", "\x8e\xa2\xa1\xa1\xa4\xa1"), kValid);
  EXPECT_EQ(Check("EUC_KR", "x\xb0y"), (Verdict{1, 1}));
  EXPECT_EQ(Check("EUC_CN", "x\x80y"), (Verdict{1, 1}));
}

TEST(EncodingCheckerTest, TheSecondCodeSetOfEucIsSmaller) {
  EXPECT_EQ(Check("EUC_JP", "a\x8e\xdfz"), kValid);
  EXPECT_EQ(Check("EUC_JP", "a\x8e\xe0\xa1"), (Verdict{1, 1}));
  EXPECT_EQ(Check("EUC_TW", "a\x8e\xa8\xa1\xa1\xa1"), (Verdict{1, 1}));
}

TEST(EncodingCheckerTest, MuleCharactersHaveHighBytesBehindTheirLead) {
  EXPECT_EQ(
      Check("MULE_INTERNAL", "a\x81\xc0\x92\xb0\xa1\x9c\xf0\x80\x80\xffz"),
      kValid);
  EXPECT_EQ(Check("MULE_INTERNAL", "a\x81z"), (Verdict{1, 1}));
}

TEST(EncodingCheckerTest, UndefinedBytesOfSingleByteEncodingsAreFound) {
  EXPECT_EQ(Check("WIN1252", "ab\x81\x80\x9d"), (Verdict{2, 2}));
  EXPECT_EQ(Check("ISO_8859_8", "\xe0\xbf"), (Verdict{1, 1}));
}

TEST(EncodingCheckerTest, FullEncodingsAndSqlAsciiAreNeverWrong) {
  std::string text;
  for (int byte = 1; byte < 256; ++byte) {
    text.push_back(static_cast<char>(byte));
  }
  EXPECT_EQ(Check("LATIN1", text), kValid);
  EXPECT_EQ(Check("SQL_ASCII", text), kValid);
}

TEST(TextEncodingTest, NamesAreFoundAsTheServerFindsThem) {
  for (const char* name : {"UTF8", "utf-8", "Unicode", "UTF_8"}) {
    ASSERT_NE(FindTextEncoding(name), nullptr) << name;
    EXPECT_EQ(FindTextEncoding(name)->name, "UTF8");
  }
  EXPECT_EQ(FindTextEncoding("shiftjis")->name, "SJIS");
  EXPECT_EQ(FindTextEncoding("iso-8859-15")->name, "LATIN9");
  EXPECT_EQ(FindTextEncoding("UTF16"), nullptr);
  EXPECT_EQ(FindTextEncoding(""), nullptr);
}

TEST(TextEncodingTest, TheDefinitionOfAnEncodingEntryIsParsed) {
  EXPECT_EQ(ParseEncodingDefinition("SET client_encoding = 'UTF8';\n"), "UTF8");
  EXPECT_EQ(ParseEncodingDefinition("SET client_encoding = 'UTF8;\n"),
            std::nullopt);
  EXPECT_EQ(ParseEncodingDefinition(""), std::nullopt);
}

}  // namespace
}  // namespace pgark
