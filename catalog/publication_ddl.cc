#include "catalog/publication_ddl.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "catalog/ddl_support.h"

namespace pgark {
namespace {

// Names, quoted and joined.
std::string QuoteNames(const std::vector<std::string>& names,
                       const SqlStyle& style) {
  return absl::StrJoin(names, ", ",
                       [&style](std::string* out, const std::string& name) {
                         *out += QuoteIdentifier(name, style);
                       });
}

// The entry of a member stands in the schema of what is published, and belongs
// to the publication's owner.
void AddMemberEntry(const Object& object, TocEntry entry,
                    const PublicationObject& publication, TocBuilder& toc) {
  if (!object.Dumps(Component::kDefinition)) return;
  entry.catalog_id = object.catalog_id;
  entry.tag = absl::StrCat(publication.name, " ", object.name);
  entry.section = Section::kPostData;
  entry.owner = publication.owner;
  toc.Add(object, std::move(entry));
}

// How changes of large transactions arrive. 18 always says it, because its
// servers' default has changed.
std::string StreamingOption(char streaming, const SqlStyle& style) {
  switch (streaming) {
    case 't':
      return ", streaming = on";
    case 'p':
      return ", streaming = parallel";
    default:
      return style.release >= 18 ? ", streaming = off" : "";
  }
}

}  // namespace

std::string PublicationDefinition(const PublicationObject& publication,
                                  const SqlStyle& style) {
  std::vector<absl::string_view> actions;
  if (publication.inserts) actions.emplace_back("insert");
  if (publication.updates) actions.emplace_back("update");
  if (publication.deletes) actions.emplace_back("delete");
  if (publication.truncates) actions.emplace_back("truncate");
  std::string statement = absl::StrCat(
      "CREATE PUBLICATION ", QuoteIdentifier(publication.name, style),
      publication.has_all_tables ? " FOR ALL TABLES" : "", " WITH (publish = '",
      absl::StrJoin(actions, ", "), "'");
  if (publication.goes_via_root) {
    statement += ", publish_via_partition_root = true";
  }
  if (publication.generated_columns == 's') {
    statement += ", publish_generated_columns = stored";
  }
  statement += ");\n";
  return statement;
}

std::string PublicationTableDefinition(absl::string_view publication,
                                       absl::string_view table,
                                       const PublicationTableObject& member,
                                       const SqlStyle& style) {
  std::string statement =
      absl::StrCat("ALTER PUBLICATION ", QuoteIdentifier(publication, style),
                   " ADD TABLE ONLY ", table);
  if (!member.columns.empty()) {
    absl::StrAppend(&statement, " (", QuoteNames(member.columns, style), ")");
  }
  if (member.filter.has_value()) {
    // The server's text has parentheses only where an operator needs them.
    absl::StrAppend(&statement, " WHERE (", *member.filter, ")");
  }
  statement += ";\n";
  return statement;
}

std::string SubscriptionDefinition(const SubscriptionObject& subscription,
                                   const SqlStyle& style) {
  std::string statement = absl::StrCat(
      "CREATE SUBSCRIPTION ", QuoteIdentifier(subscription.name, style),
      " CONNECTION ", QuoteLiteral(subscription.connection, style),
      " PUBLICATION ", QuoteNames(subscription.publications, style),
      " WITH (connect = false, slot_name = ",
      subscription.slot.has_value() ? QuoteLiteral(*subscription.slot, style)
                                    : "NONE");
  if (subscription.is_binary) statement += ", binary = true";
  statement += StreamingOption(subscription.streaming, style);
  if (subscription.two_phase != 'd') statement += ", two_phase = on";
  if (subscription.disables_on_error) statement += ", disable_on_error = true";
  if (style.release >= 16) {
    if (!subscription.requires_password) {
      statement += ", password_required = false";
    }
    if (subscription.runs_as_owner) statement += ", run_as_owner = true";
  }
  if (subscription.has_failover) statement += ", failover = true";
  if (subscription.synchronous_commit != "off") {
    absl::StrAppend(&statement, ", synchronous_commit = ",
                    QuoteIdentifier(subscription.synchronous_commit, style));
  }
  if (subscription.origin != "any") {
    absl::StrAppend(&statement, ", origin = ", subscription.origin);
  }
  statement += ");\n";
  return statement;
}

absl::Status EmitPublication(const DdlContext& context, const Object& object,
                             TocBuilder& toc) {
  const PublicationObject& publication =
      context.catalog.others.publications[object.detail];
  const std::string name = QuoteIdentifier(publication.name, context.style);
  AddObjectEntry(
      context, object,
      {.kind = EntryKind::kPublication,
       .tag = publication.name,
       .definition = PublicationDefinition(publication, context.style),
       .drop_statement = DropStatement("PUBLICATION", name),
       .owner = publication.owner,
       .section = Section::kPostData},
      toc);
  AddCommentAndLabels(
      MakeTarget(context, object, "PUBLICATION", name, publication.owner), toc);
  return absl::OkStatus();
}

absl::Status EmitPublicationTable(const DdlContext& context,
                                  const Object& object, TocBuilder& toc) {
  const PublicationTableObject& member =
      context.catalog.others.publication_tables[object.detail];
  const PublicationObject& publication =
      context.catalog.others
          .publications[context.catalog.Get(member.publication).detail];
  const std::string& schema = context.catalog.SchemaName(object);
  TocEntry entry;
  entry.kind = EntryKind::kPublicationTable;
  entry.definition = PublicationTableDefinition(
      publication.name, QuoteQualified(schema, object.name, context.style),
      member, context.style);
  entry.schema = schema;
  AddMemberEntry(object, std::move(entry), publication, toc);
  return absl::OkStatus();
}

absl::Status EmitPublicationSchema(const DdlContext& context,
                                   const Object& object, TocBuilder& toc) {
  const PublicationSchemaObject& member =
      context.catalog.others.publication_schemas[object.detail];
  const PublicationObject& publication =
      context.catalog.others
          .publications[context.catalog.Get(member.publication).detail];
  TocEntry entry;
  entry.kind = EntryKind::kPublicationTablesInSchema;
  entry.definition = absl::StrCat(
      "ALTER PUBLICATION ", QuoteIdentifier(publication.name, context.style),
      " ADD TABLES IN SCHEMA ", QuoteIdentifier(object.name, context.style),
      ";\n");
  entry.schema = object.name;
  AddMemberEntry(object, std::move(entry), publication, toc);
  return absl::OkStatus();
}

absl::Status EmitSubscription(const DdlContext& context, const Object& object,
                              TocBuilder& toc) {
  const SubscriptionObject& subscription =
      context.catalog.others.subscriptions[object.detail];
  const std::string name = QuoteIdentifier(subscription.name, context.style);
  AddObjectEntry(
      context, object,
      {.kind = EntryKind::kSubscription,
       .tag = subscription.name,
       .definition = SubscriptionDefinition(subscription, context.style),
       .drop_statement = DropStatement("SUBSCRIPTION", name),
       .owner = subscription.owner,
       .section = Section::kPostData},
      toc);
  AddCommentAndLabels(
      MakeTarget(context, object, "SUBSCRIPTION", name, subscription.owner),
      toc);
  return absl::OkStatus();
}

}  // namespace pgark
