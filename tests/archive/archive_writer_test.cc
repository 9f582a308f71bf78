#include "archive/archive_writer.h"

#include <algorithm>

#include "archive/archive_reader.h"
#include "base/status_macros.h"
#include "gtest/gtest.h"
#include "tests/support/archive_data.h"
#include "tests/support/status_matchers.h"
#include "tests/support/stock_stream.h"

namespace pgark {
namespace {

TocEntry Entry(int id, const std::string& desc, const std::string& tag,
               bool has_data = false) {
  TocEntry entry;
  entry.id = {id};
  entry.desc = desc;
  entry.kind = ParseEntryKind(desc);
  entry.tag = tag;
  entry.section = has_data ? Section::kData : Section::kPreData;
  entry.has_data = has_data;
  return entry;
}

Toc SampleToc() {
  return Toc({Entry(1, "TABLE", "orders"),
              Entry(11, "TABLE DATA", "orders", true),
              Entry(12, "BLOBS", "BLOBS", true),
              Entry(13, "TABLE DATA", "empty", true)});
}

const ArchiveData& SampleData() {
  static const ArchiveData data = {
      {{11, 0}, RowText(300'000, 1) + RowText(70'000, 2) + "\\.\n\n\n"},
      {{12, 16001}, NoiseBytes(100'000)},
      {{12, 16002}, ""},
      {{12, 4'000'000'001u}, "last"},
      {{13, 0}, "\\.\n\n\n"}};
  return data;
}

class Frames {
 public:
  explicit Frames(CompressionMethod method) {
    CompressionSpec spec;
    spec.method = method;
    auto encoder = FrameEncoder::Create(spec);
    EXPECT_OK(encoder);
    encoder_ = *std::move(encoder);
  }
  EncodedFrame operator()(absl::string_view raw, uint64_t rows) {
    EncodedFrame frame;
    EXPECT_OK(encoder_->EncodeCopy(raw, rows, &frame));
    return frame;
  }

 private:
  std::unique_ptr<FrameEncoder> encoder_;
};

absl::Status WriteSample(ArchiveWriter& writer, CompressionMethod method) {
  Frames frame(method);
  RETURN_IF_ERROR(writer.BeginBlock({11}));
  RETURN_IF_ERROR(writer.AppendFrame(frame(RowText(300'000, 1), 30)));
  RETURN_IF_ERROR(writer.AppendFrame(frame(RowText(70'000, 2), 7)));
  RETURN_IF_ERROR(writer.AppendFrame(frame(kCopyEndMarker, 0)));
  RETURN_IF_ERROR(writer.EndBlock());
  RETURN_IF_ERROR(writer.BeginBlock({12}));
  RETURN_IF_ERROR(writer.BeginLargeObject(16001));
  const std::string large = NoiseBytes(100'000);
  const absl::string_view view = large;
  RETURN_IF_ERROR(writer.AppendFrame(frame(view.substr(0, 60'000), 0)));
  RETURN_IF_ERROR(writer.AppendFrame(frame(view.substr(60'000), 0)));
  RETURN_IF_ERROR(writer.BeginLargeObject(16002));
  RETURN_IF_ERROR(writer.BeginLargeObject(4'000'000'001u));
  RETURN_IF_ERROR(writer.AppendFrame(frame("last", 0)));
  RETURN_IF_ERROR(writer.EndBlock());
  RETURN_IF_ERROR(writer.BeginBlock({13}));
  RETURN_IF_ERROR(writer.AppendFrame(frame(kCopyEndMarker, 0)));
  RETURN_IF_ERROR(writer.EndBlock());
  return writer.Finish();
}

ArchiveHeader Header(ArchiveVersion version, CompressionMethod method) {
  ArchiveHeader header;
  header.version = version;
  header.compression = method;
  header.database_name = "shop";
  return header;
}

struct Case {
  ArchiveVersion version;
  CompressionMethod method;
};

class WriterTest : public testing::TestWithParam<Case> {
 protected:
  std::string Write(bool patchable = true, bool write_index = true) {
    return WriteWith({.write_index = write_index}, patchable);
  }
  std::string WriteWith(const ArchiveWriterOptions& options,
                        bool patchable = true) {
    StringSink sink(patchable);
    auto writer = ArchiveWriter::Create(
        sink, Header(GetParam().version, GetParam().method), SampleToc(),
        options);
    EXPECT_OK(writer);
    EXPECT_OK(WriteSample(**writer, GetParam().method));
    EXPECT_EQ((*writer)->rows(), 37u);
    EXPECT_EQ((*writer)->raw_bytes(), 470'014u);
    return sink.TakeData();
  }
};

TEST_P(WriterTest, WritesWhatTheReaderReads) {
  ASSERT_OK_AND_ASSIGN(const auto reader,
                       ArchiveReader::Open(MakeMemorySource(Write())));
  EXPECT_EQ(reader->toc().entries(), SampleToc().entries());
  EXPECT_EQ(reader->StoredOffset({13}).state, DataOffsetState::kSet);
  EXPECT_EQ(reader->StoredOffset({1}).state, DataOffsetState::kNoData);
  ASSERT_OK_AND_ASSIGN(const ArchiveData data, ReadAllData(*reader));
  EXPECT_TRUE(data == SampleData());
}

TEST_P(WriterTest, APipeGetsNoOffsetsButTheRest) {
  const std::string archive = Write(/*patchable=*/false);
  ASSERT_OK_AND_ASSIGN(const auto reader,
                       ArchiveReader::Open(MakeMemorySource(archive)));
  EXPECT_EQ(reader->StoredOffset({13}).state, DataOffsetState::kNotSet);
  EXPECT_OK(reader->index_status());
  ASSERT_OK_AND_ASSIGN(ArchiveData data, ReadAllData(*reader));
  EXPECT_TRUE(data == SampleData());
  ASSERT_OK_AND_ASSIGN(const auto pipe, SequentialArchiveReader::Open(
                                            MakeMemoryStream(archive, 777)));
  ASSERT_OK_AND_ASSIGN(data, ReadAllData(*pipe));
  EXPECT_TRUE(data == SampleData());
}

TEST_P(WriterTest, TheIndexLeadsToEveryFrame) {
  ASSERT_OK_AND_ASSIGN(const auto reader,
                       ArchiveReader::Open(MakeMemorySource(Write())));
  ASSERT_OK(reader->index_status());
  ASSERT_OK_AND_ASSIGN(const ArchiveData data, ReadAllFrames(*reader));
  EXPECT_TRUE(data == SampleData());
  const IndexBlock* block = reader->FindIndexBlock({11});
  ASSERT_NE(block, nullptr);
  ASSERT_EQ(block->streams.size(), 1u);
  ASSERT_EQ(block->streams[0].frames.size(), 3u);
  EXPECT_EQ(block->streams[0].frames[0].rows, 30u);
  EXPECT_EQ(block->streams[0].frames[2].raw_bytes, kCopyEndMarker.size());
  EXPECT_EQ(block->begin, reader->data_begin());
  EXPECT_EQ(block->begin, reader->StoredOffset({11}).position);
}

TEST_P(WriterTest, SegmentsOfTheIndexChangeNothingForReaders) {
  for (const bool patchable : {true, false}) {
    const std::string archive =
        WriteWith({.index_segment_bytes = 1}, patchable);
    ASSERT_OK_AND_ASSIGN(const auto reader,
                         ArchiveReader::Open(MakeMemorySource(archive)));
    ASSERT_OK(reader->index_status());
    EXPECT_EQ(reader->index()->segments.size(), 2u);
    EXPECT_EQ(reader->index()->blocks.size(), 3u);
    ASSERT_OK_AND_ASSIGN(ArchiveData data, ReadAllData(*reader));
    EXPECT_TRUE(data == SampleData());
    ASSERT_OK_AND_ASSIGN(data, ReadAllFrames(*reader));
    EXPECT_TRUE(data == SampleData());
    ASSERT_OK_AND_ASSIGN(const auto pipe, SequentialArchiveReader::Open(
                                              MakeMemoryStream(archive, 777)));
    ASSERT_OK_AND_ASSIGN(data, ReadAllData(*pipe));
    EXPECT_TRUE(data == SampleData());
  }
}

TEST_P(WriterTest, ASegmentHoldsWhatTheBoundIsExceededBy) {
  // The index has 200 to 300 octets of these three blocks.
  EXPECT_EQ(WriteWith({.index_segment_bytes = 1000}), Write());
  const auto segments = [&](size_t bound) {
    auto reader = ArchiveReader::Open(
        MakeMemorySource(WriteWith({.index_segment_bytes = bound})));
    EXPECT_OK(reader);
    EXPECT_OK((*reader)->index_status());
    return (*reader)->index()->segments.size();
  };
  EXPECT_EQ(segments(0), 2u);
  EXPECT_EQ(segments(150), 1u);
  EXPECT_EQ(WriteWith({.write_index = false, .index_segment_bytes = 1}),
            Write(true, /*write_index=*/false));
}

// Without gaps, each octet in a digest.
TEST_P(WriterTest, DigestsCoverEveryOctet) {
  const std::string archive = WriteWith({.index_segment_bytes = 1});
  ASSERT_OK_AND_ASSIGN(const auto reader,
                       ArchiveReader::Open(MakeMemorySource(archive)));
  ArchiveIndex index = *reader->index();
  for (const IndexBlock& segment : index.segments) {
    index.blocks.push_back(segment);
  }
  std::sort(index.blocks.begin(), index.blocks.end(),
            [](const IndexBlock& a, const IndexBlock& b) {
              return a.begin < b.begin;
            });
  uint64_t covered = index.toc_end;
  for (const IndexBlock& block : index.blocks) {
    EXPECT_EQ(block.begin, covered);
    covered = block.end;
  }
  EXPECT_EQ(covered, archive.rfind(std::string(kIndexMagic)));
  EXPECT_EQ(
      index.toc_digest,
      ComputeDigest128(absl::string_view(archive).substr(0, index.toc_end)));
  for (const IndexBlock& block : index.blocks) {
    std::string framing;
    uint64_t position = block.begin;
    for (const IndexStream& stream : block.streams) {
      for (const IndexFrame& frame : stream.frames) {
        framing += archive.substr(position, frame.offset - position);
        position = frame.offset + frame.stored_bytes;
        EXPECT_EQ(frame.stored_digest,
                  ComputeDigest128(absl::string_view(archive).substr(
                      frame.offset, frame.stored_bytes)));
      }
    }
    framing += archive.substr(position, block.end - position);
    EXPECT_EQ(block.framing_digest, ComputeDigest128(framing));
  }
}

TEST_P(WriterTest, WithoutIndexTheFileEndsBehindTheLastBlock) {
  const std::string archive = Write(true, /*write_index=*/false);
  ASSERT_OK_AND_ASSIGN(const auto reader,
                       ArchiveReader::Open(MakeMemorySource(archive)));
  EXPECT_THAT(reader->index_status(), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(reader->index(), nullptr);
  EXPECT_EQ(Write().substr(0, archive.size()), archive);
  ASSERT_OK_AND_ASSIGN(const ArchiveData data, ReadAllData(*reader));
  EXPECT_TRUE(data == SampleData());
}

INSTANTIATE_TEST_SUITE_P(
    Versions, WriterTest,
    testing::Values(Case{kArchiveVersion1_14, CompressionMethod::kNone},
                    Case{kArchiveVersion1_14, CompressionMethod::kGzip},
                    Case{kArchiveVersion1_15, CompressionMethod::kGzip},
                    Case{kArchiveVersion1_15, CompressionMethod::kLz4},
                    Case{kArchiveVersion1_15, CompressionMethod::kZstd},
                    Case{kArchiveVersion1_16, CompressionMethod::kNone},
                    Case{kArchiveVersion1_16, CompressionMethod::kGzip},
                    Case{kArchiveVersion1_16, CompressionMethod::kLz4},
                    Case{kArchiveVersion1_16, CompressionMethod::kZstd}),
    [](const testing::TestParamInfo<Case>& test) {
      return "V1_" + std::to_string(test.param.version.minor_number) +
             CompressionMethodName(test.param.method);
    });

TEST(ArchiveWriterTest, RefusesVersionsAndMethodsThatDoNotGoTogether) {
  for (const Case& test : {Case{kArchiveVersion1_14, CompressionMethod::kZstd},
                           Case{kArchiveVersion1_14, CompressionMethod::kLz4},
                           Case{{1, 13, 0}, CompressionMethod::kNone},
                           Case{{1, 17, 0}, CompressionMethod::kNone}}) {
    StringSink sink;
    EXPECT_THAT(ArchiveWriter::Create(sink, Header(test.version, test.method),
                                      SampleToc()),
                StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_EQ(sink.data(), "");
  }
}

TEST(ArchiveWriterTest, BlocksComeInTheOrderOfTheContentsList) {
  StringSink sink;
  ASSERT_OK_AND_ASSIGN(
      const auto writer,
      ArchiveWriter::Create(sink, ArchiveHeader(), SampleToc()));
  EXPECT_THAT(writer->BeginBlock({12}),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(writer->BeginBlock({1}),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  ASSERT_OK(writer->BeginBlock({11}));
  EXPECT_THAT(writer->BeginBlock({12}),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(writer->BeginLargeObject(5),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  ASSERT_OK(writer->EndBlock());
  EXPECT_THAT(writer->EndBlock(),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST(ArchiveWriterTest, DoesNotFinishWhileABlockIsMissing) {
  StringSink sink;
  ASSERT_OK_AND_ASSIGN(
      const auto writer,
      ArchiveWriter::Create(sink, ArchiveHeader(), SampleToc()));
  ASSERT_OK(writer->BeginBlock({11}));
  EXPECT_THAT(writer->Finish(),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  ASSERT_OK(writer->EndBlock());
  EXPECT_THAT(writer->Finish(),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST(ArchiveWriterTest, RefusesFramesInTheWrongPlace) {
  StringSink sink;
  ASSERT_OK_AND_ASSIGN(
      const auto writer,
      ArchiveWriter::Create(sink, ArchiveHeader(), SampleToc()));
  Frames none(CompressionMethod::kNone);
  Frames zstd(CompressionMethod::kZstd);
  EXPECT_THAT(writer->AppendFrame(none("x", 0)),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  ASSERT_OK(writer->BeginBlock({11}));
  EXPECT_THAT(writer->AppendFrame(zstd("x", 0)),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  ASSERT_OK(writer->EndBlock());
  ASSERT_OK(writer->BeginBlock({12}));
  EXPECT_THAT(writer->AppendFrame(none("x", 0)),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(writer->BeginLargeObject(0),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(ArchiveWriterTest, AnArchiveWithoutDataIsWhole) {
  StringSink sink;
  ASSERT_OK_AND_ASSIGN(
      const auto writer,
      ArchiveWriter::Create(sink, ArchiveHeader(),
                            Toc({Entry(1, "TABLE", "orders")})));
  ASSERT_OK(writer->Finish());
  ASSERT_OK_AND_ASSIGN(const auto reader,
                       ArchiveReader::Open(MakeMemorySource(sink.data())));
  EXPECT_OK(reader->index_status());
  EXPECT_TRUE(reader->index()->blocks.empty());
}

TEST(ArchiveWriterTest, TheTailStaysSmallWithManyTables) {
  std::vector<TocEntry> entries;
  for (int id = 1; id <= 3000; ++id) {
    entries.push_back(Entry(id, "TABLE DATA", "t" + std::to_string(id), true));
  }
  StringSink sink;
  ASSERT_OK_AND_ASSIGN(
      const auto writer,
      ArchiveWriter::Create(sink, ArchiveHeader(), Toc(entries)));
  Frames frame(CompressionMethod::kNone);
  for (const TocEntry& entry : entries) {
    ASSERT_OK(writer->BeginBlock(entry.id));
    ASSERT_OK(writer->AppendFrame(frame("1\n", 1)));
    ASSERT_OK(writer->AppendFrame(frame(kCopyEndMarker, 0)));
    ASSERT_OK(writer->EndBlock());
  }
  ASSERT_OK(writer->Finish());
  const ArchiveIndex& index = writer->index();
  EXPECT_LT(sink.data().size() - index.blocks.back().end, 9000u);
  EXPECT_GT(index.segments.size(), 10u);
  for (const IndexBlock& segment : index.segments) {
    EXPECT_LT(segment.end - segment.begin, 9000u);
  }
  ASSERT_OK_AND_ASSIGN(const auto reader,
                       ArchiveReader::Open(MakeMemorySource(sink.data())));
  ASSERT_OK(reader->index_status());
  EXPECT_TRUE(*reader->index() == index);
}

TEST(ArchiveWriterTest, TheSinksFailureComesThrough) {
  class FullSink : public StringSink {
   public:
    absl::Status Append(absl::string_view bytes) override {
      if (position() + bytes.size() > 200'000) {
        return absl::ResourceExhaustedError("full");
      }
      return StringSink::Append(bytes);
    }
  };
  FullSink sink;
  ASSERT_OK_AND_ASSIGN(
      const auto writer,
      ArchiveWriter::Create(sink, ArchiveHeader(), SampleToc()));
  EXPECT_THAT(WriteSample(*writer, CompressionMethod::kNone),
              StatusIs(absl::StatusCode::kResourceExhausted));
}

TEST(ArchiveWriterTest, ADamagedContentsListInvalidatesTheIndexOnly) {
  StringSink sink;
  ASSERT_OK_AND_ASSIGN(
      const auto writer,
      ArchiveWriter::Create(sink, ArchiveHeader(), SampleToc()));
  ASSERT_OK(WriteSample(*writer, CompressionMethod::kNone));
  std::string archive = sink.TakeData();
  const size_t tag = archive.find("orders");
  ASSERT_NE(tag, std::string::npos);
  archive[tag] = 'O';
  ASSERT_OK_AND_ASSIGN(const auto reader,
                       ArchiveReader::Open(MakeMemorySource(archive)));
  EXPECT_THAT(reader->index_status(), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_EQ(reader->index(), nullptr);
  EXPECT_EQ(reader->FindIndexBlock({11}), nullptr);
  EXPECT_OK(ReadAllData(*reader));
}

TEST(FrameReaderTest, FindsDamageAndKeepsTheLimit) {
  StringSink sink;
  ASSERT_OK_AND_ASSIGN(
      const auto writer,
      ArchiveWriter::Create(sink, ArchiveHeader(), SampleToc()));
  ASSERT_OK(WriteSample(*writer, CompressionMethod::kNone));
  const IndexFrame frame = writer->index().blocks[0].streams[0].frames[0];
  std::string archive = sink.TakeData();
  archive[frame.offset + 5] ^= 1;
  ReadLimits limits;
  ASSERT_OK_AND_ASSIGN(auto reader,
                       ArchiveReader::Open(MakeMemorySource(archive), limits));
  ASSERT_OK_AND_ASSIGN(auto frames, reader->NewFrameReader());
  std::string raw;
  EXPECT_THAT(frames->Read(frame, &raw),
              FailsAt(absl::StatusCode::kDataLoss, frame.offset));
  EXPECT_THAT(frames->ReadStored(frame, &raw),
              FailsAt(absl::StatusCode::kDataLoss, frame.offset));
  limits.max_frame_bytes = frame.raw_bytes - 1;
  ASSERT_OK_AND_ASSIGN(reader,
                       ArchiveReader::Open(MakeMemorySource(archive), limits));
  ASSERT_OK_AND_ASSIGN(frames, reader->NewFrameReader());
  EXPECT_THAT(frames->Read(frame, &raw),
              FailsAt(absl::StatusCode::kResourceExhausted, frame.offset));
}

TEST(FrameEncoderTest, DescribesTheFrame) {
  for (CompressionMethod method :
       {CompressionMethod::kNone, CompressionMethod::kGzip,
        CompressionMethod::kLz4, CompressionMethod::kZstd}) {
    CompressionSpec spec;
    spec.method = method;
    ASSERT_OK_AND_ASSIGN(const auto encoder, FrameEncoder::Create(spec));
    const std::string raw = RowText(100'000);
    std::string given = raw;
    EncodedFrame frame;
    EncodedFrame copy;
    ASSERT_OK(encoder->EncodeCopy(raw, 5, &copy));
    ASSERT_OK(encoder->Encode(&given, 5, &frame));
    EXPECT_EQ(frame.method, method);
    EXPECT_EQ(frame.raw_bytes, raw.size());
    EXPECT_EQ(frame.rows, 5u);
    EXPECT_EQ(frame.raw_digest, ComputeDigest128(raw));
    EXPECT_EQ(frame.stored_digest, ComputeDigest128(frame.stored));
    EXPECT_TRUE(frame.stored == copy.stored);
    EXPECT_EQ(frame.raw_adler32,
              method == CompressionMethod::kGzip ? ComputeAdler32(raw) : 1u);
  }
}

}  // namespace
}  // namespace pgark
