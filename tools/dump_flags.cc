#include "tools/dump_flags.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

void AddOutputOptions(OptionTable& table, DumpFlags* flags) {
  table.BeginGroup("Output");
  table.Add({.name = "file",
             .short_name = 'f',
             .argument = "FILE",
             .help = "where to (default: standard output)",
             .action = SetText(&flags->output_path)});
  table.Add({.name = "format",
             .short_name = 'F',
             .argument = "FORMAT",
             .help = "custom or plain, c or p (default: by FILE's suffix, "
                     "otherwise plain)",
             .action = SetWord(&flags->format, {"c", "custom", "p", "plain"})});
  table.Add({.name = "jobs",
             .short_name = 'j',
             .argument = "N",
             .help = "connections that read at once (default: cores, at most "
                     "4, at most a quarter of what the server has free; custom "
                     "format)",
             .action = SetInteger(&flags->jobs, 1, 1024)});
  table.Add({.name = "max-rate",
             .argument = "SIZE",
             .help = "read at most so much table data a second (custom format)",
             .action = SetByteSize(&flags->max_rate)});
  table.Add({.name = "niceness",
             .argument = "N",
             .help = "leave the processor to others: 1 to 19, as nice does",
             .action = SetInteger(&flags->niceness, 1, 19)});
  table.Add({.name = "compress",
             .short_name = 'Z',
             .argument = "METHOD[:DETAIL]",
             .help = "none, gzip, lz4 or zstd, with a level; or a gzip level "
                     "alone (default: zstd for servers from 16 on, else gzip)",
             .action = SetText(&flags->compression)});
  table.Add({.name = "archive-version",
             .argument = "1.N",
             .help = "1.14 (pg_restore 12 and later), 1.15 (16) or 1.16 (17); "
                     "default: what the server's own pg_restore reads",
             .action = SetText(&flags->archive_version)});
  table.Add({.name = "as-release",
             .argument = "N",
             .help = "write SQL as the pg_dump of PostgreSQL N (default: the "
                     "server's own)",
             .action = SetInteger(&flags->objects.as_release, 12, 18)});
  table.Add({.name = "split-tables-larger-than",
             .argument = "SIZE",
             .help = "read larger tables in pieces of this size, 0 = never "
                     "(default: 64 MiB)",
             .action = SetByteSize(&flags->piece_bytes)});
  table.Add({.name = "no-index",
             .help = "leave out the index behind the archive's last block",
             .action = SetFlag(&flags->no_index)});
  table.Add({.name = "no-sync",
             .help = "do not wait until the file is safely on disk",
             .action = SetFlag(&flags->no_sync)});
}

struct PatternOption {
  const char* name;
  char short_name;
  const char* help;
  std::vector<std::string> DumpOptions::*target;
};

constexpr PatternOption kPatternOptions[] = {
    {"schema", 'n', "only these schemas", &DumpOptions::schema_patterns},
    {"exclude-schema", 'N', "not these schemas",
     &DumpOptions::exclude_schema_patterns},
    {"table", 't', "only these tables, views, sequences",
     &DumpOptions::table_patterns},
    {"table-and-children", '\0', "as --table, with partitions and children",
     &DumpOptions::table_and_children_patterns},
    {"exclude-table", 'T', "not these tables, views, sequences",
     &DumpOptions::exclude_table_patterns},
    {"exclude-table-and-children", '\0',
     "as --exclude-table, with partitions and children",
     &DumpOptions::exclude_table_and_children_patterns},
    {"exclude-table-data", '\0', "these tables without their rows",
     &DumpOptions::exclude_table_data_patterns},
    {"exclude-table-data-and-children", '\0',
     "as --exclude-table-data, with partitions and children",
     &DumpOptions::exclude_table_data_and_children_patterns},
    {"extension", 'e', "only these extensions",
     &DumpOptions::extension_patterns},
    {"exclude-extension", '\0', "not these extensions",
     &DumpOptions::exclude_extension_patterns},
};

struct FlagOption {
  const char* name;
  char short_name;
  const char* help;
  bool DumpOptions::*target;
};

