#ifndef PGARK_CATALOG_DOMAIN_DDL_H_
#define PGARK_CATALOG_DOMAIN_DDL_H_

#include <span>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "catalog/object.h"
#include "catalog/toc_builder.h"
#include "catalog/type_objects.h"
#include "protocol/sql_text.h"

namespace pgark {

// CREATE DOMAIN with the CHECK constraints that are written with it; ends with
// ";\n". `name` is the domain's, raw; `qualified_name` quoted.
std::string DomainDefinition(
    absl::string_view name, absl::string_view qualified_name,
    const DomainType& domain,
    std::span<const DomainConstraintObject* const> checks,
    const SqlStyle& style);

// ALTER DOMAIN ... ADD CONSTRAINT; ends with ";\n".
std::string DomainConstraintDefinition(absl::string_view qualified_domain,
                                       const DomainConstraintObject& constraint,
                                       const SqlStyle& style);

// The entries of a domain, with comments (those of its constraints, too),
// labels and privileges. REQUIRES: the type behind `object` has a DomainType.
absl::Status EmitDomain(const DdlContext& context, const Object& object,
                        TocBuilder& toc);
// The entry and comment of a constraint that is not written with its domain;
// nothing for others.
absl::Status EmitDomainConstraint(const DdlContext& context,
                                  const Object& object, TocBuilder& toc);

}  // namespace pgark

#endif  // PGARK_CATALOG_DOMAIN_DDL_H_
