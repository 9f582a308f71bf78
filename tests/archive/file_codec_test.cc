#include "archive/file_codec.h"

#include <string>

#include "gtest/gtest.h"
#include "tests/support/decode_in_pieces.h"
#include "tests/support/status_matchers.h"
#include "tests/support/stock_stream.h"

namespace pgark {
namespace {

constexpr auto kGzip = CompressionMethod::kGzip;

// Decodes a file given in pieces of `input_bytes`.
absl::StatusOr<std::string> Decode(CompressionMethod method,
                                   const std::string& stored,
                                   size_t input_bytes) {
  return DecodeInPieces(MakeFileDecompressor(method, ReadLimits()), stored,
                        input_bytes, /*ends_chunk=*/false);
}

class FileCodecTest : public testing::TestWithParam<CompressionMethod> {};

TEST_P(FileCodecTest, DecodesWhatTheLibrariesMakeWhateverThePieces) {
  for (const size_t size : {size_t{0}, size_t{1}, size_t{5}, size_t{4096},
                            size_t{300'000}, size_t{1'000'000}}) {
    const std::string raw = RowText(size);
    const std::string file = StockFile(GetParam(), raw);
    for (const size_t input :
         {size_t{1}, size_t{7}, size_t{4096}, file.size() + 1}) {
      if (input == 1 && size > 10'000) continue;
      const auto decoded = Decode(GetParam(), file, input);
      ASSERT_OK(decoded) << size << " in pieces of " << input;
      EXPECT_TRUE(*decoded == raw) << size << " in pieces of " << input;
    }
  }
}

// pgzip and pzstd write files like that, and stock pg_restore reads them.
TEST_P(FileCodecTest, JoinsTheMembersOfAFile) {
  std::string raw;
  std::string file;
  for (const std::string& part :
       {RowText(70'000, 1), std::string("x"), std::string(), std::string("yz"),
        NoiseBytes(3000, 2), RowText(10, 3)}) {
    raw += part;
    file += StockFile(GetParam(), part);
  }
  for (size_t input = 1; input < 40; ++input) {
    const auto decoded = Decode(GetParam(), file, input);
    ASSERT_OK(decoded) << "in pieces of " << input;
    EXPECT_TRUE(*decoded == raw) << "in pieces of " << input;
  }
  ASSERT_OK_AND_ASSIGN(const std::string at_once,
                       Decode(GetParam(), file, file.size()));
  EXPECT_TRUE(at_once == raw);
}

INSTANTIATE_TEST_SUITE_P(
    AllMethods, FileCodecTest,
    testing::Values(CompressionMethod::kNone, CompressionMethod::kGzip,
                    CompressionMethod::kLz4, CompressionMethod::kZstd),
    [](const auto& method) { return CompressionMethodName(method.param); });

TEST(GzipFileTest, FailsAtEveryCut) {
  const std::string file = StockFile(kGzip, RowText(300));
  for (size_t size = 0; size < file.size(); ++size) {
    EXPECT_THAT(Decode(kGzip, file.substr(0, size), 50),
                StatusIs(absl::StatusCode::kDataLoss))
        << size;
  }
}

TEST(GzipFileTest, FailsAtEveryCutOfASecondMember) {
  const std::string first = StockFile(kGzip, RowText(100));
  const std::string file = first + StockFile(kGzip, RowText(100));
  for (size_t size = first.size() + 1; size < file.size(); ++size) {
    EXPECT_THAT(Decode(kGzip, file.substr(0, size), 1000),
                StatusIs(absl::StatusCode::kDataLoss))
        << size;
  }
}

// All but the time, the level and the system in the header: nothing covers
// them, and they mean nothing for the data.
TEST(GzipFileTest, SeesEveryFlippedBitThatMatters) {
  const std::string raw = RowText(300);
  const std::string file = StockFile(kGzip, raw);
  constexpr size_t kUnprotectedBegin = 4;
  constexpr size_t kUnprotectedEnd = 10;
  for (size_t octet = 0; octet < file.size(); ++octet) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string damaged = file;
      damaged[octet] = static_cast<char>(damaged[octet] ^ (1 << bit));
      const auto decoded = Decode(kGzip, damaged, 1000);
      if (octet >= kUnprotectedBegin && octet < kUnprotectedEnd) {
        ASSERT_OK(decoded);
      }
      // Some bits of the last octet of the data stand for nothing.
      EXPECT_TRUE(!decoded.ok() || *decoded == raw) << octet << " " << bit;
    }
  }
}

TEST(GzipFileTest, FailsForWhatFollowsTheEndAndIsNoMember) {
  const std::string file = StockFile(kGzip, "1\n");
  for (const std::string& rest :
       {std::string("x"), std::string(512, '\0'), std::string("\x1f"),
        std::string("\x1f\x8b\x07")}) {
    for (const size_t input : {size_t{1}, size_t{1000}}) {
      EXPECT_THAT(Decode(kGzip, file + rest, input),
                  StatusIs(absl::StatusCode::kDataLoss));
    }
  }
}

TEST(GzipFileTest, FailsForAZlibStreamAndForPlainText) {
  EXPECT_THAT(Decode(kGzip, StockStream(kGzip, RowText(100)), 1000),
              StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(Decode(kGzip, "1\n\\.\n\n\n", 1000),
              StatusIs(absl::StatusCode::kDataLoss));
}

TEST(GzipFileTest, ReadsHeadersWithEveryField) {
  const std::string file = StockFile(kGzip, RowText(50));
  constexpr size_t kHeaderBytes = 10;
  std::string header = file.substr(0, kHeaderBytes);
  header[3] = 4 | 8 | 16;  // extra field, name, comment
  header += std::string("\x03\x00", 2) + "abc" + std::string("na\0", 3) +
            std::string("a comment\0", 10);
  for (const size_t input : {size_t{1}, size_t{3}, size_t{1000}}) {
    ASSERT_OK_AND_ASSIGN(
        const std::string raw,
        Decode(kGzip, header + file.substr(kHeaderBytes), input));
    EXPECT_EQ(raw, RowText(50));
  }
  header = file.substr(0, kHeaderBytes);
  header[3] = '\x20';  // a flag that nobody has defined
  EXPECT_THAT(Decode(kGzip, header + file.substr(kHeaderBytes), 1000),
              StatusIs(absl::StatusCode::kDataLoss));
}

TEST(GzipFileTest, TakesOneChecksumOfTheHeaderOnly) {
  const std::string file = StockFile(kGzip, RowText(50));
  std::string header = file.substr(0, 10);
  header[3] = 2;
  header.replace(4, 6, std::string("\0\0\0\0\0\xff", 6));
  int accepted = 0;
  for (int crc = 0; crc < 0x10000; ++crc) {
    const std::string stored = {static_cast<char>(crc),
                                static_cast<char>(crc >> 8)};
    accepted += Decode(kGzip, header + stored + file.substr(10), 1000).ok();
  }
  EXPECT_EQ(accepted, 1);
}

TEST(FileCodecNameTest, TheEndOfANameTellsTheMethod) {
  EXPECT_EQ(MethodOfFileName("12.dat"), CompressionMethod::kNone);
  EXPECT_EQ(MethodOfFileName("12.dat.gz"), CompressionMethod::kGzip);
  EXPECT_EQ(MethodOfFileName("12.dat.lz4"), CompressionMethod::kLz4);
  EXPECT_EQ(MethodOfFileName("12.dat.zst"), CompressionMethod::kZstd);
  EXPECT_EQ(MethodOfFileName("12.dat.bz2"), CompressionMethod::kNone);
}

}  // namespace
}  // namespace pgark
