#include "catalog/foreign_server_ddl.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "catalog/ddl_support.h"

namespace pgark {
namespace {

void AppendOptions(const std::string& options, std::string* statement) {
  if (options.empty()) return;
  absl::StrAppend(statement, " OPTIONS (\n    ", options, "\n)");
}

// User mappings are no objects: they have no dependencies and no catalog id.
void AddUserMappings(const DdlContext& context, const Object& object,
                     const ForeignServerObject& server, TocBuilder& toc) {
  if (!object.Dumps(Component::kUserMapping)) return;
  for (const UserMapping& mapping : server.user_mappings) {
    TocEntry entry;
    entry.kind = EntryKind::kUserMapping;
    entry.tag =
        absl::StrCat("USER MAPPING ", mapping.user, " SERVER ", server.name);
    entry.section = Section::kPreData;
    entry.definition =
        UserMappingDefinition(mapping, server.name, context.style);
    entry.drop_statement = absl::StrCat(
        "DROP USER MAPPING FOR ", QuoteIdentifier(mapping.user, context.style),
        " SERVER ", QuoteIdentifier(server.name, context.style), ";\n");
    entry.owner = server.owner;
    toc.AddSatellite(std::move(entry));
  }
}

}  // namespace

std::string ForeignDataWrapperDefinition(
    const ForeignDataWrapperObject& wrapper, const SqlStyle& style) {
  std::string statement = absl::StrCat("CREATE FOREIGN DATA WRAPPER ",
                                       QuoteIdentifier(wrapper.name, style));
  if (!wrapper.handler.empty()) {
    absl::StrAppend(&statement, " HANDLER ", wrapper.handler);
  }
  if (!wrapper.validator.empty()) {
    absl::StrAppend(&statement, " VALIDATOR ", wrapper.validator);
  }
  AppendOptions(wrapper.options, &statement);
  statement += ";\n";
  return statement;
}

std::string ForeignServerDefinition(const ForeignServerObject& server,
                                    const SqlStyle& style) {
  std::string statement =
      absl::StrCat("CREATE SERVER ", QuoteIdentifier(server.name, style));
  if (server.type.has_value() && !server.type->empty()) {
    absl::StrAppend(&statement, " TYPE ", QuoteLiteral(*server.type, style));
  }
  if (server.version.has_value() && !server.version->empty()) {
    absl::StrAppend(&statement, " VERSION ",
                    QuoteLiteral(*server.version, style));
  }
  absl::StrAppend(&statement, " FOREIGN DATA WRAPPER ",
                  QuoteIdentifier(server.wrapper, style));
  AppendOptions(server.options, &statement);
  statement += ";\n";
  return statement;
}

std::string UserMappingDefinition(const UserMapping& mapping,
                                  const std::string& server,
                                  const SqlStyle& style) {
  // The mapping of PUBLIC is listed under the name public, which no role has.
  std::string statement = absl::StrCat(
      "CREATE USER MAPPING FOR ", QuoteIdentifier(mapping.user, style),
      " SERVER ", QuoteIdentifier(server, style));
  AppendOptions(mapping.options, &statement);
  statement += ";\n";
  return statement;
}

absl::Status EmitForeignDataWrapper(const DdlContext& context,
                                    const Object& object, TocBuilder& toc) {
  const ForeignDataWrapperObject& wrapper =
      context.catalog.others.foreign_data_wrappers[object.detail];
  const std::string name = QuoteIdentifier(wrapper.name, context.style);
  AddObjectEntry(
      context, object,
      {.kind = EntryKind::kForeignDataWrapper,
       .tag = wrapper.name,
       .definition = ForeignDataWrapperDefinition(wrapper, context.style),
       .drop_statement = DropStatement("FOREIGN DATA WRAPPER", name),
       .owner = wrapper.owner},
      toc);
  const SatelliteTarget target =
      MakeTarget(context, object, "FOREIGN DATA WRAPPER", name, wrapper.owner);
  toc.AddComment(target);
  return AddPrivileges(target, "FOREIGN DATA WRAPPER", wrapper.acl, toc);
}

absl::Status EmitForeignServer(const DdlContext& context, const Object& object,
                               TocBuilder& toc) {
  const ForeignServerObject& server =
      context.catalog.others.foreign_servers[object.detail];
  const std::string name = QuoteIdentifier(server.name, context.style);
  AddObjectEntry(context, object,
                 {.kind = EntryKind::kServer,
                  .tag = server.name,
                  .definition = ForeignServerDefinition(server, context.style),
                  .drop_statement = DropStatement("SERVER", name),
                  .owner = server.owner},
                 toc);
  const SatelliteTarget target =
      MakeTarget(context, object, "SERVER", name, server.owner);
  toc.AddComment(target);
  RETURN_IF_ERROR(AddPrivileges(target, "FOREIGN SERVER", server.acl, toc));
  AddUserMappings(context, object, server, toc);
  return absl::OkStatus();
}

}  // namespace pgark
