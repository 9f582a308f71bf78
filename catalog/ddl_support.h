#ifndef PGARK_CATALOG_DDL_SUPPORT_H_
#define PGARK_CATALOG_DDL_SUPPORT_H_

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "archive/toc_entry.h"
#include "catalog/acl_object.h"
#include "catalog/object.h"
#include "catalog/toc_builder.h"

namespace pgark {

// What the functions that write DDL have in common.

// schema.name of an object, quoted; its name alone when it has no schema.
std::string QuoteObject(const DdlContext& context, const Object& object,
                        absl::string_view name);

// What most objects say in the contents list; `identity` is how statements name
// the object ("app.f(integer)"), so that "DROP <kind> <identity>;" follows.
struct ObjectEntry {
  EntryKind kind = EntryKind::kUnknown;
  std::string tag;
  std::string definition;
  std::string drop_statement;
  // "" for kinds without one.
  std::string owner;
  Section section = Section::kPreData;
};

// Adds the entry of an object whose definition is wanted; otherwise nothing.
void AddObjectEntry(const DdlContext& context, const Object& object,
                    ObjectEntry entry, TocBuilder& toc);

// "DROP FUNCTION app.f(integer);" with its newline.
std::string DropStatement(absl::string_view keyword,
                          absl::string_view identity);

// What comments and labels name: "FUNCTION app.f(integer)". `name` is quoted
// and without schema.
SatelliteTarget MakeTarget(const DdlContext& context, const Object& object,
                           absl::string_view keyword, std::string name,
                           absl::string_view owner);

// The comment and the labels, in their order.
void AddCommentAndLabels(const SatelliteTarget& target, TocBuilder& toc);

// The privileges, under the keyword that GRANT uses.
absl::Status AddPrivileges(SatelliteTarget target, absl::string_view keyword,
                           const AclText& acl, TocBuilder& toc);

// Where a function body or the like is quoted: dollars, or a literal when the
// options say so.
std::string QuoteBody(const DdlContext& context, absl::string_view body);

}  // namespace pgark

#endif  // PGARK_CATALOG_DDL_SUPPORT_H_
