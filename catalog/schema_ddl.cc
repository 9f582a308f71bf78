#include "catalog/schema_ddl.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "catalog/acl_text.h"
#include "catalog/catalog.h"

namespace pgark {
namespace {

// The comment that initdb gives the schema public.
constexpr absl::string_view kPublicComment = "standard public schema";

SatelliteTarget TargetOf(const DdlContext& context, const Object& object,
                         absl::string_view type, absl::string_view owner) {
  SatelliteTarget target;
  target.type = std::string(type);
  target.name = QuoteIdentifier(object.name, context.style);
  target.owner = std::string(owner);
  target.catalog_id = object.catalog_id;
  target.parent = object.id;
  return target;
}

// The schema public comes with a comment: only another one is told, and that
// there is none any more.
void AddCommentOnPublic(const DdlContext& context, const Object& object,
                        const SatelliteTarget& target, TocBuilder& toc) {
  const auto [begin, end] = context.catalog.Comments(object.catalog_id);
  if (begin != end) {
    if (begin->text != kPublicComment) toc.AddComment(target);
    return;
  }
  if (context.options.no_comments || !object.wanted.Has(Component::kComment)) {
    return;
  }
  TocEntry entry;
  entry.kind = EntryKind::kComment;
  entry.tag = absl::StrCat(target.type, " ", target.name);
  entry.owner = target.owner;
  entry.definition =
      absl::StrCat("COMMENT ON SCHEMA ", target.name, " IS '';\n");
  entry.dependencies = {object.id};
  toc.AddSatellite(std::move(entry));
}

// How ALTER DEFAULT PRIVILEGES calls what a letter of defaclobjtype stands for.
struct DefaultAclType {
  char letter;
  absl::string_view keyword;
};
constexpr DefaultAclType kDefaultAclTypes[] = {
    {'r', "TABLES"}, {'S', "SEQUENCES"}, {'f', "FUNCTIONS"},
    {'T', "TYPES"},  {'n', "SCHEMAS"},   {'L', "LARGE OBJECTS"}};

}  // namespace

absl::Status EmitSchema(const DdlContext& context, const Object& object,
                        TocBuilder& toc) {
  const SchemaObject& schema = context.catalog.schema(object);
  const SatelliteTarget target =
      TargetOf(context, object, "SCHEMA", schema.owner);
  if (object.Dumps(Component::kDefinition)) {
    TocEntry entry;
    entry.kind = EntryKind::kSchema;
    entry.tag = schema.name;
    entry.section = Section::kPreData;
    entry.catalog_id = object.catalog_id;
    entry.owner = schema.owner;
    if (schema.is_created) {
      entry.definition = absl::StrCat("CREATE SCHEMA ", target.name, ";\n");
      entry.drop_statement = absl::StrCat("DROP SCHEMA ", target.name, ";\n");
    } else {
      entry.definition = "-- *not* creating schema, since initdb creates it\n";
      entry.drop_statement =
          "-- *not* dropping schema, since initdb creates it\n";
    }
    toc.Add(object, std::move(entry));
  }
  // With --quote-all-identifiers pg_dump does not take it for that schema.
  if (schema.is_created || target.name != "public") {
    toc.AddComment(target);
  } else {
    AddCommentOnPublic(context, object, target, toc);
  }
  toc.AddSecurityLabels(target);
  return toc.AddAcl(target, schema.acl).status();
}

absl::Status EmitExtension(const DdlContext& context, const Object& object,
                           TocBuilder& toc) {
  if (!object.Dumps(Component::kDefinition)) return absl::OkStatus();
  const ExtensionObject& extension = context.catalog.extension(object);
  const SatelliteTarget target = TargetOf(context, object, "EXTENSION", "");
  TocEntry entry;
  entry.kind = EntryKind::kExtension;
  entry.tag = extension.name;
  entry.section = Section::kPreData;
  entry.catalog_id = object.catalog_id;
  // No version: the target installs its own.
  entry.definition = absl::StrCat(
      "CREATE EXTENSION IF NOT EXISTS ", target.name, " WITH SCHEMA ",
      QuoteIdentifier(extension.schema, context.style), ";\n");
  entry.drop_statement = absl::StrCat("DROP EXTENSION ", target.name, ";\n");
  toc.Add(object, std::move(entry));
  toc.AddComment(target);
  toc.AddSecurityLabels(target);
  return absl::OkStatus();
}

absl::Status EmitDefaultAcl(const DdlContext& context, const Object& object,
                            TocBuilder& toc) {
  if (!object.wanted.Has(Component::kAcl)) return absl::OkStatus();
  const DefaultAclObject& detail = context.catalog.default_acls[object.detail];
  absl::string_view keyword;
  for (const DefaultAclType& type : kDefaultAclTypes) {
    if (type.letter == detail.object_type) keyword = type.keyword;
  }
  const std::string tag = absl::StrCat("DEFAULT PRIVILEGES FOR ", keyword);
  if (keyword.empty()) {
    return absl::UnimplementedError(
        absl::StrCat("default privileges of role ", detail.role,
                     " are for objects of the unknown type '",
                     std::string(1, detail.object_type), "'"));
  }
  const std::string& schema = context.catalog.SchemaName(object);
  AclSubject subject;
  subject.type = std::string(keyword);
  subject.owner = detail.role;
  subject.prefix =
      absl::StrCat("ALTER DEFAULT PRIVILEGES FOR ROLE ",
                   QuoteIdentifier(detail.role, context.style), " ");
  if (!schema.empty()) {
    absl::StrAppend(&subject.prefix, "IN SCHEMA ",
                    QuoteIdentifier(schema, context.style), " ");
  }
  absl::StatusOr<std::string> statements =
      AclStatements(subject, detail.acl.acl.value_or(""),
                    detail.acl.default_acl.value_or(""), context.style);
  if (!statements.ok()) return WithObject(statements.status(), tag);
  if (statements->empty()) return absl::OkStatus();
  TocEntry entry;
  entry.kind = EntryKind::kDefaultAcl;
  entry.tag = tag;
  entry.section = Section::kPostData;
  entry.catalog_id = object.catalog_id;
  entry.owner = detail.role;
  if (!schema.empty()) entry.schema = schema;
  entry.definition = *std::move(statements);
  toc.Add(object, std::move(entry));
  return absl::OkStatus();
}

}  // namespace pgark
