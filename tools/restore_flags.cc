#include "tools/restore_flags.h"

#include <limits>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

void AddTargetOptions(OptionTable& table, RestoreFlags* flags) {
  table.BeginGroup("Where to (one of -d, -f, -l)");
  table.Add({.name = "file",
             .short_name = 'f',
             .argument = "FILE",
             .help = "write the archive as SQL, - = standard output",
             .action = SetText(&flags->script_path)});
  table.Add({.name = "list",
             .short_name = 'l',
             .help = "print what is in it, as pgark list",
             .action = SetFlag(&flags->list)});
  table.Add({.name = "format",
             .short_name = 'F',
             .argument = "FORMAT",
             .help = "of the archive; found by its contents anyway",
             .action = SetWord(&flags->format,
                               {"c", "custom", "d", "directory", "t", "tar"})});
  if (flags->as_pg_restore) return;
  table.Add({.name = "as-release",
             .argument = "N",
             .help = "write SQL as the pg_restore of PostgreSQL N (default: "
                     "that of the program that made the archive)",
             .action = SetInteger(&flags->restore.as_release, 12, 18)});
  table.Add({.name = "no-sync",
             .help = "do not wait until the script is safely on disk",
             .action = SetFlag(&flags->no_sync)});
}

void AddWorkOptions(OptionTable& table, RestoreFlags* flags) {
  RestoreOptions* restore = &flags->restore;
  table.BeginGroup("How");
  table.Add({.name = "jobs",
             .short_name = 'j',
             .argument = "N",
             .help = "connections that restore at once (default: 1)",
             .action = SetInteger(&flags->jobs, 1, 1024)});
  table.Add({.name = "transaction-size",
             .argument = "N",
             .help = "commit after so many objects; stops at an error",
             .action = SetInteger(&restore->transaction_size, 1,
                                  std::numeric_limits<int>::max())});
  table.Add({.name = "role",
             .argument = "NAME",
             .help = "SET ROLE before restoring",
             .action = SetText(&restore->role)});
  table.Add({.name = "superuser",
             .short_name = 'S',
             .argument = "NAME",
             .help = "who disables triggers",
             .action = SetText(&restore->superuser)});
  table.Add({.name = "restrict-key",
             .argument = "KEY",
             .help = "the key of \\restrict in scripts (default: random)",
             .action = SetText(&restore->restrict_key)});
  table.AddFlags({
      {"clean", 'c', "drop objects before creating them", &restore->clean},
      {"if-exists", '\0', "DROP ... IF EXISTS, with --clean",
       &restore->if_exists},
      {"exit-on-error", 'e', "stop at the first error (default: count, go on)",
       &restore->exit_on_error},
      {"single-transaction", '1', "everything or nothing; stops at an error",
       &restore->single_transaction},
      {"no-owner", 'O', "leave out who owns what", &restore->no_owner},
      {"use-set-session-authorization", '\0',
       "SET SESSION AUTHORIZATION instead of ALTER ... OWNER",
       &restore->use_set_session_authorization},
      {"disable-triggers", '\0', "disable triggers around data, with -a",
       &restore->disable_triggers},
      {"enable-row-security", '\0', "load under row security policies",
       &restore->enable_row_security},
      {"no-tablespaces", '\0', "leave out tablespaces",
       &restore->no_tablespaces},
      {"no-table-access-method", '\0', "leave out table access methods",
       &restore->no_table_access_method},
      {"no-data-for-failed-tables", '\0',
       "no rows for tables that could not be created",
       &restore->no_data_for_failed_tables},
      {"no-reconnect", 'R', "", &flags->no_reconnect},
  });
  if (flags->as_pg_restore) return;
  table.AddFlags({
      {"no-analyze", '\0',
       "do not ANALYZE the tables that were loaded (without this they are, "
       "unless the archive brings statistics)",
       &flags->no_analyze},
      {"no-tuning", '\0',
       "leave the settings of the sessions alone (without this: "
       "synchronous_commit = off, and one commit in the end that waits until "
       "everything is safe; a larger maintenance_work_mem)",
       &flags->no_tuning},
  });
}

