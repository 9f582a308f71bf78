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

constexpr Oid kFirstObject = kSampleFirstObject;
// Above 2^31: negative when stored.
constexpr Oid kLastObject = kSampleLastObject;

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
  built.relation_kind = static_cast<unsigned char>(entry.relation_kind);
  built.owner = entry.owner;
  for (const DumpId id : entry.dependencies) {
    built.dependencies.push_back(std::to_string(id.value));
  }
  built.offset_flag = entry.has_data ? 2 : 3;
  return built;
}

// Appends `raw` as one frame.
void Append(FrameEncoder& encoder, ArchiveWriter& writer,
            const std::string& raw, uint64_t rows) {
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

ArchiveBuilder SampleContentsBuilder(CompressionMethod method, bool is_tar) {
  ArchiveBuilder builder(16, method);
  builder.format = 3;
  for (const TocEntry& entry : Entries()) {
    BuiltEntry built = Built(entry);
    const bool is_list = entry.kind == EntryKind::kBlobs && !is_tar;
    const std::string id = std::to_string(entry.id.value);
    if (entry.has_data) {
      built.file_name = is_list ? "blobs_" + id + ".toc" : id + ".dat";
    }
    builder.AddEntry(std::move(built));
  }
  return builder;
}

namespace {

std::string ObjectFileName(Oid oid) {
  return "blob_" + std::to_string(oid) + ".dat";
}

std::string ObjectList() {
  std::string text;
  for (const Oid oid : {kFirstObject, kLastObject}) {
    text += std::to_string(oid) + " " + ObjectFileName(oid) + "\n";
  }
  return text;
}

void PutText(const std::string& text, size_t place, std::string* block) {
  block->replace(place, text.size(), text);
}

// Digits and a blank, as pg_dump has them.
void PutOctal(uint64_t value, size_t place, size_t size, std::string* block) {
  std::string digits(size - 1, '0');
  for (size_t i = digits.size(); i > 0; --i, value /= 8) {
    digits[i - 1] = static_cast<char>('0' + value % 8);
  }
  PutText(digits + " ", place, block);
}

void PutSize(uint64_t size, std::string* block) {
  constexpr size_t kPlace = 124;
  constexpr size_t kBytes = 12;
  if (size >> 33 == 0) return PutOctal(size, kPlace, kBytes, block);
  std::string binary(kBytes, '\0');
  binary[0] = '\x80';
  for (size_t i = kBytes - 1; size > 0; --i, size /= 256) {
    binary[i] = static_cast<char>(size % 256);
  }
  PutText(binary, kPlace, block);
}

}  // namespace

std::map<std::string, std::string> SampleDirectory(CompressionMethod method) {
  const char* const suffixes[] = {"", ".gz", ".lz4", ".zst"};
  const std::string suffix = suffixes[static_cast<size_t>(method)];
  const auto name = [&suffix](int id) {
    return std::to_string(id) + ".dat" + suffix;
  };
  return {
      {"toc.dat", SampleContentsBuilder(method, false).BuildContents()},
      {name(kSampleTableData), StockFile(method, SampleRows())},
      {name(kSampleEmptyData), StockFile(method, std::string(kCopyEndMarker))},
      {ObjectFileName(kFirstObject) + suffix, StockFile(method, ObjectBytes())},
      {ObjectFileName(kLastObject) + suffix, StockFile(method, "")},
      {"blobs_" + std::to_string(kSampleObjects) + ".toc", ObjectList()},
  };
}

std::string TarHeaderBytes(const TarHeaderFields& fields) {
  std::string block(512, '\0');
  PutText(fields.name, 0, &block);
  PutText("0000600 0004000 0002000 ", 100, &block);
  PutSize(fields.size, &block);
  PutOctal(1732096000, 136, 12, &block);
  block[156] = fields.type;
  PutText(fields.magic, 257, &block);
  PutText("postgres", 265, &block);
  PutText("postgres", 297, &block);
  PutText("0000000 0000000 ", 329, &block);
  PutText(fields.prefix, 345, &block);
  PutText("        ", 148, &block);
  uint64_t sum = 0;
  for (const char octet : block) sum += static_cast<unsigned char>(octet);
  PutOctal(sum, 148, 8, &block);
  return block;
}

std::string TarMemberBytes(const std::string& name,
                           const std::string& contents) {
  TarHeaderFields fields;
  fields.name = name;
  fields.size = contents.size();
  return TarHeaderBytes(fields) + contents +
         std::string((512 - contents.size() % 512) % 512, '\0');
}

std::string TarEnd() { return std::string(1024, '\0'); }

std::string BuildTar(
    const std::vector<std::pair<std::string, std::string>>& members) {
  std::string tar;
  for (const auto& [name, contents] : members) {
    tar += TarMemberBytes(name, contents);
  }
  return tar + TarEnd();
}

std::vector<std::pair<std::string, std::string>> SampleTarMembers() {
  const auto name = [](int id) { return std::to_string(id) + ".dat"; };
  return {
      {"toc.dat",
       SampleContentsBuilder(CompressionMethod::kNone, true).BuildContents()},
      {name(kSampleTableData), SampleRows()},
      {name(kSampleEmptyData), std::string(kCopyEndMarker)},
      {ObjectFileName(kFirstObject), ObjectBytes()},
      {ObjectFileName(kLastObject), ""},
      {"blobs_" + std::to_string(kSampleObjects) + ".toc", ObjectList()},
      {"restore.sql", "--\n-- NOTE:\n--\n"},
  };
}

std::string SampleTar() { return BuildTar(SampleTarMembers()); }

}  // namespace pgark
