#include "catalog/domain_readers.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "catalog/reader_support.h"
#include "catalog/row_cursor.h"
#include "catalog/type_lookup.h"

namespace pgark {
namespace {

std::string DomainQuery(const ReadContext& context) {
  return absl::StrCat(
      "SELECT t.oid, t.typnotnull, "
      "pg_catalog.format_type(t.typbasetype, t.typtypmod) AS base_type, "
      "pg_catalog.pg_get_expr(t.typdefaultbin, 0) AS default_expression, "
      "t.typdefault, n.nspname AS collation_schema, c.collname "
      "FROM pg_catalog.pg_type t "
      "LEFT JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype "
      "LEFT JOIN pg_catalog.pg_collation c "
      "ON c.oid = t.typcollation AND t.typcollation <> b.typcollation "
      "LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.collnamespace "
      "WHERE t.typtype = 'd' AND t.typnamespace = ANY ('",
      SchemasWithDefinitions(context), "'::pg_catalog.oid[]) ORDER BY t.oid");
}

absl::Status ReadDomains(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    TypeObject* type = FindType(context.catalog, rows.Oid("oid"));
    if (type == nullptr) continue;
    DomainType domain;
    rows.Require("base_type", type->name, type->oid);
    domain.base_type = rows.Text("base_type");
    domain.is_not_null = rows.Bool("typnotnull");
    domain.default_value = rows.NullableText("default_expression");
    if (!domain.default_value.has_value()) {
      domain.default_value = rows.NullableText("typdefault");
      domain.default_is_literal = true;
    }
    domain.collation = NullableName(rows, "collation_schema", "collname");
    type->Set(std::move(domain));
  }
  return rows.status();
}

std::string DomainConstraintQuery(const ReadContext& context) {
  // Before 17 NOT NULL of a domain is no constraint of its own.
  return absl::StrCat(
      "SELECT c.oid, c.conname, c.contypid, c.contype, c.convalidated, "
      "pg_catalog.pg_get_constraintdef(c.oid) AS definition "
      "FROM pg_catalog.pg_constraint c "
      "JOIN pg_catalog.pg_type t ON t.oid = c.contypid WHERE c.contype IN (",
      context.release >= 17 ? "'c', 'n'" : "'c'",
      ") AND t.typnamespace = ANY ('", SchemasWithDefinitions(context),
      "'::pg_catalog.oid[]) ORDER BY c.contypid, c.conname");
}

// Adds one constraint and tells its domain.
void AddConstraint(Catalog& catalog, CatalogId row,
                   DomainConstraintObject constraint) {
  const Object& domain = catalog.Get(constraint.domain);
  const size_t type = domain.detail;
  Object object;
  object.kind = ObjectKind::kDomainConstraint;
  object.catalog_id = row;
  object.name = constraint.name;
  object.schema = domain.schema;
  object.sort_key.text = domain.name;
  object.wanted = domain.wanted;
  object.is_separate = !constraint.is_validated;

  const DumpId domain_id = constraint.domain;
  const bool is_separate = object.is_separate;
  const char constraint_type = constraint.type;
  const std::string name = constraint.name;
  const DumpId id =
      AddWithDetail(catalog, std::move(object), std::move(constraint),
                    catalog.domain_constraints);
  DomainType& detail = *catalog.types[type].As<DomainType>();
  detail.constraints.push_back(id);
  if (constraint_type == 'n') detail.not_null_name = name;
  if (!is_separate) catalog.AddDependency(domain_id, id);
}

absl::Status ReadDomainConstraints(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    const TypeObject* type = FindType(context.catalog, rows.Oid("contypid"));
    if (type == nullptr || type->As<DomainType>() == nullptr ||
        !context.catalog.Get(type->id).wanted.Has(Component::kDefinition)) {
      continue;
    }
    DomainConstraintObject constraint;
    constraint.name = rows.Text("conname");
    constraint.type = rows.Char("contype");
    constraint.domain = type->id;
    rows.Require("definition", constraint.name, rows.Oid("oid"));
    constraint.definition = rows.Text("definition");
    constraint.is_validated = rows.Bool("convalidated");
    AddConstraint(context.catalog, CatalogId{kPgConstraintOid, rows.Oid("oid")},
                  std::move(constraint));
  }
  return rows.status();
}

}  // namespace

const CatalogReader kDomainReader = {"domains", DomainQuery, ReadDomains};
const CatalogReader kDomainConstraintReader = {
    "constraints of domains", DomainConstraintQuery, ReadDomainConstraints};

}  // namespace pgark
