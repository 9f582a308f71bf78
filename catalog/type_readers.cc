#include "catalog/type_readers.h"

#include <cstddef>
#include <string>
#include <unordered_map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "catalog/reader_support.h"
#include "catalog/relation_query.h"
#include "catalog/row_cursor.h"
#include "catalog/selection_rules.h"
#include "catalog/type_lookup.h"
#include "protocol/sql_text.h"

namespace pgark {
namespace {

constexpr Oid kPgCatalogSchemaOid = 11;
// array_in(), which makes arrays of nothing but real arrays.
constexpr Oid kArrayInputFunction = 750;

// The server's names are needed for what has several (pg_catalog) and for types
// that look like arrays; every other name is made from its parts, and so are
// those of real arrays. The kinds of relations are known, but for those that
// are not collected.
std::string TypeQuery(const ReadContext& context) {
  return absl::StrCat(
      "SELECT t.oid, t.typname, t.typnamespace, t.typowner, t.typacl AS acl, ",
      NeededDefaultAcl(kPgTypeOid, "t.oid", "t.typacl",
                       "pg_catalog.acldefault('T', t.typowner)"),
      ", t.typtype, t.typelem, t.typarray, t.typrelid, t.typisdefined, "
      "t.typcollation, t.typstorage, c.relkind, ",
      KnowsKeywords(context)
          ? absl::StrCat("CASE WHEN t.typnamespace = ", kPgCatalogSchemaOid,
                         " OR (t.typelem <> 0 AND t.typinput <> ",
                         kArrayInputFunction, ") THEN ")
          : "CASE WHEN true THEN ",
      "pg_catalog.format_type(t.oid, NULL) END AS formatted "
      "FROM pg_catalog.pg_type t "
      "LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid "
      "AND (c.relkind = 't' OR c.relpersistence = 't') "
      "ORDER BY t.oid");
}

// Whether the row type of a table, an array or a multirange: they come with
// what they belong to and are never written.
bool IsDummy(const TypeObject& type) {
  return type.is_array || type.kind == 'm' ||
         (type.relation != 0 && type.relation_kind != 'c');
}

void SelectType(const ReadContext& context, const TypeObject& type,
                Object* object) {
  if (SelectAsMember(context, object)) return;
  if (type.relation != 0 && type.relation_kind != 'c') {
    const Object* relation =
        context.catalog.Find(CatalogId{kPgClassOid, type.relation});
    object->wanted =
        relation == nullptr ? Components::None() : relation->wanted;
    return;
  }
  SelectBySchema(context, object);
}

// The empty CREATE TYPE that loop repair puts before the functions of a type.
DumpId AddShellType(Catalog& catalog, const Object& type) {
  Object shell;
  shell.kind = ObjectKind::kShellType;
  shell.name = type.name;
  shell.schema = type.schema;
  shell.detail = type.detail;
  return catalog.Add(std::move(shell));
}

// The array types that came with their elements: by their OID, the element's.
using ArrayTypes = std::unordered_map<Oid, Oid>;

ArrayTypes FindArrayTypes(const Result& result) {
  ArrayTypes arrays;
  arrays.reserve(static_cast<size_t>(result.row_count()));
  RowCursor rows(result);
  while (rows.Next()) {
    const Oid array = rows.Oid("typarray");
    if (array != 0) arrays.emplace(array, rows.Oid("oid"));
  }
  return arrays;
}

// relkind of the relation whose row type it is.
char RelationKindOf(RowCursor& rows, Catalog& catalog, const TypeObject& type) {
  if (type.relation == 0) return '\0';
  if (const RelationObject* relation = FindRelation(catalog, type.relation)) {
    return static_cast<char>(relation->kind);
  }
  if (type.kind == 'c') rows.Require("relkind", type.name, type.oid);
  return rows.Char("relkind");
}

TypeObject TypeOfRow(RowCursor& rows, Catalog& catalog,
                     const ArrayTypes& arrays) {
  TypeObject type;
  type.oid = rows.Oid("oid");
  type.name = rows.Text("typname");
  type.formatted = rows.Text("formatted");
  type.acl = rows.Acl();
  type.kind = rows.Char("typtype");
  type.element = rows.Oid("typelem");
  type.relation = rows.Oid("typrelid");
  type.relation_kind = RelationKindOf(rows, catalog, type);
  type.is_defined = rows.Bool("typisdefined");
  type.collation = rows.Oid("typcollation");
  type.storage = rows.Char("typstorage");
  if (type.element != 0) {
    const auto array = arrays.find(type.oid);
    type.is_array = array != arrays.end() && array->second == type.element;
  }
  return type;
}

// The names that the server has not given.
void FormatTypes(const ReadContext& context) {
  Catalog& catalog = context.catalog;
  const SqlStyle style = ServerStyle(context);
  for (TypeObject& type : catalog.types) {
    if (!type.formatted.empty() || type.element != 0) continue;
    const Object& object = catalog.Get(type.id);
    type.formatted =
        QuoteQualified(catalog.SchemaName(object), type.name, style);
  }
  for (TypeObject& type : catalog.types) {
    if (!type.formatted.empty()) continue;
    type.formatted = absl::StrCat(FormatType(catalog, type.element), "[]");
  }
}

absl::Status ReadTypes(const Result& result, ReadContext& context) {
  const ArrayTypes arrays = FindArrayTypes(result);
  RowCursor rows(result);
  while (rows.Next()) {
    TypeObject type = TypeOfRow(rows, context.catalog, arrays);
    const bool is_dummy = IsDummy(type);
    ASSIGN_OR_RETURN(type.owner, OwnerName(context, rows.Oid("typowner"),
                                           "type", type.name, type.oid));
    ASSIGN_OR_RETURN(
        Object object,
        MakeObject(context,
                   is_dummy ? ObjectKind::kDummyType : ObjectKind::kType,
                   CatalogId{kPgTypeOid, type.oid}, type.name,
                   rows.Oid("typnamespace")));
    SelectType(context, type, &object);
    const bool needs_shell = !is_dummy &&
                             (type.kind == 'b' || type.kind == 'r') &&
                             object.wanted.Has(Component::kDefinition);
    const DumpId id = AddWithDetail(context.catalog, std::move(object),
                                    std::move(type), context.catalog.types);
    if (needs_shell) {
      const DumpId shell =
          AddShellType(context.catalog, context.catalog.Get(id));
      context.catalog.types.back().shell_type = shell;
    }
  }
  RETURN_IF_ERROR(rows.status());
  FormatTypes(context);
  return absl::OkStatus();
}

std::string BaseTypeQuery(const ReadContext& context) {
  return absl::StrCat(
      "SELECT t.oid, t.typlen, ", FunctionColumn("t.typinput", "typinput"),
      ", ", FunctionColumn("t.typoutput", "typoutput"), ", ",
      FunctionColumn("t.typreceive", "typreceive"), ", ",
      FunctionColumn("t.typsend", "typsend"), ", ",
      FunctionColumn("t.typmodin", "typmodin"), ", ",
      FunctionColumn("t.typmodout", "typmodout"), ", ",
      FunctionColumn("t.typanalyze", "typanalyze"), ", ",
      context.release >= 14 ? FunctionColumn("t.typsubscript", "typsubscript")
                            : "NULL AS typsubscript",
      ", t.typcollation <> 0 AS is_collatable, "
      "pg_catalog.pg_get_expr(t.typdefaultbin, 0) AS default_expression, "
      "t.typdefault, CASE WHEN t.typelem <> 0 "
      "THEN pg_catalog.format_type(t.typelem, NULL) END AS element, "
      "t.typcategory, t.typispreferred, t.typdelim, t.typalign, t.typstorage, "
      "t.typbyval FROM pg_catalog.pg_type t "
      "LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem "
      "WHERE t.typtype = 'b' AND t.typisdefined "
      "AND e.typarray IS DISTINCT FROM t.oid "
      "AND t.typnamespace = ANY ('",
      SchemasWithDefinitions(context), "'::pg_catalog.oid[]) ORDER BY t.oid");
}

absl::Status ReadBaseTypes(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    TypeObject* type = FindType(context.catalog, rows.Oid("oid"));
    if (type == nullptr) continue;
    BaseType base;
    for (const char* column : {"typinput", "typoutput"}) {
      if (!rows.CheckName(column, type->name, type->oid)) break;
    }
    base.length = static_cast<int16_t>(rows.Int("typlen"));
    base.input = rows.Text("typinput");
    base.output = rows.Text("typoutput");
    base.receive = rows.Text("typreceive");
    base.send = rows.Text("typsend");
    base.typmod_input = rows.Text("typmodin");
    base.typmod_output = rows.Text("typmodout");
    base.analyze = rows.Text("typanalyze");
    base.subscript = rows.Text("typsubscript");
    base.is_collatable = rows.Bool("is_collatable");
    base.default_value = rows.NullableText("default_expression");
    if (!base.default_value.has_value()) {
      base.default_value = rows.NullableText("typdefault");
      base.default_is_literal = true;
    }
    base.element = rows.Text("element");
    base.category = rows.Char("typcategory");
    base.is_preferred = rows.Bool("typispreferred");
    base.delimiter = rows.Text("typdelim");
    base.alignment = rows.Char("typalign");
    base.storage = rows.Char("typstorage");
    base.is_passed_by_value = rows.Bool("typbyval");
    type->Set(std::move(base));
  }
  return rows.status();
}

std::string EnumLabelQuery(const ReadContext& context) {
  // From the type's side, so that an enum without labels has a row, too.
  return absl::StrCat(
      "SELECT t.oid, e.enumlabel FROM pg_catalog.pg_type t "
      "LEFT JOIN pg_catalog.pg_enum e ON e.enumtypid = t.oid "
      "WHERE t.typtype = 'e' AND t.typnamespace = ANY ('",
      SchemasWithDefinitions(context),
      "'::pg_catalog.oid[]) ORDER BY t.oid, e.enumsortorder");
}

absl::Status ReadEnumLabels(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    TypeObject* type = FindType(context.catalog, rows.Oid("oid"));
    if (type == nullptr) continue;
    auto* enumeration = type->As<EnumType>();
    if (enumeration == nullptr) enumeration = type->Set(EnumType());
    if (rows.IsNull("enumlabel")) continue;
    enumeration->labels.push_back(rows.Text("enumlabel"));
  }
  return rows.status();
}