absl::Status CheckSafety(const RestoreFlags& flags) {
  const RestoreSafetyFlags& safety = flags.safety;
  if (!flags.connection.database.has_value() &&
      (safety.makes_database() || safety.into_existing ||
       safety.disconnect_others || safety.dry_run ||
       safety.create_missing_roles || !safety.renamed_roles.empty() ||
       flags.restore.truncate)) {
    return absl::InvalidArgumentError(
        "--into-existing, --new, --replace, --swap, --disconnect-others, "
        "--dry-run, --truncate and those for roles need -d");
  }
  if (flags.restore.truncate && !flags.selection.parts.data_only) {
    return absl::InvalidArgumentError("--truncate needs --data-only");
  }
  if (!safety.makes_database()) return absl::OkStatus();
  if (flags.selection.selection.create_database) {
    return ExclusionError("--create", "--new, --replace and --swap");
  }
  if (flags.restore.clean) {
    return ExclusionError("--clean", "--new, --replace and --swap");
  }
  return absl::OkStatus();
}

absl::Status CheckCombinations(const RestoreFlags& flags) {
  const RestoreOptions& restore = flags.restore;
  const bool database = flags.connection.database.has_value();
  const bool script = flags.script_path.has_value();
  if (!database && !script && !flags.list) {
    return absl::InvalidArgumentError(
        "where to? One of -d DBNAME, -f FILE (- for standard output) and -l "
        "is needed");
  }
  if (database && script) return ExclusionError("-d/--dbname", "-f/--file");
  if (restore.clean && flags.selection.parts.data_only) {
    return ExclusionError("--clean", "--data-only");
  }
  if (restore.if_exists && !restore.clean) {
    return absl::InvalidArgumentError("--if-exists needs --clean");
  }
  if (restore.single_transaction && flags.selection.selection.create_database) {
    return ExclusionError("--create", "--single-transaction");
  }
  if (restore.single_transaction && flags.jobs > 1) {
    return ExclusionError("--single-transaction", "--jobs");
  }
  if (restore.single_transaction && restore.transaction_size > 0) {
    return ExclusionError("--single-transaction", "--transaction-size");
  }
  if (script && flags.jobs > 1) return ExclusionError("--file", "--jobs");
  if (database && restore.restrict_key.has_value()) {
    return ExclusionError("-d/--dbname", "--restrict-key");
  }
  return CheckSafety(flags);
}

}  // namespace

OptionTable MakeRestoreOptions(RestoreFlags* flags) {
  OptionTable table(
      flags->as_pg_restore ? "pg_restore [OPTION...] [ARCHIVE]"
                           : "pgark restore [OPTION...] [ARCHIVE]",
      "Restores an archive into a database, or writes it as SQL, with the "
      "options of pg_restore. ARCHIVE is a file in the custom or tar format, "
      "a directory, or a set of a store (app:latest). Without it, or with -, "
      "the archive comes from standard "
      "input.");
  AddTargetOptions(table, flags);
  AddSelectionOptions(table, &flags->selection);
  if (!flags->as_pg_restore) {
    table.AddLists(
        {{"whole-table", '\0', "PATTERN",
          "tables with all that is theirs: sequences, indexes, keys from and "
          "to them, triggers, policies, rights, ...",
          &flags->selection.selection.whole_tables}});
  }
  AddWorkOptions(table, flags);
  if (flags->as_pg_restore) {
    AddPostgresConnectionOptions(table, &flags->connection);
    table.AddFlags({{"verbose", 'v', "say what is being worked on",
                     &flags->common.verbose}});
    return table;
  }
  table.AddFlags({{"truncate", '\0',
                   "with -a: empty the tables first, all or none of them",
                   &flags->restore.truncate}});
  AddRestoreSafetyOptions(table, &flags->safety);
  AddConnectionOptions(table, &flags->connection);
  AddStoreOptions(table, &flags->store);
  AddCommonOptions(table, &flags->common);
  table.AddEpilogue(
      ExitCodeHelp("restored, but some entries failed; they are listed"));
  return table;
}

absl::StatusOr<RestoreOptions> ResolveRestoreFlags(const RestoreFlags& flags) {
  RETURN_IF_ERROR(CheckCombinations(flags));
  RestoreOptions options = flags.restore;
  ASSIGN_OR_RETURN(options.selection, ResolveSelection(flags.selection));
  options.jobs = flags.jobs == 0 ? 1 : flags.jobs;
  options.verbose = flags.common.verbose;
  options.tuning = !flags.as_pg_restore && !flags.no_tuning;
  options.analyze = !flags.as_pg_restore && !flags.no_analyze;
  return options;
}

}  // namespace pgark
