#include "catalog/domain_ddl.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "catalog/ddl_support.h"
#include "catalog/name_in_schema.h"

namespace pgark {
namespace {

// "CONSTRAINT c ON DOMAIN d", where the comment of a constraint hangs.
// `parent` is the entry behind which it stands.
SatelliteTarget ConstraintTarget(const DdlContext& context,
                                 const Object& constraint,
                                 const Object& parent) {
  const TypeObject& domain =
      context.catalog
          .types[context.catalog
                     .Get(context.catalog.domain_constraints[constraint.detail]
                              .domain)
                     .detail];
  const std::string name = QuoteIdentifier(constraint.name, context.style);
  const std::string domain_name = QuoteIdentifier(domain.name, context.style);
  SatelliteTarget target =
      MakeTarget(context, constraint, "CONSTRAINT", name, domain.owner);
  target.tag_name = absl::StrCat(name, " ON DOMAIN ", domain_name);
  target.name = absl::StrCat(name, " ON DOMAIN ",
                             QuoteObject(context, constraint, domain.name));
  target.schema.clear();
  target.parent = parent.id;
  return target;
}

// The comments that stand behind the domain: those of CHECKs, then that of NOT
// NULL. With 13 they include those of separate constraints, which do not exist
// at that point yet.
void AddConstraintComments(const DdlContext& context, const Object& domain,
                           const DomainType& type, TocBuilder& toc) {
  for (const char wanted : {'c', 'n'}) {
    for (const DumpId id : type.constraints) {
      const Object& constraint = context.catalog.Get(id);
      if (context.catalog.domain_constraints[constraint.detail].type !=
              wanted ||
          (constraint.is_separate && context.release != 13)) {
        continue;
      }
      toc.AddComment(ConstraintTarget(context, constraint, domain));
    }
  }
}

}  // namespace

std::string DomainDefinition(
    absl::string_view name, absl::string_view qualified_name,
    const DomainType& domain,
    std::span<const DomainConstraintObject* const> checks,
    const SqlStyle& style) {
  std::string statement =
      absl::StrCat("CREATE DOMAIN ", qualified_name, " AS ", domain.base_type);
  if (domain.collation.has_value()) {
    absl::StrAppend(&statement, " COLLATE ", Quote(*domain.collation, style));
  }
  if (domain.is_not_null) {
    // The server gives the same name again to a constraint without one.
    if (!domain.not_null_name.empty() &&
        domain.not_null_name != absl::StrCat(name, "_not_null")) {
      absl::StrAppend(&statement, " CONSTRAINT ",
                      QuoteIdentifier(domain.not_null_name, style));
    }
    statement += " NOT NULL";
  }
  if (domain.default_value.has_value()) {
    absl::StrAppend(&statement, " DEFAULT ",
                    domain.default_is_literal
                        ? QuoteLiteral(*domain.default_value, style)
                        : *domain.default_value);
  }
  for (const DomainConstraintObject* check : checks) {
    absl::StrAppend(&statement, "\n\tCONSTRAINT ",
                    QuoteIdentifier(check->name, style), " ",
                    check->definition);
  }
  statement += ";\n";
  return statement;
}

std::string DomainConstraintDefinition(absl::string_view qualified_domain,
                                       const DomainConstraintObject& constraint,
                                       const SqlStyle& style) {
  return absl::StrCat("ALTER DOMAIN ", qualified_domain,
                      "\n    ADD CONSTRAINT ",
                      QuoteIdentifier(constraint.name, style), " ",
                      constraint.definition, ";\n");
}

absl::Status EmitDomain(const DdlContext& context, const Object& object,
                        TocBuilder& toc) {
  const TypeObject& type = context.catalog.types[object.detail];
  const DomainType& domain = *type.As<DomainType>();
  std::vector<const DomainConstraintObject*> checks;
  for (const DumpId id : domain.constraints) {
    const Object& constraint = context.catalog.Get(id);
    const DomainConstraintObject& detail =
        context.catalog.domain_constraints[constraint.detail];
    if (detail.type == 'c' && !constraint.is_separate) {
      checks.push_back(&detail);
    }
  }
  const std::string name = QuoteObject(context, object, type.name);
  AddObjectEntry(context, object,
                 {.kind = EntryKind::kDomain,
                  .tag = type.name,
                  .definition = DomainDefinition(type.name, name, domain,
                                                 checks, context.style),
                  .drop_statement = DropStatement("DOMAIN", name),
                  .owner = type.owner},
                 toc);
  const SatelliteTarget target =
      MakeTarget(context, object, "DOMAIN",
                 QuoteIdentifier(type.name, context.style), type.owner);
  AddCommentAndLabels(target, toc);
  RETURN_IF_ERROR(AddPrivileges(target, "TYPE", type.acl, toc));
  AddConstraintComments(context, object, domain, toc);
  return absl::OkStatus();
}

absl::Status EmitDomainConstraint(const DdlContext& context,
                                  const Object& object, TocBuilder& toc) {
  if (!object.is_separate) return absl::OkStatus();
  const DomainConstraintObject& constraint =
      context.catalog.domain_constraints[object.detail];
  const TypeObject& domain =
      context.catalog.types[context.catalog.Get(constraint.domain).detail];
  const std::string domain_name = QuoteObject(context, object, domain.name);
  AddObjectEntry(context, object,
                 {.kind = constraint.type == 'c' ? EntryKind::kCheckConstraint
                                                 : EntryKind::kConstraint,
                  .tag = absl::StrCat(domain.name, " ", constraint.name),
                  .definition = DomainConstraintDefinition(
                      domain_name, constraint, context.style),
                  .drop_statement = absl::StrCat(
                      "ALTER DOMAIN ", domain_name, " DROP CONSTRAINT ",
                      QuoteIdentifier(constraint.name, context.style), ";\n"),
                  .owner = domain.owner,
                  .section = Section::kPostData},
                 toc);
  if (context.release != 13) {
    toc.AddComment(ConstraintTarget(context, object, object));
  }
  return absl::OkStatus();
}

}  // namespace pgark
