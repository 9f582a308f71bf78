#ifndef PGARK_CATALOG_ACL_OBJECT_H_
#define PGARK_CATALOG_ACL_OBJECT_H_

#include <optional>
#include <string>

#include "archive/dump_id.h"

namespace pgark {

// Privileges as the catalogs give them: array text of aclitem[]. NULL and {}
// are different: NULL is the default, {} is "nobody anything".
struct AclText {
  std::optional<std::string> acl;
  // acldefault() for the kind and owner, from the same query.
  std::optional<std::string> default_acl;
};

// A row of pg_init_privs.
struct InitialPrivileges {
  char type = '\0';  // i: initdb, e: extension
  std::string acl;
};

// The privileges on one column of a relation, system columns too.
struct ColumnAcl {
  std::string column;  // raw
  std::optional<std::string> acl;
};

// A row of pg_default_acl.
struct DefaultAclObject {
  DumpId id;
  std::string role;
  char object_type = '\0';  // r S f T n L
  AclText acl;
};

}  // namespace pgark

#endif  // PGARK_CATALOG_ACL_OBJECT_H_
