#include "tools/set_json.h"

#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "tools/report.h"

namespace pgark {

nlohmann::json SetAsJson(const StoredSet& set, absl::Time now) {
  nlohmann::json json = nlohmann::json::object();
  SetJsonText(json, "database", set.database);
  json["set"] = set.name.ToString();
  json["backup_kind"] = set.name.kind;
  json["time"] = FormatTimestamp(set.name.time);
  json["age_seconds"] = absl::ToDoubleSeconds(now - set.name.time);
  json["state"] = SetState(set);
  json["is_pinned"] = set.is_pinned;
  SetJsonText(json, "path", set.location);
  if (!set.problem.ok()) {
    SetJsonText(json, "problem", FormatStatus(set.problem));
    return json;
  }
  const Manifest& manifest = set.manifest;
  json["is_partial"] = manifest.is_partial;
  json["bytes"] = manifest.total_bytes();
  json["data_bytes"] = manifest.data_bytes;
  json["table_count"] = manifest.table_count;
  if (manifest.row_count.has_value()) json["row_count"] = *manifest.row_count;
  if (!manifest.description.empty()) {
    SetJsonText(json, "description", manifest.description);
  }
  return json;
}

nlohmann::json SetInFullAsJson(const StoredSet& set, absl::Time now) {
  nlohmann::json json = SetAsJson(set, now);
  if (set.problem.ok()) {
    json["manifest"] = nlohmann::json::parse(WriteManifest(set.manifest));
  }
  return json;
}

std::string SetState(const StoredSet& set) {
  if (absl::IsFailedPrecondition(set.problem)) return "newer";
  if (!set.problem.ok()) return "damaged";
  return std::string(SetVerdictName(set.verdict));
}

std::string FormatAge(absl::Duration age) {
  const char* sign = age < absl::ZeroDuration() ? "-" : "";
  const int64_t minutes = absl::ToInt64Minutes(absl::AbsDuration(age));
  if (minutes < 120) return absl::StrCat(sign, minutes, " min");
  if (minutes < 48 * 60) return absl::StrCat(sign, minutes / 60, " h");
  return absl::StrCat(sign, minutes / 1440, " d");
}

}  // namespace pgark
