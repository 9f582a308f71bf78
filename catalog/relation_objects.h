#ifndef PGARK_CATALOG_RELATION_OBJECTS_H_
#define PGARK_CATALOG_RELATION_OBJECTS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "archive/dump_id.h"
#include "catalog/acl_object.h"

namespace pgark {

// The typed structs behind relations and everything that hangs on them. All
// names are raw (never quoted) unless a comment says otherwise; all expressions
// and definitions are the server's deparsed text. An id of 0 is "none".

// pg_class.relkind of what is collected; indexes are no relations here.
enum class RelationKind : char {
  kTable = 'r',
  kPartitionedTable = 'p',
  kSequence = 'S',
  kView = 'v',
  kMaterializedView = 'm',
  kForeignTable = 'f',
  kCompositeType = 'c',
};

// pg_class.relpersistence; temporary relations are never collected.
enum class Persistence : char {
  kPermanent = 'p',
  kUnlogged = 'u',
};

// How a column says NOT NULL in the statement that creates its table.
enum class NotNullForm : uint8_t {
  kNone,     // not at all
  kUnnamed,  // NOT NULL
  kNamed,    // CONSTRAINT n NOT NULL
};

// A live or dropped column of a relation; system columns are not here.
struct ColumnObject {
  int16_t number = 0;  // attnum
  std::string name;
  bool is_dropped = false;
  bool is_local = true;
  std::string type;   // format_type() with the typmod
  Oid type_oid = 0;   // atttypid
  Oid collation = 0;  // 0 unless it differs from the type's
  char storage = '\0';
  char type_storage = '\0';
  char compression = '\0';  // l, p, or none
  char identity = '\0';     // a, d, or none
  char generated = '\0';    // s, v, or none
  int32_t statistics_target = -1;
  std::string options;          // "n_distinct=5, ...", ready for SET (...)
  std::string foreign_options;  // ready for OPTIONS (...)

  // attnotnull: whether there is such a constraint at all, valid or not.
  bool is_not_null = false;
  // The column's own constraint, as far as it is written with the column.
  // Before server 18 always unnamed (relation_not_null.h).
  NotNullForm not_null = NotNullForm::kNone;
  std::string not_null_name;  // of the constraint in pg_constraint, or ""
  bool not_null_is_no_inherit = false;
  // The constraint is one of this table, not only of its parents.
  bool not_null_is_local = false;
  // Server 18: not validated yet; then a constraint object stands for it.
  bool not_null_is_invalid = false;
  // pg_constraint's OID where a comment exists that goes with the table.
  Oid not_null_constraint = 0;

  // The default or generation expression, when the column has one of its own.
  DumpId default_value;

  // pg_type's OID, through domains; known only when rows become INSERTs.
  Oid value_type = 0;
};

// pg_sequence.
struct SequenceParameters {
  std::string type;  // smallint, integer, bigint
  int64_t start = 1;
  int64_t increment = 1;
  int64_t maximum = 0;
  int64_t minimum = 0;
  int64_t cache = 1;
  bool is_cycled = false;

  // The column that owns it (pg_depend, deptype a or i), id 0 for none.
  // Known from the relation's row, before the parameters are read.
  Oid owner_relation_oid = 0;
  DumpId owner_relation;
  int16_t owner_column = 0;
  bool is_identity = false;

  // Where it stands; known only of sequences whose values are dumped.
  bool has_value = false;
  int64_t last_value = 0;
  bool is_called = false;
};

// pg_class and what belongs to it: tables of all kinds, views, materialized
// views, sequences, foreign tables, composite types.
struct RelationObject {
  DumpId id;
  Oid oid = 0;
  std::string name;
  RelationKind kind = RelationKind::kTable;
  Persistence persistence = Persistence::kPermanent;
  Oid owner_oid = 0;
  std::string owner;
  AclText acl;
  Oid row_type = 0;                   // pg_type's OID, 0 for none
  Oid typed_table_type = 0;           // CREATE TABLE ... OF
  std::string typed_table_type_name;  // format_type()

