#include "catalog/relation_text.h"

#include "absl/strings/str_cat.h"

namespace pgark {

absl::string_view RelationKeyword(RelationKind kind) {
  switch (kind) {
    case RelationKind::kTable:
    case RelationKind::kPartitionedTable:
      return "TABLE";
    case RelationKind::kSequence:
      return "SEQUENCE";
    case RelationKind::kView:
      return "VIEW";
    case RelationKind::kMaterializedView:
      return "MATERIALIZED VIEW";
    case RelationKind::kForeignTable:
      return "FOREIGN TABLE";
    case RelationKind::kCompositeType:
      return "TYPE";
  }
  return "TABLE";
}

absl::string_view AlterKeyword(const RelationObject& relation) {
  return relation.kind == RelationKind::kForeignTable ? "FOREIGN TABLE"
                                                      : "TABLE";
}

absl::string_view StorageKeyword(char storage) {
  switch (storage) {
    case 'p':
      return "PLAIN";
    case 'e':
      return "EXTERNAL";
    case 'm':
      return "MAIN";
    case 'x':
      return "EXTENDED";
    default:
      return "";
  }
}

const RelationObject& RelationOf(const DdlContext& context, DumpId id) {
  return context.catalog.relation(context.catalog.Get(id));
}

std::string QualifiedName(const DdlContext& context,
                          const RelationObject& relation) {
  return QualifiedName(context, context.catalog.Get(relation.id));
}

std::string QualifiedName(const DdlContext& context, const Object& object) {
  return QuoteQualified(context.catalog.SchemaName(object), object.name,
                        context.style);
}

std::string Quoted(const DdlContext& context, absl::string_view name) {
  return QuoteIdentifier(name, context.style);
}

std::string CollationName(const DdlContext& context, Oid collation) {
  const Object* object =
      context.catalog.Find(CatalogId{kPgCollationOid, collation});
  return object == nullptr ? "" : QualifiedName(context, *object);
}

TocEntry MakeEntry(const DdlContext& context, const Object& object,
                   EntryKind kind, Section section) {
  TocEntry entry;
  entry.kind = kind;
  entry.desc = std::string(EntryKindDesc(kind));
  entry.catalog_id = object.catalog_id;
  entry.tag = object.name;
  entry.section = section;
  if (object.schema.value != 0) {
    entry.schema = context.catalog.SchemaName(object);
  }
  return entry;
}

TocEntry MakePartEntry(const DdlContext& context, const Object& object,
                       const RelationObject& relation, EntryKind kind) {
  TocEntry entry = MakeEntry(context, object, kind, Section::kPostData);
  entry.tag = absl::StrCat(relation.name, " ", object.name);
  entry.schema = context.catalog.SchemaName(context.catalog.Get(relation.id));
  entry.owner = relation.owner;
  return entry;
}

SatelliteTarget PartTarget(const DdlContext& context, const Object& object,
                           const RelationObject& relation,
                           absl::string_view type, absl::string_view part) {
  const std::string quoted = Quoted(context, part);
  SatelliteTarget target;
  target.type = std::string(type);
  target.name = absl::StrCat(quoted, " ON ", QualifiedName(context, relation));
  target.tag_name =
      absl::StrCat(quoted, " ON ", Quoted(context, relation.name));
  target.entry_schema =
      context.catalog.SchemaName(context.catalog.Get(relation.id));
  target.owner = relation.owner;
  target.catalog_id = object.catalog_id;
  target.parent = object.id;
  return target;
}

SatelliteTarget SchemaTarget(const DdlContext& context, const Object& object,
                             absl::string_view type, absl::string_view owner) {
  SatelliteTarget target;
  target.type = std::string(type);
  target.name = Quoted(context, object.name);
  target.entry_schema = context.catalog.SchemaName(object);
  target.schema = Quoted(context, *target.entry_schema);
  target.owner = std::string(owner);
  target.catalog_id = object.catalog_id;
  target.parent = object.id;
  return target;
}

}  // namespace pgark