constexpr FlagOption kFlagOptions[] = {
    {"strict-names", '\0', "each pattern must match something",
     &DumpOptions::strict_names},
    {"no-privileges", 'x', "no GRANT and REVOKE", &DumpOptions::no_privileges},
    {"no-comments", '\0', "no comments", &DumpOptions::no_comments},
    {"no-policies", '\0', "no row security policies",
     &DumpOptions::no_policies},
    {"no-publications", '\0', "no publications", &DumpOptions::no_publications},
    {"no-security-labels", '\0', "no security labels",
     &DumpOptions::no_security_labels},
    {"no-subscriptions", '\0', "no subscriptions",
     &DumpOptions::no_subscriptions},
    {"no-toast-compression", '\0', "no column compression methods",
     &DumpOptions::no_toast_compression},
    {"no-unlogged-table-data", '\0', "unlogged tables without their rows",
     &DumpOptions::no_unlogged_table_data},
    {"load-via-partition-root", '\0', "load partitions through their root",
     &DumpOptions::load_via_partition_root},
    {"disable-dollar-quoting", '\0', "function bodies in plain quotes",
     &DumpOptions::disable_dollar_quoting},
};

void AddObjectOptions(OptionTable& table, DumpFlags* flags) {
  DumpOptions* objects = &flags->objects;
  table.BeginGroup("What is dumped (PATTERN as in psql's \\d)");
  AddPartOptions(table, &flags->parts);
  for (const PatternOption& option : kPatternOptions) {
    table.Add({.name = option.name,
               .short_name = option.short_name,
               .argument = "PATTERN",
               .help = option.help,
               .action = AppendText(&(objects->*option.target))});
  }
  for (const FlagOption& option : kFlagOptions) {
    table.Add({.name = option.name,
               .short_name = option.short_name,
               .help = option.help,
               .action = SetFlag(&(objects->*option.target))});
  }
  table.Add({.name = "no-acl",
             .action = SetFlag(&objects->no_privileges),
             .hidden = true});
  const struct {
    const char* name;
    char short_name;
    const char* help;
    bool* target;
  } kLargeObjects[] = {
      {"large-objects", 'b', "large objects, also with -n, -t, -e",
       &flags->large_objects},
      {"blobs", '\0', "", &flags->large_objects},
      {"no-large-objects", 'B', "no large objects", &flags->no_large_objects},
      {"no-blobs", '\0', "", &flags->no_large_objects},
  };
  for (const auto& option : kLargeObjects) {
    table.Add({.name = option.name,
               .short_name = option.short_name,
               .help = option.help,
               .action = SetFlag(option.target),
               .hidden = option.help[0] == '\0'});
  }
}

void AddScriptOptions(OptionTable& table, DumpFlags* flags) {
  RestoreOptions* script = &flags->script;
  table.BeginGroup("Scripts (with archives these belong to restore)");
  const struct {
    const char* name;
    char short_name;
    const char* help;
    bool* target;
  } kFlags[] = {
      {"clean", 'c', "drop objects before creating them", &script->clean},
      {"create", 'C', "create the database and connect to it",
       &script->selection.create_database},
      {"if-exists", '\0', "DROP ... IF EXISTS, with --clean",
       &script->if_exists},
      {"no-owner", 'O', "leave out who owns what", &script->no_owner},
      {"disable-triggers", '\0', "disable triggers around data, with -a",
       &script->disable_triggers},
      {"use-set-session-authorization", '\0',
       "SET SESSION AUTHORIZATION instead of ALTER ... OWNER",
       &script->use_set_session_authorization},
      {"no-tablespaces", '\0', "leave out tablespaces",
       &script->no_tablespaces},
      {"no-table-access-method", '\0', "leave out table access methods",
       &script->no_table_access_method},
  };
  for (const auto& option : kFlags) {
    table.Add({.name = option.name,
               .short_name = option.short_name,
               .help = option.help,
               .action = SetFlag(option.target)});
  }
  table.Add({.name = "superuser",
             .short_name = 'S',
             .argument = "NAME",
             .help = "who disables triggers",
             .action = SetText(&script->superuser)});
  table.Add({.name = "restrict-key",
             .argument = "KEY",
             .help = "the key of \\restrict (default: random)",
             .action = SetText(&script->restrict_key)});
}

