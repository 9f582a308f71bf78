// What the server deparses or measures of whole relations.

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "catalog/relation_query.h"
#include "catalog/relation_readers.h"
#include "catalog/row_cursor.h"

namespace pgark {
namespace {

bool IsPartitionedOrTyped(const Object& object,
                          const RelationObject& relation) {
  return object.wanted.Has(Component::kDefinition) &&
         (relation.IsPartitioned() || relation.is_partition ||
          relation.typed_table_type != 0);
}

bool IsWantedView(const Object& object, const RelationObject& relation) {
  return object.wanted.Has(Component::kDefinition) &&
         (relation.IsView() ||
          relation.kind == RelationKind::kMaterializedView);
}

bool HasRowsToCopy(const Object&, const RelationObject& relation) {
  return relation.is_interesting && relation.kind == RelationKind::kTable;
}

std::string PartitionQuery(const ReadContext& context) {
  const std::string wanted = WantedRelations(context, IsPartitionedOrTyped);
  if (wanted.empty()) return "";
  return absl::StrCat(
      "SELECT c.oid, CASE WHEN c.relkind = 'p' "
      "THEN pg_catalog.pg_get_partkeydef(c.oid) END AS partition_key, "
      "pg_catalog.pg_get_expr(c.relpartbound, c.oid) AS partition_bound, "
      "CASE WHEN c.reloftype <> 0 "
      "THEN pg_catalog.format_type(c.reloftype, NULL) END AS of_type, "
      "c.relkind = 'p' AS needs_key, c.relispartition AS needs_bound, "
      "c.reloftype <> 0 AS needs_type FROM ",
      wanted, " JOIN pg_catalog.pg_class c ON c.oid = wanted.oid");
}

absl::Status ReadPartitions(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    RelationObject* relation = FindRelation(context.catalog, rows.Oid("oid"));
    if (relation == nullptr) continue;
    for (const auto& [needs, column] :
         {std::pair{"needs_key", "partition_key"},
          std::pair{"needs_bound", "partition_bound"},
          std::pair{"needs_type", "of_type"}}) {
      if (rows.Bool(needs)) rows.Require(column, relation->name, relation->oid);
    }
    relation->partition_key = rows.Text("partition_key");
    relation->partition_bound = rows.Text("partition_bound");
    relation->typed_table_type_name = rows.Text("of_type");
  }
  return rows.status();
}

// The hash of an enum's value comes from its OID, which a restore changes: rows
// of such partitions may belong elsewhere then. pg_catalog's class is the only
// one that hashes this way.
std::string HashPartitionQuery(const ReadContext&) {
  return "SELECT p.partrelid FROM pg_catalog.pg_partitioned_table p "
         "WHERE p.partstrat = 'h' AND EXISTS (SELECT FROM "
         "pg_catalog.pg_opclass c JOIN pg_catalog.pg_am m "
         "ON m.oid = c.opcmethod AND m.amname = 'hash' "
         "WHERE c.opcname = 'enum_ops' AND c.opcnamespace = 11 "
         "AND c.oid = ANY (p.partclass))";
}

absl::Status ReadHashPartitions(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    RelationObject* relation =
        FindRelation(context.catalog, rows.Oid("partrelid"));
    if (relation != nullptr) relation->has_unsafe_hash_partitions = true;
  }
  return rows.status();
}

std::string ViewQuery(const ReadContext& context) {
  const std::string wanted = WantedRelations(context, IsWantedView);
  if (wanted.empty()) return "";
  // The form with one argument: others qualify and parenthesise differently.
  return absl::StrCat(
      "SELECT wanted.oid, pg_catalog.pg_get_viewdef(wanted.oid) AS query FROM ",
      wanted);
}

absl::Status ReadViews(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    RelationObject* view = FindRelation(context.catalog, rows.Oid("oid"));
    if (view == nullptr) continue;
    std::string query = rows.Text("query");
    // Empty for a view that was dropped meanwhile, or one whose rule is gone.
    if (!absl::EndsWith(query, ";")) {
      return WithObject(
          absl::FailedPreconditionError(
              query.empty() ? "the definition of the view is empty"
                            : "the definition of the view has no end"),
          absl::StrCat(
              context.catalog.SchemaName(context.catalog.Get(view->id)), ".",
              view->name, " (OID ", view->oid, ")"));
    }
    query.pop_back();
    view->view_query = std::move(query);
  }
  return rows.status();
}

std::string TableSizeQuery(const ReadContext& context) {
  if (!context.options.dump_data) return "";
  const std::string wanted = WantedRelations(context, HasRowsToCopy);
  if (wanted.empty()) return "";
  // Of the main fork; a relation that is gone has no size.
  return absl::StrCat(
      "SELECT c.oid, COALESCE(pg_catalog.pg_relation_size(c.oid), 0) AS heap, "
      "CASE WHEN c.reltoastrelid <> 0 THEN "
      "COALESCE(pg_catalog.pg_relation_size(c.reltoastrelid), 0) ELSE 0 END "
      "AS toast, pg_catalog.current_setting('block_size')::pg_catalog.int8 "
      "AS block_size FROM ",
      wanted, " JOIN pg_catalog.pg_class c ON c.oid = wanted.oid");
}

absl::Status ReadTableSizes(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    RelationObject* relation = FindRelation(context.catalog, rows.Oid("oid"));
    const int64_t heap = rows.BigInt("heap");
    const int64_t toast = rows.BigInt("toast");
    const int64_t block_size = rows.BigInt("block_size");
    if (relation == nullptr || heap < 0 || toast < 0 || block_size <= 0) {
      continue;
    }
    relation->heap_blocks = static_cast<uint64_t>(heap / block_size);
    relation->total_bytes =
        static_cast<uint64_t>(heap) + static_cast<uint64_t>(toast);
  }
  return rows.status();
}

}  // namespace

const CatalogReader kPartitionReader = {"partitions", PartitionQuery,
                                        ReadPartitions};
const CatalogReader kHashPartitionReader = {
    "hash partitions", HashPartitionQuery, ReadHashPartitions};
const CatalogReader kViewReader = {"views", ViewQuery, ReadViews};
const CatalogReader kTableSizeReader = {"table sizes", TableSizeQuery,
                                        ReadTableSizes};

}  // namespace pgark
