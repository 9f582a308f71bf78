// pg_class: which relations there are and what of them is wanted.

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "catalog/reader_support.h"
#include "catalog/relation_query.h"
#include "catalog/relation_readers.h"
#include "catalog/row_cursor.h"
#include "catalog/selection_rules.h"

namespace pgark {
namespace {

std::string RelationQuery(const ReadContext&) {
  // Temporary relations are other sessions' business.
  return absl::StrCat(
      "SELECT c.oid, c.relname, c.relnamespace, c.relkind, c.relpersistence, "
      "c.relowner, c.reltype, c.reloftype, c.relhasindex, c.relhasrules, "
      "c.relhastriggers, c.relrowsecurity, c.relforcerowsecurity, "
      "c.relispopulated, c.relispartition, c.relreplident, c.relpages, "
      "c.relacl AS acl, ",
      NeededDefaultAcl(
          kPgClassOid, "c.oid", "c.relacl",
          "pg_catalog.acldefault(CASE WHEN c.relkind = 'S' "
          "THEN 's'::pg_catalog.\"char\" ELSE 'r'::pg_catalog.\"char\" END, "
          "c.relowner)"),
      ", "
      "pg_catalog.array_remove(pg_catalog.array_remove(c.reloptions, "
      "'check_option=local'), 'check_option=cascaded') AS reloptions, "
      "CASE WHEN 'check_option=local' = ANY (c.reloptions) THEN 'LOCAL' "
      "WHEN 'check_option=cascaded' = ANY (c.reloptions) THEN 'CASCADED' END "
      "AS check_option, "
      "toast.relpages AS toast_pages, toast.reloptions AS toast_options, "
      "space.spcname, method.amname, "
      "c.reltablespace = 0 OR c.reltablespace = space.oid AS tablespace, "
      "c.relam = 0 OR c.relam = method.oid AS access_method, "
      "foreign_table.ftserver, server.srvname, ",
      OptionsColumn("foreign_table.ftoptions", "ftoptions"),
      " FROM pg_catalog.pg_class c "
      "LEFT JOIN pg_catalog.pg_class toast ON toast.oid = c.reltoastrelid "
      "AND toast.relkind = 't' AND c.relkind <> 'p' "
      "LEFT JOIN pg_catalog.pg_tablespace space "
      "ON space.oid = c.reltablespace "
      "LEFT JOIN pg_catalog.pg_am method ON method.oid = c.relam "
      "LEFT JOIN pg_catalog.pg_foreign_table foreign_table "
      "ON foreign_table.ftrelid = c.oid AND c.relkind = 'f' "
      "LEFT JOIN pg_catalog.pg_foreign_server server "
      "ON server.oid = foreign_table.ftserver "
      "WHERE c.relkind IN ('r', 'S', 'v', 'c', 'm', 'f', 'p') "
      "AND c.relpersistence <> 't' ORDER BY c.oid");
}

// Tables, partitioned tables and materialized views are placed somewhere.
bool HasTablespace(RelationKind kind) {
  return kind == RelationKind::kTable ||
         kind == RelationKind::kPartitionedTable ||
         kind == RelationKind::kMaterializedView;
}

RelationObject RelationOfRow(RowCursor& rows) {
  RelationObject relation;
  relation.oid = rows.Oid("oid");
  relation.name = rows.Text("relname");
  relation.kind = static_cast<RelationKind>(rows.Char("relkind"));
  relation.persistence = static_cast<Persistence>(rows.Char("relpersistence"));
  relation.owner_oid = rows.Oid("relowner");
  relation.acl = rows.Acl();
  relation.row_type = rows.Oid("reltype");
  relation.typed_table_type = rows.Oid("reloftype");
  relation.has_indexes = rows.Bool("relhasindex");
  relation.has_rules = rows.Bool("relhasrules");
  relation.has_triggers = rows.Bool("relhastriggers");
  relation.has_row_security = rows.Bool("relrowsecurity");
  relation.forces_row_security = rows.Bool("relforcerowsecurity");
  relation.is_populated = rows.Bool("relispopulated");
  relation.is_partition = rows.Bool("relispartition");
  relation.replica_identity = rows.Char("relreplident");
  relation.page_count = static_cast<uint32_t>(rows.Int("relpages"));
  relation.toast_page_count = static_cast<uint32_t>(rows.Int("toast_pages"));
  if (HasTablespace(relation.kind)) {
    // NULL where one is named that is not there.
    rows.Require("tablespace", relation.name, relation.oid);
    rows.Require("access_method", relation.name, relation.oid);
    relation.tablespace = rows.Text("spcname");
    relation.access_method = rows.Text("amname");
  }
  relation.options = rows.Text("reloptions");
  relation.toast_options = rows.Text("toast_options");
  relation.check_option = rows.Text("check_option");
  relation.foreign_server_oid = rows.Oid("ftserver");
  relation.foreign_server = rows.Text("srvname");
  relation.foreign_options = rows.Text("ftoptions");
  return relation;
}

// A sequence that a column owns goes with its table: identity sequences with
// exactly what the table gets, others with that and what they get themselves.
absl::Status SelectOwnedSequences(Catalog& catalog) {
  for (RelationObject& sequence : catalog.relations) {
    if (sequence.sequence.owner_relation_oid == 0) continue;
    const Object* table =
        FindRelationObject(catalog, sequence.sequence.owner_relation_oid);
    if (table == nullptr) {
      return absl::FailedPreconditionError(absl::StrCat(
          "the table that owns sequence ", sequence.name, " has OID ",
          sequence.sequence.owner_relation_oid, ", which is no relation"));
    }
    sequence.sequence.owner_relation = table->id;
    Object& object = catalog.Get(sequence.id);
    if (sequence.sequence.is_identity) {
      object.wanted = table->wanted;
    } else {
      object.wanted |= table->wanted;
    }
  }
  return absl::OkStatus();
}

absl::Status ReadRelations(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    RelationObject relation = RelationOfRow(rows);
    ASSIGN_OR_RETURN(relation.owner,
                     OwnerName(context, relation.owner_oid, "relation",
                               relation.name, relation.oid));
    ASSIGN_OR_RETURN(Object object,
                     MakeObject(context, ObjectKind::kRelation,
                                CatalogId{kPgClassOid, relation.oid},
                                relation.name, rows.Oid("relnamespace")));
    object.available |= Component::kData;
    // The row type of a composite type; the type itself is another object.
    if (relation.kind != RelationKind::kCompositeType) {
      SelectRelation(context, &object);
    }
    AddWithDetail(context.catalog, std::move(object), std::move(relation),
                  context.catalog.relations);
  }
  return rows.status();
}

// Only sequences have an owning column: 'a' is OWNED BY, 'i' an identity
// column.
std::string SequenceOwnerQuery(const ReadContext&) {
  return absl::StrCat(
      "SELECT objid, refobjid, refobjsubid, deptype = 'i' AS is_identity "
      "FROM pg_catalog.pg_depend WHERE deptype IN ('a', 'i') AND classid = ",
      kPgClassOid, " AND refclassid = ", kPgClassOid,
      " AND objsubid = 0 "
      "AND objid IN (SELECT seqrelid FROM pg_catalog.pg_sequence)");
}

absl::Status ReadSequenceOwners(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    RelationObject* relation = FindRelation(context.catalog, rows.Oid("objid"));
    if (relation == nullptr || !relation->IsSequence()) continue;
    relation->sequence.owner_relation_oid = rows.Oid("refobjid");
    relation->sequence.owner_column =
        static_cast<int16_t>(rows.Int("refobjsubid"));
    relation->sequence.is_identity = rows.Bool("is_identity");
  }
  RETURN_IF_ERROR(rows.status());
  return SelectOwnedSequences(context.catalog);
}

