#include "tools/archive_json.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tools/report.h"

namespace pgark {
namespace {

void SetNullable(nlohmann::json& object, const char* key,
                 const std::optional<std::string>& text) {
  if (text.has_value()) SetJsonText(object, key, *text);
}

const char* SectionName(Section section) {
  switch (section) {
    case Section::kNone:
      return "none";
    case Section::kPreData:
      return "pre-data";
    case Section::kData:
      return "data";
    case Section::kPostData:
      return "post-data";
  }
  return "unknown";
}

nlohmann::json HeaderAsJson(const ArchiveHeader& header) {
  nlohmann::json json;
  json["archive_version"] = absl::StrCat(int{header.version.major_number}, ".",
                                         int{header.version.minor_number}, "-",
                                         int{header.version.revision});
  json["compression"] = CompressionMethodName(header.compression);
  const ArchiveTimestamp& time = header.created;
  // Local time of the host that dumped; the archive does not say which zone.
  json["created_local"] = absl::StrFormat(
      "%04d-%02d-%02dT%02d:%02d:%02d", time.year + 1900, time.month + 1,
      time.day, time.hour, time.minute, time.second);
  SetNullable(json, "database", header.database_name);
  SetNullable(json, "server_version", header.server_version);
  SetNullable(json, "dump_version", header.dump_version);
  return json;
}

}  // namespace

nlohmann::json ObjectAsJson(const TocEntry& entry) {
  nlohmann::json object;
  SetNullable(object, "schema", entry.schema);
  SetJsonText(object, "name", entry.tag);
  SetJsonText(object, "type", entry.desc);
  return object;
}

nlohmann::json ListingAsJson(const Archive& archive, const Toc& toc,
                             absl::FunctionRef<bool(const TocEntry&)> wanted) {
  nlohmann::json data;
  data["header"] = HeaderAsJson(archive.header());
  data["header"]["format"] = std::string(ArchiveLayoutName(archive.layout()));
  data["entry_count"] = toc.size();
  data["entries"] = nlohmann::json::array();
  for (const TocEntry& entry : toc.entries()) {
    if (!wanted(entry)) continue;
    nlohmann::json json;
    json["id"] = entry.id.value;
    json["object"] = ObjectAsJson(entry);
    json["section"] = SectionName(entry.section);
    SetNullable(json, "owner", entry.owner);
    SetNullable(json, "tablespace", entry.tablespace);
    json["has_data"] = entry.has_data;
    json["dependencies"] = nlohmann::json::array();
    for (const DumpId id : entry.dependencies) {
      json["dependencies"].push_back(id.value);
    }
    data["entries"].push_back(std::move(json));
  }
  return data;
}

}  // namespace pgark
