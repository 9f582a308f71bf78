#ifndef PGARK_CATALOG_GLOBALS_OBJECTS_H_
#define PGARK_CATALOG_GLOBALS_OBJECTS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "archive/dump_id.h"
#include "catalog/acl_object.h"

namespace pgark {

// What belongs to the whole server. Names are raw; predefined roles and
// tablespaces (pg_...) are not among them.

// A row of pg_authid, or of pg_roles where that may not be read.
struct GlobalRole {
  Oid oid = 0;
  std::string name;
  bool is_superuser = false;
  bool inherits = false;
  bool creates_roles = false;
  bool creates_databases = false;
  bool can_log_in = false;
  bool can_replicate = false;
  bool bypasses_row_security = false;
  int32_t connection_limit = -1;
  // As stored: a hash. Goes into the output and nowhere else.
  std::optional<std::string> password;
  std::optional<std::string> valid_until;
  std::optional<std::string> comment;
  // setconfig of all databases: "work_mem=64MB".
  std::vector<std::string> settings;
};

// A row of pg_auth_members; names are absent where there is no such role.
struct RoleMembership {
  std::optional<std::string> role;
  std::optional<std::string> member;
  std::optional<std::string> grantor;
  Oid grantor_oid = 0;
  bool has_admin_option = false;
  bool inherits = false;  // 16 and later, as the next one
  bool can_set_role = true;
};

// A row of pg_parameter_acl; server 15 and later.
struct ParameterPrivileges {
  std::string name;
  AclText acl;
};

// A row of pg_tablespace.
struct Tablespace {
  Oid oid = 0;
  std::string name;
  std::string owner;
  std::string location;
  std::string options;  // "seq_page_cost=2.5, ..."
  AclText acl;
  std::optional<std::string> comment;
};

struct Globals {
  int server_release = 18;
  std::string bootstrap_superuser;  // the name of role 10
  bool has_passwords = false;
  std::vector<GlobalRole> roles;            // by name
  std::vector<RoleMembership> memberships;  // by role, member, grantor
  std::vector<ParameterPrivileges> parameters;
  std::vector<Tablespace> tablespaces;  // by OID
  // Provider and label, by catalog row.
  std::multimap<CatalogId, std::pair<std::string, std::string>> labels;
};

inline constexpr Oid kBootstrapSuperuserOid = 10;
inline constexpr Oid kPgAuthIdOid = 1260;
inline constexpr Oid kPgTablespaceOid = 1213;

}  // namespace pgark

#endif  // PGARK_CATALOG_GLOBALS_OBJECTS_H_
