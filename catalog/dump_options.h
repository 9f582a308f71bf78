#ifndef PGARK_CATALOG_DUMP_OPTIONS_H_
#define PGARK_CATALOG_DUMP_OPTIONS_H_

#include <optional>
#include <string>
#include <vector>

namespace pgark {

// Rows as INSERT statements instead of COPY's text.
struct InsertOptions {
  bool column_names = false;
  int rows_per_statement = 1;
  bool on_conflict_do_nothing = false;
};

// What pg_dump's options say about which objects are dumped and how they are
// written. Names and meaning are pg_dump's.
struct DumpOptions {
  // Name patterns, as given (docs/objects.md, "Name patterns").
  std::vector<std::string> schema_patterns;          // -n
  std::vector<std::string> exclude_schema_patterns;  // -N
  std::vector<std::string> table_patterns;           // -t
  std::vector<std::string> table_and_children_patterns;
  std::vector<std::string> exclude_table_patterns;  // -T
  std::vector<std::string> exclude_table_and_children_patterns;
  std::vector<std::string> exclude_table_data_patterns;
  std::vector<std::string> exclude_table_data_and_children_patterns;
  std::vector<std::string> extension_patterns;  // -e
  // Includes of a filter file: unlike -e they leave all other kinds alone.
  std::vector<std::string> filtered_extension_patterns;
  std::vector<std::string> exclude_extension_patterns;
  std::vector<std::string> include_foreign_data_patterns;
  bool strict_names = false;

  // What is dumped, after -a, -s, --no-data, ... were resolved.
  bool dump_schema = true;
  bool dump_data = true;
  bool dump_statistics = false;
  bool dump_sequence_data = false;  // even without data
  // Nothing = by the other options (docs/objects.md, "What is wanted").
  std::optional<bool> large_objects;  // -b / -B
  // --section; all of them unless narrowed.
  bool section_pre_data = true;
  bool section_data = true;
  bool section_post_data = true;

  bool no_privileges = false;  // -x
  bool no_comments = false;
  bool no_publications = false;
  bool no_subscriptions = false;
  bool no_security_labels = false;
  bool no_policies = false;
  bool no_unlogged_table_data = false;
  bool no_toast_compression = false;
  bool no_tablespaces = false;  // in CREATE DATABASE
  bool no_table_access_method = false;
  bool load_via_partition_root = false;
  bool enable_row_security = false;
  bool quote_all_identifiers = false;
  bool disable_dollar_quoting = false;
  std::optional<InsertOptions> inserts;  // nothing = COPY

  // A server newer than we know is tried with what we know of the newest.
  bool force_newer_server = false;

  // DATABASE and its properties get entries: always in archives, with -C in
  // scripts.
  bool create_database = true;

  std::optional<std::string> lock_wait_timeout;

  // The release whose pg_dump is imitated; 0 = the server's own.
  int as_release = 0;
  // Large objects in groups (BLOB METADATA), as archives from 1.16 on have
  // them; otherwise one BLOB entry each.
  bool large_object_groups = true;

  // Whether neither -n, -t, --table-and-children nor -e narrow the dump.
  bool IncludesEverything() const {
    return schema_patterns.empty() && table_patterns.empty() &&
           table_and_children_patterns.empty() && extension_patterns.empty();
  }
};

}  // namespace pgark

#endif  // PGARK_CATALOG_DUMP_OPTIONS_H_
