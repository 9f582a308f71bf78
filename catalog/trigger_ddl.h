#ifndef PGARK_CATALOG_TRIGGER_DDL_H_
#define PGARK_CATALOG_TRIGGER_DDL_H_

#include "absl/status/status.h"
#include "catalog/toc_builder.h"

namespace pgark {

// EmitFunctions (toc_builder.h) of what acts on a table's rows and statements.

// kTrigger: TRIGGER and its comment.
absl::Status EmitTrigger(const DdlContext& context, const Object& object,
                         TocBuilder& toc);

// kRule: RULE and its comment. The SELECT rule of a view has an entry only when
// the view was created as a dummy; it then gives the view its real contents.
absl::Status EmitRule(const DdlContext& context, const Object& object,
                      TocBuilder& toc);

// kPolicy: POLICY and its comment.
absl::Status EmitPolicy(const DdlContext& context, const Object& object,
                        TocBuilder& toc);

// kRowSecurity: ROW SECURITY.
absl::Status EmitRowSecurity(const DdlContext& context, const Object& object,
                             TocBuilder& toc);

}  // namespace pgark

#endif  // PGARK_CATALOG_TRIGGER_DDL_H_
