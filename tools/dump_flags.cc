#include "tools/dump_flags.h"

#include <limits>

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
  // Both of pg_dump's methods make the file safe, as ours does.
  table.Add({.name = "sync-method",
             .argument = "METHOD",
             .help = "fsync or syncfs, as for pg_dump; fsync is used",
             .action = SetWord(&flags->sync_method, {"fsync", "syncfs"})});
}

void AddPatternOptions(OptionTable& table, DumpOptions* objects) {
  constexpr const char* kPattern = "PATTERN";
  table.AddLists({
      {"schema", 'n', kPattern, "only these schemas",
       &objects->schema_patterns},
      {"exclude-schema", 'N', kPattern, "not these schemas",
       &objects->exclude_schema_patterns},
      {"table", 't', kPattern, "only these tables, views, sequences",
       &objects->table_patterns},
      {"table-and-children", '\0', kPattern,
       "as --table, with partitions and children",
       &objects->table_and_children_patterns},
      {"exclude-table", 'T', kPattern, "not these tables, views, sequences",
       &objects->exclude_table_patterns},
      {"exclude-table-and-children", '\0', kPattern,
       "as --exclude-table, with partitions and children",
       &objects->exclude_table_and_children_patterns},
      {"exclude-table-data", '\0', kPattern, "these tables without their rows",
       &objects->exclude_table_data_patterns},
      {"exclude-table-data-and-children", '\0', kPattern,
       "as --exclude-table-data, with partitions and children",
       &objects->exclude_table_data_and_children_patterns},
      {"extension", 'e', kPattern, "only these extensions",
       &objects->extension_patterns},
      {"exclude-extension", '\0', kPattern, "not these extensions",
       &objects->exclude_extension_patterns},
      {"include-foreign-data", '\0', kPattern,
       "also the rows of foreign tables on these servers",
       &objects->include_foreign_data_patterns},
  });
}

void AddObjectOptions(OptionTable& table, DumpFlags* flags) {
  DumpOptions* objects = &flags->objects;
  table.BeginGroup("What is dumped (PATTERN as in psql's \\d)");
  AddPartOptions(table, &flags->parts);
  AddPatternOptions(table, objects);
  table.AddLists({{"filter", '\0', "FILE",
                   "what the rules in this file say, - = standard input",
                   &flags->filter_paths}});
  table.AddFlags({
      {"strict-names", '\0', "each pattern must match something",
       &objects->strict_names},
      {"large-objects", 'b', "large objects, also with -n, -t, -e",
       &flags->large_objects},
      {"blobs", '\0', "", &flags->large_objects},
      {"no-large-objects", 'B', "no large objects", &flags->no_large_objects},
      {"no-blobs", '\0', "", &flags->no_large_objects},
      {"sequence-data", '\0', "where sequences stand, also without data",
       &objects->dump_sequence_data},
      {"no-privileges", 'x', "no GRANT and REVOKE", &objects->no_privileges},
      {"no-acl", '\0', "", &objects->no_privileges},
      {"no-comments", '\0', "no comments", &objects->no_comments},
      {"no-policies", '\0', "no row security policies", &objects->no_policies},
      {"no-publications", '\0', "no publications", &objects->no_publications},
      {"no-security-labels", '\0', "no security labels",
       &objects->no_security_labels},
      {"no-subscriptions", '\0', "no subscriptions",
       &objects->no_subscriptions},
      {"no-toast-compression", '\0', "no column compression methods",
       &objects->no_toast_compression},
      {"no-unlogged-table-data", '\0', "unlogged tables without their rows",
       &objects->no_unlogged_table_data},
      {"load-via-partition-root", '\0', "load partitions through their root",
       &objects->load_via_partition_root},
      {"disable-dollar-quoting", '\0', "function bodies in plain quotes",
       &objects->disable_dollar_quoting},
  });
}

void AddInsertOptions(OptionTable& table, InsertFlags* flags) {
  table.BeginGroup("Rows as INSERT (default: as COPY, which is faster)");
  table.AddFlags({
      {"inserts", '\0', "an INSERT for each row", &flags->inserts},
      {"column-inserts", '\0', "INSERTs with the names of the columns",
       &flags->column_names},
      {"attribute-inserts", '\0', "", &flags->column_names},
      {"on-conflict-do-nothing", '\0', "pass over rows that are there already",
       &flags->on_conflict_do_nothing},
  });
  table.Add({.name = "rows-per-insert",
             .argument = "N",
             .help = "INSERTs with so many rows each",
             .action = SetInteger(&flags->rows_per_statement, 1,
                                  std::numeric_limits<int>::max())});
}

void AddScriptOptions(OptionTable& table, DumpFlags* flags) {
  RestoreOptions* script = &flags->script;
  table.BeginGroup("Scripts (with archives these belong to restore)");
  table.AddFlags({
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
      {"no-reconnect", 'R', "", &flags->no_reconnect},
  });
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
  AddEncodingAndRole(table, &flags->session);
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
  table.Add({.name = "extra-float-digits",
             .argument = "N",
             .help = "the server's setting, -15 to 3 (default: 3)",
             .action = SetInteger(&flags->session.extra_float_digits, -15, 3)});
  table.Add({.name = "force-newer-server",
             .help = "try a server that is newer than we know, and name the "
                     "catalogs that are not dumped",
             .action = SetFlag(&flags->objects.force_newer_server)});
  table.Add({.name = "quote-all-identifiers",
             .help = "quote every name",
             .action = SetFlag(&flags->session.quote_all_identifiers)});
}

}  // namespace

void AddDumpOptions(OptionTable& table, DumpFlags* flags) {
  AddOutputOptions(table, flags);
  AddObjectOptions(table, flags);
  AddInsertOptions(table, &flags->inserts);
  AddScriptOptions(table, flags);
  AddSessionOptions(table, flags);
  AddConnectionOptions(table, &flags->connection);
}

OptionTable MakeDumpOptions(DumpFlags* flags) {
  OptionTable table("pgark dump [OPTION...] [DBNAME]",
                    "Dumps one database into one archive or script, with the "
                    "options of pg_dump.");
  AddDumpOptions(table, flags);
  AddCommonOptions(table, &flags->common);
  table.AddEpilogue(ExitCodeHelp(""));
  return table;
}

}  // namespace pgark
