#ifndef PGARK_JOBS_RESTORE_OPTIONS_H_
#define PGARK_JOBS_RESTORE_OPTIONS_H_

#include <optional>
#include <string>
#include <vector>

namespace pgark {

// Which entries of an archive are wanted. Names and meaning are pg_restore's
// (docs/archive-format.md, "Which entries are wanted"); `list` obeys the same
// rules. Names are compared exactly, they are not patterns.
struct EntrySelectionOptions {
  // What is wanted at all, after -a, -s, --no-data, ... were resolved.
  bool schema = true;
  bool data = true;
  bool statistics = true;
  // Sequence values even without data (scripts of dump --sequence-data).
  bool sequence_data = false;

  // --section, resolved: without the option all three.
  bool pre_data_section = true;
  bool data_section = true;
  bool post_data_section = true;

  bool create_database = false;  // -C
  bool no_privileges = false;    // -x
  bool no_comments = false;
  bool no_policies = false;
  bool no_publications = false;
  bool no_security_labels = false;
  bool no_subscriptions = false;

  std::vector<std::string> schemas;           // -n
  std::vector<std::string> excluded_schemas;  // -N
  std::vector<std::string> tables;            // -t
  std::vector<std::string> indexes;           // -I
  std::vector<std::string> functions;         // -P, with argument types
  std::vector<std::string> triggers;          // -T
  // --whole-table: patterns; see WholeTables(). Beside what -t names.
  std::vector<std::string> whole_tables;
  bool strict_names = false;

  // The contents of the file given with -L.
  std::optional<std::string> list_file;
};

// What pg_restore's options say about how an archive becomes SQL: sent to a
// server or written as a script. The caller has refused what contradicts
// itself (docs/archive-format.md, "Option clashes").
struct RestoreOptions {
  EntrySelectionOptions selection;

  bool clean = false;      // -c
  bool if_exists = false;  // needs clean
  bool no_owner = false;   // -O
  bool use_set_session_authorization = false;
  bool disable_triggers = false;
  std::string superuser;  // -S, for disable_triggers; "" = none
  std::optional<std::string> role;
  bool enable_row_security = false;
  bool no_tablespaces = false;
  bool no_table_access_method = false;
  bool no_data_for_failed_tables = false;
  // Empties the tables whose rows are restored, before the first of them.
  bool truncate = false;

  bool exit_on_error = false;       // -e
  bool single_transaction = false;  // -1; implies exit_on_error
  // Commit after so many objects; 0 = off. Implies exit_on_error.
  int transaction_size = 0;
  // Connections that restore at once (servers only).
  int jobs = 1;

  // Settings for bulk loading in every session, and in the end a commit that
  // waits until all of it is safe (restore_tuning.h).
  bool tuning = false;
  // ANALYZE what was loaded, unless the archive brings statistics.
  bool analyze = false;

  // Scripts only.
  bool verbose = false;  // -v: ids, dependencies, times
  // Scripts for psql are framed with \restrict, so that nothing in them acts
  // outside the database. Off only for a psql that does not know the command.
  bool restrict_psql = true;
  std::optional<std::string> restrict_key;  // nothing = random
  bool quote_all_identifiers = false;  // as the dump did that becomes a script
  // The release whose pg_dump/pg_restore is imitated in SQL text; 0 = that of
  // the program that made the archive.
  int as_release = 0;
};

}  // namespace pgark

#endif  // PGARK_JOBS_RESTORE_OPTIONS_H_
