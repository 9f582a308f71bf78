#include "jobs/restore_statements.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "jobs/restore_drop.h"
#include "jobs/restore_large_objects.h"
#include "jobs/restore_ownership.h"
#include "protocol/sql_text.h"

namespace pgark {
namespace {

constexpr int kFirstReleaseWithTransactionTimeout = 17;
// pg_class.relkind of a partitioned table: its access method is for its
// partitions, so it is set behind the CREATE TABLE, not by the session.
constexpr char kPartitionedTable = 'p';

SqlText Statement(std::string text) {
  return {SqlText::Role::kStatement, std::move(text)};
}

SqlText Comment(std::string text) {
  return {SqlText::Role::kComment, std::move(text)};
}

void Append(std::vector<SqlText> more, std::vector<SqlText>* texts) {
  for (SqlText& text : more) texts->push_back(std::move(text));
}

bool IsAcl(EntryKind kind) {
  return kind == EntryKind::kAcl || kind == EntryKind::kAclLanguage ||
         kind == EntryKind::kDefaultAcl;
}

bool IsComment(const std::optional<std::string>& definition) {
  return definition.has_value() && absl::StartsWith(*definition, "--");
}

absl::string_view HeadingPrefix(const TocEntry& entry, EntryPart part) {
  if (entry.kind == EntryKind::kStatisticsData) return "Statistics for ";
  return part == EntryPart::kData ? "Data for " : "";
}

}  // namespace

std::string OnOneLine(absl::string_view name) {
  std::string line(name);
  for (char& octet : line) {
    if (octet == '\n' || octet == '\r') octet = ' ';
  }
  return line;
}

bool IsLargeObjectGroup(const TocEntry& entry) {
  return entry.kind == EntryKind::kBlobMetadata ||
         (entry.kind == EntryKind::kAcl &&
          absl::StartsWith(entry.tag, "LARGE OBJECTS"));
}

std::vector<SqlText> RestoreStatements::SessionSetup() const {
  const SqlStyle style = dialect_->Style();
  std::vector<SqlText> texts;
  const auto add = [&texts](std::string text) {
    texts.push_back(Statement(std::move(text)));
  };
  add("SET statement_timeout = 0;\n");
  add("SET lock_timeout = 0;\n");
  add("SET idle_in_transaction_session_timeout = 0;\n");
  // A script does not know its server, and says what the imitated release
  // says; a server is only told what it understands.
  const int release = dialect_->server_release != 0 ? dialect_->server_release
                                                    : dialect_->release;
  if (release >= kFirstReleaseWithTransactionTimeout) {
    add("SET transaction_timeout = 0;\n");
  }
  add(absl::StrCat("SET client_encoding = '", dialect_->session.encoding,
                   "';\n"));
  add(absl::StrCat("SET standard_conforming_strings = ",
                   dialect_->session.standard_strings ? "on" : "off", ";\n"));
  if (options_->role.has_value()) {
    add(absl::StrCat("SET ROLE ", QuoteIdentifier(*options_->role, style),
                     ";\n"));
  }
  if (dialect_->session.search_path_statement.has_value()) {
    add(*dialect_->session.search_path_statement);
  }
  add("SET check_function_bodies = false;\n");
  add("SET xmloption = content;\n");
  add("SET client_min_messages = warning;\n");
  if (!dialect_->session.standard_strings) {
    add("SET escape_string_warning = off;\n");
  }
  add(absl::StrCat("SET row_security = ",
                   options_->enable_row_security ? "on" : "off", ";\n"));
  return texts;
}

absl::StatusOr<std::vector<SqlText>> RestoreStatements::EntryText(
    const TocEntry& entry, EntryPart part, absl::string_view location) {
  std::vector<SqlText> texts;
  BecomeOwner(entry, &texts);
  SelectSchema(entry, &texts);
  SelectTablespace(entry, &texts);
  SelectAccessMethod(entry, &texts);
  texts.push_back(Comment(Heading(entry, part, location)));

  ASSIGN_OR_RETURN(std::vector<SqlText> definition, Definition(entry));
  Append(std::move(definition), &texts);
  if (MustSetOwner(entry)) {
    ASSIGN_OR_RETURN(std::vector<SqlText> owner, OwnerStatements(entry));
    Append(std::move(owner), &texts);
  }
  std::string access_method = PartitionedAccessMethod(entry);
  if (!access_method.empty()) {
    texts.push_back(Statement(std::move(access_method)));
  }
  // Privileges may have switched the user on their own.
  if (IsAcl(entry.kind)) settings_.user.reset();
  return texts;
}

absl::StatusOr<std::vector<SqlText>> RestoreStatements::DropEntryText(
    const TocEntry& entry) {
  std::vector<SqlText> texts;
  BecomeOwner(entry, &texts);
  SelectSchema(entry, &texts);
  if (entry.kind == EntryKind::kBlobMetadata) {
    ASSIGN_OR_RETURN(const std::vector<Oid> oids, ParseLargeObjects(entry));
    for (const Oid oid : oids) {
      texts.push_back(Statement(UnlinkLargeObject(oid, options_->if_exists)));
    }
    texts.push_back(Comment("\n"));
    return texts;
  }
  std::string drop = DropText(entry, options_->if_exists);
  if (!drop.empty()) texts.push_back(Statement(std::move(drop)));
  return texts;
}

std::vector<SqlText> RestoreStatements::BeforeTableData(const TocEntry& entry) {
  std::vector<SqlText> texts;
  if (DisablesTriggers()) {
    SetUser(options_->superuser, &texts);
    texts.push_back(Statement(AlterTriggers(entry, "DISABLE")));
  }
  BecomeOwner(entry, &texts);
  SelectSchema(entry, &texts);
  return texts;
}

std::vector<SqlText> RestoreStatements::AfterTableData(const TocEntry& entry) {
  std::vector<SqlText> texts;
  if (DisablesTriggers()) {
    SetUser(options_->superuser, &texts);
    texts.push_back(Statement(AlterTriggers(entry, "ENABLE")));
  }
  return texts;
}

std::string RestoreStatements::QualifiedName(const TocEntry& entry) const {
  return QuoteQualified(entry.schema.value_or(""), entry.tag,
                        dialect_->Style());
}

void RestoreStatements::SetUser(const std::string& user,
                                std::vector<SqlText>* texts) {
  if (settings_.user == user) return;
  texts->push_back(
      {SqlText::Role::kSetUser,
       absl::StrCat(
           "SET SESSION AUTHORIZATION ",
           user.empty() ? "DEFAULT" : QuoteLiteral(user, dialect_->Style()),
           ";\n\n")});
  settings_.user = user;
}

void RestoreStatements::BecomeOwner(const TocEntry& entry,
                                    std::vector<SqlText>* texts) {
  if (options_->no_owner || !options_->use_set_session_authorization) return;
  SetUser(entry.owner.value_or(""), texts);
}

void RestoreStatements::SelectSchema(const TocEntry& entry,
                                     std::vector<SqlText>* texts) {
  // With a search path of their own, archives hold qualified names.
  if (dialect_->session.search_path_statement.has_value()) return;
  const std::string schema = entry.schema.value_or("");
  if (schema.empty() || settings_.schema == schema) return;
  texts->push_back(Statement(absl::StrCat(
      "SET search_path = ", QuoteIdentifier(schema, dialect_->Style()),
      schema == "pg_catalog" ? "" : ", pg_catalog", ";\n\n")));
  settings_.schema = schema;
}

void RestoreStatements::SelectTablespace(const TocEntry& entry,
                                         std::vector<SqlText>* texts) {
  if (options_->no_tablespaces || !entry.tablespace.has_value() ||
      settings_.tablespace == entry.tablespace) {
    return;
  }
  texts->push_back(Statement(
      absl::StrCat("SET default_tablespace = ",
                   entry.tablespace->empty()
                       ? "''"
                       : QuoteIdentifier(*entry.tablespace, dialect_->Style()),
                   ";\n\n")));
  settings_.tablespace = entry.tablespace;
}

void RestoreStatements::SelectAccessMethod(const TocEntry& entry,
                                           std::vector<SqlText>* texts) {
  if (options_->no_table_access_method ||
      !entry.table_access_method.has_value() ||
      entry.relation_kind == kPartitionedTable ||
      settings_.access_method == entry.table_access_method) {
    return;
  }
  texts->push_back(Statement(absl::StrCat(
      "SET default_table_access_method = ",
      QuoteIdentifier(*entry.table_access_method, dialect_->Style()),
      ";\n\n")));
  settings_.access_method = entry.table_access_method;
}

std::string RestoreStatements::Heading(const TocEntry& entry, EntryPart part,
                                       absl::string_view location) const {
  std::string text = "--\n";
  if (options_->verbose) {
    absl::StrAppend(&text, "-- TOC entry ", entry.id.value, " (class ",
                    entry.catalog_id.table_oid, " OID ", entry.catalog_id.oid,
                    ")\n");
    if (!entry.dependencies.empty()) {
      absl::StrAppend(&text, "-- Dependencies:");
      for (const DumpId id : entry.dependencies) {
        absl::StrAppend(&text, " ", id.value);
      }
      absl::StrAppend(&text, "\n");
    }
  }
  const std::string owner =
      options_->no_owner ? "-" : OnOneLine(entry.owner.value_or("-"));
  absl::StrAppend(
      &text, "-- ", HeadingPrefix(entry, part), "Name: ", OnOneLine(entry.tag),
      "; Type: ", OnOneLine(entry.desc),
      "; Schema: ", OnOneLine(entry.schema.value_or("-")), "; Owner: ", owner);
  if (!options_->no_tablespaces && !entry.tablespace.value_or("").empty()) {
    absl::StrAppend(&text, "; Tablespace: ", OnOneLine(*entry.tablespace));
  }
  absl::StrAppend(&text, "\n");
  if (options_->verbose && !location.empty()) {
    absl::StrAppend(&text, "-- ", OnOneLine(location), "\n");
  }
  return absl::StrCat(text, "--\n\n");
}

absl::StatusOr<std::vector<SqlText>> RestoreStatements::Definition(
    const TocEntry& entry) const {
  std::vector<SqlText> texts;
  if (entry.kind == EntryKind::kBlobMetadata) {
    ASSIGN_OR_RETURN(const std::vector<Oid> oids, ParseLargeObjects(entry));
    for (const Oid oid : oids) {
      texts.push_back(Statement(CreateLargeObject(oid)));
    }
    texts.push_back(Comment("\n"));
    return texts;
  }
  if (IsLargeObjectGroup(entry)) return LargeObjectAcl(entry);
  const std::string definition = entry.definition.value_or("");
  if (entry.kind == EntryKind::kSchema && options_->no_owner &&
      !IsComment(entry.definition)) {
    // The definition may name the owner.
    texts.push_back(Statement(absl::StrCat(
        "CREATE SCHEMA ", QuoteIdentifier(entry.tag, dialect_->Style()),
        ";\n\n\n")));
  } else if (!definition.empty()) {
    texts.push_back(Statement(absl::StrCat(definition, "\n\n")));
  }
  return texts;
}

absl::StatusOr<std::vector<SqlText>> RestoreStatements::LargeObjectAcl(
    const TocEntry& entry) const {
  const TocEntry* group = entry.dependencies.empty()
                              ? nullptr
                              : toc_->Find(entry.dependencies.front());
  if (group == nullptr || group->kind != EntryKind::kBlobMetadata) {
    return WithObject(
        absl::DataLossError("does not name the large objects it is about"),
        DescribeEntry(entry));
  }
  ASSIGN_OR_RETURN(const std::vector<Oid> oids, ParseLargeObjects(*group));
  auto statements = ExpandLargeObjectAcl(entry.definition.value_or(""), oids);
  if (!statements.ok()) {
    return WithObject(statements.status(), DescribeEntry(entry));
  }
  std::vector<SqlText> texts;
  for (std::string& statement : *statements) {
    texts.push_back(statement == "\n" ? Comment(std::move(statement))
                                      : Statement(std::move(statement)));
  }
  return texts;
}

bool RestoreStatements::MustSetOwner(const TocEntry& entry) const {
  if (options_->no_owner || entry.owner.value_or("").empty() ||
      entry.drop_statement.value_or("").empty()) {
    return false;
  }
  // The schema that every new database has already is not created by its
  // owner, whoever the session's user is.
  return !options_->use_set_session_authorization ||
         (entry.kind == EntryKind::kSchema && IsComment(entry.definition));
}

absl::StatusOr<std::vector<SqlText>> RestoreStatements::OwnerStatements(
    const TocEntry& entry) const {
  const std::string owner = QuoteIdentifier(*entry.owner, dialect_->Style());
  std::vector<SqlText> texts;
  if (entry.kind == EntryKind::kBlobMetadata) {
    ASSIGN_OR_RETURN(const std::vector<Oid> oids, ParseLargeObjects(entry));
    for (const Oid oid : oids) {
      texts.push_back(Statement(absl::StrCat("ALTER LARGE OBJECT ", oid,
                                             " OWNER TO ", owner, ";\n")));
    }
    texts.push_back(Comment("\n"));
    return texts;
  }
  ASSIGN_OR_RETURN(const std::string object, OwnedObject(entry, *dialect_));
  if (!object.empty()) {
    texts.push_back(Statement(
        absl::StrCat("ALTER ", object, " OWNER TO ", owner, ";\n\n")));
  }
  return texts;
}

std::string RestoreStatements::PartitionedAccessMethod(
    const TocEntry& entry) const {
  if (options_->no_table_access_method ||
      !entry.table_access_method.has_value() ||
      entry.relation_kind != kPartitionedTable) {
    return "";
  }
  return absl::StrCat(
      "ALTER TABLE ", QualifiedName(entry), " SET ACCESS METHOD ",
      QuoteIdentifier(*entry.table_access_method, dialect_->Style()), ";\n\n");
}

bool RestoreStatements::DisablesTriggers() const {
  // While the schema is restored too, triggers do not exist yet.
  return options_->disable_triggers && data_only_;
}

std::string RestoreStatements::AlterTriggers(const TocEntry& entry,
                                             absl::string_view action) const {
  return absl::StrCat("ALTER TABLE ", QualifiedName(entry), " ", action,
                      " TRIGGER ALL;\n\n");
}

}  // namespace pgark
