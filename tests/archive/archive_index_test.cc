#include "archive/archive_index.h"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "archive/index_codec.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

constexpr uint64_t kTocEnd = 100;

// A block of one entry, of `size` octets, without gaps.
IndexBlock Block(int id, uint64_t begin, uint64_t size) {
  IndexBlock block;
  block.id = {id};
  block.begin = begin;
  block.end = begin + size;
  block.streams.push_back({0, {{begin + 11, size - 16, 900, 3, {1, 2}, {}}}});
  return block;
}

// A file of octets 'x', in which an index is put together from parts that may
// lie. It is the index that a file is read with, so digests fit.
class IndexFile {
 public:
  IndexFile() : file_(kTocEnd, 'x') { part_.begin = kTocEnd; }

  uint64_t position() const { return file_.size(); }
  IndexPart& part() { return part_; }

  void AddBlock(int id, uint64_t size) {
    part_.blocks.push_back(Block(id, position(), size));
    file_ += std::string(size, 'x');
    blocks_.push_back(part_.blocks.back());
  }
  // Puts the part so far into a segment; what follows is another part.
  void AddSegment() { AddSegment(EncodeIndexSegment(part_)); }
  void AddSegment(const std::string& bytes) {
    const Digest128 digest = ComputeDigest128(bytes);
    IndexBlock segment;
    segment.id = kIndexSegmentId;
    segment.begin = position();
    segment.end = position() + 11 + bytes.size() + 5;
    segment.streams.push_back(
        {0,
         {{position() + 11, bytes.size(), bytes.size(), 0, digest, digest}}});
    file_ += std::string(11, 'x') + bytes + std::string(5, 'x');
    part_ = {segment.begin, {segment}};
    segments_.push_back(segment);
  }
  // Ends the file.
  std::string Finish() const {
    const std::string tail = EncodeIndexTail({kTocEnd, {1, 2}, part_});
    const IndexFooter footer = {position(), tail.size(),
                                ComputeDigest128(tail)};
    return file_ + tail + EncodeIndexFooter(footer);
  }
  ArchiveIndex index() const { return {kTocEnd, {1, 2}, blocks_, segments_}; }

 private:
  std::string file_;
  IndexPart part_;
  std::vector<IndexBlock> blocks_;
  std::vector<IndexBlock> segments_;
};

// Two segments between four blocks.
IndexFile SampleFile() {
  IndexFile file;
  file.AddBlock(7, 500);
  file.AddBlock(8, 30);
  file.AddSegment();
  file.AddBlock(9, 30);
  file.AddSegment();
  file.AddBlock(10, 70);
  return file;
}

absl::StatusOr<ArchiveIndex> Read(const std::string& file,
                                  const ReadLimits& limits = {}) {
  return ReadIndex(*MakeMemorySource(file), limits);
}

void ExpectDamagedAt(const IndexFile& file, uint64_t offset) {
  EXPECT_THAT(Read(file.Finish()),
              FailsAt(absl::StatusCode::kDataLoss, offset));
}

TEST(ArchiveIndexTest, IsReadFromTheEndOfTheFile) {
  ASSERT_OK_AND_ASSIGN(const ArchiveIndex index, Read(SampleFile().Finish()));
  EXPECT_EQ(index, SampleFile().index());
  EXPECT_EQ(index.blocks.size(), 4u);
  EXPECT_EQ(index.segments.size(), 2u);
  EXPECT_EQ(index.data_end(), SampleFile().position());
  ASSERT_NE(index.Find({8}), nullptr);
  EXPECT_EQ(index.Find({8})->begin, 600u);
  EXPECT_EQ(index.Find({11}), nullptr);
  EXPECT_EQ(index.Find(kIndexSegmentId), nullptr);
}

