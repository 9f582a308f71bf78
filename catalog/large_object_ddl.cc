#include "catalog/large_object_ddl.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "catalog/catalog.h"

namespace pgark {
namespace {

TocEntry MetadataEntry(const LargeObjectGroup& group) {
  TocEntry entry;
  entry.kind = EntryKind::kBlobMetadata;
  entry.section = Section::kData;
  // Not SQL: who restores makes statements of the numbers. The drop statement
  // says nothing, but without one there would be no ALTER ... OWNER.
  std::string numbers;
  for (const Oid oid : group.oids) absl::StrAppend(&numbers, oid, "\n");
  entry.definition = std::move(numbers);
  entry.drop_statement = "-- dummy";
  return entry;
}

TocEntry SingleEntry(Oid oid) {
  TocEntry entry;
  entry.kind = EntryKind::kBlob;
  entry.section = Section::kPreData;
  entry.definition =
      absl::StrCat("SELECT pg_catalog.lo_create('", oid, "');\n");
  entry.drop_statement =
      absl::StrCat("SELECT pg_catalog.lo_unlink('", oid, "');\n");
  return entry;
}

}  // namespace

absl::Status EmitLargeObject(const DdlContext& context, const Object& object,
                             TocBuilder& toc) {
  const LargeObjectGroup& group = context.catalog.large_objects[object.detail];
  if (object.Dumps(Component::kDefinition)) {
    TocEntry entry = context.options.large_object_groups
                         ? MetadataEntry(group)
                         : SingleEntry(group.oids.front());
    entry.tag = object.name;
    entry.catalog_id = object.catalog_id;
    entry.owner = group.owner;
    toc.Add(object, std::move(entry));
  }
  SatelliteTarget target;
  target.type = "LARGE OBJECT";
  target.owner = group.owner;
  target.parent = object.id;
  for (const Oid oid : group.oids) {
    target.name = absl::StrCat(oid);
    target.catalog_id = CatalogId{kPgLargeObjectOid, oid};
    toc.AddComment(target);
    toc.AddSecurityLabels(target);
  }
  // One entry for the group: the statements name its first object, and are
  // said again for each of them.
  target.name = absl::StrCat(group.oids.front());
  target.catalog_id = object.catalog_id;
  if (group.oids.size() > 1) {
    target.entry_tag = absl::StrCat("LARGE OBJECTS ", object.name);
  }
  return toc.AddAcl(target, group.acl).status();
}

absl::Status EmitLargeObjectData(const DdlContext& context,
                                 const Object& object, TocBuilder& toc) {
  if (!object.Dumps(Component::kData)) return absl::OkStatus();
  const LargeObjectData& data =
      context.catalog.large_object_data[object.detail];
  TocEntry entry;
  entry.kind = EntryKind::kBlobs;
  entry.tag = object.name;
  entry.section = Section::kData;
  entry.has_data = true;
  if (data.group.value != 0) {
    entry.owner = data.owner;
    entry.dependencies = {data.group};
  }
  toc.Add(object, std::move(entry));
  return absl::OkStatus();
}

std::vector<LargeObjectSource> LargeObjectSources(
    const DdlContext& context, std::span<const TocEntry> entries) {
  std::vector<LargeObjectSource> sources;
  for (const TocEntry& entry : entries) {
    if (entry.kind != EntryKind::kBlobs) continue;
    const Object& object = context.catalog.Get(entry.id);
    LargeObjectSource source;
    source.entry = entry.id;
    source.oids = context.catalog.large_object_data[object.detail].oids;
    sources.push_back(std::move(source));
  }
  return sources;
}

}  // namespace pgark
