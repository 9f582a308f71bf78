#include "tools/validation_json.h"

#include "absl/strings/str_format.h"
#include "tools/report.h"
#include "tools/verify_verdict.h"

namespace pgark {
namespace {

const char* StrengthName(ChecksumStrength strength) {
  switch (strength) {
    case ChecksumStrength::kNone:
      return "none";
    case ChecksumStrength::kStreams:
      return "streams";
    case ChecksumStrength::kEverything:
      return "everything";
  }
  return "unknown";
}

nlohmann::json FindingAsJson(const Finding& finding) {
  nlohmann::json json;
  json["severity"] = std::string(SeverityName(finding.severity));
  json["code"] = std::string(FindingCodeName(finding.code));
  if (!finding.file.empty()) SetJsonText(json, "file", finding.file);
  json["begin"] = finding.begin;
  json["end"] = finding.end;
  if (finding.entry.has_value()) json["entry"] = finding.entry->value;
  SetJsonText(json, "message", finding.message);
  return json;
}

nlohmann::json DataAsJson(const DataSummary& data, VerifyLevel level) {
  nlohmann::json json;
  json["entry"] = data.id.value;
  json["object"] = nlohmann::json::object();
  SetJsonText(json["object"], "type", data.desc);
  if (data.schema.has_value()) {
    SetJsonText(json["object"], "schema", *data.schema);
  }
  SetJsonText(json["object"], "name", data.tag);
  if (!data.file.empty()) SetJsonText(json, "file", data.file);
  json["begin"] = data.begin;
  json["end"] = data.end;
  json["stored_bytes"] = data.stored_bytes;
  if (level >= VerifyLevel::kStreams) {
    json["raw_bytes"] = data.raw_bytes;
    json["digest"] = absl::StrFormat("xxh3-128:%016x%016x",
                                     data.raw_digest.high, data.raw_digest.low);
    if (data.stored_bytes > 0) json["ratio"] = CompressionRatio(data);
  }
  if (data.rows.has_value()) json["rows"] = *data.rows;
  if (data.row_digest.has_value()) {
    json["row_digest"] = FormatRowSum(*data.row_digest);
  }
  if (data.columns > 0) {
    json["columns"] = data.columns;
    json["judged_columns"] = data.judged_columns;
  }
  if (data.large_objects > 0) json["large_objects"] = data.large_objects;
  json["is_whole"] = data.is_whole;
  return json;
}

}  // namespace

nlohmann::json ValidationAsJson(const std::string& path,
                                const ValidationSummary& summary,
                                const std::vector<Finding>& findings) {
  nlohmann::json json;
  SetJsonText(json, "path", path);
  json["verdict"] = summary.is_clean() ? "ok" : "damaged";
  json["level"] = std::string(VerifyLevelName(summary.level));
  json["format"] = std::string(ArchiveLayoutName(summary.layout));
  json["file_bytes"] = summary.file_bytes;
  json["entry_count"] = summary.entry_count;
  json["has_index"] = summary.has_index;
  json["checksums"] = StrengthName(summary.checksums);
  json["errors"] = summary.errors;
  json["warnings"] = summary.warnings;
  json["notes"] = summary.notes;
  if (summary.stock.oldest_release > 0) {
    json["stock_pg_restore"] = {
        {"oldest_release", summary.stock.oldest_release},
        {"from_file", summary.stock.from_file},
        {"from_pipe", summary.stock.from_pipe},
        {"in_parallel", summary.stock.in_parallel}};
  }
  json["encoding"] = summary.encoding;
  json["blind_spots"] = BlindSpots(summary);
  json["data"] = nlohmann::json::array();
  for (const DataSummary& data : summary.data) {
    json["data"].push_back(DataAsJson(data, summary.level));
  }
  json["findings"] = nlohmann::json::array();
  for (const Finding& finding : findings) {
    json["findings"].push_back(FindingAsJson(finding));
  }
  return json;
}

}  // namespace pgark
