#include "catalog/publication_readers.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "catalog/array_text.h"
#include "catalog/reader_support.h"
#include "catalog/row_cursor.h"
#include "catalog/selection_rules.h"

namespace pgark {
namespace {

std::string PublicationQuery(const ReadContext& context) {
  if (context.options.no_publications) return {};
  return absl::StrCat(
      "SELECT oid, pubname, pubowner, puballtables, pubinsert, pubupdate, "
      "pubdelete, pubtruncate, ",
      context.release >= 13 ? "pubviaroot" : "false AS pubviaroot", ", ",
      context.release >= 18 ? "pubgencols" : "'n' AS pubgencols",
      " FROM pg_catalog.pg_publication ORDER BY oid");
}

absl::Status ReadPublications(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    PublicationObject publication;
    publication.name = rows.Text("pubname");
    ASSIGN_OR_RETURN(publication.owner,
                     OwnerName(context, rows.Oid("pubowner"), "publication",
                               publication.name, rows.Oid("oid")));
    publication.has_all_tables = rows.Bool("puballtables");
    publication.inserts = rows.Bool("pubinsert");
    publication.updates = rows.Bool("pubupdate");
    publication.deletes = rows.Bool("pubdelete");
    publication.truncates = rows.Bool("pubtruncate");
    publication.goes_via_root = rows.Bool("pubviaroot");
    publication.generated_columns = rows.Char("pubgencols");
    ASSIGN_OR_RETURN(Object object,
                     MakeObject(context, ObjectKind::kPublication,
                                CatalogId{kPgPublicationOid, rows.Oid("oid")},
                                publication.name));
    SelectBySchema(context, &object);
    AddWithDetail(context.catalog, std::move(object), std::move(publication),
                  context.catalog.others.publications);
  }
  return rows.status();
}

// Members are wanted whenever publications are; up to 17 only those that are
// dumped themselves.
bool WantsTable(const ReadContext& context, const Object& table) {
  return context.tool_release() >= 18 ||
         table.wanted.Has(Component::kDefinition);
}

// Of a schema any part counts: public has no definition.
bool WantsSchema(const ReadContext& context, const Object& schema) {
  return context.tool_release() >= 18 || !schema.wanted.empty();
}

// Adds a member: it has the name and schema of what is published, and the
// publication's name tells equal ones apart.
template <typename Member>
void AddMember(ReadContext& context, ObjectKind kind, CatalogId row,
               const Object& published, Member member,
               std::vector<Member>& members) {
  Object object;
  object.kind = kind;
  object.catalog_id = row;
  object.name = published.name;
  object.schema = published.schema;
  object.sort_key.text = context.catalog.Get(member.publication).name;
  if (!SelectAsMember(context, &object)) {
    object.wanted = context.options.IncludesEverything() ? Components::All()
                                                         : Components::None();
  }
  AddWithDetail(context.catalog, std::move(object), std::move(member), members);
}

std::string PublicationTableQuery(const ReadContext& context) {
  if (context.options.no_publications) return {};
  if (context.release < 15) {
    return "SELECT r.oid, r.prpubid, r.prrelid, NULL AS filter, "
           "NULL AS columns, (SELECT c.oid FROM pg_catalog.pg_class c "
           "WHERE c.oid = r.prrelid) AS relation "
           "FROM pg_catalog.pg_publication_rel r ORDER BY r.oid";
  }
  return "SELECT r.oid, r.prpubid, r.prrelid, "
         "pg_catalog.pg_get_expr(r.prqual, r.prrelid) AS filter, "
         "(SELECT pg_catalog.array_agg(a.attname ORDER BY k.place) "
         "FROM pg_catalog.unnest(r.prattrs) WITH ORDINALITY "
         "AS k (number, place) JOIN pg_catalog.pg_attribute a "
         "ON a.attrelid = r.prrelid AND a.attnum = k.number) AS columns, "
         "(SELECT c.oid FROM pg_catalog.pg_class c "
         "WHERE c.oid = r.prrelid) AS relation "
         "FROM pg_catalog.pg_publication_rel r ORDER BY r.oid";
}

absl::Status ReadPublicationTables(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    const Object* publication =
        context.catalog.Find(CatalogId{kPgPublicationOid, rows.Oid("prpubid")});
    const Object* relation =
        context.catalog.Find(CatalogId{kPgClassOid, rows.Oid("prrelid")});
    if (publication != nullptr) {
      rows.Require("relation", publication->name, rows.Oid("oid"));
    }
    if (publication == nullptr || relation == nullptr ||
        !WantsTable(context, *relation)) {
      continue;
    }
    PublicationTableObject member;
    member.publication = publication->id;
    member.relation = relation->id;
    member.filter = rows.NullableText("filter");
    ASSIGN_OR_RETURN(member.columns, ParseTextArray(rows.Text("columns")));
    const Object published = *relation;
    AddMember(context, ObjectKind::kPublicationTable,
              CatalogId{kPgPublicationTableOid, rows.Oid("oid")}, published,
              std::move(member), context.catalog.others.publication_tables);
  }
  return rows.status();
}

std::string PublicationSchemaQuery(const ReadContext& context) {
  if (context.options.no_publications || context.release < 15) return {};
  return "SELECT m.oid, m.pnpubid, m.pnnspid, "
         "(SELECT n.oid FROM pg_catalog.pg_namespace n "
         "WHERE n.oid = m.pnnspid) AS schema "
         "FROM pg_catalog.pg_publication_namespace m ORDER BY m.oid";
}