  bool has_indexes = false;  // relhasindex: perhaps
  bool has_rules = false;
  bool has_triggers = false;
  bool has_row_security = false;
  bool forces_row_security = false;
  bool is_populated = true;  // materialized views
  bool is_partition = false;
  char replica_identity = 'd';  // d n f i
  uint32_t page_count = 0;      // relpages of the table, and of its TOAST
  uint32_t toast_page_count = 0;

  // Nothing for kinds without storage, "" for the database's default.
  std::optional<std::string> tablespace;
  std::string access_method;  // "" where there is none
  std::string options;        // reloptions, array text, without check_option
  std::string toast_options;  // likewise of the TOAST table
  std::string check_option;   // LOCAL, CASCADED or ""
  Oid foreign_server_oid = 0;
  std::string foreign_server;
  std::string foreign_options;  // ready for OPTIONS (...)

  // Whether its columns, constraints, ... were read (docs/objects.md, "Whose
  // parts are read").
  bool is_interesting = false;

  std::vector<DumpId> parents;  // in the order of INHERITS; partitions too
  std::vector<ColumnObject> columns;  // by attnum, dropped ones included
  std::vector<DumpId> checks;         // ConstraintObjects, by name
  std::vector<DumpId> indexes;        // IndexObjects, by name
  DumpId attach;                      // its TableAttachObject
  DumpId data;                        // its TableDataObject, SEQUENCE SET too
  DumpId select_rule;                 // of views: the rule _RETURN
  // Parts that the server deparses.
  std::string partition_key;    // pg_get_partkeydef()
  std::string partition_bound;  // FOR VALUES ... or DEFAULT
  std::string view_query;       // pg_get_viewdef() without the final semicolon
  // Measured after the lock, only of tables whose rows are dumped: blocks of
  // the table, and bytes with its TOAST table.
  uint64_t heap_blocks = 0;
  uint64_t total_bytes = 0;
  // Its key hashes an enum: rows must be loaded through the topmost parent.
  bool has_unsafe_hash_partitions = false;

  SequenceParameters sequence;

