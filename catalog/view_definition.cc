#include "catalog/view_definition.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "catalog/relation_text.h"
#include "catalog/setting_text.h"

namespace pgark {

absl::StatusOr<std::string> ViewDefinition(const DdlContext& context,
                                           const RelationObject& view,
                                           absl::string_view create) {
  const std::string name = QualifiedName(context, view);
  const absl::StatusOr<std::string> options =
      FormatReloptions(view.options, "", context.style);
  if (!options.ok()) return WithObject(options.status(), name);
  std::string text = absl::StrCat(create, " ", name);
  if (!options->empty()) absl::StrAppend(&text, " WITH (", *options, ")");
  absl::StrAppend(&text, " AS\n", view.view_query);
  if (!view.check_option.empty()) {
    absl::StrAppend(&text, "\n  WITH ", view.check_option, " CHECK OPTION");
  }
  absl::StrAppend(&text, ";\n");
  return text;
}

absl::StatusOr<std::string> DummyViewDefinition(const DdlContext& context,
                                                const RelationObject& view,
                                                absl::string_view create) {
  const std::string name = QualifiedName(context, view);
  std::string text = absl::StrCat(create, " ", name, " AS\nSELECT");
  absl::string_view separator = "";
  for (const ColumnObject& column : view.columns) {
    absl::StrAppend(&text, separator, "\n    NULL::", column.type);
    separator = ",";
    // OR REPLACE refuses to change a column's collation.
    if (column.collation != 0) {
      const std::string collation = CollationName(context, column.collation);
      if (collation.empty()) {
        return WithObject(
            absl::FailedPreconditionError(absl::StrCat(
                "column ", column.name, " has the unknown collation with OID ",
                column.collation)),
            name);
      }
      absl::StrAppend(&text, " COLLATE ", collation);
    }
    absl::StrAppend(&text, " AS ", Quoted(context, column.name));
  }
  absl::StrAppend(&text, ";\n");
  return text;
}

}  // namespace pgark
