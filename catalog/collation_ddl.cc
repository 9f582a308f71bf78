#include "catalog/collation_ddl.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "catalog/ddl_support.h"

namespace pgark {
namespace {

void AppendOption(absl::string_view keyword,
                  const std::optional<std::string>& value,
                  const SqlStyle& style, std::string* statement) {
  if (!value.has_value()) return;
  absl::StrAppend(statement, ", ", keyword, " = ", QuoteLiteral(*value, style));
}

// "" for a letter that pg_collation.collprovider cannot be.
absl::string_view ProviderKeyword(char provider) {
  switch (provider) {
    case 'b':
      return "builtin";
    case 'c':
      return "libc";
    case 'd':
      return "default";
    case 'i':
      return "icu";
    default:
      return "";
  }
}

}  // namespace

absl::StatusOr<std::string> CollationDefinition(
    absl::string_view name, const CollationObject& collation,
    const SqlStyle& style) {
  const absl::string_view provider = ProviderKeyword(collation.provider);
  if (provider.empty()) {
    return absl::UnimplementedError(
        absl::StrCat("collation ", name, " has the unknown provider '",
                     std::string(1, collation.provider), "'"));
  }
  std::string statement =
      absl::StrCat("CREATE COLLATION ", name, " (provider = ", provider);
  if (!collation.is_deterministic) statement += ", deterministic = false";
  if (collation.provider == 'c') {
    if (collation.collate == collation.ctype) {
      AppendOption("locale", collation.collate, style, &statement);
    } else {
      AppendOption("lc_collate", collation.collate, style, &statement);
      AppendOption("lc_ctype", collation.ctype, style, &statement);
    }
  } else {
    AppendOption("locale", collation.locale, style, &statement);
    AppendOption("rules", collation.rules, style, &statement);
  }
  statement += ");\n";
  return statement;
}

absl::Status EmitCollation(const DdlContext& context, const Object& object,
                           TocBuilder& toc) {
  const CollationObject& collation =
      context.catalog.others.collations[object.detail];
  // Most collations are there only because columns may name them.
  if (!object.Dumps(Component::kDefinition)) return absl::OkStatus();
  const std::string name = QuoteObject(context, object, collation.name);
  ASSIGN_OR_RETURN(std::string definition,
                   CollationDefinition(name, collation, context.style));
  AddObjectEntry(context, object,
                 {.kind = EntryKind::kCollation,
                  .tag = collation.name,
                  .definition = std::move(definition),
                  .drop_statement = DropStatement("COLLATION", name),
                  .owner = collation.owner},
                 toc);
  toc.AddComment(MakeTarget(context, object, "COLLATION",
                            QuoteIdentifier(collation.name, context.style),
                            collation.owner));
  return absl::OkStatus();
}

absl::Status EmitConversion(const DdlContext& context, const Object& object,
                            TocBuilder& toc) {
  const ConversionObject& conversion =
      context.catalog.others.conversions[object.detail];
  const std::string name = QuoteObject(context, object, conversion.name);
  AddObjectEntry(
      context, object,
      {.kind = EntryKind::kConversion,
       .tag = conversion.name,
       .definition = absl::StrCat(
           "CREATE ", conversion.is_default ? "DEFAULT " : "", "CONVERSION ",
           name, " FOR ", QuoteLiteral(conversion.from_encoding, context.style),
           " TO ", QuoteLiteral(conversion.to_encoding, context.style),
           " FROM ", conversion.function, ";\n"),
       .drop_statement = DropStatement("CONVERSION", name),
       .owner = conversion.owner},
      toc);
  toc.AddComment(MakeTarget(context, object, "CONVERSION",
                            QuoteIdentifier(conversion.name, context.style),
                            conversion.owner));
  return absl::OkStatus();
}

}  // namespace pgark
