#include "tools/selection_flags.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "tools/filter_file.h"
#include "tools/whole_file.h"

namespace pgark {
namespace {

// A list file is a listing of an archive, edited by hand.
constexpr size_t kMaxListFileBytes = size_t{256} << 20;

absl::Status CheckExclusions(const PartFlags& flags) {
  const struct {
    bool first, second;
    const char* names[2];
  } kExclusions[] = {
      {flags.data_only, flags.schema_only, {"--schema-only", "--data-only"}},
      {flags.schema_only,
       flags.statistics_only,
       {"--schema-only", "--statistics-only"}},
      {flags.data_only,
       flags.statistics_only,
       {"--data-only", "--statistics-only"}},
      {flags.data_only, flags.no_data, {"--data-only", "--no-data"}},
      {flags.schema_only, flags.no_schema, {"--schema-only", "--no-schema"}},
      {flags.statistics_only,
       flags.no_statistics,
       {"--statistics-only", "--no-statistics"}},
      {flags.statistics,
       flags.no_statistics,
       {"--statistics", "--no-statistics"}},
      {flags.data_only, flags.statistics, {"--data-only", "--statistics"}},
      {flags.schema_only, flags.statistics, {"--schema-only", "--statistics"}},
  };
  for (const auto& row : kExclusions) {
    if (row.first && row.second) {
      return ExclusionError(row.names[0], row.names[1]);
    }
  }
  return absl::OkStatus();
}

}  // namespace

void AddPartOptions(OptionTable& table, PartFlags* flags) {
  table.AddFlags({
      {"data-only", 'a', "only the data, no definitions, no statistics",
       &flags->data_only},
      {"schema-only", 's', "only the definitions, no data, no statistics",
       &flags->schema_only},
      {"statistics-only", '\0', "only what ANALYZE has found out (18)",
       &flags->statistics_only},
      {"statistics", '\0', "also what ANALYZE has found out (18)",
       &flags->statistics},
      {"no-data", '\0', "no data", &flags->no_data},
      {"no-schema", '\0', "no definitions", &flags->no_schema},
      {"no-statistics", '\0', "no statistics", &flags->no_statistics},
  });
  table.AddLists({{"section", '\0', "SECTION",
                   "only pre-data, data or post-data; may be repeated",
                   &flags->sections}});
}

absl::Status ExclusionError(absl::string_view first, absl::string_view second) {
  return absl::InvalidArgumentError(
      absl::StrCat(first, " and ", second, " exclude each other"));
}

absl::StatusOr<Parts> ResolveParts(const PartFlags& flags,
                                   bool statistics_by_default) {
  RETURN_IF_ERROR(CheckExclusions(flags));
  Parts parts;
  const bool only_one =
      flags.data_only || flags.schema_only || flags.statistics_only;
  parts.schema = (flags.schema_only || !only_one) && !flags.no_schema;
  parts.data = (flags.data_only || !only_one) && !flags.no_data;
  parts.statistics = (flags.statistics || flags.statistics_only ||
                      (statistics_by_default && !only_one)) &&
                     !flags.no_statistics;
  if (flags.sections.empty()) return parts;
  struct {
    const char* name;
    bool* target;
  } const kSections[] = {{"pre-data", &parts.pre_data_section},
                         {"data", &parts.data_section},
                         {"post-data", &parts.post_data_section}};
  for (const auto& known : kSections) *known.target = false;
  for (const std::string& section : flags.sections) {
    const auto* known = std::find_if(
        std::begin(kSections), std::end(kSections),
        [&section](const auto& one) { return section == one.name; });
    if (known == std::end(kSections)) {
      return absl::InvalidArgumentError(
          absl::StrCat("--section: \"", section,
                       "\" is not one of pre-data, data, post-data"));
    }
    *known->target = true;
  }
  return parts;
}

void AddSelectionOptions(OptionTable& table, SelectionFlags* flags) {
  EntrySelectionOptions* selection = &flags->selection;
  table.BeginGroup("Which entries (names are compared exactly)");
  AddPartOptions(table, &flags->parts);
  table.AddLists({
      {"schema", 'n', "NAME", "only objects in this schema",
       &selection->schemas},
      {"exclude-schema", 'N', "NAME", "no objects in this schema",
       &selection->excluded_schemas},
      {"table", 't', "NAME", "this relation (table, view, sequence, ...)",
       &selection->tables},
      {"index", 'I', "NAME", "this index", &selection->indexes},
      {"function", 'P', "NAME(ARGS)", "this function", &selection->functions},
      {"trigger", 'T', "NAME", "this trigger", &selection->triggers},
  });
  table.Add({.name = "use-list",
             .short_name = 'L',
             .argument = "FILE",
             .help = "only the entries in this edited listing, in its order",
             .action = SetText(&flags->list_file_path)});
  table.AddLists({{"filter", '\0', "FILE",
                   "only what the rules in this file say, - = standard input",
                   &flags->filter_paths}});
  table.AddFlags({
      {"create", 'C', "with the database itself", &selection->create_database},
      {"no-privileges", 'x', "no GRANT and REVOKE", &selection->no_privileges},
      {"no-acl", '\0', "", &selection->no_privileges},
      {"no-comments", '\0', "no comments", &selection->no_comments},
      {"no-policies", '\0', "no row security policies",
       &selection->no_policies},
      {"no-publications", '\0', "no publications", &selection->no_publications},
      {"no-security-labels", '\0', "no security labels",
       &selection->no_security_labels},
      {"no-subscriptions", '\0', "no subscriptions",
       &selection->no_subscriptions},
      {"strict-names", '\0', "each of the names must match something",
       &selection->strict_names},
  });
}

void SelectParts(const Parts& parts, EntrySelectionOptions* selection) {
  selection->schema = parts.schema;
  selection->data = parts.data;
  selection->statistics = parts.statistics;
  selection->pre_data_section = parts.pre_data_section;
  selection->data_section = parts.data_section;
  selection->post_data_section = parts.post_data_section;
}

absl::StatusOr<EntrySelectionOptions> ResolveSelection(
    const SelectionFlags& flags) {
  EntrySelectionOptions selection = flags.selection;
  ASSIGN_OR_RETURN(const Parts parts, ResolveParts(flags.parts, true));
  SelectParts(parts, &selection);
  if (flags.list_file_path.has_value()) {
    ASSIGN_OR_RETURN(selection.list_file,
                     ReadWholeFile(*flags.list_file_path, kMaxListFileBytes));
  }
  RETURN_IF_ERROR(AddFilterFiles(flags.filter_paths, &selection));
  return selection;
}

}  // namespace pgark