std::string RangeTypeQuery(const ReadContext& context) {
  return absl::StrCat(
      "SELECT r.rngtypid, "
      "pg_catalog.format_type(r.rngsubtype, NULL) AS subtype, ",
      context.release >= 14
          ? "pg_catalog.format_type(r.rngmultitypid, NULL) AS multirange"
          : "NULL AS multirange",
      ", onsp.nspname AS opclass_schema, o.opcname, "
      "cnsp.nspname AS collation_schema, c.collname, ",
      FunctionColumn("r.rngcanonical", "canonical"), ", ",
      FunctionColumn("r.rngsubdiff", "subtype_diff"),
      " FROM pg_catalog.pg_range r "
      "JOIN pg_catalog.pg_type t ON t.oid = r.rngtypid "
      "LEFT JOIN pg_catalog.pg_type st ON st.oid = r.rngsubtype "
      "LEFT JOIN pg_catalog.pg_opclass o "
      "ON o.oid = r.rngsubopc AND NOT o.opcdefault "
      "LEFT JOIN pg_catalog.pg_namespace onsp ON onsp.oid = o.opcnamespace "
      "LEFT JOIN pg_catalog.pg_collation c "
      "ON c.oid = r.rngcollation AND r.rngcollation <> st.typcollation "
      "LEFT JOIN pg_catalog.pg_namespace cnsp ON cnsp.oid = c.collnamespace "
      "WHERE t.typnamespace = ANY ('",
      SchemasWithDefinitions(context),
      "'::pg_catalog.oid[]) ORDER BY r.rngtypid");
}

