#include "catalog/globals_reader.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "catalog/row_cursor.h"

namespace pgark {
namespace {

// Settings belong to the roles that were read before.
constexpr const GlobalsReader* kReaders[] = {
    &kGlobalRoleReader, &kRoleSettingReader,  &kMembershipReader,
    &kTablespaceReader, &kParameterAclReader, &kSharedLabelReader,
};

std::string LabelQuery(const Globals& /*globals*/) {
  return absl::StrCat(
      "SELECT classoid, objoid, provider, label FROM pg_catalog.pg_shseclabel "
      "WHERE classoid IN (",
      kPgAuthIdOid, ", ", kPgTablespaceOid, ") ORDER BY 1, 2, 3");
}

absl::Status ReadLabels(const Result& result, Globals* globals) {
  RowCursor rows(result);
  while (rows.Next()) {
    globals->labels.emplace(
        CatalogId{rows.Oid("classoid"), rows.Oid("objoid")},
        std::make_pair(rows.Text("provider"), rows.Text("label")));
  }
  return rows.status();
}

absl::Status ReadRights(Connection& connection, bool passwords,
                        Globals* globals) {
  ASSIGN_OR_RETURN(const Result result,
                   connection.Query(absl::StrCat(
                       "SELECT rolname, pg_catalog.has_table_privilege("
                       "'pg_catalog.pg_authid', 'SELECT') AS reads_passwords "
                       "FROM pg_catalog.pg_roles WHERE oid = ",
                       kBootstrapSuperuserOid)));
  RowCursor rows(result);
  if (!rows.Next()) {
    return absl::FailedPreconditionError(
        absl::StrCat("there is no role with OID ", kBootstrapSuperuserOid,
                     ", which initdb makes"));
  }
  globals->bootstrap_superuser = rows.Text("rolname");
  globals->has_passwords = passwords && rows.Bool("reads_passwords");
  return rows.status();
}

}  // namespace

const GlobalsReader kSharedLabelReader = {"security labels", LabelQuery,
                                          ReadLabels};

absl::StatusOr<Globals> ReadGlobals(Connection& connection, bool passwords) {
  Globals globals;
  globals.server_release = connection.server_release();
  RETURN_IF_ERROR(ReadRights(connection, passwords, &globals));
  std::vector<const GlobalsReader*> asked;
  std::vector<std::string> statements;
  for (const GlobalsReader* reader : kReaders) {
    std::string statement = reader->query(globals);
    if (statement.empty()) continue;
    asked.push_back(reader);
    statements.push_back(std::move(statement));
  }
  ASSIGN_OR_RETURN(const std::vector<Result> results,
                   connection.Pipeline(statements));
  for (size_t i = 0; i < asked.size(); ++i) {
    absl::Status status = asked[i]->read(results[i], &globals);
    if (!status.ok()) {
      return WithContext(std::move(status), ContextKey::kNote,
                         absl::StrCat("while reading ", asked[i]->name));
    }
  }
  return globals;
}

}  // namespace pgark
