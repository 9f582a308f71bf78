#ifndef PGARK_CATALOG_CATALOG_READER_H_
#define PGARK_CATALOG_CATALOG_READER_H_

#include <span>

#include "absl/status/status.h"
#include "catalog/kind_order.h"
#include "catalog/read_context.h"
#include "catalog/relation_locking.h"
#include "protocol/connection.h"

namespace pgark {

// Reads all catalogs of the database in two pipelines with the locking of the
// tables between them (docs/objects.md, "Order of reading"), then adds what
// follows from several of them and the boundaries: context.catalog is ready to
// be sorted.
//
// `listener` hears what the locking waits for.
// Returns what the server, CheckReadRights(), LockRelations() or a reader says,
// with the reader's name attached as a note.
// REQUIRES: the session is set up and the snapshot taken; context.catalog is
// empty.
absl::Status ReadCatalogs(Connection& connection, const SortRules& rules,
                          ReadContext& context, const WaitListener& listener);

// Asks the queries of `readers` at once and lets them read the answers in
// their order.
absl::Status RunReaders(Connection& connection,
                        std::span<const CatalogReader* const> readers,
                        ReadContext& context);

}  // namespace pgark

#endif  // PGARK_CATALOG_CATALOG_READER_H_