absl::Status ReadRangeTypes(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    TypeObject* type = FindType(context.catalog, rows.Oid("rngtypid"));
    if (type == nullptr) continue;
    RangeType range;
    rows.Require("subtype", type->name, type->oid);
    range.subtype = rows.Text("subtype");
    range.multirange = rows.Text("multirange");
    range.operator_class = NullableName(rows, "opclass_schema", "opcname");
    range.collation = NullableName(rows, "collation_schema", "collname");
    range.canonical = rows.Text("canonical");
    range.subtype_difference = rows.Text("subtype_diff");
    type->Set(std::move(range));
  }
  return rows.status();
}

std::string CompositeAttributeQuery(const ReadContext& context) {
  // From the type's side: a composite type may have no attributes.
  return absl::StrCat(
      "SELECT t.oid, a.attnum, a.attname, "
      "pg_catalog.format_type(a.atttypid, a.atttypmod) AS type, "
      "n.nspname AS collation_schema, l.collname "
      "FROM pg_catalog.pg_type t "
      "JOIN pg_catalog.pg_class c ON c.oid = t.typrelid AND c.relkind = 'c' "
      "LEFT JOIN pg_catalog.pg_attribute a "
      "ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped "
      "LEFT JOIN pg_catalog.pg_type at ON at.oid = a.atttypid "
      "LEFT JOIN pg_catalog.pg_collation l "
      "ON l.oid = a.attcollation AND a.attcollation <> at.typcollation "
      "LEFT JOIN pg_catalog.pg_namespace n ON n.oid = l.collnamespace "
      "WHERE t.typnamespace = ANY ('",
      SchemasWithDefinitions(context),
      "'::pg_catalog.oid[]) ORDER BY t.oid, a.attnum");
}

absl::Status ReadCompositeAttributes(const Result& result,
                                     ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    TypeObject* type = FindType(context.catalog, rows.Oid("oid"));
    if (type == nullptr) continue;
    auto* composite = type->As<CompositeType>();
    if (composite == nullptr) composite = type->Set(CompositeType());
    if (rows.IsNull("attnum")) continue;
    CompositeAttribute attribute;
    attribute.number = static_cast<int16_t>(rows.Int("attnum"));
    attribute.name = rows.Text("attname");
    rows.Require("type", absl::StrCat(type->name, ".", attribute.name),
                 type->oid);
    attribute.type = rows.Text("type");
    attribute.collation = NullableName(rows, "collation_schema", "collname");
    composite->attributes.push_back(std::move(attribute));
  }
  return rows.status();
}

}  // namespace

const CatalogReader kTypeReader = {"types", TypeQuery, ReadTypes};
const CatalogReader kBaseTypeReader = {"base types", BaseTypeQuery,
                                       ReadBaseTypes};
const CatalogReader kEnumLabelReader = {"enum labels", EnumLabelQuery,
                                        ReadEnumLabels};
const CatalogReader kRangeTypeReader = {"range types", RangeTypeQuery,
                                        ReadRangeTypes};
const CatalogReader kCompositeAttributeReader = {
    "attributes of composite types", CompositeAttributeQuery,
    ReadCompositeAttributes};

}  // namespace pgark
