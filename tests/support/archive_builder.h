#ifndef PGARK_TESTS_SUPPORT_ARCHIVE_BUILDER_H_
#define PGARK_TESTS_SUPPORT_ARCHIVE_BUILDER_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "archive/compression_spec.h"

namespace pgark {

// The format's primitives, written without the code under test.
class ArchiveBytes {
 public:
  explicit ArchiveBytes(int integer_bytes = 4, int offset_bytes = 8)
      : integer_bytes_(integer_bytes), offset_bytes_(offset_bytes) {}

  ArchiveBytes& Octet(int value);
  ArchiveBytes& Int(int64_t value);
  ArchiveBytes& Str(const std::optional<std::string>& text);  // or NULL
  ArchiveBytes& Offset(int flag, uint64_t position);
  ArchiveBytes& Raw(const std::string& bytes);

  size_t size() const { return bytes_.size(); }
  const std::string& bytes() const { return bytes_; }

 private:
  int integer_bytes_;
  int offset_bytes_;
  std::string bytes_;
};

// One entry, each field as it will be stored: also what no writer writes.
struct BuiltEntry {
  int64_t dump_id = 1;
  int64_t had_dumper = 0;
  std::optional<std::string> table_oid = "0";
  std::optional<std::string> oid = "0";
  std::optional<std::string> tag = "t";
  std::optional<std::string> desc = "TABLE";
  int64_t section = 2;
  std::optional<std::string> definition = "CREATE TABLE public.t ();\n";
  std::optional<std::string> drop_statement = std::nullopt;
  std::optional<std::string> copy_statement = std::nullopt;
  std::optional<std::string> schema = "public";
  std::optional<std::string> tablespace = std::nullopt;
  std::optional<std::string> table_access_method = std::nullopt;
  int64_t relation_kind = 0;
  std::optional<std::string> owner = "alice";
  std::optional<std::string> with_oids = "false";
  std::vector<std::string> dependencies = {};
  int offset_flag = 3;
  uint64_t offset = 0;
  std::optional<std::string> file_name = "";  // instead, in format 3
};

// Makes archives byte by byte, good ones and bad ones, of every version from
// 1.10 on. The knobs are public; Build() does not change them, so one builder
// makes many archives.
//
//   ArchiveBuilder builder;
//   builder.AddTableData(7, "orders", {"1\n", "\\.\n\n\n"});
//   const std::string archive = builder.Build();
class ArchiveBuilder {
 public:
  explicit ArchiveBuilder(int minor = 16,
                          CompressionMethod method = CompressionMethod::kNone)
      : minor_version(minor), compression(static_cast<int>(method)) {}

  // An entry TABLE DATA and its block of those chunks.
  BuiltEntry& AddTableData(int dump_id, const std::string& table,
                           const std::vector<std::string>& chunks);
  // An entry BLOBS and its block: objects, each with its chunks.
  BuiltEntry& AddLargeObjects(
      int dump_id,
      const std::vector<std::pair<uint32_t, std::vector<std::string>>>&
          objects);
  BuiltEntry& AddEntry(BuiltEntry entry);

  // Blocks alone; without an entry they are padding.
  void AddDataBlock(int dump_id, const std::vector<std::string>& chunks);
  void AddLargeObjectBlock(
      int dump_id,
      const std::vector<std::pair<uint32_t, std::vector<std::string>>>&
          objects);
  void AddRaw(const std::string& bytes);

  std::string Build();
  // Header and contents list alone: toc.dat, with format 3.
  std::string BuildContents() { return Build().substr(0, data_offset_); }

  // Where things are in what Build() returned last.
  uint64_t FieldOffset(int dump_id, const std::string& field) const;
  uint64_t HeaderFieldOffset(const std::string& field) const;
  uint64_t BlockOffset(int dump_id) const;  // the first of that id
  uint64_t toc_offset() const { return toc_offset_; }
  uint64_t data_offset() const { return data_offset_; }

  int major_version = 1;
  int minor_version;
  int revision = 0;
  int integer_bytes = 4;
  int offset_bytes = 8;
  int format = 1;   // 3: directory or tar
  int compression;  // the method's octet; from it the level up to 1.14
  std::optional<int> level;
  std::optional<std::string> database_name = "shop";
  std::optional<std::string> server_version = "18.1";
  std::optional<std::string> dump_version = "18.1";
  // 2026-11-20 09:44:36, no summer time.
  std::vector<int> created = {36, 44, 9, 20, 10, 126, 0};
  std::optional<int64_t> entry_count;  // otherwise the true one
  bool set_offsets = true;             // of entries whose flag is 2
  std::vector<BuiltEntry> entries;

 private:
  struct Block {
    int dump_id;
    std::string bytes;
  };

  std::string BuildHeader();
  void BuildEntry(const BuiltEntry& entry, uint64_t offset, ArchiveBytes* out);
  uint64_t PlaceOf(int dump_id, uint64_t data_offset) const;

  std::vector<Block> blocks_;
  std::map<std::string, uint64_t> header_fields_;
  std::map<std::pair<int64_t, std::string>, uint64_t> fields_;
  uint64_t toc_offset_ = 0;
  uint64_t data_offset_ = 0;
};

}  // namespace pgark

#endif  // PGARK_TESTS_SUPPORT_ARCHIVE_BUILDER_H_
