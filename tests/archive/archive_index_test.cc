#include "archive/archive_index.h"

#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

// A table of two frames, a block of two large objects (one empty), an empty
// table, without gaps from 100 on.
ArchiveIndex SampleIndex() {
  ArchiveIndex index;
  index.toc_end = 100;
  index.toc_digest = {1, 2};
  IndexBlock table;
  table.id = {7};
  table.begin = 100;
  table.end = 5000;
  table.framing_digest = {3, 4};
  table.streams.push_back(
      {0,
       {{111, 2000, 900'000, 12, {5, 6}, {7, 8}},
        {2116, 2800, 800'000, 11, {9, 10}, {~uint64_t{0}, 12}}}});
  IndexBlock objects;
  objects.id = {0x7fffffff};
  objects.begin = 5000;
  objects.end = 6000;
  objects.streams.push_back({4'000'000'001u, {{5016, 900, 900, 0, {}, {}}}});
  objects.streams.push_back({4'000'000'002u, {}});
  IndexBlock empty;
  empty.id = {8};
  empty.begin = 6000;
  empty.end = 6021;
  empty.streams.push_back({0, {{6011, 5, 5, 0, {}, {}}}});
  index.blocks = {table, objects, empty};
  return index;
}

std::string FileOf(const ArchiveIndex& index) {
  const uint64_t data_end =
      index.blocks.empty() ? index.toc_end : index.blocks.back().end;
  const std::string bytes = EncodeIndex(index);
  IndexFooter footer;
  footer.index_offset = data_end;
  footer.index_bytes = bytes.size();
  footer.index_digest = ComputeDigest128(bytes);
  return std::string(data_end, 'x') + bytes + EncodeIndexFooter(footer);
}

absl::StatusOr<ArchiveIndex> Read(const std::string& file,
                                  const ReadLimits& limits = {}) {
  return ReadIndex(*MakeMemorySource(file), limits);
}

TEST(ArchiveIndexTest, DecodesWhatItEncodes) {
  const ArchiveIndex index = SampleIndex();
  auto decoded = DecodeIndex(EncodeIndex(index), {});
  ASSERT_OK(decoded);
  EXPECT_EQ(*decoded, index);
  auto empty = DecodeIndex(EncodeIndex(ArchiveIndex()), {});
  ASSERT_OK(empty);
  EXPECT_EQ(*empty, ArchiveIndex());
}

TEST(ArchiveIndexTest, IsReadFromTheEndOfTheFile) {
  auto index = Read(FileOf(SampleIndex()));
  ASSERT_OK(index);
  EXPECT_EQ(*index, SampleIndex());
  ASSERT_NE(index->Find({8}), nullptr);
  EXPECT_EQ(index->Find({8})->begin, 6000u);
  EXPECT_EQ(index->Find({9}), nullptr);
}

TEST(ArchiveIndexTest, AFileWithoutFooterHasNone) {
  for (size_t size : {size_t{0}, size_t{10}, size_t{52}, size_t{5000}}) {
    EXPECT_THAT(Read(std::string(size, 'x')),
                StatusIs(absl::StatusCode::kNotFound));
  }
}

TEST(ArchiveIndexTest, EveryFlippedBitBehindTheDataIsFound) {
  const ArchiveIndex sample = SampleIndex();
  const std::string file = FileOf(sample);
  for (size_t i = sample.blocks.back().end; i < file.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string damaged = file;
      damaged[i] = static_cast<char>(damaged[i] ^ (1 << bit));
      EXPECT_FALSE(Read(damaged).ok()) << "octet " << i << " bit " << bit;
    }
  }
}

TEST(ArchiveIndexTest, EveryCutOfTheFileIsFound) {
  const std::string file = FileOf(SampleIndex());
  for (size_t size = 6021; size < file.size(); ++size) {
    EXPECT_FALSE(Read(file.substr(0, size)).ok()) << size;
  }
}

// The decoder stands alone: a digest only finds accidents.
TEST(ArchiveIndexTest, ADamagedIndexNeverDecodesToSomethingElse) {
  const std::string bytes = EncodeIndex(SampleIndex());
  for (size_t i = 0; i < bytes.size(); ++i) {
    for (int octet = 0; octet < 256; ++octet) {
      std::string damaged = bytes;
      damaged[i] = static_cast<char>(octet);
      auto decoded = DecodeIndex(damaged, {});
      if (decoded.ok()) {
        // Digests and sizes may differ, but then it means what it says.
        EXPECT_EQ(EncodeIndex(*decoded), damaged) << i << " " << octet;
      }
    }
  }
}

TEST(ArchiveIndexTest, CountsAreHeldAgainstWhatIsLeft) {
  std::string bytes(kIndexMagic);
  bytes += '\1';                    // version
  bytes += '\0';                    // end of the contents list
  bytes += std::string(16, '\0');   // its digest
  bytes += "\xff\xff\xff\xff\x0f";  // 2^32-1 blocks
  EXPECT_THAT(DecodeIndex(bytes, {}), StatusIs(absl::StatusCode::kDataLoss));
}

TEST(ArchiveIndexTest, FramesMustLieInTheirBlock) {
  ArchiveIndex index = SampleIndex();
  index.blocks[0].streams[0].frames[1].stored_bytes = 2885;
  EXPECT_THAT(DecodeIndex(EncodeIndex(index), {}),
              StatusIs(absl::StatusCode::kDataLoss));
  index.blocks[0].streams[0].frames[1].stored_bytes = 2884;
  ASSERT_OK(DecodeIndex(EncodeIndex(index), {}));
}

TEST(ArchiveIndexTest, ANewerVersionIsUnimplemented) {
  std::string bytes = EncodeIndex(SampleIndex());
  bytes[kIndexMagic.size()] = 2;
  EXPECT_THAT(DecodeIndex(bytes, {}),
              StatusIs(absl::StatusCode::kUnimplemented));
}

TEST(ArchiveIndexTest, KeepsItsLimit) {
  const std::string file = FileOf(SampleIndex());
  ReadLimits limits;
  limits.max_index_bytes = EncodeIndex(SampleIndex()).size() - 1;
  EXPECT_THAT(Read(file, limits),
              FailsAt(absl::StatusCode::kResourceExhausted, 6021));
  ++limits.max_index_bytes;
  EXPECT_OK(Read(file, limits));
}

TEST(ArchiveIndexTest, OctetsBetweenDataAndIndexAreFound) {
  const std::string bytes = EncodeIndex(SampleIndex());
  IndexFooter footer;
  footer.index_offset = 6022;
  footer.index_bytes = bytes.size();
  footer.index_digest = ComputeDigest128(bytes);
  EXPECT_THAT(Read(std::string(6022, 'x') + bytes + EncodeIndexFooter(footer)),
              FailsAt(absl::StatusCode::kDataLoss, 6022));
}

}  // namespace
}  // namespace pgark
