#ifndef PGARK_CATALOG_SELECTION_H_
#define PGARK_CATALOG_SELECTION_H_

#include <set>

#include "absl/status/statusor.h"
#include "archive/dump_id.h"
#include "catalog/dump_options.h"
#include "protocol/connection.h"

namespace pgark {

// The objects that the patterns of the options stand for.
struct Selection {
  // Whether there were include patterns at all: an empty set then selects
  // nothing (and is refused when expanding), not everything.
  bool only_schemas = false;
  bool only_tables = false;
  bool only_extensions = false;
  std::set<Oid> schemas;
  std::set<Oid> excluded_schemas;
  std::set<Oid> tables;
  std::set<Oid> excluded_tables;
  std::set<Oid> excluded_table_data;
  std::set<Oid> extensions;
  std::set<Oid> excluded_extensions;
  std::set<Oid> foreign_servers;  // whose tables' rows are dumped
};

// Asks the server what the patterns match (docs/objects.md, "Name patterns").
// Returns NOT_FOUND when include patterns match nothing at all, or one of them
// nothing under strict_names; INVALID_ARGUMENT for a pattern with too many
// parts or another database's name.
absl::StatusOr<Selection> ExpandSelection(Connection& connection,
                                          const DumpOptions& options);

}  // namespace pgark

#endif  // PGARK_CATALOG_SELECTION_H_
