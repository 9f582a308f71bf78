#include "catalog/statistics_ddl.h"

#include <cstddef>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "catalog/relation_text.h"

namespace pgark {
namespace {

constexpr int kRangeBoundsRelease = 17;

constexpr ColumnStatistic kKinds[] = {
    {"null_frac", "real", 0},
    {"avg_width", "integer", 0},
    {"n_distinct", "real", 0},
    {"most_common_vals", "text", 0},
    {"most_common_freqs", "real[]", 0},
    {"histogram_bounds", "text", 0},
    {"correlation", "real", 0},
    {"most_common_elems", "text", 0},
    {"most_common_elem_freqs", "real[]", 0},
    {"elem_count_histogram", "real[]", 0},
    {"range_length_histogram", "text", kRangeBoundsRelease},
    {"range_empty_frac", "real", kRangeBoundsRelease},
    {"range_bounds_histogram", "text", kRangeBoundsRelease},
};

// One call; arguments are added in their order.
class StatisticsCall {
 public:
  // `function`: pg_restore_relation_stats, for example.
  StatisticsCall(const SqlStyle& style, absl::string_view function)
      : style_(style),
        text_(absl::StrCat("SELECT * FROM pg_catalog.", function, "(")) {}

  // `type` "" leaves the cast out.
  void Add(absl::string_view name, absl::string_view value,
           absl::string_view type = "") {
    absl::StrAppend(&text_, separator_, "\n\t'", name, "', ",
                    QuoteLiteral(value, style_),
                    type.empty() ? "" : "::", type);
    separator_ = ",";
  }
  std::string Finish() { return absl::StrCat(text_, "\n);\n"); }

 private:
  const SqlStyle& style_;
  std::string text_;
  absl::string_view separator_ = "";
};

// What every call begins with.
void AddRelation(const DdlContext& context, const Object& object,
                 StatisticsCall& call) {
  call.Add("version", absl::StrCat(context.catalog.server_version_number),
           "integer");
  call.Add("schemaname", context.catalog.SchemaName(object));
  call.Add("relname", object.name);
}

std::string RelationCall(const DdlContext& context, const Object& object,
                         const RelationStatistics& statistics) {
  StatisticsCall call(context.style, "pg_restore_relation_stats");
  AddRelation(context, object, call);
  call.Add("relpages", statistics.page_count, "integer");
  call.Add("reltuples", statistics.row_count, "real");
  call.Add("relallvisible", statistics.visible_page_count, "integer");
  if (!statistics.frozen_page_count.empty()) {
    call.Add("relallfrozen", statistics.frozen_page_count, "integer");
  }
  return call.Finish();
}

std::string ColumnCall(const DdlContext& context, const Object& object,
                       const ColumnStatistics& column) {
  StatisticsCall call(context.style, "pg_restore_attribute_stats");
  AddRelation(context, object, call);
  // The names of an index's columns are made up by the server.
  if (column.index_column.empty()) {
    call.Add("attname", column.column);
  } else {
    call.Add("attnum", column.index_column, "smallint");
  }
  call.Add("inherited", column.inherited ? "t" : "f", "boolean");
  for (size_t i = 0; i < column.values.size(); ++i) {
    if (!column.values[i].has_value()) continue;
    call.Add(kKinds[i].name, *column.values[i], kKinds[i].type);
  }
  return call.Finish();
}

}  // namespace

std::span<const ColumnStatistic> ColumnStatisticKinds() { return kKinds; }

absl::Status EmitStatisticsData(const DdlContext& context, const Object& object,
                                TocBuilder& toc) {
  if (!object.Dumps(Component::kStatistics)) return absl::OkStatus();
  const RelationStatistics& statistics =
      context.catalog.statistics[object.detail];
  TocEntry entry =
      MakeEntry(context, object, EntryKind::kStatisticsData,
                object.is_postponed ? Section::kPostData : Section::kData);
  entry.definition = RelationCall(context, object, statistics);
  for (const ColumnStatistics& column : statistics.columns) {
    absl::StrAppend(&*entry.definition, ColumnCall(context, object, column));
  }
  entry.dependencies = object.dependencies;
  toc.Add(object, std::move(entry));
  return absl::OkStatus();
}

}  // namespace pgark
