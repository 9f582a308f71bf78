#include "tools/backup_flags.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "tools/dump_job_options.h"

namespace pgark {
namespace {

// Options that leave a part of the database out.
constexpr absl::string_view kPartialOptions[] = {
    "schema",
    "exclude-schema",
    "table",
    "table-and-children",
    "exclude-table",
    "exclude-table-and-children",
    "exclude-table-data",
    "exclude-table-data-and-children",
    "extension",
    "exclude-extension",
    "filter",
    "data-only",
    "schema-only",
    "statistics-only",
    "no-data",
    "no-schema",
    "section",
    "no-large-objects",
    "no-blobs",
    "no-policies",
    "enable-row-security"};

// Options that do not change what is dumped, or may hold secrets: they do not
// stand in the manifest.
constexpr absl::string_view kUnrecorded[] = {"dbname",
                                             "host",
                                             "port",
                                             "username",
                                             "no-password",
                                             "password",
                                             "wait-for-server",
                                             "store",
                                             "now",
                                             "kind",
                                             "description",
                                             "prune",
                                             "verbose",
                                             "quiet",
                                             "progress",
                                             "output",
                                             "restrict-key",
                                             "keep-last",
                                             "keep-daily",
                                             "keep-weekly",
                                             "keep-monthly",
                                             "keep-yearly",
                                             "keep-within",
                                             "keep-kind",
                                             "max-count",
                                             "min-keep",
                                             "time-zone",
                                             "no-space-check"};

bool IsAmong(absl::Span<const absl::string_view> names,
             const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

OptionTable MakeBackupOptions(BackupFlags* flags) {
  OptionTable table(
      "pgark backup [OPTION...] [DATABASE...]",
      "Dumps each database, with the server's roles, into a set of its own in "
      "a store, checks it and publishes it. DATABASE is a name or a URL "
      "(default: -d, then $DATABASE_URL, $PGDATABASE). Prints the sets' "
      "names.");
  table.BeginGroup("The set");
  table.Add({.name = "kind",
             .argument = "KIND",
             .help = "manual (the default), scheduled, pre-migration, safety, "
                     "or a word of yours",
             .action = SetKind(&flags->kind)});
  table.Add({.name = "description",
             .argument = "TEXT",
             .help = "why it was made",
             .action = SetText(&flags->description)});
  table.Add(
      {.name = "verify",
       .argument = "LEVEL",
       .help =
           "how deep it is checked at once: toc, blocks, streams, "
           "rows (the default) or types; only from streams on does it count "
           "as verified",
       .action = SetWord(&flags->verify_level,
                         {"toc", "blocks", "streams", "rows", "types"})});
  table.Add({.name = "also-as",
             .argument = "FORMS",
             .help = "further files, made from the archive: sql, sql.gz",
             .action = [flags](const std::string& value) {
               for (absl::string_view form : absl::StrSplit(value, ',')) {
                 if (form != "sql" && form != "sql.gz") {
                   return absl::InvalidArgumentError(absl::StrCat(
                       "\"", form, "\" is not one of sql, sql.gz"));
                 }
                 flags->also_as.emplace_back(form);
               }
               return absl::OkStatus();
             }});
  table.AddFlags({{"prune", '\0',
                   "apply the retention policy behind a set that is verified",
                   &flags->prune},
                  {"no-space-check", '\0',
                   "begin although the store may have too little space",
                   &flags->no_space_check}});
  AddStoreOptions(table, &flags->store);
  AddRetentionOptions(table, &flags->retention);
  AddDumpOptions(table, &flags->dump);
  AddCommonOptions(table, &flags->dump.common);
  table.AddEpilogue(ExitCodeHelp(
      "made, and its check found something: kept aside as failed", true));
  return table;
}

absl::StatusOr<DumpJobOptions> ResolveBackupFlags(const BackupFlags& flags) {
  if (flags.dump.output_path != "-") {
    return WithHint(
        absl::InvalidArgumentError(
            "--file has no meaning: a set's files are in the store"),
        "pgark dump writes single files");
  }
  if (!flags.dump.format.empty() && flags.dump.format[0] != 'c') {
    return WithHint(
        absl::InvalidArgumentError("a set holds an archive (--format=custom)"),
        "--also-as=sql adds a script");
  }
  DumpFlags dump = flags.dump;
  dump.format = "custom";
  dump.output_path = "set.dump";  // replaced for each database
  return ResolveDumpFlags(dump);
}

void DescribeOptions(const OptionTable& table, Manifest* manifest) {
  for (const auto& [name, value] : table.given()) {
    if (IsAmong(kPartialOptions, name)) manifest->is_partial = true;
    if (name == "no-owner") manifest->restore_no_owner = true;
    if (name == "no-privileges" || name == "no-acl") {
      manifest->restore_no_privileges = true;
    }
    if (IsAmong(kUnrecorded, name)) continue;
    std::vector<std::string>& values = manifest->options[name];
    if (!value.empty()) values.push_back(value);
  }
}

}  // namespace pgark