absl::Status ReadPublicationSchemas(const Result& result,
                                    ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    const Object* publication =
        context.catalog.Find(CatalogId{kPgPublicationOid, rows.Oid("pnpubid")});
    const Object* schema =
        context.catalog.Find(CatalogId{kPgNamespaceOid, rows.Oid("pnnspid")});
    if (publication != nullptr) {
      rows.Require("schema", publication->name, rows.Oid("oid"));
    }
    if (publication == nullptr || schema == nullptr ||
        !WantsSchema(context, *schema)) {
      continue;
    }
    PublicationSchemaObject member;
    member.publication = publication->id;
    member.schema = schema->id;
    const Object published = *schema;
    AddMember(context, ObjectKind::kPublicationSchema,
              CatalogId{kPgPublicationSchemaOid, rows.Oid("oid")}, published,
              member, context.catalog.others.publication_schemas);
  }
  return rows.status();
}

constexpr absl::string_view kOfThisDatabase =
    "s.subdbid = (SELECT d.oid FROM pg_catalog.pg_database d "
    "WHERE d.datname = pg_catalog.current_database())";

std::string SubscriptionQuery(const ReadContext& context) {
  if (context.options.no_subscriptions) return {};
  if (!context.is_superuser) {
    // Before 14 not even the OID is readable by everybody.
    return absl::StrCat(
        "SELECT s.subname FROM pg_catalog.pg_subscription s WHERE ",
        kOfThisDatabase, " ORDER BY s.subname");
  }
  const int release = context.release;
  return absl::StrCat(
      "SELECT s.oid, s.subname, s.subowner, s.subconninfo, s.subslotname, "
      "s.subsynccommit, s.subpublications, ",
      release >= 14 ? "s.subbinary" : "false AS subbinary", ", ",
      release >= 16   ? "s.substream"
      : release >= 14 ? "CASE WHEN s.substream THEN 't' ELSE 'f' END "
                        "AS substream"
                      : "'f' AS substream",
      ", ",
      release >= 15 ? "s.subtwophasestate, s.subdisableonerr"
                    : "'d' AS subtwophasestate, false AS subdisableonerr",
      ", ",
      // Older servers check no password and always run as the owner.
      release >= 16 ? "s.subpasswordrequired, s.subrunasowner, s.suborigin"
                    : "true AS subpasswordrequired, true AS subrunasowner, "
                      "'any' AS suborigin",
      ", ", release >= 17 ? "s.subfailover" : "false AS subfailover",
      " FROM pg_catalog.pg_subscription s WHERE ", kOfThisDatabase,
      " ORDER BY s.oid");
}

absl::Status ReadSubscription(RowCursor& rows, ReadContext& context) {
  SubscriptionObject subscription;
  subscription.name = rows.Text("subname");
  ASSIGN_OR_RETURN(subscription.owner,
                   OwnerName(context, rows.Oid("subowner"), "subscription",
                             subscription.name, rows.Oid("oid")));
  subscription.connection = rows.Text("subconninfo");
  subscription.slot = rows.NullableText("subslotname");
  subscription.synchronous_commit = rows.Text("subsynccommit");
  ASSIGN_OR_RETURN(subscription.publications,
                   ParseTextArray(rows.Text("subpublications")));
  subscription.is_binary = rows.Bool("subbinary");
  subscription.streaming = rows.Char("substream");
  subscription.two_phase = rows.Char("subtwophasestate");
  subscription.disables_on_error = rows.Bool("subdisableonerr");
  subscription.requires_password = rows.Bool("subpasswordrequired");
  subscription.runs_as_owner = rows.Bool("subrunasowner");
  subscription.has_failover = rows.Bool("subfailover");
  subscription.origin = rows.Text("suborigin");
  ASSIGN_OR_RETURN(Object object,
                   MakeObject(context, ObjectKind::kSubscription,
                              CatalogId{kPgSubscriptionOid, rows.Oid("oid")},
                              subscription.name));
  SelectBySchema(context, &object);
  AddWithDetail(context.catalog, std::move(object), std::move(subscription),
                context.catalog.others.subscriptions);
  return absl::OkStatus();
}

// As pg_dump does, without a superuser's rights a dump goes on without them.
absl::Status WarnOfSubscriptions(const Result& result, ReadContext& context) {
  if (!context.options.IncludesEverything()) return absl::OkStatus();
  RowCursor rows(result);
  std::string names;
  while (rows.Next()) {
    absl::StrAppend(&names, names.empty() ? "" : ", ", rows.Text("subname"));
  }
  if (!names.empty()) {
    context.warnings.push_back(absl::StrCat(
        "subscriptions are not dumped, since only superusers may read them: ",
        names, " (--no-subscriptions says that this is meant)"));
  }
  return rows.status();
}

absl::Status ReadSubscriptions(const Result& result, ReadContext& context) {
  if (!context.is_superuser) return WarnOfSubscriptions(result, context);
  RowCursor rows(result);
  while (rows.Next()) RETURN_IF_ERROR(ReadSubscription(rows, context));
  return rows.status();
}

}  // namespace

const CatalogReader kPublicationReader = {"publications", PublicationQuery,
                                          ReadPublications};
const CatalogReader kPublicationTableReader = {
    "tables of publications", PublicationTableQuery, ReadPublicationTables};
const CatalogReader kPublicationSchemaReader = {
    "schemas of publications", PublicationSchemaQuery, ReadPublicationSchemas};
const CatalogReader kSubscriptionReader = {"subscriptions", SubscriptionQuery,
                                           ReadSubscriptions};

}  // namespace pgark
