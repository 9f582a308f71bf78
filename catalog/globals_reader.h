#ifndef PGARK_CATALOG_GLOBALS_READER_H_
#define PGARK_CATALOG_GLOBALS_READER_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "catalog/globals_objects.h"
#include "protocol/connection.h"

namespace pgark {

// One query on a shared catalog, and what to do with its rows.
struct GlobalsReader {
  absl::string_view name;  // for messages: "roles"
  // Returns the statement, or "" where the server has nothing of the kind.
  // Knows Globals::server_release and has_passwords.
  std::string (*query)(const Globals& globals);
  absl::Status (*read)(const Result& rows, Globals* globals);
};

extern const GlobalsReader kGlobalRoleReader;
extern const GlobalsReader kRoleSettingReader;
extern const GlobalsReader kMembershipReader;
extern const GlobalsReader kTablespaceReader;
extern const GlobalsReader kParameterAclReader;
extern const GlobalsReader kSharedLabelReader;

// Reads all of them, in two round trips. Passwords are left out unless
// `passwords` and the role may read pg_authid; Globals::has_passwords tells.
// Returns what the server says, FAILED_PRECONDITION for a tablespace whose
// owner is no role.
// REQUIRES: the session is set up, a snapshot taken.
absl::StatusOr<Globals> ReadGlobals(Connection& connection, bool passwords);

}  // namespace pgark

#endif  // PGARK_CATALOG_GLOBALS_READER_H_
