#include "archive/index_codec.h"

#include <string>

#include "archive/frame_encoder.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

// A table of two frames and an end marker, a block of two large objects (one
// empty), and two empty tables, without gaps from 100 on.
IndexPart SamplePart() {
  const auto marker = [](uint64_t offset) {
    return IndexFrame{offset, 9, kCopyEndMarker.size(), 0, {5, 5}, {6, 6}};
  };
  IndexBlock table;
  table.id = {7};
  table.begin = 100;
  table.end = 5000;
  table.framing_digest = {3, 4};
  table.streams.push_back(
      {0,
       {{111, 2000, 900'000, 12, {5, 6}, {7, 8}},
        {2116, 2800, 2800, 11, {9, ~uint64_t{0}}, {9, ~uint64_t{0}}},
        marker(4921)}});
  IndexBlock objects;
  objects.id = {0x7fffffff};
  objects.begin = 5000;
  objects.end = 6000;
  objects.streams.push_back({4'000'000'001u, {{5016, 900, 900, 0, {}, {}}}});
  objects.streams.push_back({4'000'000'002u, {}});
  IndexBlock empty;
  empty.id = {8};
  empty.begin = 6000;
  empty.end = 6030;
  empty.streams.push_back({0, {marker(6011)}});
  IndexBlock last;
  last.id = {9};
  last.begin = 6030;
  last.end = 6060;
  last.streams.push_back({0, {marker(6041)}});
  return {100, {table, objects, empty, last}};
}

IndexTail SampleTail() { return {90, {1, 2}, SamplePart()}; }

// A part that begins with the segment before it.
IndexPart SegmentPart() {
  IndexBlock segment;
  segment.id = kIndexSegmentId;
  segment.begin = 50;
  segment.end = 100;
  segment.framing_digest = {1, 1};
  segment.streams.push_back({0, {{61, 34, 34, 0, {2, 2}, {2, 2}}}});
  IndexPart part = SamplePart();
  part.begin = 50;
  part.blocks.insert(part.blocks.begin(), segment);
  return part;
}

void ExpectRefused(const IndexPart& part) {
  EXPECT_THAT(DecodeIndexSegment(EncodeIndexSegment(part)),
              StatusIs(absl::StatusCode::kDataLoss));
}

TEST(IndexCodecTest, DecodesWhatItEncodes) {
  for (const IndexPart& part : {SamplePart(), SegmentPart(), IndexPart()}) {
    ASSERT_OK_AND_ASSIGN(const IndexPart decoded,
                         DecodeIndexSegment(EncodeIndexSegment(part)));
    EXPECT_EQ(decoded, part);
  }
  ASSERT_OK_AND_ASSIGN(const IndexTail tail,
                       DecodeIndexTail(EncodeIndexTail(SampleTail())));
  EXPECT_EQ(tail, SampleTail());
  EXPECT_FALSE(tail.part.has_segment());
  EXPECT_TRUE(SegmentPart().has_segment());
}

TEST(IndexCodecTest, SegmentsAndTailsAreNoneOfTheOther) {
  EXPECT_FALSE(DecodeIndexTail(EncodeIndexSegment(SamplePart())).ok());
  EXPECT_FALSE(DecodeIndexSegment(EncodeIndexTail(SampleTail())).ok());
}

TEST(IndexCodecTest, AnEndMarkerIsWrittenOutOnce) {
  IndexPart one = SamplePart();
  one.blocks.pop_back();
  const size_t size = EncodeIndexSegment(one).size();
  EXPECT_EQ(EncodeIndexSegment(SamplePart()).size(), size + 22);
  // Another marker is no repetition.
  IndexPart part = SamplePart();
  part.blocks[3].streams[0].frames[0].stored_digest.low ^= 1;
  EXPECT_EQ(EncodeIndexSegment(part).size(), size + 57);
  ASSERT_OK_AND_ASSIGN(const IndexPart decoded,
                       DecodeIndexSegment(EncodeIndexSegment(part)));
  EXPECT_EQ(decoded, part);
}

TEST(IndexCodecTest, TheEncoderTellsItsSize) {
  IndexPartEncoder encoder(100);
  EXPECT_EQ(encoder.block_bytes(), 0u);
  for (const IndexBlock& block : SamplePart().blocks) encoder.Add(block);
  EXPECT_EQ(encoder.EncodeSegment(), EncodeIndexSegment(SamplePart()));
  EXPECT_EQ(encoder.EncodeSegment().size(), encoder.block_bytes() + 11);
  encoder.Reset(100);
  EXPECT_EQ(encoder.block_bytes(), 0u);
  for (const IndexBlock& block : SamplePart().blocks) encoder.Add(block);
  EXPECT_EQ(encoder.EncodeSegment(), EncodeIndexSegment(SamplePart()));
}

// The decoder stands alone: a digest only finds accidents.
TEST(IndexCodecTest, ADamagedPartNeverDecodesToSomethingElse) {
  const std::string segment = EncodeIndexSegment(SegmentPart());
  const std::string tail = EncodeIndexTail(SampleTail());
  for (const std::string& bytes : {segment, tail}) {
    for (size_t i = 0; i < bytes.size(); ++i) {
      for (int octet = 0; octet < 256; ++octet) {
        std::string damaged = bytes;
        damaged[i] = static_cast<char>(octet);
        // Digests and sizes may differ, but then it means what it says.
        if (auto part = DecodeIndexSegment(damaged); part.ok()) {
          EXPECT_EQ(EncodeIndexSegment(*part), damaged) << i << " " << octet;
        }
        if (auto decoded = DecodeIndexTail(damaged); decoded.ok()) {
          EXPECT_EQ(EncodeIndexTail(*decoded), damaged) << i << " " << octet;
        }
      }
    }
  }
}

TEST(IndexCodecTest, EveryCutIsFound) {
  const std::string bytes = EncodeIndexTail(SampleTail());
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_THAT(DecodeIndexTail(bytes.substr(0, size)),
                StatusIs(absl::StatusCode::kDataLoss));
  }
  EXPECT_THAT(DecodeIndexTail(bytes + '\0'),
              StatusIs(absl::StatusCode::kDataLoss));
}

TEST(IndexCodecTest, CountsAreHeldAgainstWhatIsLeft) {
  std::string bytes(kIndexSegmentMagic);
  bytes += '\1';                                                   // version
  bytes += '\0';                                                   // begin
  EXPECT_THAT(DecodeIndexSegment(bytes + "\xff\xff\xff\xff\x0f"),  // blocks
              StatusIs(absl::StatusCode::kDataLoss));
  bytes += '\1';                                // blocks
  bytes += "\x05\x7f" + std::string(16, '\0');  // id, size, digest
  EXPECT_THAT(DecodeIndexSegment(bytes + "\xff\xff\xff\x0f"),  // streams
              StatusIs(absl::StatusCode::kDataLoss));
  bytes += std::string("\1\0", 2);  // streams, oid
  for (const char* frames : {"\xfe\xff\xff\xff\x0f", "\xff\xff\xff\xff\x0f"}) {
    EXPECT_THAT(DecodeIndexSegment(bytes + frames + std::string(60, '\1')),
                StatusIs(absl::StatusCode::kDataLoss));
  }
}

TEST(IndexCodecTest, AFirstEndMarkerCannotRepeatAnother) {
  std::string bytes(kIndexSegmentMagic);
  bytes += std::string("\1\0\1", 3);            // version, begin, blocks
  bytes += "\x05\x7f" + std::string(16, '\0');  // id, size, digest
  bytes += std::string("\1\0\3\1", 4);  // streams, oid, 1 frame again, its gap
  EXPECT_THAT(DecodeIndexSegment(bytes), StatusIs(absl::StatusCode::kDataLoss));
}

TEST(IndexCodecTest, FramesMustLieInTheirBlock) {
  IndexPart part = SamplePart();
  IndexFrame& frame = part.blocks[1].streams[0].frames[0];
  frame.stored_bytes = 985;
  ExpectRefused(part);
  frame.stored_bytes = 984;
  EXPECT_OK(DecodeIndexSegment(EncodeIndexSegment(part)));
  part = SamplePart();
  part.blocks[3].end = 6049;  // in its repeated marker
  ExpectRefused(part);
}

TEST(IndexCodecTest, OnlyTheFirstBlockIsASegment) {
  IndexPart part = SegmentPart();
  part.blocks[1].id = kIndexSegmentId;
  ExpectRefused(part);
  part = SamplePart();
  part.blocks[1].id = kIndexSegmentId;
  ExpectRefused(part);
}

TEST(IndexCodecTest, ASegmentIsOneFrameOfPlainBytes) {
  IndexPart part = SegmentPart();
  part.blocks[0].streams[0].frames[0].raw_digest.low = 7;
  ExpectRefused(part);
  part = SegmentPart();
  part.blocks[0].streams[0].frames[0].rows = 1;
  ExpectRefused(part);
  part = SegmentPart();
  part.blocks[0].streams[0].oid = 1;
  ExpectRefused(part);
  part = SegmentPart();
  part.blocks[0].streams[0].frames.clear();
  ExpectRefused(part);
  part = SegmentPart();
  part.blocks[0].streams.clear();
  ExpectRefused(part);
  part = SegmentPart();
  part.blocks[0].streams[0].frames.push_back({96, 2, 2, 0, {}, {}});
  ExpectRefused(part);
}

TEST(IndexCodecTest, AnEmptyBlockIsRefused) {
  IndexBlock block;
  block.id = {1};
  ExpectRefused({0, {block}});
}

TEST(IndexCodecTest, ANewerVersionIsUnimplemented) {
  std::string bytes = EncodeIndexTail(SampleTail());
  bytes[kIndexMagic.size()] = 2;
  EXPECT_THAT(DecodeIndexTail(bytes),
              StatusIs(absl::StatusCode::kUnimplemented));
  bytes = EncodeIndexSegment(SamplePart());
  bytes[kIndexSegmentMagic.size()] = 2;
  EXPECT_THAT(DecodeIndexSegment(bytes),
              StatusIs(absl::StatusCode::kUnimplemented));
}

}  // namespace
}  // namespace pgark