std::string InheritanceQuery(const ReadContext&) {
  return "SELECT inhrelid, inhparent FROM pg_catalog.pg_inherits "
         "ORDER BY inhrelid, inhseqno";
}

absl::Status ReadInheritance(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    // Indexes inherit, too; their parents come with pg_index.
    RelationObject* child = FindRelation(context.catalog, rows.Oid("inhrelid"));
    const RelationObject* parent =
        FindRelation(context.catalog, rows.Oid("inhparent"));
    if (child != nullptr && parent == nullptr &&
        !context.catalog.Get(child->id).wanted.empty()) {
      return absl::FailedPreconditionError(absl::StrCat(
          "the parent of table ", child->name, " (OID ", child->oid,
          ") has OID ", rows.Oid("inhparent"), ", and there is no such table"));
    }
    if (child == nullptr || parent == nullptr) continue;
    child->parents.push_back(parent->id);
  }
  return rows.status();
}

}  // namespace

const CatalogReader kRelationReader = {"relations", RelationQuery,
                                       ReadRelations};
const CatalogReader kSequenceOwnerReader = {
    "owners of sequences", SequenceOwnerQuery, ReadSequenceOwners};
const CatalogReader kInheritanceReader = {"inheritance", InheritanceQuery,
                                          ReadInheritance};

}  // namespace pgark
