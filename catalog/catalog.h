#ifndef PGARK_CATALOG_CATALOG_H_
#define PGARK_CATALOG_CATALOG_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "archive/dump_id.h"
#include "catalog/acl_object.h"
#include "catalog/database_object.h"
#include "catalog/function_objects.h"
#include "catalog/object.h"
#include "catalog/other_objects.h"
#include "catalog/relation_objects.h"
#include "catalog/schema_objects.h"
#include "catalog/type_objects.h"

namespace pgark {

// The OIDs of the catalogs themselves; fixed since PostgreSQL 8.1.
inline constexpr Oid kPgTypeOid = 1247;
inline constexpr Oid kPgProcOid = 1255;
inline constexpr Oid kPgClassOid = 1259;
inline constexpr Oid kPgDatabaseOid = 1262;
inline constexpr Oid kPgForeignServerOid = 1417;
inline constexpr Oid kPgForeignDataWrapperOid = 2328;
inline constexpr Oid kPgAccessMethodOid = 2601;
inline constexpr Oid kPgAttrDefaultOid = 2604;
inline constexpr Oid kPgCastOid = 2605;
inline constexpr Oid kPgConstraintOid = 2606;
inline constexpr Oid kPgConversionOid = 2607;
inline constexpr Oid kPgLanguageOid = 2612;
inline constexpr Oid kPgLargeObjectOid = 2613;
inline constexpr Oid kPgNamespaceOid = 2615;
inline constexpr Oid kPgOperatorClassOid = 2616;
inline constexpr Oid kPgOperatorOid = 2617;
inline constexpr Oid kPgRewriteOid = 2618;
inline constexpr Oid kPgTriggerOid = 2620;
inline constexpr Oid kPgOperatorFamilyOid = 2753;
inline constexpr Oid kPgPolicyOid = 3256;
inline constexpr Oid kPgExtensionOid = 3079;
inline constexpr Oid kPgExtendedStatisticsOid = 3381;
inline constexpr Oid kPgCollationOid = 3456;
inline constexpr Oid kPgEventTriggerOid = 3466;
inline constexpr Oid kPgTransformOid = 3576;
inline constexpr Oid kPgTextSearchDictionaryOid = 3600;
inline constexpr Oid kPgTextSearchParserOid = 3601;
inline constexpr Oid kPgTextSearchConfigurationOid = 3602;
inline constexpr Oid kPgTextSearchTemplateOid = 3764;
inline constexpr Oid kPgDefaultAclOid = 826;
inline constexpr Oid kPgPublicationOid = 6104;
inline constexpr Oid kPgPublicationTableOid = 6106;
inline constexpr Oid kPgPublicationSchemaOid = 6237;
inline constexpr Oid kPgSubscriptionOid = 6100;

// Objects with a smaller OID came with initdb.
inline constexpr Oid kFirstUserOid = 16384;

// One comment of pg_description (or pg_seclabel with its provider).
struct CatalogText {
  CatalogId object;
  int32_t sub_id = 0;    // the column's number, or 0
  std::string provider;  // labels only
  std::string text;
};

// All objects of one database at one snapshot and what they need of each
// other. Filled by the readers, then changed only by loop repair.
//
// thread-compatible
class Catalog {
 public:
  // Adds an object and gives it the next id. `detail` is whatever the caller
  // set. Of two objects with the same catalog id (other than {0,0}), Find()
  // knows the first. Ends the validity of references to other objects.
  DumpId Add(Object object);

  // REQUIRES: `id` was returned by Add().
  Object& Get(DumpId id);
  const Object& Get(DumpId id) const;
  // Returns the object for a catalog row, or nullptr.
  Object* Find(CatalogId id);
  const Object* Find(CatalogId id) const;

  // Adds "`from` needs `to`".
  void AddDependency(DumpId from, DumpId to);
  // Removes every "`from` needs `to`". Returns whether there was one.
  bool RemoveDependency(DumpId from, DumpId to);

  // The schema's name of an object, "" when it has none.
  const std::string& SchemaName(const Object& object) const;
  // The role's name, or nothing for an OID that is no role.
  std::optional<std::string> RoleName(Oid oid) const;

  // The comments (labels) of an object, by sub-id ascending. The range is
  // empty when there are none. REQUIRES: SortTexts() was called.
  std::pair<const CatalogText*, const CatalogText*> Comments(
      CatalogId id) const;
  std::pair<const CatalogText*, const CatalogText*> SecurityLabels(
      CatalogId id) const;
  void SortTexts();

  // Typed look-ups: the struct that stands behind an object.
  // REQUIRES: the object is of that kind.
  const SchemaObject& schema(const Object& o) const {
    return schemas[o.detail];
  }
  const ExtensionObject& extension(const Object& o) const {
    return extensions[o.detail];
  }
  const RelationObject& relation(const Object& o) const {
    return relations[o.detail];
  }

  int server_version_number = 0;  // 150020
  int server_release() const { return server_version_number / 10000; }

  std::vector<Object> objects;  // by id - 1
  std::map<Oid, std::string> role_names;
  std::vector<CatalogText> comments;
  std::vector<CatalogText> security_labels;
  // pg_init_privs by object and column: what the objects of initdb and of
  // extensions were created with.
  std::map<std::pair<CatalogId, int32_t>, InitialPrivileges> initial_privileges;
  // pg_attribute.attacl by relation and attnum; columns that have only initial
  // privileges are here with a NULL.
  std::map<std::pair<Oid, int32_t>, ColumnAcl> column_acls;
  // pg_depend rows of type 'e': the extension that an object belongs to. Known
  // before any other object is read.
  std::unordered_map<CatalogId, Oid> extension_of;

  // Foreign keys between members of extensions: relation, referenced relation.
  std::vector<std::pair<Oid, Oid>> extension_foreign_keys;
  // pg_depend rows of type 'x': extensions that an object is dropped with.
  std::map<CatalogId, std::vector<DumpId>> extensions_depended_on;

  // The objects between the sections; id 0 until they were added.
  DumpId pre_data_boundary;
  DumpId post_data_boundary;

  // One vector a kind; Object::detail is the place in it.
  DatabaseObject database;
  std::vector<SchemaObject> schemas;
  std::vector<ExtensionObject> extensions;
  std::vector<RelationObject> relations;
  std::vector<TableAttachObject> table_attaches;
  std::vector<DefaultObject> defaults;
  std::vector<TableDataObject> table_data;    // refreshes and SETs too
  std::vector<ConstraintObject> constraints;  // foreign keys too
  std::vector<IndexObject> indexes;
  std::vector<IndexAttachObject> index_attaches;
  std::vector<ExtendedStatisticsObject> extended_statistics;
  std::vector<RelationStatistics> statistics;
  std::vector<RuleObject> rules;
  std::vector<TriggerObject> triggers;
  std::vector<PolicyObject> policies;  // row security too
  std::vector<TypeObject> types;       // dummy and shell types too
  std::vector<DomainConstraintObject> domain_constraints;
  std::vector<FunctionObject> functions;
  std::vector<AggregateObject> aggregates;
  std::vector<LargeObjectGroup> large_objects;
  std::vector<LargeObjectData> large_object_data;
  std::vector<DefaultAclObject> default_acls;
  OtherObjects others;  // the kinds that few databases have

 private:
  std::unordered_map<CatalogId, DumpId> by_catalog_id_;
};

}  // namespace pgark

#endif  // PGARK_CATALOG_CATALOG_H_
