#ifndef PGARK_CATALOG_TOC_BUILDER_H_
#define PGARK_CATALOG_TOC_BUILDER_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "archive/toc_entry.h"
#include "catalog/catalog.h"
#include "catalog/dump_options.h"
#include "protocol/sql_text.h"

namespace pgark {

// What the functions that write DDL need beside their object.
struct DdlContext {
  const Catalog& catalog;
  const DumpOptions& options;
  SqlStyle style;    // quoting in the manner of `release`
  int release = 18;  // whose pg_dump is imitated: decides the spelling
  // The database's name, for DATABASE entries and comments.
  std::string database_name;
};

// A thing that comments, labels and privileges hang on, as SQL names it.
struct SatelliteTarget {
  // The keyword: "TABLE", "COLUMN", "CONSTRAINT".
  std::string type;
  // Quoted, without schema: "t", "t.c", "f(integer)", "c ON s.t".
  std::string name;
  // What stands between type and name in the statement: quoted schema, or "".
  std::string schema;
  // For the entry: raw schema name or nothing, raw owner ("" for none).
  std::optional<std::string> entry_schema;
  std::string owner;
  CatalogId catalog_id;
  int32_t sub_id = 0;
  DumpId parent;  // the entry that the satellite depends on
  // The tag's name part where it is not `name`: "c ON t" for "c ON s.t".
  std::string tag_name;
  // The whole tag where it is not type and name: "LARGE OBJECTS 1..9".
  std::string entry_tag;
};

// Collects the entries of the sorted objects in order. Everything that the
// objects' components ask for is added; Finish() leaves out what the options
// (-a, -s, --section, --no-comments, ...) do not want.
//
// Of an entry, `kind` or `desc` is set; the other one follows from it.
//
// thread-compatible
class TocBuilder {
 public:
  // `context` must outlive the builder.
  explicit TocBuilder(const DdlContext& context);

  // Adds the entry of an object; the entry's id becomes the object's. Its
  // dependency list is made in Finish() from the graph (docs/dump-order.md,
  // "Dependency lists"), unless `entry.dependencies` is not empty: then it
  // stays as it is.
  void Add(const Object& object, TocEntry entry);
  // Adds an entry that no object stands for; it gets a fresh id.
  // Returns the id.
  DumpId AddSatellite(TocEntry entry);

  // The comment of (object, sub_id), if the parent's comments are wanted and
  // there is one.
  void AddComment(const SatelliteTarget& target);
  // All labels of the object and, for relations, its columns, in one entry, if
  // the parent's labels are wanted and there are some.
  void AddSecurityLabels(const SatelliteTarget& target);
  // The GRANTs and REVOKEs that lead from the base to `acl` (docs/sql-text.md,
  // "From privileges to statements"), if the parent's privileges are wanted.
  // `target.type` is the keyword of GRANT: TABLE for views too, TYPE for
  // domains, FOREIGN SERVER.
  // Returns the entry's id, or id 0 when there is nothing to say.
  absl::StatusOr<DumpId> AddAcl(const SatelliteTarget& target,
                                const AclText& acl);
  // The same for the columns of a relation, in the order of their numbers.
  // `table_acl`: what AddAcl() returned for the relation.
  absl::Status AddColumnAcls(const SatelliteTarget& target, DumpId table_acl);

  // Returns the entries that the options want, with every dependency list
  // made.
  std::vector<TocEntry> Finish();

 private:
  bool ParentWants(DumpId parent, Component component) const;
  DumpId AddAclEntry(const SatelliteTarget& target, std::string tag,
                     std::string statements, DumpId table_acl);

  const DdlContext& context_;
  std::vector<TocEntry> entries_;
  int32_t next_id_;
};

// One function a kind turns a sorted object into its entries. Declared in the
// header of the kind's DDL (relation_ddl.h, type_ddl.h, ...) and listed in
// toc_emission.cc.
using EmitFunction = absl::Status (*)(const DdlContext& context,
                                      const Object& object, TocBuilder& toc);

}  // namespace pgark

#endif  // PGARK_CATALOG_TOC_BUILDER_H_
