#ifndef PGARK_CATALOG_PUBLICATION_DDL_H_
#define PGARK_CATALOG_PUBLICATION_DDL_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "catalog/object.h"
#include "catalog/other_objects.h"
#include "catalog/toc_builder.h"
#include "protocol/sql_text.h"

namespace pgark {

// The statements for logical replication (docs/objects.md, "Publications and
// subscriptions"); they end with ";\n".

std::string PublicationDefinition(const PublicationObject& publication,
                                  const SqlStyle& style);
// `table` is quoted and qualified.
std::string PublicationTableDefinition(absl::string_view publication,
                                       absl::string_view table,
                                       const PublicationTableObject& member,
                                       const SqlStyle& style);
// The restored subscription is not connected: neither its slot nor that it was
// enabled is carried over.
std::string SubscriptionDefinition(const SubscriptionObject& subscription,
                                   const SqlStyle& style);

// The entries, with comments and labels.
absl::Status EmitPublication(const DdlContext& context, const Object& object,
                             TocBuilder& toc);
absl::Status EmitPublicationTable(const DdlContext& context,
                                  const Object& object, TocBuilder& toc);
absl::Status EmitPublicationSchema(const DdlContext& context,
                                   const Object& object, TocBuilder& toc);
absl::Status EmitSubscription(const DdlContext& context, const Object& object,
                              TocBuilder& toc);

}  // namespace pgark

#endif  // PGARK_CATALOG_PUBLICATION_DDL_H_
