#ifndef PGARK_CATALOG_OBJECT_H_
#define PGARK_CATALOG_OBJECT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "archive/dump_id.h"

namespace pgark {

// The kinds of objects that are sorted (docs/dump-order.md, "Initial order").
// Some never get an entry of their own: dummy types, constraints and rules that
// are written with their table, boundaries.
enum class ObjectKind : uint8_t {
  kSchema,
  kProceduralLanguage,
  kCollation,
  kTransform,
  kExtension,
  kType,
  kShellType,
  kCast,
  kFunction,  // procedures too
  kAggregate,
  kAccessMethod,
  kOperator,
  kOperatorClass,
  kOperatorFamily,
  kConversion,
  kTextSearchParser,
  kTextSearchTemplate,
  kTextSearchDictionary,
  kTextSearchConfiguration,
  kForeignDataWrapper,
  kForeignServer,
  kRelation,  // tables, views, materialized views, sequences, foreign tables
  kTableAttach,
  kDummyType,  // row types and array types
  kDefault,
  kPreDataBoundary,
  kTableData,
  kSequenceSet,
  kLargeObject,
  kLargeObjectData,
  kStatisticsData,
  kPostDataBoundary,
  kDomainConstraint,
  kConstraint,  // of tables
  kIndex,
  kIndexAttach,
  kExtendedStatistics,
  kRule,
  kTrigger,
  kForeignKey,
  kPolicy,
  kRowSecurity,
  kPublication,
  kPublicationTable,
  kPublicationSchema,
  kSubscription,
  kDefaultAcl,
  kEventTrigger,
  kRefreshMaterializedView,
};

// What of an object can be dumped (docs/objects.md, "Components"). An object is
// written with the components that are both wanted and available.
enum class Component : uint16_t {
  kDefinition = 1 << 0,
  kData = 1 << 1,
  kComment = 1 << 2,
  kSecurityLabel = 1 << 3,
  kAcl = 1 << 4,
  kPolicy = 1 << 5,
  kUserMapping = 1 << 6,
  kStatistics = 1 << 7,
};

// A set of components.
class Components {
 public:
  constexpr Components() = default;
  constexpr Components(Component one)  // NOLINT: a component is a set of one
      : bits_(static_cast<uint16_t>(one)) {}
  static constexpr Components All() { return Components(uint16_t{0xff}); }
  static constexpr Components None() { return Components(); }

  constexpr bool Has(Component one) const {
    return (bits_ & static_cast<uint16_t>(one)) != 0;
  }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr Components operator|(Components other) const {
    return Components(static_cast<uint16_t>(bits_ | other.bits_));
  }
  constexpr Components operator&(Components other) const {
    return Components(static_cast<uint16_t>(bits_ & other.bits_));
  }
  constexpr Components Without(Components other) const {
    return Components(static_cast<uint16_t>(bits_ & ~other.bits_));
  }
  Components& operator|=(Components other) { return *this = *this | other; }
  Components& operator&=(Components other) { return *this = *this & other; }
  friend constexpr bool operator==(Components, Components) = default;

 private:
  constexpr explicit Components(uint16_t bits) : bits_(bits) {}
  uint16_t bits_ = 0;
};

// What tells two objects of one kind, schema and name apart when they are
// sorted (docs/dump-order.md, "Initial order"). Compared field by field in this
// order; a kind sets what it needs and leaves the rest alone:
//   function, aggregate    types = argument types
//   operator               number = 0 prefix, 1 postfix, 2 infix;
//                          types = {left, right}, 0 for none
//   operator class/family  text = access method
//   collation              number = encoding
//   default                number = attnum
//   domain constraint      text = the domain's name
//   constraint             text = the table's name
//   policy, rule, trigger, foreign key, row security    text = table's name
//   default ACL            text = role
//   publication table or schema                         text = publication
struct SortKey {
  int32_t number = 0;
  std::string text;
  // First their count, then one by one the name of the type's schema and of
  // the type, both raw; types that are no objects by OID.
  std::vector<Oid> types;
};

// One object of the source database in the dependency graph: what sorting,
// selection and loop repair need to know. What the DDL needs stands in the
// typed struct that `detail` points at (catalog.h).
struct Object {
  DumpId id;  // its place in Catalog::objects, plus 1
  ObjectKind kind = ObjectKind::kSchema;
  CatalogId catalog_id;  // {0,0} for objects that no catalog row stands for
  // The name that sorting uses: not the tag (docs/dump-order.md, "Initial
  // order").
  std::string name;
  // The object's schema, or id 0.
  DumpId schema;
  SortKey sort_key;
  // Its place in the vector of its kind in Catalog.
  size_t detail = 0;

  Components wanted;
  // What exists of it. Definition is always there.
  Components available = Component::kDefinition;
  // For schemas and extensions: what objects inside get.
  Components wanted_for_members;
  bool is_extension_member = false;
  // A deptype 'x' row names it: ALTER ... DEPENDS ON EXTENSION follows.
  bool depends_on_extension = false;

  // What this object needs, in the order in which it was learned; duplicates
  // are harmless.
  std::vector<DumpId> dependencies;

  // Set by loop repair (docs/dump-order.md, "Loop repairs"), read by the DDL.
  // A default, constraint or rule with an entry of its own; others are written
  // within their table, domain or view.
  bool is_separate = false;
  // A function or materialized view whose definition moved to post-data.
  bool is_postponed = false;
  // A view that is first created with a dummy body.
  bool is_dummy_view = false;

  Components ToDump() const { return wanted & available; }
  bool Dumps(Component one) const { return ToDump().Has(one); }
};

}  // namespace pgark

#endif  // PGARK_CATALOG_OBJECT_H_