void AddSessionOptions(OptionTable& table, DumpFlags* flags) {
  table.BeginGroup("Session");
  table.Add({.name = "encoding",
             .short_name = 'E',
             .argument = "ENCODING",
             .help = "of the dump (default: the client's)",
             .action = SetText(&flags->session.encoding)});
  table.Add({.name = "role",
             .argument = "NAME",
             .help = "SET ROLE after logging in",
             .action = SetText(&flags->session.role)});
  table.Add({.name = "lock-wait-timeout",
             .argument = "TIME",
             .help = "give up when a table cannot be locked for so long",
             .action = SetText(&flags->objects.lock_wait_timeout)});
  table.Add({.name = "snapshot",
             .argument = "ID",
             .help = "read this exported snapshot",
             .action = SetText(&flags->snapshot)});
  table.Add({.name = "serializable-deferrable",
             .help = "wait for a snapshot without anomalies",
             .action = SetFlag(&flags->serializable_deferrable)});
  table.Add({.name = "enable-row-security",
             .help = "dump only the rows that policies show",
             .action = SetFlag(&flags->session.enable_row_security)});
  table.Add({.name = "quote-all-identifiers",
             .help = "quote every name",
             .action = SetFlag(&flags->session.quote_all_identifiers)});
}

absl::StatusOr<ArchiveVersion> ParseArchiveVersion(const std::string& text) {
  for (const ArchiveVersion version :
       {kArchiveVersion1_14, kArchiveVersion1_15, kArchiveVersion1_16}) {
    if (text == absl::StrCat("1.", int{version.minor_number})) return version;
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "--archive-version: \"", text, "\" is not one of 1.14, 1.15, 1.16"));
}

absl::StatusOr<DumpFormat> ResolveFormat(const DumpFlags& flags) {
  if (flags.format == "c" || flags.format == "custom") {
    return DumpFormat::kCustom;
  }
  if (flags.format == "p" || flags.format == "plain") {
    return DumpFormat::kPlain;
  }
  static constexpr const char* kCustomSuffixes[] = {".dump", ".pgdump",
                                                    ".backup"};
  static constexpr const char* kUnsupportedSuffixes[] = {
      ".tar", "/", ".sql.gz", ".sql.zst", ".sql.lz4"};
  for (const char* suffix : kCustomSuffixes) {
    if (absl::EndsWith(flags.output_path, suffix)) return DumpFormat::kCustom;
  }
  // By the suffix another format is meant; a plain script under that name
  // would be a surprise.
  for (const char* suffix : kUnsupportedSuffixes) {
    if (absl::EndsWith(flags.output_path, suffix)) {
      return absl::InvalidArgumentError(absl::StrCat(
          "the format that the suffix ", suffix,
          " stands for cannot be written; choose one with --format"));
    }
  }
  return DumpFormat::kPlain;
}

absl::Status CheckCombinations(const DumpFlags& flags, DumpFormat format) {
  const RestoreOptions& script = flags.script;
  if (script.clean && flags.parts.data_only) {
    return absl::InvalidArgumentError(
        "--clean and --data-only exclude each other");
  }
  if (script.if_exists && !script.clean) {
    return absl::InvalidArgumentError("--if-exists needs --clean");
  }
  if (format == DumpFormat::kPlain && flags.jobs > 1) {
    return absl::InvalidArgumentError("--jobs needs the custom format (-F c)");
  }
  if (format == DumpFormat::kPlain && flags.max_rate > 0) {
    return absl::InvalidArgumentError(
        "--max-rate needs the custom format (-F c)");
  }
  if (format == DumpFormat::kPlain && !flags.compression.empty() &&
      flags.compression != "0" && flags.compression != "none") {
    return absl::InvalidArgumentError("scripts are not compressed");
  }
  if (format == DumpFormat::kCustom && script.restrict_key.has_value()) {
    return absl::InvalidArgumentError("--restrict-key is for scripts");
  }
  if (format == DumpFormat::kCustom && flags.output_path == "-" &&
      isatty(STDOUT_FILENO) != 0) {
    return absl::InvalidArgumentError(
        "an archive is not written to a terminal; name a file with --file");
  }
  return absl::OkStatus();
}

