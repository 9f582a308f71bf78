#include "tests/support/sample_archives.h"

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "archive/archive_header.h"
#include "archive/archive_writer.h"
#include "archive/frame_encoder.h"
#include "archive/toc.h"
#include "base/byte_sink.h"
#include "base/status_context.h"
#include "tests/support/stock_stream.h"

namespace pgark {
namespace {

constexpr Oid kFirstObject = 16500;
// Above 2^31: negative when stored.
constexpr Oid kLastObject = 4000000001;

[[noreturn]] void Die(const absl::Status& status) {
  std::fprintf(stderr, "sample archive: %s\n", FormatStatus(status).c_str());
  std::abort();
}
void Check(const absl::Status& status) {
  if (!status.ok()) Die(status);
}

TocEntry Entry(int id, EntryKind kind, Section section, const char* tag,
               std::optional<std::string> definition) {
  TocEntry entry;
  entry.id = {id};
  entry.tag = tag;
  entry.desc = std::string(EntryKindDesc(kind));
  entry.kind = kind;
  entry.section = section;
  entry.definition = std::move(definition);
  return entry;
}

TocEntry Table(int id, const char* name) {
  TocEntry entry =
      Entry(id, EntryKind::kTable, Section::kPreData, name,
            std::string("CREATE TABLE public.") + name + " (a int, b text);\n");
  entry.catalog_id = {1259, static_cast<Oid>(16000 + id)};
  entry.drop_statement = std::string("DROP TABLE public.") + name + ";\n";
  entry.schema = "public";
  entry.tablespace = "";
  entry.table_access_method = "heap";
  entry.relation_kind = 'r';
  entry.owner = "alice";
  return entry;
}

TocEntry Data(int id, int table, const char* name) {
  TocEntry entry =
      Entry(id, EntryKind::kTableData, Section::kData, name, std::nullopt);
  entry.has_data = true;
  entry.catalog_id = {0, static_cast<Oid>(16000 + table)};
  entry.copy_statement =
      std::string("COPY public.") + name + " (a, b) FROM stdin;\n";
  entry.schema = "public";
  entry.owner = "alice";
  entry.dependencies = {{table}};
  return entry;
}

std::vector<TocEntry> Entries() {
  std::vector<TocEntry> entries;
  entries.push_back(Entry(1, EntryKind::kEncoding, Section::kPreData,
                          "ENCODING", "SET client_encoding = 'UTF8';\n"));
  entries.push_back(Entry(2, EntryKind::kStdStrings, Section::kPreData,
                          "STDSTRINGS",
                          "SET standard_conforming_strings = 'on';\n"));
  entries.push_back(
      Entry(3, EntryKind::kSearchPath, Section::kPreData, "SEARCHPATH",
            "SELECT pg_catalog.set_config('search_path', '', false);\n"));
  entries.push_back(Table(kSampleTable, "t"));
  entries.push_back(Table(11, "e"));
  entries.push_back(Data(kSampleTableData, kSampleTable, "t"));
  entries.push_back(Data(kSampleEmptyData, 11, "e"));
  TocEntry group = Entry(22, EntryKind::kBlobMetadata, Section::kData,
                         "16500..4000000001", "16500\n4000000001\n");
  group.catalog_id = {2613, kFirstObject};
  group.drop_statement = "-- dummy";
  group.owner = "alice";
  entries.push_back(group);
  TocEntry objects = Entry(kSampleObjects, EntryKind::kBlobs, Section::kData,
                           "16500..4000000001", std::nullopt);
  objects.has_data = true;
  objects.owner = "alice";
  objects.dependencies = {{22}};
  entries.push_back(objects);
  TocEntry index = Entry(30, EntryKind::kIndex, Section::kPostData, "t_a",
                         "CREATE INDEX t_a ON public.t USING btree (a);\n");
  index.catalog_id = {1259, 16030};
  index.drop_statement = "DROP INDEX public.t_a;\n";
  index.schema = "public";
  index.tablespace = "";
  index.owner = "alice";
  index.dependencies = {{kSampleTable}};
  entries.push_back(index);
  return entries;
}

// The rows in the two pieces that become frames.
std::pair<std::string, std::string> RowPieces() {
  return {"1\tplain text\n2\t\\N\n",
          "3\tescapes \\\\ \\t \\n \\r \\b \\f \\v\n4\tgr\xc3\xbc\xc3\x9f\n"};
}

std::string ObjectBytes() { return "large object\n\\.\n"; }

// The fields of a TocEntry, as the builder takes them.
BuiltEntry Built(const TocEntry& entry) {
  BuiltEntry built;
  built.dump_id = entry.id.value;
  built.had_dumper = entry.has_data ? 1 : 0;
  built.table_oid = std::to_string(entry.catalog_id.table_oid);
  built.oid = std::to_string(entry.catalog_id.oid);
  built.tag = entry.tag;
  built.desc = entry.desc;
  built.section = static_cast<int64_t>(entry.section);
  built.definition = entry.definition;
  built.drop_statement = entry.drop_statement;
  built.copy_statement = entry.copy_statement;
  built.schema = entry.schema;
  built.tablespace = entry.tablespace;
  built.table_access_method = entry.table_access_method;
  built.relation_kind = entry.relation_kind;
  built.owner = entry.owner;
  for (const DumpId id : entry.dependencies) {
    built.dependencies.push_back(std::to_string(id.value));
  }
  built.offset_flag = entry.has_data ? 2 : 3;
  return built;
}

// Appends `raw` as one frame.
void Append(FrameEncoder& encoder, ArchiveWriter& writer, std::string raw,
            uint64_t rows) {
  EncodedFrame frame;
  Check(encoder.EncodeCopy(raw, rows, &frame));
  Check(writer.AppendFrame(frame));
}

}  // namespace

std::string SampleRows() {
  const auto [first, second] = RowPieces();
  return first + second + std::string(kCopyEndMarker);
}

namespace {

std::string WriteSample(CompressionMethod method,
                        const ArchiveWriterOptions& options) {
  ArchiveHeader header;
  header.compression = method;
  header.created = {36, 44, 9, 20, 10, 126, 0};
  header.database_name = "shop";
  header.server_version = "18.1";
  header.dump_version = options.write_index ? "18.1 (pgark 1.0)" : "18.1";
  StringSink sink;
  absl::StatusOr<std::unique_ptr<ArchiveWriter>> created =
      ArchiveWriter::Create(sink, header, Toc(Entries()), options);
  Check(created.status());
  ArchiveWriter& writer = **created;
  CompressionSpec spec;
  spec.method = method;
  absl::StatusOr<std::unique_ptr<FrameEncoder>> made =
      FrameEncoder::Create(spec);
  Check(made.status());
  FrameEncoder& encoder = **made;

  const auto [first, second] = RowPieces();
  Check(writer.BeginBlock({kSampleTableData}));
  Append(encoder, writer, first, 2);
  Append(encoder, writer, second, 2);
  Append(encoder, writer, std::string(kCopyEndMarker), 0);
  Check(writer.EndBlock());
  Check(writer.BeginBlock({kSampleEmptyData}));
  Append(encoder, writer, std::string(kCopyEndMarker), 0);
  Check(writer.EndBlock());
  Check(writer.BeginBlock({kSampleObjects}));
  Check(writer.BeginLargeObject(kFirstObject));
  Append(encoder, writer, ObjectBytes(), 0);
  Check(writer.BeginLargeObject(kLastObject));
  Check(writer.EndBlock());
  Check(writer.Finish());
  return sink.TakeData();
}

}  // namespace

std::string SamplePgarkArchive(CompressionMethod method, bool with_index) {
  ArchiveWriterOptions options;
  options.write_index = with_index;
  return WriteSample(method, options);
}

std::string SegmentedPgarkArchive(CompressionMethod method) {
  ArchiveWriterOptions options;
  options.index_segment_bytes = 1;
  return WriteSample(method, options);
}

ArchiveBuilder SampleStockBuilder(CompressionMethod method) {
  ArchiveBuilder builder(16, method);
  for (const TocEntry& entry : Entries()) builder.AddEntry(Built(entry));
  const auto [first, second] = RowPieces();
  std::vector<std::string> chunks = {StockStream(method, SampleRows())};
  if (method == CompressionMethod::kNone) {
    chunks = {first, second, std::string(kCopyEndMarker)};
  }
  builder.AddDataBlock(kSampleTableData, chunks);
  builder.AddDataBlock(kSampleEmptyData,
                       {StockStream(method, std::string(kCopyEndMarker))});
  const std::string empty = StockStream(method, "");
  std::vector<std::string> no_bytes;
  if (!empty.empty()) no_bytes.push_back(empty);
  builder.AddLargeObjectBlock(
      kSampleObjects, {{kFirstObject, {StockStream(method, ObjectBytes())}},
                       {kLastObject, no_bytes}});
  return builder;
}

}  // namespace pgark
