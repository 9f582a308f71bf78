#ifndef PGARK_CATALOG_READ_CONTEXT_H_
#define PGARK_CATALOG_READ_CONTEXT_H_

#include <string>
#include <unordered_map>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "catalog/catalog.h"
#include "catalog/dump_options.h"
#include "catalog/selection.h"
#include "protocol/result.h"

namespace pgark {

// A catalog of the server that no reader knows.
struct UnknownCatalog {
  std::string name;
  bool has_oid = false;
};

// The default operator classes of btree.
struct DefaultClasses {
  std::unordered_map<Oid, Oid> input_types;  // opcintype by the class's OID
  // Whether somebody has made a class that a column of type varchar could take
  // for its default instead of text's.
  bool has_rival_of_text = false;
};

// What every reader of a catalog gets.
struct ReadContext {
  Catalog& catalog;
  const DumpOptions& options;
  // Which objects the patterns of the options stand for, as OIDs.
  const Selection& selection;
  int release = 18;  // of the server: what can be asked
  // Whose pg_dump is imitated: what is wanted of it.
  int tool_release() const {
    return options.as_release != 0 ? options.as_release : release;
  }
  bool in_recovery = false;
  // "{1,2,3}": the relations whose columns and parts are read; set after the
  // relations were read and locked (docs/objects.md, "Whose parts are read").
  std::string interesting_relations = {};
  DefaultClasses default_classes = {};
  // Whether the session may read what only superusers may.
  bool is_superuser = true;
  // See CheckUnknownCatalogs().
  std::vector<UnknownCatalog> unknown_catalogs = {};
  // What the user should know about the objects, see DumpPlan::warnings.
  std::vector<std::string> warnings = {};
};

// One query on the system catalogs and what to do with its rows. All queries
// of a phase are sent before the first answer is read, so a query may use only
// what earlier phases found; the answers are taken in the table's order, which
// is that of docs/objects.md, "Order of reading".
struct CatalogReader {
  absl::string_view name;  // for messages: "columns"
  // Returns the statement for this server, or "" when there is nothing to ask.
  std::string (*query)(const ReadContext& context);
  // Adds what the rows say to context.catalog. Returns INTERNAL when a column
  // is missing, FAILED_PRECONDITION that names the object for a database that
  // contradicts itself (an owner that is no role).
  absl::Status (*read)(const Result& rows, ReadContext& context);
};

}  // namespace pgark

#endif  // PGARK_CATALOG_READ_CONTEXT_H_
