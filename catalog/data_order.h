#ifndef PGARK_CATALOG_DATA_ORDER_H_
#define PGARK_CATALOG_DATA_ORDER_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "archive/dump_id.h"
#include "catalog/read_context.h"

namespace pgark {

// A member of an extension whose rows are dumped, all or those that match.
struct ConfigurationTable {
  DumpId relation;
  std::string condition;  // "WHERE ...", or ""
};

// The configuration tables of the extensions that the options ask for.
// REQUIRES: the extensions and relations were read.
std::vector<ConfigurationTable> ConfigurationTables(const ReadContext& context);

// Adds the rows of the extensions' configuration tables, which are dumped
// although the tables are not (docs/objects.md, "Extensions and their
// members"). REQUIRES: LinkRelations() has run.
absl::Status AddConfigurationData(ReadContext& context);

// Puts the rows of a referenced table before those of the table that refers to
// it, where the foreign key is there already when the rows are loaded: among
// members of extensions always, everywhere in dumps without definitions.
void OrderData(ReadContext& context);

}  // namespace pgark

#endif  // PGARK_CATALOG_DATA_ORDER_H_
