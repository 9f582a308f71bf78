#include "tests/support/archive_builder.h"

#include <cstdio>
#include <cstdlib>

namespace pgark {
namespace {

[[noreturn]] void Die(const std::string& what) {
  std::fprintf(stderr, "archive builder: %s\n", what.c_str());
  std::abort();
}

std::string LittleEndian(uint64_t value, int bytes) {
  std::string out;
  for (int i = 0; i < bytes; ++i) {
    out.push_back(static_cast<char>(i < 8 ? (value >> (8 * i)) & 0xff : 0));
  }
  return out;
}

}  // namespace

ArchiveBytes& ArchiveBytes::Octet(int value) {
  bytes_.push_back(static_cast<char>(value));
  return *this;
}

ArchiveBytes& ArchiveBytes::Int(int64_t value) {
  Octet(value < 0 ? 1 : 0);
  bytes_ += LittleEndian(static_cast<uint64_t>(value < 0 ? -value : value),
                         integer_bytes_);
  return *this;
}

ArchiveBytes& ArchiveBytes::Str(const std::optional<std::string>& text) {
  if (!text.has_value()) return Int(-1);
  Int(static_cast<int64_t>(text->size()));
  return Raw(*text);
}

ArchiveBytes& ArchiveBytes::Offset(int flag, uint64_t position) {
  Octet(flag);
  bytes_ += LittleEndian(position, offset_bytes_);
  return *this;
}

ArchiveBytes& ArchiveBytes::Raw(const std::string& bytes) {
  bytes_ += bytes;
  return *this;
}

BuiltEntry& ArchiveBuilder::AddEntry(BuiltEntry entry) {
  entries.push_back(std::move(entry));
  return entries.back();
}

BuiltEntry& ArchiveBuilder::AddTableData(
    int dump_id, const std::string& table,
    const std::vector<std::string>& chunks) {
  AddDataBlock(dump_id, chunks);
  BuiltEntry entry;
  entry.dump_id = dump_id;
  entry.had_dumper = 1;
  entry.oid = std::to_string(16000 + dump_id);
  entry.tag = table;
  entry.desc = "TABLE DATA";
  entry.section = 3;
  entry.definition = std::nullopt;
  entry.copy_statement = "COPY public." + table + " (a) FROM stdin;\n";
  entry.offset_flag = 2;
  return AddEntry(std::move(entry));
}

BuiltEntry& ArchiveBuilder::AddLargeObjects(
    int dump_id,
    const std::vector<std::pair<uint32_t, std::vector<std::string>>>& objects) {
  AddLargeObjectBlock(dump_id, objects);
  BuiltEntry entry;
  entry.dump_id = dump_id;
  entry.had_dumper = 1;
  entry.tag = "BLOBS";
  entry.desc = "BLOBS";
  entry.section = 3;
  entry.definition = std::nullopt;
  entry.schema = std::nullopt;
  entry.offset_flag = 2;
  return AddEntry(std::move(entry));
}

void ArchiveBuilder::AddDataBlock(int dump_id,
                                  const std::vector<std::string>& chunks) {
  ArchiveBytes out(integer_bytes, offset_bytes);
  out.Octet(1).Int(dump_id);
  for (const std::string& chunk : chunks) out.Str(chunk);
  out.Int(0);
  blocks_.push_back({dump_id, out.bytes()});
}

void ArchiveBuilder::AddLargeObjectBlock(
    int dump_id,
    const std::vector<std::pair<uint32_t, std::vector<std::string>>>& objects) {
  ArchiveBytes out(integer_bytes, offset_bytes);
  out.Octet(3).Int(dump_id);
  for (const auto& [oid, chunks] : objects) {
    out.Int(static_cast<int32_t>(oid));
    for (const std::string& chunk : chunks) out.Str(chunk);
    out.Int(0);
  }
  out.Int(0);
  blocks_.push_back({dump_id, out.bytes()});
}

void ArchiveBuilder::AddRaw(const std::string& bytes) {
  blocks_.push_back({-1, bytes});
}

std::string ArchiveBuilder::BuildHeader() {
  ArchiveBytes out(integer_bytes, offset_bytes);
  const auto field = [&](const std::string& name) -> ArchiveBytes& {
    header_fields_[name] = out.size();
    return out;
  };
  out.Raw("PGDMP");
  field("version").Octet(major_version).Octet(minor_version).Octet(revision);
  field("integer_bytes").Octet(integer_bytes);
  field("offset_bytes").Octet(offset_bytes);
  field("format").Octet(format);
  if (minor_version >= 15) {
    field("compression").Octet(compression);
  } else {
    field("compression").Int(level.value_or(compression == 0 ? 0 : -1));
  }
  for (size_t i = 0; i < created.size(); ++i) {
    field("created" + std::to_string(i)).Int(created[i]);
  }
  field("database_name").Str(database_name);
  field("server_version").Str(server_version);
  field("dump_version").Str(dump_version);
  return out.bytes();
}

void ArchiveBuilder::BuildEntry(const BuiltEntry& entry, uint64_t offset,
                                ArchiveBytes* out) {
  const auto field = [&](const std::string& name) -> ArchiveBytes& {
    fields_[{entry.dump_id, name}] = toc_offset_ + out->size();
    return *out;
  };
  field("dump_id").Int(entry.dump_id);
  field("had_dumper").Int(entry.had_dumper);
  field("table_oid").Str(entry.table_oid);
  field("oid").Str(entry.oid);
  field("tag").Str(entry.tag);
  field("desc").Str(entry.desc);
  if (minor_version >= 11) field("section").Int(entry.section);
  field("definition").Str(entry.definition);
  field("drop_statement").Str(entry.drop_statement);
  field("copy_statement").Str(entry.copy_statement);
  field("schema").Str(entry.schema);
  field("tablespace").Str(entry.tablespace);
  if (minor_version >= 14) {
    field("table_access_method").Str(entry.table_access_method);
  }
  if (minor_version >= 16) field("relation_kind").Int(entry.relation_kind);
  field("owner").Str(entry.owner);
  field("with_oids").Str(entry.with_oids);
  field("dependencies");
  for (const std::string& dependency : entry.dependencies) {
    out->Str(dependency);
  }
  out->Str(std::nullopt);
  if (format == 3) {
    field("file_name").Str(entry.file_name);
    return;
  }
  field("offset").Offset(entry.offset_flag,
                         entry.offset_flag == 2 ? offset : entry.offset);
}

uint64_t ArchiveBuilder::PlaceOf(int dump_id, uint64_t data_offset) const {
  uint64_t place = data_offset;
  for (const Block& block : blocks_) {
    if (block.dump_id == dump_id) return place;
    place += block.bytes.size();
  }
  return 0;
}

std::string ArchiveBuilder::Build() {
  const std::string header = BuildHeader();
  toc_offset_ = header.size();
  ArchiveBytes count(integer_bytes, offset_bytes);
  count.Int(entry_count.value_or(static_cast<int64_t>(entries.size())));
  // Offsets have a fixed size: the first round finds where the data begins.
  std::string toc;
  for (int round = 0; round < 2; ++round) {
    ArchiveBytes out(integer_bytes, offset_bytes);
    out.Raw(count.bytes());
    for (const BuiltEntry& entry : entries) {
      BuiltEntry stored = entry;
      if (!set_offsets && stored.offset_flag == 2) stored.offset_flag = 1;
      const uint64_t place =
          PlaceOf(static_cast<int>(entry.dump_id), data_offset_);
      BuildEntry(stored, entry.offset != 0 ? entry.offset : place, &out);
    }
    toc = out.bytes();
    data_offset_ = toc_offset_ + toc.size();
  }
  std::string archive = header + toc;
  for (const Block& block : blocks_) archive += block.bytes;
  return archive;
}

uint64_t ArchiveBuilder::FieldOffset(int dump_id,
                                     const std::string& field) const {
  const auto found = fields_.find({dump_id, field});
  if (found == fields_.end()) Die("no field " + field);
  return found->second;
}

uint64_t ArchiveBuilder::HeaderFieldOffset(const std::string& field) const {
  const auto found = header_fields_.find(field);
  if (found == header_fields_.end()) Die("no field " + field);
  return found->second;
}

uint64_t ArchiveBuilder::BlockOffset(int dump_id) const {
  return PlaceOf(dump_id, data_offset_);
}

}  // namespace pgark
