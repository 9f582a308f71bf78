#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "catalog/graph_readers.h"
#include "catalog/reader_support.h"
#include "catalog/row_cursor.h"
#include "catalog/selection_rules.h"

namespace pgark {
namespace {

// The most large objects that pg_dump puts into one group.
constexpr size_t kGroupSize = 1000;

std::string LargeObjectQuery(const ReadContext& context) {
  if (!WantsLargeObjects(context.options)) return "";
  return absl::StrCat(
      "SELECT oid, lomowner, lomacl AS acl, "
      "pg_catalog.acldefault('L', lomowner) AS acldefault "
      "FROM pg_catalog.pg_largeobject_metadata ORDER BY ",
      context.options.large_object_groups
          ? "lomowner, lomacl::pg_catalog.text COLLATE \"C\", oid"
          : "oid");
}

std::string GroupTag(const LargeObjectGroup& group) {
  return group.oids.size() == 1
             ? absl::StrCat(group.oids.front())
             : absl::StrCat(group.oids.front(), "..", group.oids.back());
}

// Adds the group and, where contents are kept by group, the data of it.
absl::Status AddGroup(ReadContext& context, LargeObjectGroup group,
                      bool with_data) {
  Catalog& catalog = context.catalog;
  const std::string tag = GroupTag(group);
  ASSIGN_OR_RETURN(
      Object object,
      MakeObject(context, ObjectKind::kLargeObject,
                 CatalogId{kPgLargeObjectOid, group.oids.front()}, tag));
  object.wanted = Components::All();
  object.available |= Component::kData;
  LargeObjectData data;
  data.oids = group.oids;
  data.owner = group.owner;
  data.group = AddWithDetail(catalog, std::move(object), std::move(group),
                             catalog.large_objects);
  if (!with_data) return absl::OkStatus();
  Object data_object;
  data_object.kind = ObjectKind::kLargeObjectData;
  data_object.name = tag;
  data_object.wanted = Components::All();
  data_object.available |= Component::kData;
  data_object.dependencies = {data.group};
  AddWithDetail(catalog, std::move(data_object), std::move(data),
                catalog.large_object_data);
  return absl::OkStatus();
}

// One object for the contents of all large objects.
void AddAllData(Catalog& catalog) {
  LargeObjectData data;
  for (const LargeObjectGroup& group : catalog.large_objects) {
    data.oids.insert(data.oids.end(), group.oids.begin(), group.oids.end());
  }
  if (data.oids.empty()) return;
  Object object;
  object.kind = ObjectKind::kLargeObjectData;
  object.name = "BLOBS";
  object.wanted = Components::All();
  object.available |= Component::kData;
  AddWithDetail(catalog, std::move(object), std::move(data),
                catalog.large_object_data);
}

absl::Status ReadLargeObjects(const Result& result, ReadContext& context) {
  const bool in_groups = context.options.large_object_groups;
  const size_t limit = in_groups ? kGroupSize : 1;
  LargeObjectGroup group;
  Oid owner = 0;
  RowCursor rows(result);
  while (rows.Next()) {
    AclText acl = rows.Acl();
    const bool is_alike = !group.oids.empty() &&
                          owner == rows.Oid("lomowner") &&
                          group.acl.acl == acl.acl;
    if (!group.oids.empty() && (!is_alike || group.oids.size() == limit)) {
      RETURN_IF_ERROR(AddGroup(context, std::move(group), in_groups));
      group = LargeObjectGroup{};
    }
    if (group.oids.empty()) {
      owner = rows.Oid("lomowner");
      ASSIGN_OR_RETURN(group.owner, OwnerName(context, owner, "large object",
                                              rows.Text("oid")));
      group.acl = std::move(acl);
    }
    group.oids.push_back(rows.Oid("oid"));
  }
  RETURN_IF_ERROR(rows.status());
  if (!group.oids.empty()) {
    RETURN_IF_ERROR(AddGroup(context, std::move(group), in_groups));
  }
  if (!in_groups) AddAllData(context.catalog);
  return absl::OkStatus();
}

}  // namespace

const CatalogReader kLargeObjectReader = {"large objects", LargeObjectQuery,
                                          ReadLargeObjects};

}  // namespace pgark
