#include "catalog/language_readers.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "catalog/reader_support.h"
#include "catalog/row_cursor.h"
#include "catalog/selection_rules.h"
#include "catalog/type_lookup.h"

namespace pgark {
namespace {

// The raw name of a type, for sorting.
std::string TypeName(const Catalog& catalog, Oid oid) {
  const TypeObject* type = FindType(catalog, oid);
  return type == nullptr ? std::string() : type->name;
}

std::string LanguageQuery(const ReadContext&) {
  return "SELECT oid, lanname, lanowner, lanacl AS acl, "
         "pg_catalog.acldefault('l', lanowner) AS acldefault, lanpltrusted, "
         "lanplcallfoid, laninline, lanvalidator "
         "FROM pg_catalog.pg_language WHERE lanispl ORDER BY oid";
}

absl::Status ReadLanguages(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    ProceduralLanguageObject language;
    language.name = rows.Text("lanname");
    ASSIGN_OR_RETURN(language.owner,
                     OwnerName(context, rows.Oid("lanowner"), "language",
                               language.name, rows.Oid("oid")));
    language.acl = rows.Acl();
    language.is_trusted = rows.Bool("lanpltrusted");
    language.handler = rows.Oid("lanplcallfoid");
    language.inline_handler = rows.Oid("laninline");
    language.validator = rows.Oid("lanvalidator");
    ASSIGN_OR_RETURN(
        Object object,
        MakeObject(context, ObjectKind::kProceduralLanguage,
                   CatalogId{kPgLanguageOid, rows.Oid("oid")}, language.name));
    SelectLanguage(context, &object);
    AddWithDetail(context.catalog, std::move(object), std::move(language),
                  context.catalog.others.languages);
  }
  return rows.status();
}

std::string AccessMethodQuery(const ReadContext&) {
  return absl::StrCat(
      "SELECT oid, amname, amtype, ", FunctionColumn("amhandler", "handler"),
      " FROM pg_catalog.pg_am WHERE oid >= ", kFirstUserOid, " ORDER BY oid");
}

absl::Status ReadAccessMethods(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    AccessMethodObject method;
    method.name = rows.Text("amname");
    method.type = rows.Char("amtype");
    rows.CheckName("handler", method.name, rows.Oid("oid"));
    method.handler = rows.Text("handler");
    ASSIGN_OR_RETURN(Object object,
                     MakeObject(context, ObjectKind::kAccessMethod,
                                CatalogId{kPgAccessMethodOid, rows.Oid("oid")},
                                method.name));
    SelectUserObject(context, &object);
    AddWithDetail(context.catalog, std::move(object), std::move(method),
                  context.catalog.others.access_methods);
  }
  return rows.status();
}

std::string CastQuery(const ReadContext& context) {
  // The cast of a range to its own multirange comes with the type.
  return absl::StrCat(
      "SELECT c.oid, c.castsource, c.casttarget, c.castfunc, c.castcontext, "
      "c.castmethod, "
      "(SELECT t.oid FROM pg_catalog.pg_type t WHERE t.oid = c.castsource) "
      "AS source_type, "
      "(SELECT t.oid FROM pg_catalog.pg_type t WHERE t.oid = c.casttarget) "
      "AS target_type FROM pg_catalog.pg_cast c WHERE c.oid >= ",
      kFirstUserOid,
      context.release >= 14
          ? " AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_range r "
            "WHERE r.rngtypid = c.castsource "
            "AND r.rngmultitypid = c.casttarget)"
          : "",
      " ORDER BY c.oid");
}

absl::Status ReadCasts(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    rows.Require("source_type", "cast", rows.Oid("oid"));
    rows.Require("target_type", "cast", rows.Oid("oid"));
    CastObject cast;
    cast.source = rows.Oid("castsource");
    cast.target = rows.Oid("casttarget");
    cast.function = rows.Oid("castfunc");
    cast.context = rows.Char("castcontext");
    cast.method = rows.Char("castmethod");
    ASSIGN_OR_RETURN(
        Object object,
        MakeObject(context, ObjectKind::kCast,
                   CatalogId{kPgCastOid, rows.Oid("oid")},
                   absl::StrCat(TypeName(context.catalog, cast.source), " ",
                                TypeName(context.catalog, cast.target))));
    SelectUserObject(context, &object);
    AddWithDetail(context.catalog, std::move(object), cast,
                  context.catalog.others.casts);
  }
  return rows.status();
}

std::string TransformQuery(const ReadContext&) {
  return "SELECT t.oid, t.trftype, l.lanname, "
         "t.trffromsql::pg_catalog.oid AS from_sql, "
         "t.trftosql::pg_catalog.oid AS to_sql "
         "FROM pg_catalog.pg_transform t "
         "LEFT JOIN pg_catalog.pg_language l ON l.oid = t.trflang ORDER BY "
         "t.oid";
}

absl::Status ReadTransforms(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    TransformObject transform;
    transform.type = rows.Oid("trftype");
    rows.Require("lanname", "transform", rows.Oid("oid"));
    transform.language = rows.Text("lanname");
    transform.from_sql = rows.Oid("from_sql");
    transform.to_sql = rows.Oid("to_sql");
    ASSIGN_OR_RETURN(
        Object object,
        MakeObject(context, ObjectKind::kTransform,
                   CatalogId{kPgTransformOid, rows.Oid("oid")},
                   absl::StrCat(TypeName(context.catalog, transform.type), " ",
                                transform.language)));
    SelectBySchema(context, &object);
    AddWithDetail(context.catalog, std::move(object), std::move(transform),
                  context.catalog.others.transforms);
  }
  return rows.status();
}

std::string EventTriggerQuery(const ReadContext&) {
  return absl::StrCat(
      "SELECT oid, evtname, evtowner, evtevent, evtenabled, ",
      FunctionColumn("evtfoid", "function"),
      ", pg_catalog.array_to_string(ARRAY(SELECT pg_catalog.quote_literal(t) "
      "FROM pg_catalog.unnest(evttags) AS t), ', ') AS tags "
      "FROM pg_catalog.pg_event_trigger ORDER BY oid");
}

absl::Status ReadEventTriggers(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    EventTriggerObject trigger;
    trigger.name = rows.Text("evtname");
    ASSIGN_OR_RETURN(trigger.owner,
                     OwnerName(context, rows.Oid("evtowner"), "event trigger",
                               trigger.name, rows.Oid("oid")));
    trigger.event = rows.Text("evtevent");
    rows.CheckName("function", trigger.name, rows.Oid("oid"));
    trigger.function = rows.Text("function");
    trigger.tags = rows.Text("tags");
    trigger.enabled = rows.Char("evtenabled");
    ASSIGN_OR_RETURN(Object object,
                     MakeObject(context, ObjectKind::kEventTrigger,
                                CatalogId{kPgEventTriggerOid, rows.Oid("oid")},
                                trigger.name));
    SelectBySchema(context, &object);
    AddWithDetail(context.catalog, std::move(object), std::move(trigger),
                  context.catalog.others.event_triggers);
  }
  return rows.status();
}

}  // namespace

const CatalogReader kProceduralLanguageReader = {"procedural languages",
                                                 LanguageQuery, ReadLanguages};
const CatalogReader kAccessMethodReader = {"access methods", AccessMethodQuery,
                                           ReadAccessMethods};
const CatalogReader kCastReader = {"casts", CastQuery, ReadCasts};
const CatalogReader kTransformReader = {"transforms", TransformQuery,
                                        ReadTransforms};
const CatalogReader kEventTriggerReader = {"event triggers", EventTriggerQuery,
                                           ReadEventTriggers};

}  // namespace pgark
