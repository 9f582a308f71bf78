#ifndef PGARK_CATALOG_CATALOG_COVERAGE_H_
#define PGARK_CATALOG_CATALOG_COVERAGE_H_

#include <span>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "catalog/read_context.h"
#include "protocol/connection.h"

namespace pgark {

// The newest release whose catalogs are known.
inline constexpr int kNewestKnownRelease = 18;

// One of the server's own tables in pg_catalog.
struct KnownCatalog {
  absl::string_view name;
  // Why a dump of one database does without it; "" when it is read.
  absl::string_view why_not_read;
};

// Every catalog of the releases 12 to 18 (docs/objects.md, "Catalogs that are
// not read"), by name.
std::span<const KnownCatalog> KnownCatalogs();

// Phase one. Objects of kinds that nobody here can write: fails with
// UNIMPLEMENTED that names the first one, its OID, and how many there are.
extern const CatalogReader kUnknownKindReader;

// Phase one. Fills context.unknown_catalogs with the server's catalogs that
// are not in the table; no release up to kNewestKnownRelease has one.
extern const CatalogReader kUnknownCatalogReader;

// After phase one: looks which of context.unknown_catalogs have rows that did
// not come with initdb. A newer server's are a warning that names them all, for
// any other they are UNIMPLEMENTED. Asks nothing when there are none.
absl::Status CheckUnknownCatalogs(Connection& connection, ReadContext& context);

}  // namespace pgark

#endif  // PGARK_CATALOG_CATALOG_COVERAGE_H_
