#include "tools/comparison_report.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tools/archive_json.h"
#include "tools/report.h"
#include "tools/terminal_text.h"

namespace pgark {
namespace {

const char* SideWord(DifferenceSide side) {
  switch (side) {
    case DifferenceSide::kOnlyInA:
      return "only_in_a";
    case DifferenceSide::kOnlyInB:
      return "only_in_b";
    case DifferenceSide::kDiffers:
      return "changed";
  }
  return "unknown";
}

std::string NameOf(const TocEntry& entry) {
  const std::string name = entry.schema.has_value()
                               ? absl::StrCat(*entry.schema, ".", entry.tag)
                               : entry.tag;
  return TerminalText(absl::StrCat(entry.desc, " ", name), false);
}

std::string TableName(const TocEntry& entry) {
  return TerminalText(absl::StrCat(entry.schema.value_or(""), ".", entry.tag),
                      false);
}

std::string Counted(uint64_t count, absl::string_view one,
                    absl::string_view many) {
  return absl::StrCat(count, " ", count == 1 ? one : many);
}

nlohmann::json RowsAsJson(const std::optional<RowDigest>& rows) {
  if (!rows.has_value()) return nullptr;
  return {{"row_count", rows->rows}, {"digest", FormatRowSum(*rows)}};
}

nlohmann::json ObjectDigestAsJson(
    const std::optional<LargeObjectDigest>& object) {
  if (!object.has_value()) return nullptr;
  return {{"size_bytes", object->bytes},
          {"digest", absl::StrFormat("xxh3-128:%016x%016x", object->digest.high,
                                     object->digest.low)}};
}

void SetIds(const TocEntry* a, const TocEntry* b, nlohmann::json* json) {
  if (a != nullptr) (*json)["entry_a"] = a->id.value;
  if (b != nullptr) (*json)["entry_b"] = b->id.value;
}

nlohmann::json ObjectsAsJson(const Comparison& comparison) {
  nlohmann::json list = nlohmann::json::array();
  for (const ObjectDifference& difference : comparison.objects) {
    nlohmann::json json;
    json["object"] = ObjectAsJson(difference.entry());
    json["difference"] = SideWord(difference.presence);
    SetIds(difference.a, difference.b, &json);
    if (difference.presence == DifferenceSide::kDiffers) {
      std::string text;
      for (const DiffLine& line : difference.lines) {
        absl::StrAppend(&text, std::string(1, line.mark), line.text, "\n");
      }
      SetJsonText(json, "diff", text);
    }
    list.push_back(std::move(json));
  }
  return list;
}

nlohmann::json TablesAsJson(const Comparison& comparison) {
  nlohmann::json list = nlohmann::json::array();
  for (const RowDifference& difference : comparison.rows) {
    nlohmann::json json;
    json["object"] = ObjectAsJson(difference.entry());
    SetIds(difference.a, difference.b, &json);
    json["a"] = RowsAsJson(difference.rows_a);
    json["b"] = RowsAsJson(difference.rows_b);
    json["is_comparable"] = !difference.has_other_form;
    list.push_back(std::move(json));
  }
  return list;
}

nlohmann::json SequencesAsJson(const Comparison& comparison) {
  nlohmann::json list = nlohmann::json::array();
  for (const SequenceDifference& difference : comparison.sequences) {
    nlohmann::json json;
    json["object"] = ObjectAsJson(difference.entry());
    if (difference.a != nullptr) SetJsonText(json, "a", difference.value_a);
    if (difference.b != nullptr) SetJsonText(json, "b", difference.value_b);
    list.push_back(std::move(json));
  }
  return list;
}

void AppendObjects(const Comparison& comparison, std::string* out) {
  for (const ObjectDifference& difference : comparison.objects) {
    const std::string name = NameOf(difference.entry());
    switch (difference.presence) {
      case DifferenceSide::kOnlyInA:
        absl::StrAppend(out, "only in A: ", name, "\n");
        break;
      case DifferenceSide::kOnlyInB:
        absl::StrAppend(out, "only in B: ", name, "\n");
        break;
      case DifferenceSide::kDiffers:
        absl::StrAppend(out, "differs: ", name, "\n");
        for (const DiffLine& line : difference.lines) {
          absl::StrAppend(out, "  ", std::string(1, line.mark), " ",
                          TerminalText(line.text, true), "\n");
        }
        break;
    }
  }
}

std::string RowsText(const std::optional<RowDigest>& rows) {
  return rows.has_value() ? Counted(rows->rows, "row", "rows") : "no table";
}

void AppendTables(const Comparison& comparison, std::string* out) {
  for (const RowDifference& difference : comparison.rows) {
    absl::StrAppend(out, "rows differ: ", TableName(difference.entry()),
                    ": A has ", RowsText(difference.rows_a), ", B has ",
                    RowsText(difference.rows_b));
    const bool same_count = difference.rows_a.has_value() &&
                            difference.rows_b.has_value() &&
                            difference.rows_a->rows == difference.rows_b->rows;
    if (difference.has_other_form) {
      absl::StrAppend(out,
                      ", one of them as INSERT statements: the rows "
                      "cannot be compared");
    } else if (same_count) {
      absl::StrAppend(out, ", not the same");
    }
    out->push_back('\n');
  }
}

void AppendSequences(const Comparison& comparison, std::string* out) {
  for (const SequenceDifference& difference : comparison.sequences) {
    absl::StrAppend(
        out, "sequence differs: ", TableName(difference.entry()), ": A has ",
        difference.a == nullptr ? "none"
                                : TerminalText(difference.value_a, false),
        ", B has ",
        difference.b == nullptr ? "none"
                                : TerminalText(difference.value_b, false),
        "\n");
  }
}

void AppendLargeObjects(const Comparison& comparison, std::string* out) {
  for (const LargeObjectDifference& difference : comparison.large_objects) {
    const auto text = [](const std::optional<LargeObjectDigest>& object) {
      return object.has_value() ? Counted(object->bytes, "byte", "bytes")
                                : std::string("none");
    };
    absl::StrAppend(out, "large object differs: ", difference.oid, ": A has ",
                    text(difference.a), ", B has ", text(difference.b), "\n");
  }
}

}  // namespace

nlohmann::json ComparisonAsJson(const ComparedSide& a, const ComparedSide& b,
                                const Comparison& comparison) {
  nlohmann::json json;
  json["is_equal"] = comparison.is_equal();
  json["encoding"]["is_equal"] = !comparison.encodings_differ;
  SetJsonText(json["encoding"], "a", a.encoding);
  SetJsonText(json["encoding"], "b", b.encoding);
  json["objects"] = {{"compared_count", comparison.object_count},
                     {"differences", ObjectsAsJson(comparison)}};
  json["tables"] = {{"compared_count", comparison.table_count},
                    {"row_count_a", comparison.row_count_a},
                    {"row_count_b", comparison.row_count_b},
                    {"differences", TablesAsJson(comparison)}};
  json["sequences"] = {{"compared_count", comparison.sequence_count},
                       {"differences", SequencesAsJson(comparison)}};
  nlohmann::json objects = nlohmann::json::array();
  for (const LargeObjectDifference& difference : comparison.large_objects) {
    objects.push_back({{"oid", difference.oid},
                       {"a", ObjectDigestAsJson(difference.a)},
                       {"b", ObjectDigestAsJson(difference.b)}});
  }
  json["large_objects"] = {{"compared_count", comparison.large_object_count},
                           {"differences", std::move(objects)}};
  return json;
}

std::string FormatComparison(const ComparedSide& a, const ComparedSide& b,
                             const Comparison& comparison) {
  std::string text;
  if (comparison.encodings_differ) {
    absl::StrAppend(&text, "encoding differs: A has ",
                    TerminalText(a.encoding, false), ", B has ",
                    TerminalText(b.encoding, false),
                    ": the same text may be other bytes\n");
  }
  AppendObjects(comparison, &text);
  AppendTables(comparison, &text);
  AppendSequences(comparison, &text);
  AppendLargeObjects(comparison, &text);
  if (comparison.is_equal()) {
    absl::StrAppend(
        &text, "equal: ", Counted(comparison.object_count, "object", "objects"),
        ", ", Counted(comparison.table_count, "table", "tables"), " with ",
        Counted(comparison.row_count_a, "row", "rows"), ", ",
        Counted(comparison.sequence_count, "sequence", "sequences"), ", ",
        Counted(comparison.large_object_count, "large object", "large objects"),
        "\n");
    return text;
  }
  absl::StrAppend(
      &text, "different: ", comparison.objects.size(), " of ",
      Counted(comparison.object_count, "object", "objects"), ", ",
      comparison.rows.size(), " of ",
      Counted(comparison.table_count, "table", "tables"), ", ",
      comparison.sequences.size(), " of ",
      Counted(comparison.sequence_count, "sequence", "sequences"), ", ",
      comparison.large_objects.size(), " of ",
      Counted(comparison.large_object_count, "large object", "large objects"),
      "\n");
  return text;
}

}  // namespace pgark