  bool IsPartitioned() const { return kind == RelationKind::kPartitionedTable; }
  bool IsView() const { return kind == RelationKind::kView; }
  bool IsSequence() const { return kind == RelationKind::kSequence; }
  // Tables, partitioned tables and foreign tables: have constraints.
  bool IsTableLike() const {
    return kind == RelationKind::kTable ||
           kind == RelationKind::kPartitionedTable ||
           kind == RelationKind::kForeignTable;
  }
  // The column with this attnum, or nullptr.
  const ColumnObject* Column(int16_t number) const;
  ColumnObject* Column(int16_t number);
  // Whether CREATE TABLE prints the column (docs/objects.md, "Columns").
  bool PrintsColumn(const ColumnObject& column) const {
    return !column.is_dropped && (column.is_local || is_partition);
  }
};

// The ALTER TABLE ... ATTACH PARTITION of one partition.
struct TableAttachObject {
  DumpId id;
  DumpId parent;
  DumpId partition;
};

// A row of pg_attrdef, or the DEFAULT NULL that a child needs against its
// parent's default (docs/objects.md, "Defaults").
struct DefaultObject {
  DumpId id;
  DumpId relation;
  int16_t column = 0;      // attnum
  std::string expression;  // pg_get_expr()
};

// The rows of a table (kind TableData), the value of a sequence (SequenceSet)
// or the contents of a materialized view (RefreshMaterializedView).
struct TableDataObject {
  DumpId id;
  DumpId relation;
  // "WHERE ..." of an extension's configuration table, or "".
  std::string condition;
};

// A row of pg_constraint that belongs to a table (domains: type_objects.h) and
// has an object of its own. Not there: the foreign keys of partitions that
// follow from their parent's.
struct ConstraintObject {
  DumpId id;
  Oid oid = 0;
  std::string name;
  char type = '\0';  // contype: c f n p u x
  DumpId relation;
  // pg_get_constraintdef(); empty for p and u, which are built from the index.
  std::string definition;
  DumpId index;                  // p, u, x
  DumpId referenced_relation;    // f; id 0 when it was not collected
  Oid referenced_index_oid = 0;  // f
  bool is_local = true;          // conislocal
  bool is_validated = true;
  bool is_deferrable = false;
  bool is_deferred = false;
  bool is_period = false;  // conperiod: WITHOUT OVERLAPS
};

// A row of pg_index.
struct IndexObject {
  DumpId id;
  Oid oid = 0;
  std::string name;
  DumpId relation;
  std::string definition;        // pg_get_indexdef()
  std::string tablespace;        // "" = the database's default
  std::string options;           // reloptions, array text
  int key_count = 0;             // the others are INCLUDEd
  std::vector<int16_t> columns;  // indkey: attnums, 0 for expressions
  bool is_clustered = false;
  bool is_replica_identity = false;
  bool has_nulls_not_distinct = false;
  Oid parent_oid = 0;            // the partitioned index, 0 for none
  DumpId parent;                 // id 0 also when it was not collected
  DumpId attach;                 // its IndexAttachObject
  DumpId constraint;             // p, u or x that it stands behind
  std::vector<DumpId> children;  // IndexObjects with this parent
  // Column numbers and statistics targets, in parallel.
  std::vector<std::string> statistics_columns;
  std::vector<std::string> statistics_targets;
};

// The ALTER INDEX ... ATTACH PARTITION of one index.
struct IndexAttachObject {
  DumpId id;
  DumpId parent;  // IndexObjects
  DumpId partition;
};

// A row of pg_statistic_ext.
struct ExtendedStatisticsObject {
  DumpId id;
  std::string name;
  std::string owner;
  DumpId relation;
  std::string definition;  // pg_get_statisticsobjdef()
  int32_t target = -1;
};

// What ANALYZE knows about one column of a relation, or one expression of an
// index: a row of pg_stats.
struct ColumnStatistics {
  std::string column;        // attname
  std::string index_column;  // attnum, of indexes
  bool inherited = false;
  // By the rows of kColumnStatistics (statistics_ddl.h).
  std::vector<std::optional<std::string>> values;
};

// The statistics of a table, a materialized view or an index (kind
// StatisticsData). Numbers are the server's text.
struct RelationStatistics {
  DumpId id;
  DumpId relation;  // or index
  Oid oid = 0;
  bool is_index = false;
  std::string page_count;
  std::string row_count;
  std::string visible_page_count;
  std::string frozen_page_count;          // "" before server 18
  std::vector<ColumnStatistics> columns;  // by name, then own before inherited
};

// A row of pg_rewrite.
struct RuleObject {
  DumpId id;
  std::string name;
  DumpId relation;
  char event = '\0';  // ev_type: 1 is SELECT
  bool is_instead = false;
  char enabled = 'O';      // O D R A
  std::string definition;  // pg_get_ruledef(); empty for _RETURN of a view
};

// A row of pg_trigger that is dumped.
struct TriggerObject {
  DumpId id;
  std::string name;
  DumpId relation;
  char enabled = 'O';
  // A partition's copy of its parent's trigger: only the state is written.
  bool is_partition_copy = false;
  std::string definition;  // pg_get_triggerdef(oid, false)
};

// A row of pg_policy (kind Policy), or that row security is on for a table
// (kind RowSecurity, all but `relation` empty).
struct PolicyObject {
  DumpId id;
  std::string name;
  DumpId relation;
  char command = '*';  // r a w d *
  bool is_permissive = true;
  std::optional<std::string> roles;  // quoted, joined; nothing is PUBLIC
  std::optional<std::string> using_expression;
  std::optional<std::string> check_expression;
};

}  // namespace pgark

#endif  // PGARK_CATALOG_RELATION_OBJECTS_H_
