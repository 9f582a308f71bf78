#ifndef PGARK_CATALOG_SELECTION_RULES_H_
#define PGARK_CATALOG_SELECTION_RULES_H_

#include "absl/strings/string_view.h"
#include "catalog/object.h"
#include "catalog/read_context.h"

namespace pgark {

// Which components of an object are wanted (docs/objects.md, "Components" and
// "What is wanted"). Every reader calls one of these on its object before
// Catalog::Add(); they set `wanted` and, for members of an extension,
// `is_extension_member` and the dependency on it. They read `kind`,
// `catalog_id`, `name` and `schema`, which must be set. Membership comes first
// and wins everywhere.

// Schemas; sets wanted_for_members too. `owner` is the owner's OID: the schema
// public of a database whose owner is pg_database_owner is not created.
void SelectSchema(const ReadContext& context, Oid owner, Object* schema);

// Extensions; sets wanted_for_members too.
void SelectExtension(const ReadContext& context, Object* extension);

// Tables, views, sequences, ...: by -t and -T, otherwise by their schema.
void SelectRelation(const ReadContext& context, Object* relation);

// What lives in a schema and has no rule of its own: types, functions,
// operators, collations, text search objects, statistics, ... Objects without
// a schema: only when everything is dumped (foreign data wrappers, servers,
// transforms, event triggers, publications, subscriptions).
void SelectBySchema(const ReadContext& context, Object* object);

// Default privileges: by their schema, or when everything is dumped.
void SelectDefaultAcl(const ReadContext& context, Object* default_acl);

// Casts and access methods: those of users, when everything is dumped.
void SelectUserObject(const ReadContext& context, Object* object);

// Procedural languages: those of initdb only with their privileges.
void SelectLanguage(const ReadContext& context, Object* language);

// Sets what `object` gets as a member of an extension. Returns false, changing
// nothing, when it is none. For readers with rules of their own.
bool SelectAsMember(const ReadContext& context, Object* object);

// Whether large objects are dumped (docs/objects.md, "What is wanted").
bool WantsLargeObjects(const DumpOptions& options);

}  // namespace pgark

#endif  // PGARK_CATALOG_SELECTION_RULES_H_
