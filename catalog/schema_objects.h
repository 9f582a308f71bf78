#ifndef PGARK_CATALOG_SCHEMA_OBJECTS_H_
#define PGARK_CATALOG_SCHEMA_OBJECTS_H_

#include <string>
#include <vector>

#include "archive/dump_id.h"
#include "catalog/acl_object.h"

namespace pgark {

// A row of pg_namespace.
struct SchemaObject {
  DumpId id;
  std::string name;
  Oid owner_oid = 0;
  std::string owner;
  AclText acl;
  // Not for the schema public, which every new database has, unless -n asks
  // for it.
  bool is_created = true;
};

// A row of pg_extension.
struct ExtensionObject {
  DumpId id;
  std::string name;
  Oid oid = 0;
  std::string schema;  // raw
  // extconfig and extcondition, in parallel.
  std::vector<Oid> config_relations;
  std::vector<std::string> config_conditions;
};

// Large objects that share owner and privileges; one alone where the archive
// has an entry each.
struct LargeObjectGroup {
  DumpId id;
  std::vector<Oid> oids;  // ascending
  std::string owner;
  AclText acl;
};

// The contents of one group or, where the archive has an entry each, of all.
struct LargeObjectData {
  DumpId id;
  DumpId group;  // id 0 for all of them
  std::string owner;
  std::vector<Oid> oids;  // ascending
};

}  // namespace pgark

#endif  // PGARK_CATALOG_SCHEMA_OBJECTS_H_
