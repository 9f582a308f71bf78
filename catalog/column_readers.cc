// pg_attribute, pg_attrdef, and the CHECK and NOT NULL constraints: what stands
// between the parentheses of CREATE TABLE.

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "catalog/catalog_coverage.h"
#include "catalog/reader_support.h"
#include "catalog/relation_query.h"
#include "catalog/relation_readers.h"
#include "catalog/row_cursor.h"
#include "catalog/type_lookup.h"

namespace pgark {
namespace {

bool IsInterestingTable(const Object&, const RelationObject& relation) {
  return relation.is_interesting && relation.IsTableLike();
}

// The columns of sequences are the same everywhere, and never written.
bool HasColumns(const Object&, const RelationObject& relation) {
  return relation.is_interesting && !relation.IsSequence();
}

// Of parents that are only looked at, anything may be missing.
bool IsWritten(const ReadContext& context, const RelationObject& relation) {
  return context.catalog.Get(relation.id).wanted.Has(Component::kDefinition);
}

// The columns that only some servers have. Before 18 NOT NULL is no constraint.
std::string VersionedColumns(int release) {
  std::string text;
  if (release >= 14) absl::StrAppend(&text, ", a.attcompression");
  if (release >= 18) {
    absl::StrAppend(&text,
                    ", n.oid AS not_null_oid, n.conname AS not_null_name, "
                    "n.connoinherit AS not_null_no_inherit, "
                    "n.conislocal AS not_null_is_local, "
                    "NOT n.convalidated AS not_null_is_invalid, "
                    "d.description IS NOT NULL AS not_null_has_comment");
  }
  return text;
}

// The type of the column's values: what a domain is made of. Only INSERT
// statements need it.
std::string ValueTypeColumn(const ReadContext& context) {
  if (!context.options.inserts.has_value()) return "";
  return ", CASE WHEN t.typtype = 'd' THEN ("
         "WITH RECURSIVE base (oid, kind, next) AS ("
         "SELECT t.oid, t.typtype, t.typbasetype UNION ALL "
         "SELECT b.oid, b.typtype, b.typbasetype FROM base "
         "JOIN pg_catalog.pg_type b ON b.oid = base.next "
         "WHERE base.kind = 'd') "
         "SELECT oid FROM base WHERE kind <> 'd') "
         "ELSE a.atttypid END AS value_type";
}

// Without a modifier a column's type is called what its type is called; only
// bpchar and bit, and arrays of them, are called otherwise by themselves.
constexpr absl::string_view kTypeColumn =
    "CASE WHEN a.atttypmod >= 0 OR a.atttypid IN (1042, 1014, 1560, 1561) "
    "THEN pg_catalog.format_type(a.atttypid, a.atttypmod) END AS type";

std::string ColumnQuery(const ReadContext& context) {
  const std::string wanted = WantedRelations(context, HasColumns);
  if (wanted.empty()) return "";
  // Options whose names begin with "pg_" are the server's own: some minors keep
  // a volatile one there.
  const bool has_value_types = context.options.inserts.has_value();
  std::string query = absl::StrCat(
      "SELECT a.attrelid, a.attnum, a.attname, a.attisdropped, a.attislocal, "
      "a.atttypid, ",
      kTypeColumn,
      ", a.attcollation, a.attstorage, a.attidentity, a.attgenerated, "
      "a.attnotnull, a.attstattarget, "
      "CASE WHEN a.attoptions IS NOT NULL THEN "
      "pg_catalog.array_to_string(ARRAY(SELECT option "
      "FROM pg_catalog.unnest(a.attoptions) WITH ORDINALITY AS o(option, place)"
      " WHERE option NOT LIKE 'pg\\_%' ORDER BY place), ', ') END AS options, ",
      OptionsColumn("a.attfdwoptions", "fdw_options"), ValueTypeColumn(context),
      VersionedColumns(context.release), " FROM ", wanted,
      " JOIN pg_catalog.pg_attribute a ON a.attrelid = wanted.oid ",
      has_value_types ? "LEFT JOIN pg_catalog.pg_type t ON t.oid = a.atttypid "
                      : "");
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
  if (release < 18) {
    column->not_null_is_local = true;
    if (column->is_not_null) column->not_null = NotNullForm::kUnnamed;
    return;
  }
  column->not_null_is_no_inherit = rows.Bool("not_null_no_inherit");
  column->not_null_is_local = rows.Bool("not_null_is_local");
  column->not_null_is_invalid = rows.Bool("not_null_is_invalid");
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

// The type with what follows from it; its name may have come with the row.
void ReadColumnType(RowCursor& rows, const Catalog& catalog,
                    ColumnObject* column) {
  column->type_oid = rows.Oid("atttypid");
  column->type = rows.Text("type");
  const TypeObject* type = FindType(catalog, column->type_oid);
  if (type == nullptr) return;
  if (column->type.empty()) column->type = type->formatted;
  column->type_storage = type->storage;
  const Oid collation = rows.Oid("attcollation");
  if (collation != type->collation) column->collation = collation;
}

absl::Status ReadColumns(const Result& result, ReadContext& context) {
  const bool has_value_types = context.options.inserts.has_value();
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
    ReadColumnType(rows, context.catalog, &column);
    const bool needs_type = !column.is_dropped && IsWritten(context, *relation);
    if (needs_type && (column.type.empty() || !rows.IsNull("type"))) {
      rows.Require("type", absl::StrCat(relation->name, ".", column.name), oid);
    }
    column.storage = rows.Char("attstorage");
    column.identity = rows.Char("attidentity");
    column.generated = rows.Char("attgenerated");
    // NULL is the default from 17 on.
    if (!rows.IsNull("attstattarget")) {
      column.statistics_target = rows.Int("attstattarget");
    }
    column.options = rows.Text("options");
    column.foreign_options = rows.Text("fdw_options");
    if (has_value_types) column.value_type = rows.Oid("value_type");
    if (context.release >= 14) column.compression = rows.Char("attcompression");
    ReadNotNull(rows, context.release, *relation, &column);
    relation->columns.push_back(std::move(column));
  }
  return rows.status();
}

// To deparse something for a relation the server opens it, which takes most of
// the time. Only expressions with columns in them need it: those of generated
// columns. Constants stand in a stored expression as numbers, so they never
// look like a column.
std::string DefaultQuery(const ReadContext& context) {
  const std::string wanted = WantedRelations(context, HasColumns);
  if (wanted.empty()) return "";
  const absl::string_view relation =
      context.release <= kNewestKnownRelease
          ? "CASE WHEN pg_catalog.strpos(d.adbin::pg_catalog.text, '{VAR ') > 0"
            " THEN d.adrelid ELSE 0 END"
          : "d.adrelid";
  return absl::StrCat(
      "SELECT d.tableoid, d.oid, d.adrelid, d.adnum, "
      "pg_catalog.pg_get_expr(d.adbin, ",
      relation, ") AS expression FROM ", wanted,
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