TEST(ArchiveIndexTest, NeedsNeitherSegmentsNorBlocks) {
  IndexFile file;
  ASSERT_OK_AND_ASSIGN(ArchiveIndex index, Read(file.Finish()));
  EXPECT_EQ(index, file.index());
  EXPECT_EQ(index.data_end(), kTocEnd);
  file.AddBlock(7, 500);
  ASSERT_OK_AND_ASSIGN(index, Read(file.Finish()));
  EXPECT_EQ(index, file.index());
  file.AddSegment();
  ASSERT_OK_AND_ASSIGN(index, Read(file.Finish()));
  EXPECT_EQ(index, file.index());
  EXPECT_EQ(index.data_end(), file.position());
}

TEST(ArchiveIndexTest, AFileWithoutFooterHasNone) {
  for (size_t size : {size_t{0}, size_t{10}, size_t{52}, size_t{5000}}) {
    EXPECT_THAT(Read(std::string(size, 'x')),
                StatusIs(absl::StatusCode::kNotFound));
  }
}

TEST(ArchiveIndexTest, EveryFlippedBitOfTheIndexIsFound) {
  const std::string file = SampleFile().Finish();
  const ArchiveIndex want = SampleFile().index();
  std::vector<bool> is_index(file.size(), false);
  for (const IndexBlock& segment : want.segments) {
    const IndexFrame& frame = segment.streams[0].frames[0];
    std::fill_n(is_index.begin() + static_cast<ptrdiff_t>(frame.offset),
                frame.stored_bytes, true);
  }
  std::fill(is_index.begin() + static_cast<ptrdiff_t>(want.data_end()),
            is_index.end(), true);
  for (size_t i = 0; i < file.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string damaged = file;
      damaged[i] = static_cast<char>(damaged[i] ^ (1 << bit));
      const auto index = Read(damaged);
      EXPECT_EQ(index.ok(), !is_index[i]) << "octet " << i << " bit " << bit;
      if (index.ok()) {
        EXPECT_EQ(*index, want);
      }
    }
  }
}

TEST(ArchiveIndexTest, EveryCutOfTheFileIsFound) {
  const std::string file = SampleFile().Finish();
  for (size_t size = 0; size < file.size(); ++size) {
    EXPECT_FALSE(Read(file.substr(0, size)).ok()) << size;
  }
}

TEST(ArchiveIndexTest, AllPartsTogetherKeepTheLimit) {
  const IndexFile file = SampleFile();
  const ArchiveIndex index = file.index();
  uint64_t size = file.Finish().size() - file.position() - kIndexFooterBytes;
  ReadLimits limits;
  limits.max_index_bytes = size - 1;
  EXPECT_THAT(Read(file.Finish(), limits),
              FailsAt(absl::StatusCode::kResourceExhausted, file.position()));
  for (const IndexBlock& segment : index.segments) {
    size += segment.streams[0].frames[0].stored_bytes;
  }
  limits.max_index_bytes = size - 1;
  EXPECT_THAT(Read(file.Finish(), limits),
              FailsAt(absl::StatusCode::kResourceExhausted,
                      index.segments[0].streams[0].frames[0].offset));
  limits.max_index_bytes = size;
  EXPECT_OK(Read(file.Finish(), limits));
}

TEST(ArchiveIndexTest, OctetsBetweenDataAndTailAreFound) {
  IndexFile file = SampleFile();
  file.part().blocks.back().end -= 1;
  ExpectDamagedAt(file, file.position());
  file.part().blocks.back().end += 2;
  ExpectDamagedAt(file, file.position());
}

TEST(ArchiveIndexTest, OctetsBetweenContentsAndBlocksAreFound) {
  IndexFile file;
  file.AddBlock(7, 500);
  file.part().begin = kTocEnd + 1;
  file.part().blocks[0].begin = kTocEnd + 1;
  ExpectDamagedAt(file, file.position());
  file.part().begin = kTocEnd - 1;
  file.part().blocks[0].begin = kTocEnd - 1;
  ExpectDamagedAt(file, file.position());
}

