#include "jobs/restore_large_objects.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "base/status_context.h"

namespace pgark {
namespace {

constexpr absl::string_view kLargeObject = "LARGE OBJECT ";

// Where the object's number stands in a statement.
struct NumberPlace {
  size_t begin;
  size_t end;
};

// Returns the end of the first statement of `text`: behind its semicolon, or
// the end of the text. Finds the number of its large object on the way. What
// is quoted is a role's name and may look like anything.
size_t ScanStatement(absl::string_view text,
                     std::optional<NumberPlace>* number) {
  bool quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') {
      quoted = !quoted;
    } else if (quoted) {
      continue;
    } else if (text[i] == ';') {
      return i + 1;
    } else if (!number->has_value() &&
               absl::StartsWith(text.substr(i), kLargeObject)) {
      const size_t begin = i + kLargeObject.size();
      size_t end = begin;
      while (end < text.size() && absl::ascii_isdigit(text[end])) ++end;
      if (end > begin) *number = NumberPlace{begin, end};
      i = end - 1;
    }
  }
  return text.size();
}

}  // namespace

absl::StatusOr<std::vector<Oid>> ParseLargeObjects(const TocEntry& metadata) {
  std::vector<Oid> oids;
  if (!metadata.definition.has_value()) return oids;
  for (const absl::string_view line :
       absl::StrSplit(*metadata.definition, '\n', absl::SkipEmpty())) {
    uint32_t oid = 0;
    if (!std::all_of(line.begin(), line.end(), absl::ascii_isdigit) ||
        !absl::SimpleAtoi(line, &oid) || oid == 0) {
      return WithObject(
          absl::DataLossError("a line of the list is no large object's number"),
          DescribeEntry(metadata));
    }
    oids.push_back(oid);
  }
  return oids;
}

std::string CreateLargeObject(Oid oid) {
  return absl::StrCat("SELECT pg_catalog.lo_create('", oid, "');\n");
}

std::string CreateLargeObjects(const std::vector<Oid>& oids) {
  return absl::StrCat(
      "SELECT pg_catalog.lo_create(oid) FROM pg_catalog.unnest('{",
      absl::StrJoin(oids, ","), "}'::pg_catalog.oid[]) AS oid;\n");
}

std::string UnlinkLargeObject(Oid oid, bool if_exists) {
  if (!if_exists) {
    return absl::StrCat("SELECT pg_catalog.lo_unlink('", oid, "');\n");
  }
  return absl::StrCat(
      "SELECT pg_catalog.lo_unlink(oid) FROM "
      "pg_catalog.pg_largeobject_metadata WHERE oid = '",
      oid, "';\n");
}

absl::StatusOr<std::vector<std::string>> ExpandLargeObjectAcl(
    absl::string_view definition, const std::vector<Oid>& oids) {
  constexpr size_t kMaxExpandedBytes = size_t{256} << 20;
  if (definition.size() > kMaxExpandedBytes / (oids.size() + 1)) {
    return absl::ResourceExhaustedError(
        absl::StrCat("privileges of ", definition.size(), " bytes for ",
                     oids.size(), " large objects are too many"));
  }
  std::vector<std::string> texts;
  while (true) {
    definition = absl::StripLeadingAsciiWhitespace(definition);
    if (definition.empty()) return texts;
    std::optional<NumberPlace> number;
    const size_t end = ScanStatement(definition, &number);
    const absl::string_view statement = definition.substr(0, end);
    definition.remove_prefix(end);
    if (number.has_value()) {
      for (const Oid oid : oids) {
        texts.push_back(absl::StrCat(statement.substr(0, number->begin), oid,
                                     statement.substr(number->end), "\n"));
      }
    } else {
      texts.push_back(absl::StrCat(statement, "\n"));
    }
    texts.emplace_back("\n");
  }
}

}  // namespace pgark
