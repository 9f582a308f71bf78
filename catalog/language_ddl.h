#ifndef PGARK_CATALOG_LANGUAGE_DDL_H_
#define PGARK_CATALOG_LANGUAGE_DDL_H_

#include <string>

#include "absl/status/status.h"
#include "catalog/object.h"
#include "catalog/other_objects.h"
#include "catalog/toc_builder.h"
#include "protocol/sql_text.h"

namespace pgark {

// The entries of what programs the server (docs/objects.md, "Languages and
// casts" and "Triggers, rules and policies"), with comments, labels and, for
// languages, privileges.

// Returns FAILED_PRECONDITION for a cast or transform whose function is gone.
absl::Status EmitProceduralLanguage(const DdlContext& context,
                                    const Object& object, TocBuilder& toc);
absl::Status EmitAccessMethod(const DdlContext& context, const Object& object,
                              TocBuilder& toc);
absl::Status EmitCast(const DdlContext& context, const Object& object,
                      TocBuilder& toc);
absl::Status EmitTransform(const DdlContext& context, const Object& object,
                           TocBuilder& toc);
absl::Status EmitEventTrigger(const DdlContext& context, const Object& object,
                              TocBuilder& toc);

// CREATE LANGUAGE, in full when its functions are in the dump; otherwise the
// form that has the server make the language's extension.
std::string ProceduralLanguageDefinition(
    const DdlContext& context, const ProceduralLanguageObject& language);
// CREATE EVENT TRIGGER and, when it is not simply enabled, its state.
std::string EventTriggerDefinition(const EventTriggerObject& trigger,
                                   const SqlStyle& style);

}  // namespace pgark

#endif  // PGARK_CATALOG_LANGUAGE_DDL_H_
