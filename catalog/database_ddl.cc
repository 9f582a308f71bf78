#include "catalog/database_ddl.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "base/status_macros.h"
#include "catalog/catalog.h"
#include "catalog/setting_text.h"

namespace pgark {
namespace {

// Settings are quoted as for a session: E'...' when there is a backslash.
std::string LiteralOfSession(absl::string_view text, const SqlStyle& style) {
  const std::string quoted = QuoteLiteralForQuery(text, style.encoding);
  return std::string(absl::StripPrefix(quoted, " "));
}

std::string QuotedName(const DdlContext& context) {
  return QuoteIdentifier(context.catalog.database.name, context.style);
}

absl::string_view ProviderName(char provider) {
  switch (provider) {
    case 'b':
      return "builtin";
    case 'i':
      return "icu";
    default:
      return "libc";
  }
}

std::string LocaleClauses(const DdlContext& context) {
  const DatabaseObject& database = context.catalog.database;
  std::string clauses;
  const auto add = [&](absl::string_view keyword, absl::string_view value) {
    absl::StrAppend(&clauses, " ", keyword, " = ",
                    QuoteLiteral(value, context.style));
  };
  // The pg_dump of 13 and 14 does not know the clause.
  if (context.release >= 15) {
    absl::StrAppend(&clauses, " LOCALE_PROVIDER = ",
                    ProviderName(database.locale_provider));
  }
  if (!database.collate.empty() && database.collate == database.ctype) {
    add("LOCALE", database.collate);
  } else {
    if (!database.collate.empty()) add("LC_COLLATE", database.collate);
    if (!database.ctype.empty()) add("LC_CTYPE", database.ctype);
  }
  if (database.locale.has_value()) {
    add(database.locale_provider == 'b' ? "BUILTIN_LOCALE" : "ICU_LOCALE",
        *database.locale);
  }
  if (database.icu_rules.has_value()) add("ICU_RULES", *database.icu_rules);
  return clauses;
}

// A template cannot be dropped before it stops being one.
std::string DropOfProperties(const DdlContext& context) {
  if (!context.catalog.database.is_template) return "";
  return absl::StrCat(
      "UPDATE pg_catalog.pg_database SET datistemplate = false WHERE datname "
      "= ",
      QuoteLiteral(context.catalog.database.name, context.style), ";\n");
}

void AddSatellites(const DdlContext& context, const SatelliteTarget& target,
                   TocBuilder& toc) {
  const DatabaseObject& database = context.catalog.database;
  const auto add = [&](EntryKind kind, std::string statements) {
    TocEntry entry;
    entry.kind = kind;
    entry.tag = absl::StrCat(target.type, " ", target.name);
    entry.owner = target.owner;
    entry.definition = std::move(statements);
    entry.dependencies = {target.parent};
    toc.AddSatellite(std::move(entry));
  };
  if (database.comment.has_value() && !context.options.no_comments) {
    add(EntryKind::kComment,
        absl::StrCat("COMMENT ON DATABASE ", target.name, " IS ",
                     QuoteLiteral(*database.comment, context.style), ";\n"));
  }
  if (database.security_labels.empty() || context.options.no_security_labels) {
    return;
  }
  std::string statements;
  for (const auto& [provider, label] : database.security_labels) {
    absl::StrAppend(&statements, "SECURITY LABEL FOR ",
                    QuoteIdentifier(provider, context.style), " ON DATABASE ",
                    target.name, " IS ", QuoteLiteral(label, context.style),
                    ";\n");
  }
  add(EntryKind::kSecurityLabel, std::move(statements));
}

}  // namespace

std::string CreateDatabaseStatement(const DdlContext& context) {
  const DatabaseObject& database = context.catalog.database;
  std::string statement = absl::StrCat("CREATE DATABASE ", QuotedName(context),
                                       " WITH TEMPLATE = template0");
  if (!database.encoding.empty()) {
    absl::StrAppend(&statement, " ENCODING = ",
                    QuoteLiteral(database.encoding, context.style));
  }
  absl::StrAppend(&statement, LocaleClauses(context));
  if (!database.tablespace.empty() && database.tablespace != "pg_default" &&
      !context.options.no_tablespaces) {
    absl::StrAppend(&statement, " TABLESPACE = ",
                    QuoteIdentifier(database.tablespace, context.style));
  }
  return absl::StrCat(statement, ";\n");
}

std::string DatabasePropertyStatements(const DdlContext& context) {
  const DatabaseObject& database = context.catalog.database;
  const std::string name = QuotedName(context);
  std::string statements;
  if (database.connection_limit != -1) {
    absl::StrAppend(&statements, "ALTER DATABASE ", name,
                    " CONNECTION LIMIT = ", database.connection_limit, ";\n");
  }
  if (database.is_template) {
    absl::StrAppend(&statements, "ALTER DATABASE ", name,
                    " IS_TEMPLATE = true;\n");
  }
  for (const auto& [role, element] : database.settings) {
    const std::optional<std::string> setting =
        FormatSetting(element, context.style, LiteralOfSession);
    if (!setting.has_value()) continue;
    if (role.empty()) {
      absl::StrAppend(&statements, "ALTER DATABASE ", name, " SET ", *setting,
                      ";\n");
    } else {
      absl::StrAppend(&statements, "ALTER ROLE ",
                      QuoteIdentifier(role, context.style), " IN DATABASE ",
                      name, " SET ", *setting, ";\n");
    }
  }
  return statements;
}

absl::Status AddDatabaseEntries(const DdlContext& context, TocBuilder& toc) {
  const DatabaseObject& database = context.catalog.database;
  TocEntry entry;
  entry.kind = EntryKind::kDatabase;
  entry.tag = database.name;
  entry.section = Section::kPreData;
  entry.catalog_id = CatalogId{kPgDatabaseOid, database.oid};
  entry.owner = database.owner;
  entry.definition = CreateDatabaseStatement(context);
  entry.drop_statement =
      absl::StrCat("DROP DATABASE ", QuotedName(context), ";\n");
  SatelliteTarget target;
  target.type = "DATABASE";
  target.name = QuotedName(context);
  target.owner = database.owner;
  target.catalog_id = entry.catalog_id;
  target.parent = toc.AddSatellite(std::move(entry));
  AddSatellites(context, target, toc);
  RETURN_IF_ERROR(toc.AddAcl(target, database.acl).status());

  std::string properties = DatabasePropertyStatements(context);
  if (properties.empty()) return absl::OkStatus();
  TocEntry property_entry;
  property_entry.kind = EntryKind::kDatabaseProperties;
  property_entry.tag = database.name;
  property_entry.section = Section::kPreData;
  property_entry.owner = database.owner;
  property_entry.definition = std::move(properties);
  property_entry.drop_statement = DropOfProperties(context);
  toc.AddSatellite(std::move(property_entry));
  return absl::OkStatus();
}

}  // namespace pgark
