#ifndef PGARK_CATALOG_ACL_TEXT_H_
#define PGARK_CATALOG_ACL_TEXT_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "protocol/sql_text.h"

namespace pgark {

// One aclitem: alice=r*w/bob.
struct AclItem {
  std::string grantee;  // raw; "" = PUBLIC
  std::string grantor;  // raw
  struct Privilege {
    char letter = '\0';
    bool with_grant_option = false;
  };
  std::vector<Privilege> privileges;  // as stored
};

// Parses one aclitem, of which array quoting was already removed. Names are
// quoted by aclitem's own rules (docs/sql-text.md, "Text of a privilege").
// Returns FAILED_PRECONDITION for text that is none.
absl::StatusOr<AclItem> ParseAclItem(absl::string_view text);
// The inverse: equal, byte for byte, to what the server writes.
std::string FormatAclItem(const AclItem& item);

// What GRANT and REVOKE statements are made for.
struct AclSubject {
  // The keyword that decides the privileges: TABLE, SEQUENCE, FUNCTION,
  // PROCEDURE, LANGUAGE, TYPE, FOREIGN DATA WRAPPER, FOREIGN SERVER, SCHEMA,
  // DATABASE, TABLESPACE, PARAMETER, LARGE OBJECT; for default privileges
  // TABLES, SEQUENCES, FUNCTIONS, TYPES, SCHEMAS, LARGE OBJECTS.
  std::string type;
  // Behind ON and type, quoted and qualified; "" for default privileges.
  std::string name;
  // A column of a table, quoted; "" for the whole object.
  std::string column;
  // Before every statement: "ALTER DEFAULT PRIVILEGES FOR ROLE r ".
  std::string prefix;
  std::string owner;  // raw
};

// The statements that lead from the array `base` to the array `acl` (both
// aclitem[] text), by pg_dump's algorithm (docs/sql-text.md, "From privileges
// to statements"), each with its newline; "" when there is nothing to do.
// `style.release` decides which privileges there are and what ALL means.
// Returns FAILED_PRECONDITION for arrays that cannot be read, INVALID_ARGUMENT
// for an unknown type.
absl::StatusOr<std::string> AclStatements(const AclSubject& subject,
                                          absl::string_view acl,
                                          absl::string_view base,
                                          const SqlStyle& style);

}  // namespace pgark

#endif  // PGARK_CATALOG_ACL_TEXT_H_
