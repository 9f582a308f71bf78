#include "catalog/selection_rules.h"

#include <set>

#include "absl/strings/match.h"
#include "catalog/catalog.h"

namespace pgark {
namespace {

// The predefined role pg_database_owner, since PostgreSQL 14.
constexpr Oid kDatabaseOwnerRole = 6171;

bool Contains(const std::set<Oid>& oids, Oid oid) {
  return oids.find(oid) != oids.end();
}

bool IsBuiltin(const Object& object) {
  return object.catalog_id.oid < kFirstUserOid;
}

Components AllOrNone(bool all) {
  return all ? Components::All() : Components::None();
}

// What the schema itself and what is in it get when no pattern decides.
void SelectSchemaByName(const ReadContext& context, Oid owner, Object* schema) {
  schema->wanted = schema->wanted_for_members = Components::All();
  if (schema->name == "pg_catalog") {
    schema->wanted = schema->wanted_for_members = Component::kAcl;
  } else if (absl::StartsWith(schema->name, "pg_") ||
             schema->name == "information_schema") {
    schema->wanted = schema->wanted_for_members = Components::None();
  } else if (schema->name == "public") {
    if (context.tool_release() < 15) {
      schema->wanted = Component::kAcl;
    } else {
      // A comment that was removed is told as well, so it must be looked at.
      schema->available |= Component::kComment;
      if (owner == kDatabaseOwnerRole) {
        schema->wanted = Components::All().Without(Component::kDefinition);
      }
    }
  }
}

}  // namespace

bool SelectAsMember(const ReadContext& context, Object* object) {
  const auto found = context.catalog.extension_of.find(object->catalog_id);
  if (found == context.catalog.extension_of.end()) return false;
  const Object* extension =
      context.catalog.Find(CatalogId{kPgExtensionOid, found->second});
  if (extension == nullptr) return false;
  object->is_extension_member = true;
  object->dependencies.push_back(extension->id);
  object->wanted = extension->wanted_for_members & Component::kAcl;
  return true;
}

void SelectSchema(const ReadContext& context, Oid owner, Object* schema) {
  const Selection& selection = context.selection;
  const Oid oid = schema->catalog_id.oid;
  if (selection.only_tables) {
    schema->wanted = schema->wanted_for_members = Components::None();
  } else if (selection.only_schemas) {
    schema->wanted = schema->wanted_for_members =
        AllOrNone(Contains(selection.schemas, oid));
  } else {
    SelectSchemaByName(context, owner, schema);
  }
  if (Contains(selection.excluded_schemas, oid)) {
    schema->wanted = schema->wanted_for_members = Components::None();
  }
  SelectAsMember(context, schema);
}

void SelectExtension(const ReadContext& context, Object* extension) {
  const Selection& selection = context.selection;
  const Oid oid = extension->catalog_id.oid;
  if (IsBuiltin(*extension)) {
    extension->wanted = extension->wanted_for_members = Component::kAcl;
    return;
  }
  const bool listed = selection.only_extensions
                          ? Contains(selection.extensions, oid)
                          : context.options.IncludesEverything();
  extension->wanted = extension->wanted_for_members =
      AllOrNone(listed && !Contains(selection.excluded_extensions, oid));
}

void SelectRelation(const ReadContext& context, Object* relation) {
  if (SelectAsMember(context, relation)) return;
  const Selection& selection = context.selection;
  const Oid oid = relation->catalog_id.oid;
  if (selection.only_tables) {
    relation->wanted = AllOrNone(Contains(selection.tables, oid));
  } else {
    SelectBySchema(context, relation);
  }
  if (Contains(selection.excluded_tables, oid)) {
    relation->wanted = Components::None();
  }
}

void SelectBySchema(const ReadContext& context, Object* object) {
  if (SelectAsMember(context, object)) return;
  object->wanted = object->schema.value != 0
                       ? context.catalog.Get(object->schema).wanted_for_members
                       : AllOrNone(context.options.IncludesEverything());
}

void SelectDefaultAcl(const ReadContext& context, Object* default_acl) {
  // Never a member of an extension.
  default_acl->wanted =
      default_acl->schema.value != 0
          ? context.catalog.Get(default_acl->schema).wanted_for_members
          : AllOrNone(context.options.IncludesEverything());
}

void SelectUserObject(const ReadContext& context, Object* object) {
  if (SelectAsMember(context, object)) return;
  object->wanted =
      AllOrNone(!IsBuiltin(*object) && context.options.IncludesEverything());
}

void SelectLanguage(const ReadContext& context, Object* language) {
  if (SelectAsMember(context, language)) return;
  if (!context.options.IncludesEverything()) {
    language->wanted = Components::None();
  } else {
    language->wanted =
        IsBuiltin(*language) ? Component::kAcl : Components::All();
  }
}

bool WantsLargeObjects(const DumpOptions& options) {
  if (!options.dump_data) return false;
  return options.large_objects.value_or(options.IncludesEverything());
}

}  // namespace pgark
