#ifndef PGARK_CATALOG_INDEX_DEFINITION_H_
#define PGARK_CATALOG_INDEX_DEFINITION_H_

#include <optional>
#include <string>
#include <vector>

#include "catalog/read_context.h"
#include "catalog/relation_objects.h"

namespace pgark {

// What pg_index says about the keys of an index, one element a key.
struct IndexKeys {
  bool is_unique = false;
  std::vector<Oid> classes;      // indclass
  std::vector<Oid> collations;   // indcollation
  std::vector<int32_t> options;  // indoption
};

// Returns what pg_get_indexdef() says about a plain index: btree, of a relation
// that is not partitioned, every key a column, no predicate, no options,
// nothing INCLUDEd, NULLs distinct. Returns nothing when the server has to be
// asked: a key's operator class is not plainly the default of its column's
// type, its collation is another one than the column's, or the column is not
// known.
//
// The server opens the table for its answer, which takes it as long as all else
// that is asked about an index.
// REQUIRES: types, columns of `relation` and context.default_classes were read.
std::optional<std::string> PlainIndexDefinition(const ReadContext& context,
                                                const RelationObject& relation,
                                                const IndexObject& index,
                                                const IndexKeys& keys);

}  // namespace pgark

#endif  // PGARK_CATALOG_INDEX_DEFINITION_H_
