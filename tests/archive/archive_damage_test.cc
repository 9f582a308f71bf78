// Small archives with an index, in one part and in segments, damaged in every
// way: each change is reported, or what is read is the same.

#include <set>

#include "archive/archive_writer.h"
#include "gtest/gtest.h"
#include "tests/support/archive_data.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

struct Case {
  CompressionMethod method;
  bool has_segments;
};

std::string WriteSmallArchive(const Case& test, Toc* toc) {
  const CompressionMethod method = test.method;
  TocEntry table;
  table.id = {3};
  table.desc = "TABLE DATA";
  table.kind = EntryKind::kTableData;
  table.tag = "t";
  table.section = Section::kData;
  table.has_data = true;
  table.dependencies = {{1}};
  TocEntry objects = table;
  objects.id = {4};
  objects.desc = "BLOBS";
  objects.kind = EntryKind::kBlobs;
  *toc = Toc({table, objects});
  ArchiveHeader header;
  header.compression = method;
  StringSink sink;
  ArchiveWriterOptions options;
  if (test.has_segments) options.index_segment_bytes = 1;
  auto writer = ArchiveWriter::Create(sink, header, *toc, options);
  EXPECT_OK(writer);
  CompressionSpec spec;
  spec.method = method;
  auto encoder = FrameEncoder::Create(spec);
  EXPECT_OK(encoder);
  EncodedFrame frame;
  EXPECT_OK((*writer)->BeginBlock({3}));
  EXPECT_OK((*encoder)->EncodeCopy("1\t2\n1\t2\n3\t4\n", 3, &frame));
  EXPECT_OK((*writer)->AppendFrame(frame));
  EXPECT_OK((*encoder)->EncodeCopy(kCopyEndMarker, 0, &frame));
  EXPECT_OK((*writer)->AppendFrame(frame));
  EXPECT_OK((*writer)->EndBlock());
  EXPECT_OK((*writer)->BeginBlock({4}));
  EXPECT_OK((*writer)->BeginLargeObject(5));
  EXPECT_OK((*encoder)->EncodeCopy("object", 0, &frame));
  EXPECT_OK((*writer)->AppendFrame(frame));
  EXPECT_OK((*writer)->EndBlock());
  EXPECT_OK((*writer)->Finish());
  EXPECT_EQ((*writer)->index().segments.size(), test.has_segments ? 1u : 0u);
  return sink.TakeData();
}

class DamageTest : public testing::TestWithParam<Case> {
 protected:
  Toc toc_;
  const std::string archive_ = WriteSmallArchive(GetParam(), &toc_);
};

// What all readers together say about an archive: nothing when it is as it
// was, otherwise that something is wrong.
absl::Status ReadEverything(const std::string& archive, const Toc& toc,
                            const ArchiveData& want) {
  auto reader = ArchiveReader::Open(MakeMemorySource(archive));
  if (!reader.ok()) return reader.status();
  auto data = ReadAllData(**reader);
  if (!data.ok()) return data.status();
  auto frames = ReadAllFrames(**reader);
  if (!frames.ok()) return frames.status();
  if (*frames != want) return absl::InternalError("other frames, no error");
  auto pipe = SequentialArchiveReader::Open(MakeMemoryStream(archive, 100));
  if (!pipe.ok()) return pipe.status();
  auto in_order = ReadAllData(**pipe);
  if (!in_order.ok()) return in_order.status();
  if ((*reader)->toc().entries() != toc.entries()) {
    return absl::InternalError("another contents list, no error");
  }
  return absl::OkStatus();
}

TEST_P(DamageTest, EveryCutIsReported) {
  ASSERT_OK_AND_ASSIGN(const auto reader,
                       ArchiveReader::Open(MakeMemorySource(archive_)));
  ASSERT_OK_AND_ASSIGN(const ArchiveData want, ReadAllData(*reader));
  ASSERT_OK(ReadEverything(archive_, toc_, want));
  for (size_t size = 0; size < archive_.size(); ++size) {
    const absl::Status status =
        ReadEverything(archive_.substr(0, size), toc_, want);
    EXPECT_FALSE(status.ok()) << size;
    EXPECT_NE(status.code(), absl::StatusCode::kInternal) << size;
  }
}

TEST_P(DamageTest, EveryFlippedBitIsReportedOrHarmless) {
  ASSERT_OK_AND_ASSIGN(const auto reader,
                       ArchiveReader::Open(MakeMemorySource(archive_)));
  ASSERT_OK_AND_ASSIGN(const ArchiveData want, ReadAllData(*reader));
  for (size_t bit = 0; bit < 8 * archive_.size(); ++bit) {
    std::string damaged = archive_;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
    const absl::Status status = ReadEverything(damaged, toc_, want);
    EXPECT_NE(status.code(), absl::StatusCode::kInternal)
        << "octet " << bit / 8 << ": " << FormatStatus(status);
  }
}

// The same without the index, where uncompressed data has no checksum: no
// crash, no hang, and an error carries an offset.
TEST_P(DamageTest, EveryReplacedOctetIsSurvivedWithoutIndex) {
  const std::string stock =
      archive_.substr(0, archive_.find(std::string(kIndexMagic)));
  for (size_t i = 0; i < stock.size(); ++i) {
    for (char octet : {'\0', '\1', '\2', '\x7f', '\x80', '\xff'}) {
      std::string damaged = stock;
      damaged[i] = octet;
      auto reader = ArchiveReader::Open(MakeMemorySource(damaged));
      absl::Status status = reader.status();
      if (reader.ok()) status = ReadAllData(**reader).status();
      if (!status.ok() && status.code() != absl::StatusCode::kUnimplemented &&
          status.code() != absl::StatusCode::kNotFound) {
        EXPECT_TRUE(GetOffset(status).has_value())
            << i << ": " << FormatStatus(status);
      }
      auto pipe = SequentialArchiveReader::Open(MakeMemoryStream(damaged, 64));
      if (pipe.ok()) (void)ReadAllData(**pipe);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Methods, DamageTest,
                         testing::Values(Case{CompressionMethod::kNone, false},
                                         Case{CompressionMethod::kGzip, false},
                                         Case{CompressionMethod::kLz4, false},
                                         Case{CompressionMethod::kZstd, false},
                                         Case{CompressionMethod::kNone, true},
                                         Case{CompressionMethod::kGzip, true},
                                         Case{CompressionMethod::kLz4, true},
                                         Case{CompressionMethod::kZstd, true}),
                         [](const testing::TestParamInfo<Case>& test) {
                           return std::string(CompressionMethodName(
                                      test.param.method)) +
                                  (test.param.has_segments ? "InSegments" : "");
                         });

}  // namespace
}  // namespace pgark
