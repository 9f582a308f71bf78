#ifndef PGARK_CATALOG_READER_SUPPORT_H_
#define PGARK_CATALOG_READER_SUPPORT_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "catalog/catalog.h"
#include "catalog/name_in_schema.h"
#include "catalog/object.h"
#include "catalog/read_context.h"
#include "catalog/row_cursor.h"
#include "protocol/sql_text.h"

namespace pgark {

// What the readers of catalogs have in common.

// The schemas whose members may be defined in the archive, as the text of an
// oid array: for conditions that keep costly functions away from everything
// else. REQUIRES: the schemas were read.
std::string SchemasWithDefinitions(const ReadContext& context);

// A condition that leaves out what lives in pg_catalog, unless its definitions
// are wanted, too: "c.oprnamespace <> 11". `column` holds a schema's OID.
std::string OutsideOfPgCatalog(const ReadContext& context,
                               absl::string_view column);

// Returns the name of the role, or FAILED_PRECONDITION naming the object
// (`kind` as in "function"; its `oid`) when no role has that OID.
absl::StatusOr<std::string> OwnerName(const ReadContext& context, Oid owner,
                                      absl::string_view kind,
                                      absl::string_view name, Oid oid = 0);

// An object with its kind, row and name, not yet selected. A `schema` of 0 is
// none; FAILED_PRECONDITION when no schema has that OID.
absl::StatusOr<Object> MakeObject(const ReadContext& context, ObjectKind kind,
                                  CatalogId row, std::string name,
                                  Oid schema = 0);

// Adds the object and the struct that stands behind it. Returns the id, which
// the struct gets, too.
template <typename Detail>
DumpId AddWithDetail(Catalog& catalog, Object object, Detail detail,
                     std::vector<Detail>& details) {
  object.detail = details.size();
  const DumpId id = catalog.Add(std::move(object));
  detail.id = id;
  details.push_back(std::move(detail));
  return id;
}

// Two columns as a name in a schema; nothing where the name is NULL.
std::optional<NameInSchema> NullableName(RowCursor& rows,
                                         absl::string_view schema_column,
                                         absl::string_view name_column);

// How the server itself quotes names, for text that we make in its place.
// REQUIRES: KnowsKeywords(): the keywords of newer servers need other quotes.
SqlStyle ServerStyle(const ReadContext& context);
bool KnowsKeywords(const ReadContext& context);

// SQL: `default_acl`, a call of acldefault(), for those rows of the catalog
// only whose privileges are written: where `acl_column` is not NULL, or was not
// at first. The server takes longer for it than for the rest of a row.
std::string NeededDefaultAcl(Oid catalog, absl::string_view oid_column,
                             absl::string_view acl_column,
                             absl::string_view default_acl);

// SQL: a regproc and the like as text, '' for none.
std::string FunctionColumn(absl::string_view column, absl::string_view alias);

// SQL: an options array (FDW) as text that is ready for OPTIONS (...), by name.
std::string OptionsColumn(absl::string_view column, absl::string_view alias);

}  // namespace pgark

#endif  // PGARK_CATALOG_READER_SUPPORT_H_
