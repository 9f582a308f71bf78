// pg_attribute, pg_attrdef, and the CHECK and NOT NULL constraints: what stands
// between the parentheses of CREATE TABLE.

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "catalog/reader_support.h"
#include "catalog/relation_query.h"
#include "catalog/relation_readers.h"
#include "catalog/row_cursor.h"

namespace pgark {
namespace {

bool IsInteresting(const Object&, const RelationObject& relation) {
  return relation.is_interesting;
}

bool IsInterestingTable(const Object&, const RelationObject& relation) {
  return relation.is_interesting && relation.IsTableLike();
}

// Of parents that are only looked at, anything may be missing.
bool IsWritten(const ReadContext& context, const RelationObject& relation) {
  return context.catalog.Get(relation.id).wanted.Has(Component::kDefinition);
}

// The columns that only some servers have.
std::string VersionedColumns(int release) {
  std::string text = release >= 14 ? "a.attcompression, "
                                   : "''::pg_catalog.text AS attcompression, ";
  if (release >= 18) {
    absl::StrAppend(&text,
                    "n.oid AS not_null_oid, n.conname AS not_null_name, "
                    "n.connoinherit AS not_null_no_inherit, "
                    "n.conislocal AS not_null_is_local, "
                    "NOT n.convalidated AS not_null_is_invalid, "
                    "d.description IS NOT NULL AS not_null_has_comment ");
  } else {
    absl::StrAppend(&text,
                    "NULL AS not_null_oid, NULL AS not_null_name, "
                    "false AS not_null_no_inherit, true AS not_null_is_local, "
                    "false AS not_null_is_invalid, "
                    "false AS not_null_has_comment ");
  }
  return text;
}

// The type of the column's values: what a domain is made of. Only INSERT
// statements need it.
std::string ValueTypeColumn(const ReadContext& context) {
  if (!context.options.inserts.has_value()) return "0 AS value_type, ";
  return "CASE WHEN t.typtype = 'd' THEN ("
         "WITH RECURSIVE base (oid, kind, next) AS ("
         "SELECT t.oid, t.typtype, t.typbasetype UNION ALL "
         "SELECT b.oid, b.typtype, b.typbasetype FROM base "
         "JOIN pg_catalog.pg_type b ON b.oid = base.next "
         "WHERE base.kind = 'd') "
         "SELECT oid FROM base WHERE kind <> 'd') "
         "ELSE a.atttypid END AS value_type, ";
}

std::string ColumnQuery(const ReadContext& context) {
  const std::string wanted = WantedRelations(context, IsInteresting);
  if (wanted.empty()) return "";
  // Options whose names begin with "pg_" are the server's own: some minors keep
  // a volatile one there.
  std::string query = absl::StrCat(
      "SELECT a.attrelid, a.attnum, a.attname, a.attisdropped, a.attislocal, "
      "pg_catalog.format_type(a.atttypid, a.atttypmod) AS type, "
      "CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation "
      "ELSE 0 END AS collation, "
      "a.attstorage, t.typstorage, a.attidentity, a.attgenerated, "
      "a.attnotnull, COALESCE(a.attstattarget, -1) AS attstattarget, "
      "CASE WHEN a.attoptions IS NOT NULL THEN "
      "pg_catalog.array_to_string(ARRAY(SELECT option "
      "FROM pg_catalog.unnest(a.attoptions) WITH ORDINALITY AS o(option, place)"
      " WHERE option NOT LIKE 'pg\\_%' ORDER BY place), ', ') END AS options, ",
      OptionsColumn("a.attfdwoptions", "fdw_options"), ", ",
      ValueTypeColumn(context), VersionedColumns(context.release), "FROM ",
      wanted,
      " JOIN pg_catalog.pg_attribute a ON a.attrelid = wanted.oid "
      "LEFT JOIN pg_catalog.pg_type t ON t.oid = a.atttypid ");
  if (context.release >= 18) {
    absl::StrAppend(&query,
                    "LEFT JOIN pg_catalog.pg_constraint n "
                    "ON n.conrelid = a.attrelid AND n.contype = 'n' "
                    "AND n.conkey[1] = a.attnum "
                    "LEFT JOIN pg_catalog.pg_description d "
                    "ON d.classoid = n.tableoid AND d.objoid = n.oid "
                    "AND d.objsubid = 0 ");
  }
  absl::StrAppend(&query, "WHERE a.attnum > 0 ORDER BY a.attrelid, a.attnum");
  return query;
}

// How the column says NOT NULL. Before server 18 such constraints have no
// names; there, whether it is the child's own is found out later by looking at
// the parents.
void ReadNotNull(RowCursor& rows, int release, const RelationObject& relation,
                 ColumnObject* column) {
  column->is_not_null = rows.Bool("attnotnull");
  column->not_null_is_no_inherit = rows.Bool("not_null_no_inherit");
  column->not_null_is_local = rows.Bool("not_null_is_local");
  column->not_null_is_invalid = rows.Bool("not_null_is_invalid");
  if (release < 18) {
    if (column->is_not_null) column->not_null = NotNullForm::kUnnamed;
    return;
  }
  // One that is not validated is added behind the data.
  if (rows.IsNull("not_null_oid") || column->not_null_is_invalid) return;
  column->not_null_name = rows.Text("not_null_name");
  const bool has_comment = rows.Bool("not_null_has_comment");
  if (has_comment) column->not_null_constraint = rows.Oid("not_null_oid");
  // The name that the server would choose needs no mention, unless a comment
  // has to find it.
  const bool is_default_name =
      column->not_null_name ==
      absl::StrCat(relation.name, "_", column->name, "_not_null");
  column->not_null = is_default_name && !has_comment ? NotNullForm::kUnnamed
                                                     : NotNullForm::kNamed;
}

absl::Status ReadColumns(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  RelationObject* relation = nullptr;
  while (rows.Next()) {
    const Oid oid = rows.Oid("attrelid");
    if (relation == nullptr || relation->oid != oid) {
      relation = FindRelation(context.catalog, oid);
      if (relation == nullptr) continue;
    }
    ColumnObject column;
    column.number = static_cast<int16_t>(rows.Int("attnum"));
    column.name = rows.Text("attname");
    column.is_dropped = rows.Bool("attisdropped");
    column.is_local = rows.Bool("attislocal");
    column.type = rows.Text("type");
    if (!column.is_dropped && IsWritten(context, *relation)) {
      rows.Require("type", absl::StrCat(relation->name, ".", column.name), oid);
    }
    column.collation = rows.Oid("collation");
    column.storage = rows.Char("attstorage");
    column.type_storage = rows.Char("typstorage");
    column.compression = rows.Char("attcompression");
    column.identity = rows.Char("attidentity");
    column.generated = rows.Char("attgenerated");
    column.statistics_target = rows.Int("attstattarget");
    column.options = rows.Text("options");
    column.foreign_options = rows.Text("fdw_options");
    column.value_type = rows.Oid("value_type");
    ReadNotNull(rows, context.release, *relation, &column);
    relation->columns.push_back(std::move(column));
  }
  return rows.status();
}

std::string DefaultQuery(const ReadContext& context) {
  const std::string wanted = WantedRelations(context, IsInteresting);
  if (wanted.empty()) return "";
  return absl::StrCat(
      "SELECT d.tableoid, d.oid, d.adrelid, d.adnum, "
      "pg_catalog.pg_get_expr(d.adbin, d.adrelid) AS expression FROM ",
      wanted,
      " JOIN pg_catalog.pg_attrdef d ON d.adrelid = wanted.oid "
      "ORDER BY d.adrelid, d.adnum");
}

absl::Status ReadDefaults(const Result& result, ReadContext& context) {
  Catalog& catalog = context.catalog;
  RowCursor rows(result);
  while (rows.Next()) {
    RelationObject* relation = FindRelation(catalog, rows.Oid("adrelid"));
    if (relation == nullptr) continue;
    const auto number = static_cast<int16_t>(rows.Int("adnum"));
    ColumnObject* column = relation->Column(number);
    const bool is_written = IsWritten(context, *relation);
    if (column == nullptr && is_written) {
      return absl::FailedPreconditionError(absl::StrCat(
          "table ", relation->name, " (OID ", relation->oid,
          ") has a default for column ", number, ", which it does not have"));
    }
    // A dropped column keeps no default; don't trust that.
    if (column == nullptr || column->is_dropped) continue;
    if (is_written) {
      rows.Require("expression",
                   absl::StrCat(relation->name, ".", column->name),
                   relation->oid);
    }
    Object object = MakePart(catalog.Get(relation->id), ObjectKind::kDefault,
                             CatalogId{rows.Oid("tableoid"), rows.Oid("oid")},
                             relation->name);
    object.sort_key.number = number;
    // Generation expressions can't be set later, so they are never separate:
    // one that is not printed follows from the parent's. Views have no column
    // list, and a column that its table inherits is not in it.
    object.is_separate =
        column->generated == '\0' &&
        (relation->IsView() || !relation->PrintsColumn(*column));
    const bool is_inline = !object.is_separate;
    DefaultObject value;
    value.relation = relation->id;
    value.column = number;
    value.expression = rows.Text("expression");
    column->default_value = AddWithDetail(catalog, std::move(object),
                                          std::move(value), catalog.defaults);
    // What the expression needs must be there before the table. Where that is
    // impossible, loop repair makes the default separate.
    if (is_inline) {
      catalog.AddDependency(relation->id, column->default_value);
    }
  }
  return rows.status();
}

std::string CheckQuery(const ReadContext& context) {
  const std::string wanted = WantedRelations(context, IsInterestingTable);
  if (wanted.empty()) return "";
  // Valid NOT NULLs are read with their columns.
  return absl::StrCat(
      "SELECT c.tableoid, c.oid, c.conrelid, c.conname, c.contype, "
      "c.conislocal, c.convalidated, "
      "pg_catalog.pg_get_constraintdef(c.oid) AS definition FROM ",
      wanted,
      " JOIN pg_catalog.pg_constraint c ON c.conrelid = wanted.oid "
      "WHERE c.contype = 'c' OR (c.contype = 'n' AND NOT c.convalidated) "
      "ORDER BY c.conrelid, c.contype, c.conname");
}

absl::Status ReadChecks(const Result& result, ReadContext& context) {
  Catalog& catalog = context.catalog;
  RowCursor rows(result);
  while (rows.Next()) {
    RelationObject* relation = FindRelation(catalog, rows.Oid("conrelid"));
    if (relation == nullptr) continue;
    ConstraintObject constraint;
    constraint.oid = rows.Oid("oid");
    constraint.name = rows.Text("conname");
    constraint.type = rows.Char("contype");
    constraint.relation = relation->id;
    if (IsWritten(context, *relation)) {
      rows.Require("definition", constraint.name, constraint.oid);
    }
    constraint.definition = rows.Text("definition");
    constraint.is_local = rows.Bool("conislocal");
    constraint.is_validated = rows.Bool("convalidated");
    Object object = MakePart(catalog.Get(relation->id), ObjectKind::kConstraint,
                             CatalogId{rows.Oid("tableoid"), constraint.oid},
                             constraint.name);
    // Rows may violate what was never validated, so it comes behind them.
    object.is_separate = !constraint.is_validated;
    const bool is_check = constraint.type == 'c';
    const bool is_inline = !object.is_separate;
    const DumpId id = AddWithDetail(catalog, std::move(object),
                                    std::move(constraint), catalog.constraints);
    if (is_check) relation->checks.push_back(id);
    if (is_inline) catalog.AddDependency(relation->id, id);
  }
  return rows.status();
}

}  // namespace

const CatalogReader kColumnReader = {"columns", ColumnQuery, ReadColumns};
const CatalogReader kDefaultReader = {"column defaults", DefaultQuery,
                                      ReadDefaults};
const CatalogReader kCheckReader = {"check constraints", CheckQuery,
                                    ReadChecks};

}  // namespace pgark
