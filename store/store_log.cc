#include "store/store_log.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "store/json_object.h"
#include "store/set_name.h"

namespace pgark {
namespace {

constexpr absl::string_view kSuffix = ".json";
constexpr size_t kTimeLength = 23;  // 20261120T020000.123456Z

}  // namespace

std::string LogFileName(const LogRecord& record, absl::string_view unique) {
  return absl::StrCat(
      absl::FormatTime("%Y%m%dT%H%M%E6SZ", record.time, absl::UTCTimeZone()),
      "-", record.action, "-", unique, kSuffix);
}

bool IsLogFileName(absl::string_view name) {
  return name.size() > kTimeLength && name[kTimeLength] == '-' &&
         name[8] == 'T' && absl::EndsWith(name, kSuffix);
}

std::string WriteLogRecord(const LogRecord& record) {
  nlohmann::json object = nlohmann::json::object();
  object["schema_version"] = kLogVersion;
  object["kind"] = "log";
  object["time"] = FormatTimestamp(record.time);
  object["action"] = record.action;
  const auto set = [&object](const char* key, const std::string& text) {
    if (!text.empty()) SetAnyText(object, key, text);
  };
  set("database", record.database);
  set("set", record.set);
  set("verdict", record.verdict);
  set("level", record.level);
  object["duration_seconds"] = record.seconds;
  set("version", record.version);
  set("message", record.message);
  set("run_id", record.run_id);
  return DumpJson(object);
}

absl::StatusOr<LogRecord> ReadLogRecord(absl::string_view text) {
  ASSIGN_OR_RETURN(const nlohmann::json document,
                   ParseDocument(text, kLogVersion, "log record"));
  LogRecord record;
  JsonObject reader(document, "log record");
  reader.RequireTime("time", &record.time);
  reader.Require("action", &record.action);
  reader.Read("database", &record.database);
  reader.Read("set", &record.set);
  reader.Read("verdict", &record.verdict);
  reader.Read("level", &record.level);
  reader.Read("duration_seconds", &record.seconds);
  reader.Read("version", &record.version);
  reader.Read("message", &record.message);
  reader.Read("run_id", &record.run_id);
  RETURN_IF_ERROR(reader.status());
  return record;
}

const LogRecord* LastRecord(const std::vector<LogRecord>& records,
                            absl::string_view action,
                            absl::string_view database, absl::string_view set) {
  for (auto record = records.rbegin(); record != records.rend(); ++record) {
    if (record->action == action && record->database == database &&
        (set.empty() || record->set == set)) {
      return &*record;
    }
  }
  return nullptr;
}

}  // namespace pgark
