#include "store/manifest.h"

#include <utility>

#include "base/status_macros.h"
#include "store/json_object.h"
#include "store/set_name.h"

namespace pgark {
namespace {

using nlohmann::json;

constexpr struct {
  SetVerdict verdict;
  absl::string_view name;
} kVerdicts[] = {{SetVerdict::kUnverified, "unverified"},
                 {SetVerdict::kVerified, "verified"},
                 {SetVerdict::kFailed, "failed"}};

void SetUnlessEmpty(json& object, const char* key, const std::string& text) {
  if (!text.empty()) SetAnyText(object, key, text);
}

json ReadableTexts(const std::vector<std::string>& texts) {
  json list = json::array();
  for (const std::string& text : texts) {
    json item;
    SetAnyText(item, "text", text);
    list.push_back(item["text"]);
  }
  return list;
}

json SourceAsJson(const ManifestSource& source) {
  json object = json::object();
  SetAnyText(object, "database", source.database);
  SetUnlessEmpty(object, "host", source.host);
  SetUnlessEmpty(object, "port", source.port);
  SetUnlessEmpty(object, "server_version", source.server_version);
  SetUnlessEmpty(object, "lsn", source.lsn);
  SetUnlessEmpty(object, "snapshot", source.snapshot);
  object["is_standby"] = source.is_standby;
  return object;
}

json TableAsJson(const ManifestTable& table) {
  json object = json::object();
  SetAnyText(object, "schema", table.schema);
  SetAnyText(object, "name", table.name);
  object["type"] = "table";
  if (table.rows.has_value()) object["rows"] = *table.rows;
  object["data_bytes"] = table.data_bytes;
  SetUnlessEmpty(object, "digest", table.digest);
  return object;
}

json FileAsJson(const ManifestFile& file) {
  json object = json::object();
  SetAnyText(object, "name", file.name);
  object["bytes"] = file.bytes;
  SetUnlessEmpty(object, "sha256", file.sha256);
  return object;
}

json ArchiveAsJson(const Manifest& manifest) {
  json object = json::object();
  SetAnyText(object, "file", manifest.archive);
  SetUnlessEmpty(object, "version", manifest.archive_version);
  SetUnlessEmpty(object, "compression", manifest.compression);
  object["entry_count"] = manifest.entry_count;
  object["table_count"] = manifest.table_count;
  if (manifest.row_count.has_value()) object["row_count"] = *manifest.row_count;
  object["data_bytes"] = manifest.data_bytes;
  return object;
}

void ReadSource(const json& object, ManifestSource* source,
                JsonObject& parent) {
  JsonObject reader(object, "manifest, source");
  reader.Require("database", &source->database);
  reader.Read("host", &source->host);
  reader.Read("port", &source->port);
  reader.Read("server_version", &source->server_version);
  reader.Read("lsn", &source->lsn);
  reader.Read("snapshot", &source->snapshot);
  reader.Read("is_standby", &source->is_standby);
  parent.Merge(reader);
}

void ReadArchive(const json& object, Manifest* manifest, JsonObject& parent) {
  JsonObject reader(object, "manifest, archive");
  reader.Require("file", &manifest->archive);
  reader.Read("version", &manifest->archive_version);
  reader.Read("compression", &manifest->compression);
  reader.Read("entry_count", &manifest->entry_count);
  reader.Read("table_count", &manifest->table_count);
  reader.Read("row_count", &manifest->row_count);
  reader.Read("data_bytes", &manifest->data_bytes);
  parent.Merge(reader);
}

void ReadTables(const json& list, Manifest* manifest, JsonObject& parent) {
  for (const json& object : list) {
    ManifestTable table;
    JsonObject reader(object, "manifest, tables");
    reader.Require("schema", &table.schema);
    reader.Require("name", &table.name);
    reader.Read("rows", &table.rows);
    reader.Read("data_bytes", &table.data_bytes);
    reader.Read("digest", &table.digest);
    parent.Merge(reader);
    manifest->tables.push_back(std::move(table));
  }
}

void ReadFiles(const json& list, Manifest* manifest, JsonObject& parent) {
  for (const json& object : list) {
    ManifestFile file;
    JsonObject reader(object, "manifest, files");
    reader.Require("name", &file.name);
    reader.Read("bytes", &file.bytes);
    reader.Read("sha256", &file.sha256);
    parent.Merge(reader);
    manifest->files.push_back(std::move(file));
  }
}

void ReadOptions(const json& object, Manifest* manifest, JsonObject& parent) {
  JsonObject reader(object, "manifest, options");
  for (const auto& [name, values] : object.items()) {
    reader.Read(name.c_str(), &manifest->options[name]);
  }
  parent.Merge(reader);
}

void ReadParts(JsonObject& reader, Manifest* manifest) {
  if (const json* source = reader.Object("source")) {
    ReadSource(*source, &manifest->source, reader);
  }
  if (const json* archive = reader.Object("archive")) {
    ReadArchive(*archive, manifest, reader);
  } else {
    reader.Fail("archive", "object");
  }
  if (const json* tables = reader.Array("tables")) {
    ReadTables(*tables, manifest, reader);
  }
  if (const json* files = reader.Array("files")) {
    ReadFiles(*files, manifest, reader);
  }
  if (const json* options = reader.Object("options")) {
    ReadOptions(*options, manifest, reader);
  }
  if (const json* defaults = reader.Object("restore_defaults")) {
    JsonObject nested(*defaults, "manifest, restore_defaults");
    nested.Read("no_owner", &manifest->restore_no_owner);
    nested.Read("no_privileges", &manifest->restore_no_privileges);
    reader.Merge(nested);
  }
}

}  // namespace

absl::string_view SetVerdictName(SetVerdict verdict) {
  for (const auto& known : kVerdicts) {
    if (known.verdict == verdict) return known.name;
  }
  return "unverified";
}

std::optional<SetVerdict> ParseSetVerdict(absl::string_view name) {
  for (const auto& known : kVerdicts) {
    if (known.name == name) return known.verdict;
  }
  return std::nullopt;
}

uint64_t Manifest::total_bytes() const {
  uint64_t sum = 0;
  for (const ManifestFile& file : files) sum += file.bytes;
  return sum;
}

std::string WriteManifest(const Manifest& manifest) {
  json object = json::object();
  object["schema_version"] = kManifestVersion;
  object["kind"] = "manifest";
  SetAnyText(object, "set", manifest.set);
  SetAnyText(object, "database", manifest.database);
  SetAnyText(object, "backup_kind", manifest.kind);
  SetUnlessEmpty(object, "description", manifest.description);
  SetUnlessEmpty(object, "run_id", manifest.run_id);
  SetUnlessEmpty(object, "program_version", manifest.program_version);
  object["started"] = FormatTimestamp(manifest.started);
  object["finished"] = FormatTimestamp(manifest.finished);
  object["dump_seconds"] = manifest.dump_seconds;
  object["verify_seconds"] = manifest.verify_seconds;
  object["source"] = SourceAsJson(manifest.source);
  object["archive"] = ArchiveAsJson(manifest);
  object["files"] = json::array();
  for (const ManifestFile& file : manifest.files) {
    object["files"].push_back(FileAsJson(file));
  }
  object["tables"] = json::array();
  for (const ManifestTable& table : manifest.tables) {
    object["tables"].push_back(TableAsJson(table));
  }
  object["verdict"] = std::string(SetVerdictName(manifest.verdict));
  SetUnlessEmpty(object, "verify_level", manifest.verify_level);
  object["is_partial"] = manifest.is_partial;
  object["options"] = json::object();
  for (const auto& [name, values] : manifest.options) {
    object["options"][name] = ReadableTexts(values);
  }
  object["restore_defaults"] = {
      {"no_owner", manifest.restore_no_owner},
      {"no_privileges", manifest.restore_no_privileges}};
  object["roles"] = ReadableTexts(manifest.roles);
  object["extensions"] = ReadableTexts(manifest.extensions);
  object["warnings"] = ReadableTexts(manifest.warnings);
  return DumpJson(object);
}

absl::StatusOr<Manifest> ReadManifest(absl::string_view text) {
  ASSIGN_OR_RETURN(const json document,
                   ParseDocument(text, kManifestVersion, "manifest"));
  Manifest manifest;
  JsonObject reader(document, "manifest");
  reader.Require("set", &manifest.set);
  reader.Require("database", &manifest.database);
  reader.Require("backup_kind", &manifest.kind);
  reader.Read("description", &manifest.description);
  reader.Read("run_id", &manifest.run_id);
  reader.Read("program_version", &manifest.program_version);
  reader.RequireTime("started", &manifest.started);
  reader.RequireTime("finished", &manifest.finished);
  reader.Read("dump_seconds", &manifest.dump_seconds);
  reader.Read("verify_seconds", &manifest.verify_seconds);
  std::string verdict;
  reader.Require("verdict", &verdict);
  const std::optional<SetVerdict> known = ParseSetVerdict(verdict);
  if (!known.has_value()) reader.Fail("verdict", "verdict that we know");
  manifest.verdict = known.value_or(SetVerdict::kUnverified);
  reader.Read("verify_level", &manifest.verify_level);
  reader.Read("is_partial", &manifest.is_partial);
  reader.Read("roles", &manifest.roles);
  reader.Read("extensions", &manifest.extensions);
  reader.Read("warnings", &manifest.warnings);
  ReadParts(reader, &manifest);
  RETURN_IF_ERROR(reader.status());
  return manifest;
}

}  // namespace pgark