// The clock, or what SOURCE_DATE_EPOCH says, for archives that can be
// compared byte by byte.
std::time_t CreationTime() {
  const char* fixed = std::getenv("SOURCE_DATE_EPOCH");
  int64_t seconds = 0;
  if (fixed != nullptr && absl::SimpleAtoi(fixed, &seconds)) {
    return static_cast<std::time_t>(seconds);
  }
  return std::time(nullptr);
}

}  // namespace

OptionTable MakeDumpOptions(DumpFlags* flags) {
  OptionTable table("pgark dump [OPTION...] [DBNAME]",
                    "Dumps one database into one archive or script, with the "
                    "options of pg_dump.");
  AddOutputOptions(table, flags);
  AddObjectOptions(table, flags);
  AddScriptOptions(table, flags);
  AddSessionOptions(table, flags);
  AddConnectionOptions(table, &flags->connection);
  AddCommonOptions(table, &flags->common);
  table.AddEpilogue(ExitCodeHelp(""));
  return table;
}

absl::StatusOr<DumpJobOptions> ResolveDumpFlags(const DumpFlags& flags) {
  DumpJobOptions job;
  ASSIGN_OR_RETURN(job.format, ResolveFormat(flags));
  RETURN_IF_ERROR(CheckCombinations(flags, job.format));
  ASSIGN_OR_RETURN(const Sections sections, ResolveParts(flags.parts));
  job.objects = flags.objects;
  job.objects.dump_schema = !flags.parts.data_only;
  job.objects.dump_data = !flags.parts.schema_only;
  job.objects.quote_all_identifiers = flags.session.quote_all_identifiers;
  job.objects.enable_row_security = flags.session.enable_row_security;
  job.objects.no_tablespaces = flags.script.no_tablespaces;
  job.objects.no_table_access_method = flags.script.no_table_access_method;
  // As in pg_dump, -b wins over -B.
  if (flags.large_objects) {
    job.objects.large_objects = true;
  } else if (flags.no_large_objects) {
    job.objects.large_objects = false;
  }
  job.session = flags.session;
  job.snapshot = flags.snapshot;
  job.serializable_deferrable = flags.serializable_deferrable;
  job.output_path = flags.output_path;
  job.sync = !flags.no_sync;
  job.write_index = !flags.no_index;
  job.pieces.piece_bytes = flags.piece_bytes;
  job.jobs = flags.jobs;
  job.max_bytes_per_second = flags.max_rate;
  if (!flags.archive_version.empty()) {
    ASSIGN_OR_RETURN(job.version, ParseArchiveVersion(flags.archive_version));
  }
  if (!flags.compression.empty()) {
    ASSIGN_OR_RETURN(job.compression, ParseCompressionSpec(flags.compression));
  }
  job.objects.section_pre_data = sections.pre_data;
  job.objects.section_data = sections.data;
  job.objects.section_post_data = sections.post_data;
  job.script = flags.script;
  EntrySelectionOptions& parts = job.script.selection;
  parts.schema = job.objects.dump_schema;
  parts.data = job.objects.dump_data;
  parts.pre_data_section = sections.pre_data;
  parts.data_section = sections.data;
  parts.post_data_section = sections.post_data;
  parts.no_privileges = job.objects.no_privileges;
  job.script.verbose = flags.common.verbose;
  job.script.enable_row_security = flags.session.enable_row_security;
  job.script.quote_all_identifiers = flags.session.quote_all_identifiers;
  job.created = CreationTime();
  job.program_version = ProgramVersion();
  return job;
}

}  // namespace pgark
