#include "tools/forecast_report.h"

#include <cstdio>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/report.h"

namespace pgark {
namespace {

constexpr size_t kMaxShownTables = 10;

void Line(absl::string_view label, const std::string& text) {
  std::printf("%-12s%s\n", std::string(label).c_str(), text.c_str());
}

std::string Listed(const std::vector<ObjectCount>& counts) {
  if (counts.empty()) return "nothing";
  return absl::StrJoin(counts, ", ",
                       [](std::string* out, const ObjectCount& count) {
                         absl::StrAppend(out, count.count, " ", count.kind);
                       });
}

std::string Size(uint64_t bytes) {
  return FormatBytes(static_cast<double>(bytes));
}

nlohmann::json CountsAsJson(const std::vector<ObjectCount>& counts) {
  nlohmann::json array = nlohmann::json::array();
  for (const ObjectCount& count : counts) {
    nlohmann::json object;
    SetJsonText(object, "type", count.kind);
    object["count"] = count.count;
    array.push_back(std::move(object));
  }
  return array;
}

}  // namespace

void PrintForecast(const RestoreForecast& forecast) {
  Line("database",
       absl::StrCat(forecast.database, " (", forecast.database_action,
                    "), PostgreSQL ", forecast.server_release));
  Line("holds", forecast.exists
                    ? absl::StrCat(forecast.contents.Describe(), "; ",
                                   Size(forecast.contents.size_bytes))
                    : "it does not exist");
  Line("dropped", Listed(forecast.dropped));
  Line("created", Listed(forecast.created));
  Line("loaded", absl::StrCat(forecast.tables.size(), " tables, about ",
                              Size(forecast.data_bytes), " of data"));
  for (size_t i = 0; i < forecast.tables.size() && i < kMaxShownTables; ++i) {
    Line("", absl::StrCat("  ", forecast.tables[i].name, ": ",
                          Size(forecast.tables[i].data_bytes)));
  }
  Line("disk", absl::StrCat("about ", Size(forecast.data_bytes), " of rows, ",
                            forecast.index_count, " indexes on top",
                            forecast.kept_bytes == 0
                                ? ""
                                : absl::StrCat(", beside the ",
                                               Size(forecast.kept_bytes),
                                               " of the old database")));
  Line("locks", absl::StrCat("about ", forecast.lock_count,
                             " at once, room for ", forecast.lock_room));
  if (!forecast.extensions.empty()) {
    Line("extensions", absl::StrJoin(forecast.extensions, ", "));
  }
  for (const LeftOut& one : forecast.left_out) {
    Line("left out", DescribeLeftOut(one));
  }
  for (const ForecastProblem& problem : forecast.problems) {
    Line(problem.is_fatal ? "problem" : "note",
         problem.remedy.empty()
             ? problem.text
             : absl::StrCat(problem.text, " (", problem.remedy, ")"));
  }
  Line("verdict", forecast.can_work() ? "can be restored"
                                      : "cannot be restored as a whole");
}

nlohmann::json LeftOutAsJson(const std::vector<LeftOut>& left_out) {
  nlohmann::json array = nlohmann::json::array();
  for (const LeftOut& one : left_out) {
    nlohmann::json object;
    SetJsonText(object, "what", one.what);
    SetJsonText(object, "why", one.why);
    if (!one.remedy.empty()) SetJsonText(object, "remedy", one.remedy);
    object["count"] = one.count;
    object["is_loss"] = one.is_loss;
    object["examples"] = nlohmann::json::array();
    for (const std::string& example : one.examples) {
      nlohmann::json text;
      SetJsonText(text, "name", example);
      object["examples"].push_back(std::move(text));
    }
    array.push_back(std::move(object));
  }
  return array;
}

nlohmann::json ForecastAsJson(const RestoreForecast& forecast) {
  nlohmann::json data;
  SetJsonText(data, "database", forecast.database);
  data["exists"] = forecast.exists;
  data["server_release"] = forecast.server_release;
  data["action"] = forecast.database_action;
  data["contents"] = CountsAsJson(forecast.contents.objects);
  if (forecast.exists) data["size_bytes"] = forecast.contents.size_bytes;
  data["dropped"] = CountsAsJson(forecast.dropped);
  data["created"] = CountsAsJson(forecast.created);
  data["data_bytes"] = forecast.data_bytes;
  data["kept_bytes"] = forecast.kept_bytes;
  data["index_count"] = forecast.index_count;
  data["lock_count"] = forecast.lock_count;
  data["lock_room"] = forecast.lock_room;
  data["tables"] = nlohmann::json::array();
  for (const ForecastTable& table : forecast.tables) {
    nlohmann::json object;
    SetJsonText(object, "name", table.name);
    if (table.data_bytes > 0) object["data_bytes"] = table.data_bytes;
    data["tables"].push_back(std::move(object));
  }
  data["extensions"] = nlohmann::json::array();
  for (const std::string& extension : forecast.extensions) {
    nlohmann::json object;
    SetJsonText(object, "name", extension);
    data["extensions"].push_back(std::move(object));
  }
  data["left_out"] = LeftOutAsJson(forecast.left_out);
  data["problems"] = nlohmann::json::array();
  for (const ForecastProblem& problem : forecast.problems) {
    nlohmann::json object;
    object["is_fatal"] = problem.is_fatal;
    SetJsonText(object, "message", problem.text);
    if (!problem.remedy.empty()) SetJsonText(object, "remedy", problem.remedy);
    data["problems"].push_back(std::move(object));
  }
  data["can_work"] = forecast.can_work();
  return data;
}

}  // namespace pgark
