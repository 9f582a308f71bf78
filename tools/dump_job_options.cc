#include "tools/dump_job_options.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "tools/filter_file.h"

namespace pgark {
namespace {

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

bool WantsInserts(const InsertFlags& flags) {
  return flags.inserts || flags.column_names || flags.rows_per_statement > 0;
}

absl::Status CheckCombinations(const DumpFlags& flags, DumpFormat format) {
  const RestoreOptions& script = flags.script;
  const bool is_plain = format == DumpFormat::kPlain;
  if (script.clean && flags.parts.data_only) {
    return ExclusionError("--clean", "--data-only");
  }
  if (script.if_exists && !script.clean) {
    return absl::InvalidArgumentError("--if-exists needs --clean");
  }
  if (flags.parts.schema_only &&
      !flags.objects.include_foreign_data_patterns.empty()) {
    return ExclusionError("--schema-only", "--include-foreign-data");
  }
  if (flags.inserts.on_conflict_do_nothing && !WantsInserts(flags.inserts)) {
    return absl::InvalidArgumentError(
        "--on-conflict-do-nothing needs --inserts, --rows-per-insert or "
        "--column-inserts");
  }
  if (is_plain && flags.jobs > 1) {
    return absl::InvalidArgumentError("--jobs needs the custom format (-F c)");
  }
  if (is_plain && flags.max_rate > 0) {
    return absl::InvalidArgumentError(
        "--max-rate needs the custom format (-F c)");
  }
  if (is_plain && !flags.compression.empty() && flags.compression != "0" &&
      flags.compression != "none") {
    return absl::InvalidArgumentError("scripts are not compressed");
  }
  if (!is_plain && script.restrict_key.has_value()) {
    return absl::InvalidArgumentError("--restrict-key is for scripts");
  }
  if (!is_plain && flags.output_path == "-" && isatty(STDOUT_FILENO) != 0) {
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

DumpOptions ObjectOptions(const DumpFlags& flags, const Parts& parts) {
  DumpOptions objects = flags.objects;
  objects.dump_schema = parts.schema;
  objects.dump_data = parts.data;
  objects.dump_statistics = parts.statistics;
  objects.section_pre_data = parts.pre_data_section;
  objects.section_data = parts.data_section;
  objects.section_post_data = parts.post_data_section;
  objects.quote_all_identifiers = flags.session.quote_all_identifiers;
  objects.enable_row_security = flags.session.enable_row_security;
  objects.no_tablespaces = flags.script.no_tablespaces;
  objects.no_table_access_method = flags.script.no_table_access_method;
  // As in pg_dump, -b wins over -B.
  if (flags.large_objects) {
    objects.large_objects = true;
  } else if (flags.no_large_objects) {
    objects.large_objects = false;
  }
  if (WantsInserts(flags.inserts)) {
    objects.inserts = InsertOptions{
        .column_names = flags.inserts.column_names,
        .rows_per_statement = std::max(1, flags.inserts.rows_per_statement),
        .on_conflict_do_nothing = flags.inserts.on_conflict_do_nothing};
  }
  return objects;
}

RestoreOptions ScriptOptions(const DumpFlags& flags, const Parts& parts) {
  RestoreOptions script = flags.script;
  EntrySelectionOptions& selection = script.selection;
  SelectParts(parts, &selection);
  selection.sequence_data = flags.objects.dump_sequence_data;
  selection.no_privileges = flags.objects.no_privileges;
  script.verbose = flags.common.verbose;
  script.enable_row_security = flags.session.enable_row_security;
  script.quote_all_identifiers = flags.session.quote_all_identifiers;
  return script;
}

}  // namespace

absl::StatusOr<DumpJobOptions> ResolveDumpFlags(const DumpFlags& flags) {
  DumpJobOptions job;
  ASSIGN_OR_RETURN(job.format, ResolveFormat(flags));
  ASSIGN_OR_RETURN(const Parts parts, ResolveParts(flags.parts, false));
  RETURN_IF_ERROR(CheckCombinations(flags, job.format));
  job.objects = ObjectOptions(flags, parts);
  RETURN_IF_ERROR(AddFilterFiles(flags.filter_paths, &job.objects));
  job.script = ScriptOptions(flags, parts);
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
  job.created = CreationTime();
  job.program_version = ProgramVersion();
  return job;
}

}  // namespace pgark
