#ifndef PGARK_CATALOG_VIEW_DEFINITION_H_
#define PGARK_CATALOG_VIEW_DEFINITION_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "catalog/relation_objects.h"
#include "catalog/toc_builder.h"

namespace pgark {

// The statements that create views. Pure.

// "`create` s.v[ WITH (...)] AS\n SELECT ...[\n  WITH LOCAL CHECK OPTION];\n".
// `create` is "CREATE VIEW", or "CREATE OR REPLACE VIEW" where the view exists
// as a dummy. Returns FAILED_PRECONDITION naming the view when its options
// can't be read.
absl::StatusOr<std::string> ViewDefinition(const DdlContext& context,
                                           const RelationObject& view,
                                           absl::string_view create);

// The same columns, all NULL: "`create` s.v AS\nSELECT\n    NULL::integer AS
// a,...;\n". Stands in for a view that cannot exist yet, or takes its contents
// away before what it needs is dropped.
absl::StatusOr<std::string> DummyViewDefinition(const DdlContext& context,
                                                const RelationObject& view,
                                                absl::string_view create);

}  // namespace pgark

#endif  // PGARK_CATALOG_VIEW_DEFINITION_H_
