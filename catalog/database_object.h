#ifndef PGARK_CATALOG_DATABASE_OBJECT_H_
#define PGARK_CATALOG_DATABASE_OBJECT_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "archive/dump_id.h"
#include "catalog/acl_object.h"

namespace pgark {

// The row of pg_database for the database that is dumped, and its settings.
struct DatabaseObject {
  Oid oid = 0;
  std::string name;
  std::string owner;
  std::string encoding;
  char locale_provider = 'c';  // c, i, b
  std::string collate;
  std::string ctype;
  std::optional<std::string> locale;  // ICU or builtin
  std::optional<std::string> icu_rules;
  std::string tablespace;
  int connection_limit = -1;
  bool is_template = false;
  AclText acl;
  std::optional<std::string> comment;
  // pg_db_role_setting: setconfig elements "name=value"; role "" = all roles.
  std::vector<std::pair<std::string, std::string>> settings;  // role, element
  std::vector<std::pair<std::string, std::string>>
      security_labels;  // provider, label
};

}  // namespace pgark

#endif  // PGARK_CATALOG_DATABASE_OBJECT_H_
