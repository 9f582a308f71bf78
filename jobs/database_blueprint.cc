#include "jobs/database_blueprint.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "archive/text_encoding.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "catalog/acl_text.h"
#include "catalog/catalog.h"
#include "catalog/schema_readers.h"
#include "catalog/setting_text.h"
#include "jobs/restore_session.h"
#include "jobs/sql_tokens.h"
#include "protocol/sql_text.h"

namespace pgark {
namespace {

constexpr int kFirstReleaseWithLocaleClause = 13;
constexpr int kFirstReleaseWithIcu = 15;
constexpr int kFirstReleaseWithBuiltin = 17;

// Settings are quoted as for a session: E'...' when there is a backslash.
std::string LiteralOfSession(absl::string_view text, const SqlStyle& style) {
  const std::string quoted = QuoteLiteralForQuery(text, style.encoding);
  return std::string(absl::StripPrefix(quoted, " "));
}

SqlStyle StyleFor(int release) {
  SqlStyle style;
  style.release = release;
  return style;
}

char ProviderNamed(absl::string_view name) {
  return name == "icu" ? 'i' : name == "builtin" ? 'b' : 'c';
}

// One KEYWORD = value of CREATE DATABASE.
void TakeClause(const std::string& keyword, const std::string& word,
                const std::string& literal, DatabaseObject* database) {
  const std::string& value = literal.empty() ? word : literal;
  if (keyword == "encoding") {
    database->encoding = value;
  } else if (keyword == "locale_provider") {
    database->locale_provider = ProviderNamed(value);
  } else if (keyword == "locale") {
    database->collate = value;
    database->ctype = value;
  } else if (keyword == "lc_collate") {
    database->collate = value;
  } else if (keyword == "lc_ctype") {
    database->ctype = value;
  } else if (keyword == "icu_locale" || keyword == "builtin_locale") {
    database->locale = value;
  } else if (keyword == "icu_rules") {
    database->icu_rules = value;
  }
}

std::string LocaleClauses(const DatabaseObject& database, int release) {
  const SqlStyle style = StyleFor(release);
  std::string clauses;
  const auto add = [&](absl::string_view keyword, absl::string_view value) {
    absl::StrAppend(&clauses, " ", keyword, " = ", QuoteLiteral(value, style));
  };
  const bool knows_provider =
      database.locale_provider == 'b'   ? release >= kFirstReleaseWithBuiltin
      : database.locale_provider == 'i' ? release >= kFirstReleaseWithIcu
                                        : false;
  if (knows_provider) {
    absl::StrAppend(&clauses, " LOCALE_PROVIDER = ",
                    database.locale_provider == 'b' ? "builtin" : "icu");
  } else if (release >= kFirstReleaseWithIcu) {
    absl::StrAppend(&clauses, " LOCALE_PROVIDER = libc");
  }
  if (!database.collate.empty() && database.collate == database.ctype &&
      release >= kFirstReleaseWithLocaleClause) {
    add("LOCALE", database.collate);
  } else {
    if (!database.collate.empty()) add("LC_COLLATE", database.collate);
    if (!database.ctype.empty()) add("LC_CTYPE", database.ctype);
  }
  if (knows_provider && database.locale.has_value()) {
    add(database.locale_provider == 'b' ? "BUILTIN_LOCALE" : "ICU_LOCALE",
        *database.locale);
    if (database.icu_rules.has_value() && release >= 16) {
      add("ICU_RULES", *database.icu_rules);
    }
  }
  return clauses;
}

}  // namespace

absl::StatusOr<DatabaseBlueprint> DatabaseBlueprint::OfSession(
    Connection& connection) {
  Catalog catalog;
  const DumpOptions options;
  const Selection selection;
  ReadContext context{catalog, options, selection};
  context.release = connection.server_release();
  for (const CatalogReader* reader :
       {&kRoleReader, &kDatabaseReader, &kDatabaseSettingsReader,
        &kDatabaseLabelReader}) {
    ASSIGN_OR_RETURN(const Result rows,
                     connection.Query(reader->query(context)));
    RETURN_IF_ERROR(reader->read(rows, context));
  }
  DatabaseBlueprint blueprint;
  blueprint.database_ = std::move(catalog.database);
  return blueprint;
}

absl::StatusOr<DatabaseBlueprint> DatabaseBlueprint::OfArchive(const Toc& toc) {
  DatabaseBlueprint blueprint;
  ASSIGN_OR_RETURN(const ArchiveSession session, ReadArchiveSession(toc));
  blueprint.database_.encoding = session.encoding;
  for (const TocEntry& entry : toc.entries()) {
    if (entry.kind != EntryKind::kDatabase) continue;
    blueprint.database_.name = entry.tag;
    const std::string text = entry.definition.value_or("");
    const std::vector<SqlToken> tokens =
        TokenizeSql(text, session.standard_strings);
    for (size_t i = 1; i + 1 < tokens.size(); ++i) {
      if (!IsSqlSign(text, tokens[i], '=')) continue;
      TakeClause(SqlName(text, tokens[i - 1]), SqlName(text, tokens[i + 1]),
                 SqlLiteralValue(text, tokens[i + 1]), &blueprint.database_);
    }
    break;
  }
  if (FindTextEncoding(blueprint.database_.encoding) == nullptr) {
    return WithObject(
        absl::DataLossError("names no encoding that PostgreSQL knows"),
        "DATABASE");
  }
  return blueprint;
}

std::string DatabaseBlueprint::CreateStatement(const std::string& name,
                                               int release) const {
  const SqlStyle style = StyleFor(release);
  std::string statement =
      absl::StrCat("CREATE DATABASE ", QuoteIdentifier(name, style),
                   " WITH TEMPLATE = template0 ENCODING = ",
                   QuoteLiteral(database_.encoding, style),
                   LocaleClauses(database_, release));
  if (!database_.tablespace.empty() && database_.tablespace != "pg_default") {
    absl::StrAppend(&statement, " TABLESPACE = ",
                    QuoteIdentifier(database_.tablespace, style));
  }
  return statement;
}

absl::StatusOr<std::vector<std::string>> DatabaseBlueprint::PropertyStatements(
    const std::string& name, const std::string& user, int release) const {
  const SqlStyle style = StyleFor(release);
  const std::string quoted = QuoteIdentifier(name, style);
  std::vector<std::string> statements;
  const auto alter = [&](const std::string& what) {
    statements.push_back(absl::StrCat("ALTER DATABASE ", quoted, " ", what));
  };
  if (database_.acl.acl.has_value()) {
    AclSubject subject;
    subject.type = "DATABASE";
    subject.name = quoted;
    subject.owner = database_.owner;
    ASSIGN_OR_RETURN(
        const std::string acl,
        AclStatements(subject, *database_.acl.acl,
                      database_.acl.default_acl.value_or(""), style));
    if (!acl.empty()) statements.push_back(acl);
  }
  if (database_.owner != user && !database_.owner.empty()) {
    // Before the privileges, which its change would move to the new owner.
    statements.insert(statements.begin(),
                      absl::StrCat("ALTER DATABASE ", quoted, " OWNER TO ",
                                   QuoteIdentifier(database_.owner, style)));
  }
  for (const auto& [role, element] : database_.settings) {
    const std::optional<std::string> setting =
        FormatSetting(element, style, LiteralOfSession);
    if (!setting.has_value()) continue;
    if (role.empty()) {
      alter(absl::StrCat("SET ", *setting));
    } else {
      statements.push_back(
          absl::StrCat("ALTER ROLE ", QuoteIdentifier(role, style),
                       " IN DATABASE ", quoted, " SET ", *setting));
    }
  }
  if (database_.comment.has_value()) {
    statements.push_back(
        absl::StrCat("COMMENT ON DATABASE ", quoted, " IS ",
                     LiteralOfSession(*database_.comment, style)));
  }
  for (const auto& [provider, label] : database_.security_labels) {
    statements.push_back(absl::StrCat(
        "SECURITY LABEL FOR ", QuoteIdentifier(provider, style),
        " ON DATABASE ", quoted, " IS ", LiteralOfSession(label, style)));
  }
  if (database_.connection_limit != -1) {
    alter(absl::StrCat("CONNECTION LIMIT = ", database_.connection_limit));
  }
  if (database_.is_template) alter("IS_TEMPLATE = true");
  return statements;
}

}  // namespace pgark
