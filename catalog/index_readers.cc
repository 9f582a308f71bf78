// pg_index with its constraints, foreign keys, and extended statistics.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/status_macros.h"
#include "catalog/array_text.h"
#include "catalog/index_definition.h"
#include "catalog/reader_support.h"
#include "catalog/relation_query.h"
#include "catalog/relation_readers.h"
#include "catalog/row_cursor.h"
#include "catalog/selection_rules.h"

namespace pgark {
namespace {

constexpr Oid kBtreeOid = 403;

bool MayHaveIndexes(const Object&, const RelationObject& relation) {
  return relation.is_interesting && relation.has_indexes &&
         (relation.kind == RelationKind::kTable ||
          relation.kind == RelationKind::kPartitionedTable ||
          relation.kind == RelationKind::kMaterializedView);
}

bool MayHaveForeignKeys(const Object&, const RelationObject& relation) {
  return relation.is_interesting &&
         (relation.kind == RelationKind::kTable ||
          relation.kind == RelationKind::kPartitionedTable);
}

bool IsWantedRelation(const Object& object, const RelationObject&) {
  return object.wanted.Has(Component::kDefinition);
}

std::string DefaultClassQuery(const ReadContext&) {
  return absl::StrCat(
      "SELECT c.oid, c.opcintype, t.typispreferred "
      "FROM pg_catalog.pg_opclass c "
      "LEFT JOIN pg_catalog.pg_type t ON t.oid = c.opcintype "
      "WHERE c.opcdefault AND c.opcmethod = ",
      kBtreeOid);
}

absl::Status ReadDefaultClasses(const Result& result, ReadContext& context) {
  constexpr Oid kVarcharOid = 1043;
  DefaultClasses& classes = context.default_classes;
  RowCursor rows(result);
  while (rows.Next()) {
    const Oid oid = rows.Oid("oid");
    const Oid type = rows.Oid("opcintype");
    classes.input_types[oid] = type;
    const bool is_preferred = rows.Bool("typispreferred");
    if (oid >= kFirstUserOid && (type == kVarcharOid || is_preferred)) {
      classes.has_rival_of_text = true;
    }
  }
  return rows.status();
}

bool IsPartitioned(const Object& object, const RelationObject& relation) {
  return MayHaveIndexes(object, relation) && relation.IsPartitioned();
}

// Whether the definition can be made from the row: see PlainIndexDefinition().
std::string PlainIndexCondition(int release) {
  return absl::StrCat("(t.relam = ", kBtreeOid,
                      " AND t.relkind = 'i' AND t.reloptions IS NULL "
                      "AND i.indexprs IS NULL AND i.indpred IS NULL ",
                      release >= 15 ? "AND NOT i.indnullsnotdistinct " : "",
                      "AND i.indnatts = i.indnkeyatts)");
}

std::string IndexQuery(const ReadContext& context) {
  const std::string wanted = WantedRelations(context, MayHaveIndexes);
  if (wanted.empty()) return "";
  // An index that can't be used is left out, except of partitioned tables: it
  // gets valid when its last child is attached. What pg_get_constraintdef()
  // says of p and u constraints lacks the storage options; the definitions of
  // their indexes are not needed, nor are those of plain ones.
  const std::string partitioned = WantedRelations(context, IsPartitioned);
  const std::string is_plain = PlainIndexCondition(context.release);
  return absl::StrCat(
      "SELECT i.indexrelid, i.indrelid, t.relname, "
      "CASE WHEN c.oid IS NOT NULL OR ",
      is_plain,
      " THEN '' ELSE pg_catalog.pg_get_indexdef(i.indexrelid) END "
      "AS definition, CASE WHEN c.oid IS NULL AND ",
      is_plain,
      " THEN i.indclass END AS classes, i.indcollation, i.indoption, "
      "i.indisunique, i.indkey, "
      "i.indnkeyatts, i.indisclustered, i.indisreplident, t.reloptions, "
      "space.spcname, inherits.inhparent",
      context.release >= 15 ? ", i.indnullsnotdistinct" : "",
      context.release >= 18 ? ", c.conperiod" : "",
      ", c.oid AS constraint_oid, c.conname, "
      "c.contype, c.condeferrable, c.condeferred, "
      "CASE WHEN c.contype = 'x' THEN pg_catalog.pg_get_constraintdef(c.oid) "
      "END AS constraint_definition FROM ",
      wanted,
      " JOIN pg_catalog.pg_index i ON i.indrelid = wanted.oid "
      "LEFT JOIN pg_catalog.pg_class t ON t.oid = i.indexrelid "
      "LEFT JOIN pg_catalog.pg_constraint c ON c.conrelid = i.indrelid "
      "AND c.conindid = i.indexrelid AND c.contype IN ('p', 'u', 'x') "
      "LEFT JOIN pg_catalog.pg_inherits inherits "
      "ON inherits.inhrelid = i.indexrelid "
      "LEFT JOIN pg_catalog.pg_tablespace space "
      "ON space.oid = t.reltablespace "
      "WHERE i.indisready AND (i.indisvalid",
      partitioned.empty() ? ""
                          : absl::StrCat(" OR i.indrelid IN (SELECT oid FROM ",
                                         partitioned, ")"),
      ") ORDER BY i.indrelid, t.relname");
}

// An int2vector or oidvector: "1 -2 0". Text that is no number reads as 0: of
// columns that is an expression.
template <typename Number>
std::vector<Number> Numbers(absl::string_view text) {
  std::vector<Number> numbers;
  for (const absl::string_view word :
       absl::StrSplit(text, ' ', absl::SkipEmpty())) {
    int64_t number = 0;
    if (!absl::SimpleAtoi(word, &number)) number = 0;
    numbers.push_back(static_cast<Number>(number));
  }
  return numbers;
}

IndexObject IndexOfRow(RowCursor& rows, int release,
                       const RelationObject& relation) {
  IndexObject index;
  index.oid = rows.Oid("indexrelid");
  index.name = rows.Text("relname");
  index.relation = relation.id;
  index.definition = rows.Text("definition");
  index.tablespace = rows.Text("spcname");
  index.options = rows.Text("reloptions");
  index.key_count = rows.Int("indnkeyatts");
  index.is_clustered = rows.Bool("indisclustered");
  index.is_replica_identity = rows.Bool("indisreplident");
  if (release >= 15) {
    index.has_nulls_not_distinct = rows.Bool("indnullsnotdistinct");
  }
  index.parent_oid = rows.Oid("inhparent");
  index.columns = Numbers<int16_t>(rows.Text("indkey"));
  return index;
}

IndexKeys KeysOfRow(RowCursor& rows) {
  IndexKeys keys;
  keys.is_unique = rows.Bool("indisunique");
  keys.classes = Numbers<Oid>(rows.Text("classes"));
  keys.collations = Numbers<Oid>(rows.Text("indcollation"));
  keys.options = Numbers<int32_t>(rows.Text("indoption"));
  return keys;
}

// Adds the constraint that the row's index stands behind. Returns id 0 when
// there is none.
DumpId AddConstraint(ReadContext& context, RowCursor& rows,
                     const RelationObject& relation, DumpId index) {
  if (rows.IsNull("constraint_oid")) return DumpId{};
  ConstraintObject constraint;
  constraint.oid = rows.Oid("constraint_oid");
  constraint.name = rows.Text("conname");
  constraint.type = rows.Char("contype");
  constraint.relation = relation.id;
  constraint.definition = rows.Text("constraint_definition");
  constraint.index = index;
  constraint.is_deferrable = rows.Bool("condeferrable");
  constraint.is_deferred = rows.Bool("condeferred");
  if (context.release >= 18) constraint.is_period = rows.Bool("conperiod");
  Catalog& catalog = context.catalog;
  Object object =
      MakePart(catalog.Get(relation.id), ObjectKind::kConstraint,
               CatalogId{kPgConstraintOid, constraint.oid}, constraint.name);
  object.is_separate = true;
  return AddWithDetail(catalog, std::move(object), std::move(constraint),
                       catalog.constraints);
}

absl::Status ReadIndexes(const Result& result, ReadContext& context) {
  Catalog& catalog = context.catalog;
  RowCursor rows(result);
  while (rows.Next()) {
    RelationObject* relation = FindRelation(catalog, rows.Oid("indrelid"));
    if (relation == nullptr) continue;
    IndexObject index = IndexOfRow(rows, context.release, *relation);
    if (!rows.Require("relname", absl::StrCat("index of ", relation->name),
                      index.oid) ||
        !rows.Require("definition", index.name, index.oid)) {
      break;
    }
    if (!rows.IsNull("classes")) {
      index.definition =
          PlainIndexDefinition(context, *relation, index, KeysOfRow(rows))
              .value_or("");
    }
    Object object = MakePart(catalog.Get(relation->id), ObjectKind::kIndex,
                             CatalogId{kPgClassOid, index.oid}, index.name);
    const size_t place = catalog.indexes.size();
    const DumpId id = AddWithDetail(catalog, std::move(object),
                                    std::move(index), catalog.indexes);
    relation->indexes.push_back(id);
    catalog.indexes[place].constraint =
        AddConstraint(context, rows, *relation, id);
  }
  return rows.status();
}

// Those that neither belong to a constraint nor could be made from their rows.
std::string IndexDefinitionQuery(const ReadContext& context) {
  std::vector<Oid> oids;
  for (const IndexObject& index : context.catalog.indexes) {
    if (index.definition.empty() && index.constraint.value == 0) {
      oids.push_back(index.oid);
    }
  }
  if (oids.empty()) return "";
  return absl::StrCat(
      "SELECT wanted.oid, pg_catalog.pg_get_indexdef(wanted.oid) AS definition "
      "FROM pg_catalog.unnest('",
      FormatOidArray(oids), "'::pg_catalog.oid[]) AS wanted(oid)");
}

// Returns the index with this OID, or nullptr.
IndexObject* FindIndex(Catalog& catalog, Oid oid) {
  const Object* object = catalog.Find(CatalogId{kPgClassOid, oid});
  if (object == nullptr || object->kind != ObjectKind::kIndex) return nullptr;
  return &catalog.indexes[object->detail];
}

absl::Status ReadIndexDefinitions(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    IndexObject* index = FindIndex(context.catalog, rows.Oid("oid"));
    if (index == nullptr) continue;
    rows.Require("definition", index->name, index->oid);
    index->definition = rows.Text("definition");
  }
  return rows.status();
}

std::string ForeignKeyQuery(const ReadContext& context) {
  const std::string wanted = WantedRelations(context, MayHaveForeignKeys);
  if (wanted.empty()) return "";
  // Those of partitions follow from their parent's.
  return absl::StrCat(
      "SELECT c.tableoid, c.oid, c.conrelid, c.conname, c.confrelid, "
      "c.conindid, pg_catalog.pg_get_constraintdef(c.oid) AS definition FROM ",
      wanted,
      " JOIN pg_catalog.pg_constraint c ON c.conrelid = wanted.oid "
      "WHERE c.contype = 'f' AND c.conparentid = 0 "
      "ORDER BY c.conrelid, c.conname");
}

absl::Status ReadForeignKeys(const Result& result, ReadContext& context) {
  Catalog& catalog = context.catalog;
  RowCursor rows(result);
  while (rows.Next()) {
    const RelationObject* relation =
        FindRelation(catalog, rows.Oid("conrelid"));
    if (relation == nullptr) continue;
    ConstraintObject constraint;
    constraint.oid = rows.Oid("oid");
    constraint.name = rows.Text("conname");
    constraint.type = 'f';
    constraint.relation = relation->id;
    rows.Require("definition", constraint.name, constraint.oid);
    constraint.definition = rows.Text("definition");
    const RelationObject* referenced =
        FindRelation(catalog, rows.Oid("confrelid"));
    if (referenced != nullptr) constraint.referenced_relation = referenced->id;
    constraint.referenced_index_oid = rows.Oid("conindid");
    Object object = MakePart(catalog.Get(relation->id), ObjectKind::kForeignKey,
                             CatalogId{rows.Oid("tableoid"), constraint.oid},
                             constraint.name);
    object.is_separate = true;
    AddWithDetail(catalog, std::move(object), std::move(constraint),
                  catalog.constraints);
  }
  return rows.status();
}

std::string ExtendedStatisticsQuery(const ReadContext& context) {
  const std::string wanted = WantedRelations(context, IsWantedRelation);
  if (wanted.empty()) return "";
  const absl::string_view target =
      context.release >= 13 ? "COALESCE(s.stxstattarget, -1)" : "-1";
  return absl::StrCat(
      "SELECT s.tableoid, s.oid, s.stxname, s.stxnamespace, s.stxowner, "
      "s.stxrelid, ",
      target,
      " AS target, pg_catalog.pg_get_statisticsobjdef(s.oid) AS definition "
      "FROM ",
      wanted,
      " JOIN pg_catalog.pg_statistic_ext s ON s.stxrelid = wanted.oid "
      "ORDER BY s.oid");
}

absl::Status ReadExtendedStatistics(const Result& result,
                                    ReadContext& context) {
  Catalog& catalog = context.catalog;
  RowCursor rows(result);
  while (rows.Next()) {
    const RelationObject* relation =
        FindRelation(catalog, rows.Oid("stxrelid"));
    if (relation == nullptr) continue;
    ExtendedStatisticsObject statistics;
    statistics.name = rows.Text("stxname");
    statistics.relation = relation->id;
    rows.Require("definition", statistics.name, rows.Oid("oid"));
    statistics.definition = rows.Text("definition");
    statistics.target = rows.Int("target");
    ASSIGN_OR_RETURN(statistics.owner,
                     OwnerName(context, rows.Oid("stxowner"), "statistics",
                               statistics.name, rows.Oid("oid")));
    ASSIGN_OR_RETURN(
        Object object,
        MakeObject(context, ObjectKind::kExtendedStatistics,
                   CatalogId{rows.Oid("tableoid"), rows.Oid("oid")},
                   statistics.name, rows.Oid("stxnamespace")));
    SelectBySchema(context, &object);
    AddWithDetail(catalog, std::move(object), std::move(statistics),
                  catalog.extended_statistics);
  }
  return rows.status();
}

}  // namespace

const CatalogReader kDefaultClassReader = {
    "default operator classes", DefaultClassQuery, ReadDefaultClasses};
const CatalogReader kIndexReader = {"indexes", IndexQuery, ReadIndexes};
const CatalogReader kIndexDefinitionReader = {
    "definitions of indexes", IndexDefinitionQuery, ReadIndexDefinitions};
const CatalogReader kForeignKeyReader = {"foreign keys", ForeignKeyQuery,
                                         ReadForeignKeys};
const CatalogReader kExtendedStatisticsReader = {
    "extended statistics", ExtendedStatisticsQuery, ReadExtendedStatistics};

}  // namespace pgark
