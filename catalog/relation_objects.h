#ifndef PGARK_CATALOG_RELATION_OBJECTS_H_
#define PGARK_CATALOG_RELATION_OBJECTS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "archive/dump_id.h"
#include "catalog/acl_object.h"

namespace pgark {

// pg_class.relkind.
enum class RelationKind : char {
  kTable = 'r',
  kPartitionedTable = 'p',
  kSequence = 'S',
  kView = 'v',
  kMaterializedView = 'm',
  kForeignTable = 'f',
  kCompositeType = 'c',
};

// A live or dropped column of a relation.
struct ColumnObject {
  int16_t number = 0;  // attnum
  std::string name;
  bool is_dropped = false;
  bool is_local = true;
  std::string type;  // format_type()
};

// pg_class and what belongs to it. Views, sequences and composite types too.
struct RelationObject {
  DumpId id;
  Oid oid = 0;
  std::string name;
  RelationKind kind = RelationKind::kTable;
  std::string owner;
  AclText acl;
  std::vector<ColumnObject> columns;  // by attnum
};

struct TableAttachObject {
  DumpId id;
  DumpId parent, partition;
};
struct DefaultObject {
  DumpId id;
  DumpId relation;
};
struct TableDataObject {
  DumpId id;
  DumpId relation;
};
struct ConstraintObject {
  DumpId id;
};
struct IndexObject {
  DumpId id;
};
struct IndexAttachObject {
  DumpId id;
};
struct ExtendedStatisticsObject {
  DumpId id;
};
struct RuleObject {
  DumpId id;
  DumpId relation;
};
struct TriggerObject {
  DumpId id;
};
struct PolicyObject {
  DumpId id;
};

}  // namespace pgark

#endif  // PGARK_CATALOG_RELATION_OBJECTS_H_
