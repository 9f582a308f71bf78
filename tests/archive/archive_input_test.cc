#include "archive/archive_input.h"

#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/support/stock_stream.h"

namespace pgark {
namespace {

TEST(ArchiveInputTest, ReadsAcrossBuffersOfAFile) {
  const std::string data = NoiseBytes(10'000);
  const auto source = MakeMemorySource(data);
  ArchiveInput input(*source, 100, 64);
  std::string read;
  while (true) {
    ASSERT_OK_AND_ASSIGN(const absl::string_view piece, input.ReadSome(37));
    if (piece.empty()) break;
    read.append(piece.data(), piece.size());
    EXPECT_EQ(input.position(), 100 + read.size());
  }
  EXPECT_EQ(read, data.substr(100));
}

TEST(ArchiveInputTest, ExactReadsCrossTheBuffersEnd) {
  const std::string data = NoiseBytes(1000);
  const auto stream = MakeMemoryStream(data, 3);
  ArchiveInput input(*stream, 64);
  for (size_t i = 0; i + 50 <= data.size(); i += 50) {
    ASSERT_OK_AND_ASSIGN(const absl::string_view piece, input.ReadExact(50));
    EXPECT_EQ(std::string(piece), data.substr(i, 50));
  }
}

TEST(ArchiveInputTest, PeekDoesNotMove) {
  const auto source = MakeMemorySource("abcdef");
  ArchiveInput input(*source, 1);
  ASSERT_OK_AND_ASSIGN(absl::string_view peeked, input.Peek(3));
  EXPECT_EQ(peeked, "bcd");
  EXPECT_EQ(input.position(), 1u);
  ASSERT_OK_AND_ASSIGN(peeked, input.Peek(60));
  EXPECT_EQ(peeked, "bcdef");
}

TEST(ArchiveInputTest, SkipsOnAFileAndOnAPipe) {
  const std::string data = NoiseBytes(5000);
  const auto source = MakeMemorySource(data);
  const auto stream = MakeMemoryStream(data, 100);
  ArchiveInput by_position(*source, 0, 64);
  ArchiveInput in_order(*stream, 64);
  for (ArchiveInput* input : {&by_position, &in_order}) {
    ASSERT_OK(input->ReadExact(5).status());
    ASSERT_OK(input->Skip(3000));
    EXPECT_EQ(input->position(), 3005u);
    ASSERT_OK_AND_ASSIGN(const absl::string_view piece, input->ReadExact(10));
    EXPECT_EQ(std::string(piece), data.substr(3005, 10));
    EXPECT_THAT(input->Skip(2000), FailsAt(absl::StatusCode::kDataLoss, 5000));
  }
}

TEST(ArchiveInputTest, TheEndIsAnErrorOnlyForThoseWhoWantMore) {
  const auto source = MakeMemorySource("abc");
  ArchiveInput input(*source, 0);
  std::string text;
  EXPECT_THAT(input.ReadExact(4), FailsAt(absl::StatusCode::kDataLoss, 3));
  ASSERT_OK(input.ReadString(3, &text));
  EXPECT_EQ(text, "abc");
  ASSERT_OK_AND_ASSIGN(const bool at_end, input.AtEnd());
  EXPECT_TRUE(at_end);
  ASSERT_OK_AND_ASSIGN(const absl::string_view none, input.ReadSome(1));
  EXPECT_TRUE(none.empty());
  EXPECT_THAT(input.ReadString(1, &text),
              FailsAt(absl::StatusCode::kDataLoss, 3));
}

TEST(ArchiveInputTest, KnowsWhatIsLeftOfAFile) {
  const auto source = MakeMemorySource("abcdef");
  ArchiveInput input(*source, 2);
  EXPECT_EQ(input.remaining(), 4u);
  ASSERT_OK(input.ReadExact(3).status());
  EXPECT_EQ(input.remaining(), 1u);
  EXPECT_EQ(ArchiveInput(*source, 100).remaining(), 0u);
}

}  // namespace
}  // namespace pgark
