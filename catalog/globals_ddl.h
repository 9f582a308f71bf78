#ifndef PGARK_CATALOG_GLOBALS_DDL_H_
#define PGARK_CATALOG_GLOBALS_DDL_H_

#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "catalog/globals_objects.h"
#include "protocol/sql_text.h"

namespace pgark {

// What pg_dumpall's options say about globals.
struct GlobalsOptions {
  bool clean = false;  // -c
  bool if_exists = false;
  bool no_privileges = false;  // -x
  bool no_comments = false;
  bool no_security_labels = false;
};

// The statements for what belongs to the whole server, as pg_dumpall prints
// them (docs/objects.md, "Globals"), each with its newline. Literals with a
// backslash are E'...', unlike those in a dump.
//
// `style.release`: of the server. All must outlive the object.
//
// thread-compatible
class GlobalsDdl {
 public:
  GlobalsDdl(const Globals& globals, const GlobalsOptions& options,
             const SqlStyle& style)
      : globals_(globals), options_(options), style_(style) {}

  std::string DropTablespaces() const;
  std::string DropRoles() const;
  std::string Roles() const;
  // ALTER ROLE ... SET, with a heading for each role; behind the roles.
  std::string RoleSettings() const;
  // In an order in which every grantor has its right already. Returns
  // FAILED_PRECONDITION where there is none. What names a role that does not
  // exist is left out and told in `warnings`.
  absl::StatusOr<std::string> Memberships(
      std::vector<std::string>* warnings) const;
  absl::StatusOr<std::string> ParameterPrivilegeGrants() const;
  absl::StatusOr<std::string> Tablespaces() const;

 private:
  std::string Quoted(absl::string_view name) const {
    return QuoteIdentifier(name, style_);
  }
  std::string Drops(absl::string_view type,
                    const std::vector<std::string>& names) const;
  std::string RoleAttributes(const GlobalRole& role) const;
  // Comment and labels. `type`: ROLE, TABLESPACE.
  std::string Notes(absl::string_view type, const std::string& name,
                    const std::optional<std::string>& comment,
                    CatalogId row) const;
  std::string Grant(const RoleMembership& membership) const;
  absl::StatusOr<std::string> GrantsInOrder(
      std::span<const RoleMembership* const> grants) const;

  const Globals& globals_;
  const GlobalsOptions& options_;
  const SqlStyle& style_;
};

// "-- Title" in a box of comment lines, with an empty line behind it.
std::string ScriptTitle(absl::string_view title);

}  // namespace pgark

#endif  // PGARK_CATALOG_GLOBALS_DDL_H_
