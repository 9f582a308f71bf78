#include "tools/selection_flags.h"

#include <array>
#include <span>

#include "absl/strings/str_cat.h"
#include "base/file_source.h"
#include "base/status_context.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

// A list file is a listing of an archive, edited by hand.
constexpr size_t kMaxListFileBytes = size_t{256} << 20;

absl::StatusOr<std::string> ReadListFile(const std::string& path) {
  ASSIGN_OR_RETURN(OpenedSource opened, OpenSource(path));
  std::string contents;
  std::array<char, 65536> buffer;
  while (true) {
    ASSIGN_OR_RETURN(const size_t count, opened.sequential != nullptr
                                             ? opened.sequential->Read(buffer)
                                             : opened.random_access->ReadAt(
                                                   contents.size(), buffer));
    if (count == 0) return contents;
    contents.append(buffer.data(), count);
    if (contents.size() > kMaxListFileBytes) {
      return WithPath(
          absl::ResourceExhaustedError(absl::StrCat(
              "a list file has at most ", kMaxListFileBytes, " bytes")),
          path);
    }
  }
}

}  // namespace

void AddPartOptions(OptionTable& table, PartFlags* flags) {
  table.Add({.name = "data-only",
             .short_name = 'a',
             .help = "only the data, no definitions",
             .action = SetFlag(&flags->data_only)});
  table.Add({.name = "schema-only",
             .short_name = 's',
             .help = "only the definitions, no data",
             .action = SetFlag(&flags->schema_only)});
  table.Add({.name = "section",
             .argument = "SECTION",
             .help = "only pre-data, data or post-data; may be repeated",
             .action = AppendText(&flags->sections)});
}

absl::StatusOr<Sections> ResolveParts(const PartFlags& flags) {
  if (flags.data_only && flags.schema_only) {
    return absl::InvalidArgumentError(
        "--schema-only and --data-only exclude each other");
  }
  Sections sections;
  if (flags.sections.empty()) return sections;
  sections = {.pre_data = false, .data = false, .post_data = false};
  for (const std::string& section : flags.sections) {
    if (section == "pre-data") {
      sections.pre_data = true;
    } else if (section == "data") {
      sections.data = true;
    } else if (section == "post-data") {
      sections.post_data = true;
    } else {
      return absl::InvalidArgumentError(
          absl::StrCat("--section: \"", section,
                       "\" is not one of pre-data, data, post-data"));
    }
  }
  return sections;
}

void AddSelectionOptions(OptionTable& table, SelectionFlags* flags) {
  EntrySelectionOptions* selection = &flags->selection;
  table.BeginGroup("Which entries (names are compared exactly)");
  AddPartOptions(table, &flags->parts);
  const struct {
    const char* name;
    char short_name;
    const char* argument;
    const char* help;
    std::vector<std::string>* target;
  } kNames[] = {
      {"schema", 'n', "NAME", "only objects in this schema",
       &selection->schemas},
      {"exclude-schema", 'N', "NAME", "no objects in this schema",
       &selection->excluded_schemas},
      {"table", 't', "NAME", "this relation (table, view, sequence, ...)",
       &selection->tables},
      {"index", 'I', "NAME", "this index", &selection->indexes},
      {"function", 'P', "NAME(ARGS)", "this function", &selection->functions},
      {"trigger", 'T', "NAME", "this trigger", &selection->triggers},
  };
  for (const auto& option : kNames) {
    table.Add({.name = option.name,
               .short_name = option.short_name,
               .argument = option.argument,
               .help = option.help,
               .action = AppendText(option.target)});
  }
  table.Add({.name = "use-list",
             .short_name = 'L',
             .argument = "FILE",
             .help = "only the entries in this edited listing, in its order",
             .action = SetText(&flags->list_file_path)});
  table.Add({.name = "create",
             .short_name = 'C',
             .help = "with the database itself",
             .action = SetFlag(&selection->create_database)});
  table.Add({.name = "no-privileges",
             .short_name = 'x',
             .help = "no GRANT and REVOKE",
             .action = SetFlag(&selection->no_privileges)});
  table.Add({.name = "no-acl",
             .action = SetFlag(&selection->no_privileges),
             .hidden = true});
  const struct {
    const char* name;
    const char* help;
    bool* target;
  } kFlags[] = {
      {"no-comments", "no comments", &selection->no_comments},
      {"no-policies", "no row security policies", &selection->no_policies},
      {"no-publications", "no publications", &selection->no_publications},
      {"no-security-labels", "no security labels",
       &selection->no_security_labels},
      {"no-subscriptions", "no subscriptions", &selection->no_subscriptions},
      {"strict-names", "each of the names must match something",
       &selection->strict_names},
  };
  for (const auto& option : kFlags) {
    table.Add({.name = option.name,
               .help = option.help,
               .action = SetFlag(option.target)});
  }
}

absl::StatusOr<EntrySelectionOptions> ResolveSelection(
    const SelectionFlags& flags) {
  EntrySelectionOptions selection = flags.selection;
  ASSIGN_OR_RETURN(const Sections sections, ResolveParts(flags.parts));
  selection.pre_data_section = sections.pre_data;
  selection.data_section = sections.data;
  selection.post_data_section = sections.post_data;
  selection.schema = !flags.parts.data_only;
  selection.data = !flags.parts.schema_only;
  if (flags.parts.data_only || flags.parts.schema_only) {
    selection.statistics = false;
  }
  if (flags.list_file_path.has_value()) {
    ASSIGN_OR_RETURN(selection.list_file, ReadListFile(*flags.list_file_path));
  }
  return selection;
}

}  // namespace pgark