// What a segment may claim about the octets in front of it.
TEST(ArchiveIndexTest, ASegmentDescribesWhatIsInFrontOfIt) {
  const auto damage = [](const std::function<void(IndexPart&)>& lie) {
    IndexFile file;
    file.AddBlock(7, 500);
    file.AddBlock(8, 30);
    lie(file.part());
    const uint64_t offset = file.position() + 11;
    file.AddSegment();
    file.AddBlock(9, 30);
    ExpectDamagedAt(file, offset);
  };
  // It ends early, overlaps itself, reaches behind itself or behind the file.
  damage([](IndexPart& part) { part.blocks.pop_back(); });
  damage([](IndexPart& part) { part.blocks.back().end -= 1; });
  damage([](IndexPart& part) { part.blocks.back().end += 1; });
  damage([](IndexPart& part) { part.blocks.back().end += 1'000'000; });
  damage([](IndexPart& part) { part.blocks.back().end = int64_t{1} << 62; });
  // It begins in the contents list.
  damage([](IndexPart& part) {
    part.begin -= 50;
    part.blocks[0].begin -= 50;
  });
  // It describes nothing: a way to stay in one place.
  damage([](IndexPart& part) {
    part.begin = part.end();
    part.blocks.clear();
  });
}

TEST(ArchiveIndexTest, TheFirstSegmentBeginsBehindTheContentsList) {
  IndexFile file;
  file.AddBlock(7, 500);
  file.AddBlock(8, 30);
  file.part().blocks.erase(file.part().blocks.begin());
  file.part().begin = 600;
  file.AddSegment();
  file.AddBlock(9, 30);
  ExpectDamagedAt(file, file.position());
}

// A segment that says that the one before it is itself, or one behind it.
TEST(ArchiveIndexTest, SegmentsCannotLeadInACircle) {
  for (const uint64_t shift : {0, 40}) {
    IndexFile file;
    file.AddBlock(7, 500);
    const uint64_t begin = file.position();
    IndexBlock itself;
    itself.id = kIndexSegmentId;
    itself.begin = begin + shift;
    itself.end = itself.begin + 100;
    itself.streams.push_back({0, {{itself.begin + 11, 50, 50, 0, {}, {}}}});
    file.AddSegment(EncodeIndexSegment({itself.begin, {itself}}));
    file.AddBlock(9, 30);
    ExpectDamagedAt(file, begin + 11);
  }
}

TEST(ArchiveIndexTest, AnotherPlaceThanASegmentIsNone) {
  for (const int shift : {-1, 1, -400}) {
    IndexFile file = SampleFile();
    IndexFrame& frame = file.part().blocks[0].streams[0].frames[0];
    const bool fits = shift > -11;
    if (fits) {
      frame.offset += shift;
      ExpectDamagedAt(file, frame.offset);
    } else {
      // The segment is said to begin in a block; then another is missing.
      file.part().begin += shift;
      file.part().blocks[0].begin += shift;
      frame.offset += shift;
      ExpectDamagedAt(file, frame.offset);
    }
  }
}

TEST(ArchiveIndexTest, ASegmentOfAnotherLengthIsNone) {
  for (const int more : {-1, 1, 5}) {
    IndexFile file = SampleFile();
    IndexFrame& frame = file.part().blocks[0].streams[0].frames[0];
    frame.stored_bytes += more;
    frame.raw_bytes += more;
    ExpectDamagedAt(file, frame.offset);
  }
}

TEST(ArchiveIndexTest, ANewerSegmentIsUnimplemented) {
  IndexFile file;
  file.AddBlock(7, 500);
  std::string bytes = EncodeIndexSegment(file.part());
  bytes[kIndexSegmentMagic.size()] = 2;
  file.AddSegment(bytes);
  EXPECT_THAT(Read(file.Finish()), StatusIs(absl::StatusCode::kUnimplemented));
}

}  // namespace
}  // namespace pgark
