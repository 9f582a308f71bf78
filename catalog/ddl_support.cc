#include "catalog/ddl_support.h"

#include "absl/strings/str_cat.h"

namespace pgark {
namespace {

// The raw name of the object's schema, or nothing.
std::optional<std::string> EntrySchema(const DdlContext& context,
                                       const Object& object) {
  if (object.schema.value == 0) return std::nullopt;
  return context.catalog.SchemaName(object);
}

}  // namespace

std::string QuoteObject(const DdlContext& context, const Object& object,
                        absl::string_view name) {
  return QuoteQualified(context.catalog.SchemaName(object), name,
                        context.style);
}

void AddObjectEntry(const DdlContext& context, const Object& object,
                    ObjectEntry entry, TocBuilder& toc) {
  if (!object.Dumps(Component::kDefinition)) return;
  TocEntry result;
  result.catalog_id = object.catalog_id;
  result.kind = entry.kind;
  result.tag = std::move(entry.tag);
  result.section = entry.section;
  result.definition = std::move(entry.definition);
  if (!entry.drop_statement.empty()) {
    result.drop_statement = std::move(entry.drop_statement);
  }
  result.schema = EntrySchema(context, object);
  if (!entry.owner.empty()) result.owner = std::move(entry.owner);
  toc.Add(object, std::move(result));
}

std::string DropStatement(absl::string_view keyword,
                          absl::string_view identity) {
  return absl::StrCat("DROP ", keyword, " ", identity, ";\n");
}

SatelliteTarget MakeTarget(const DdlContext& context, const Object& object,
                           absl::string_view keyword, std::string name,
                           absl::string_view owner) {
  SatelliteTarget target;
  target.type = std::string(keyword);
  target.name = std::move(name);
  target.entry_schema = EntrySchema(context, object);
  if (target.entry_schema.has_value()) {
    target.schema = QuoteIdentifier(*target.entry_schema, context.style);
  }
  target.owner = std::string(owner);
  target.catalog_id = object.catalog_id;
  target.parent = object.id;
  return target;
}

void AddCommentAndLabels(const SatelliteTarget& target, TocBuilder& toc) {
  toc.AddComment(target);
  toc.AddSecurityLabels(target);
}

absl::Status AddPrivileges(SatelliteTarget target, absl::string_view keyword,
                           const AclText& acl, TocBuilder& toc) {
  target.type = std::string(keyword);
  return toc.AddAcl(target, acl).status();
}

std::string QuoteBody(const DdlContext& context, absl::string_view body) {
  return context.options.disable_dollar_quoting
             ? QuoteLiteral(body, context.style)
             : DollarQuote(body);
}

}  // namespace pgark
