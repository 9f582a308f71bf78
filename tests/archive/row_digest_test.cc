#include "archive/row_digest.h"

#include <limits>
#include <string>

#include "gtest/gtest.h"
#include "tests/support/stock_stream.h"

namespace pgark {
namespace {

RowDigest DigestOf(const std::string& text, size_t cut) {
  RowDigester digester;
  for (size_t i = 0; i < text.size(); i += cut) {
    digester.Write(absl::string_view(text).substr(i, cut));
  }
  digester.Finish();
  return digester.digest();
}

RowDigest DigestOf(const std::string& text) {
  return DigestOf(text, text.size() + 1);
}

TEST(RowDigestTest, CutsDoNotChangeIt) {
  const std::string text = "1\tone\n\n22\t\\N\n333\tthree\n\\.\n\n\n";
  for (size_t cut = 1; cut <= text.size(); ++cut) {
    EXPECT_EQ(DigestOf(text, cut), DigestOf(text)) << cut;
  }
  EXPECT_EQ(DigestOf(text).rows, 4u);
}

TEST(RowDigestTest, OrderDoesNotChangeIt) {
  EXPECT_EQ(DigestOf("1\n2\n3\n\\.\n\n\n"), DigestOf("3\n1\n2\n\\.\n\n\n"));
}

TEST(RowDigestTest, AChangedAMissingAndARepeatedRowChangeIt) {
  const RowDigest whole = DigestOf("1\n2\n\\.\n\n\n");
  EXPECT_NE(DigestOf("1\n3\n\\.\n\n\n"), whole);
  EXPECT_NE(DigestOf("1\n\\.\n\n\n"), whole);
  EXPECT_NE(DigestOf("1\n2\n2\n\\.\n\n\n"), whole);
}

// A sum, not an exclusive or: pairs do not cancel each other.
TEST(RowDigestTest, RepeatedRowsDoNotCancelEachOther) {
  EXPECT_NE(DigestOf("1\n1\n").sum, DigestOf("2\n2\n").sum);
}

TEST(RowDigestTest, WhatFollowsTheEndMarkerDoesNotCount) {
  EXPECT_EQ(DigestOf("1\n\\.\n\n\n"), DigestOf("1\n\\.\nmore\n"));
  EXPECT_EQ(DigestOf("\\.\n\n\n"), RowDigest());
}

TEST(RowDigestTest, ARowThatBeginsAsTheEndMarkerIsARow) {
  EXPECT_EQ(DigestOf("\\.x\n", 1).rows, 1u);
  EXPECT_EQ(DigestOf("\\\\.\n", 2).rows, 1u);
  EXPECT_EQ(DigestOf(".\n", 1).rows, 1u);
}

TEST(RowDigestTest, ARowMayHaveAnyLength) {
  const std::string row = NoiseBytes(100'000);
  std::string text;
  for (const char c : row) text.push_back(c == '\n' ? 'n' : c);
  text.push_back('\n');
  EXPECT_EQ(DigestOf(text, 1000), DigestOf(text));
  EXPECT_EQ(DigestOf(text).rows, 1u);
}

TEST(RowDigestTest, PartsAddUpToTheWhole) {
  RowDigest sum = DigestOf("1\n2\n");
  sum += DigestOf("3\n");
  EXPECT_EQ(sum, DigestOf("1\n2\n3\n"));
}

TEST(RowDigestTest, TheSumCarriesIntoItsHighHalf) {
  RowDigest one;
  one.sum.low = std::numeric_limits<uint64_t>::max();
  RowDigest other;
  other.sum.low = 2;
  one += other;
  EXPECT_EQ(one.sum, (Digest128{1, 1}));
}

TEST(RowDigestTest, IsWrittenWithTheHighHalfFirst) {
  RowDigest digest;
  digest.sum = {0xab, 0x1};
  EXPECT_EQ(FormatRowSum(digest),
            "xxh3-128-sum:000000000000000100000000000000ab");
}

}  // namespace
}  // namespace pgark
