// pg_parameter_acl.

#include <string>

#include "absl/strings/str_cat.h"
#include "catalog/globals_reader.h"
#include "catalog/row_cursor.h"

namespace pgark {
namespace {

constexpr int kParameterAclRelease = 15;

std::string ParameterAclQuery(const Globals& globals) {
  if (globals.server_release < kParameterAclRelease) return "";
  return absl::StrCat(
      "SELECT parname, paracl AS acl, pg_catalog.acldefault('p', ",
      kBootstrapSuperuserOid,
      ") AS acldefault FROM pg_catalog.pg_parameter_acl ORDER BY parname");
}

absl::Status ReadParameterAcls(const Result& result, Globals* globals) {
  RowCursor rows(result);
  while (rows.Next()) {
    globals->parameters.push_back({rows.Text("parname"), rows.Acl()});
  }
  return rows.status();
}

}  // namespace

const GlobalsReader kParameterAclReader = {
    "privileges on parameters", ParameterAclQuery, ReadParameterAcls};

}  // namespace pgark
