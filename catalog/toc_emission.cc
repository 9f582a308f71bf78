#include "catalog/toc_emission.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "catalog/aggregate_ddl.h"
#include "catalog/catalog.h"
#include "catalog/collation_ddl.h"
#include "catalog/constraint_ddl.h"
#include "catalog/database_ddl.h"
#include "catalog/domain_ddl.h"
#include "catalog/foreign_server_ddl.h"
#include "catalog/function_ddl.h"
#include "catalog/index_ddl.h"
#include "catalog/language_ddl.h"
#include "catalog/large_object_ddl.h"
#include "catalog/operator_ddl.h"
#include "catalog/publication_ddl.h"
#include "catalog/relation_ddl.h"
#include "catalog/schema_ddl.h"
#include "catalog/statistics_ddl.h"
#include "catalog/table_data_ddl.h"
#include "catalog/text_search_ddl.h"
#include "catalog/trigger_ddl.h"
#include "catalog/type_ddl.h"

namespace pgark {
namespace {

struct EmissionRow {
  ObjectKind kind;
  absl::string_view name;
  EmitFunction emit;
};

// No function: nothing of the kind is ever written alone.
constexpr EmissionRow kRows[] = {
    {ObjectKind::kSchema, "schema", EmitSchema},
    {ObjectKind::kExtension, "extension", EmitExtension},
    {ObjectKind::kType, "type", EmitType},
    {ObjectKind::kShellType, "shell type", EmitShellType},
    {ObjectKind::kFunction, "function", EmitRoutine},
    {ObjectKind::kAggregate, "aggregate", EmitAggregate},
    {ObjectKind::kRelation, "relation", EmitRelation},
    {ObjectKind::kProceduralLanguage, "language", EmitProceduralLanguage},
    {ObjectKind::kCollation, "collation", EmitCollation},
    {ObjectKind::kTransform, "transform", EmitTransform},
    {ObjectKind::kCast, "cast", EmitCast},
    {ObjectKind::kAccessMethod, "access method", EmitAccessMethod},
    {ObjectKind::kOperator, "operator", EmitOperator},
    {ObjectKind::kOperatorClass, "operator class", EmitOperatorClass},
    {ObjectKind::kOperatorFamily, "operator family", EmitOperatorFamily},
    {ObjectKind::kConversion, "conversion", EmitConversion},
    {ObjectKind::kTextSearchParser, "text search parser", EmitTextSearchParser},
    {ObjectKind::kTextSearchTemplate, "text search template",
     EmitTextSearchTemplate},
    {ObjectKind::kTextSearchDictionary, "text search dictionary",
     EmitTextSearchDictionary},
    {ObjectKind::kTextSearchConfiguration, "text search configuration",
     EmitTextSearchConfiguration},
    {ObjectKind::kForeignDataWrapper, "foreign data wrapper",
     EmitForeignDataWrapper},
    {ObjectKind::kForeignServer, "foreign server", EmitForeignServer},
    {ObjectKind::kTableAttach, "partition", EmitTableAttach},
    {ObjectKind::kDefault, "default", EmitDefault},
    {ObjectKind::kTableData, "rows of table", EmitTableData},
    {ObjectKind::kSequenceSet, "value of sequence", EmitSequenceSet},
    {ObjectKind::kLargeObject, "large object", EmitLargeObject},
    {ObjectKind::kLargeObjectData, "large objects", EmitLargeObjectData},
    {ObjectKind::kDomainConstraint, "domain constraint", EmitDomainConstraint},
    {ObjectKind::kConstraint, "constraint", EmitConstraint},
    {ObjectKind::kForeignKey, "foreign key", EmitConstraint},
    {ObjectKind::kIndex, "index", EmitIndex},
    {ObjectKind::kIndexAttach, "index of a partition", EmitIndexAttach},
    {ObjectKind::kExtendedStatistics, "extended statistics",
     EmitExtendedStatistics},
    {ObjectKind::kStatisticsData, "statistics of relation", EmitStatisticsData},
    {ObjectKind::kRule, "rule", EmitRule},
    {ObjectKind::kTrigger, "trigger", EmitTrigger},
    {ObjectKind::kPolicy, "policy", EmitPolicy},
    {ObjectKind::kRowSecurity, "row security", EmitRowSecurity},
    {ObjectKind::kDefaultAcl, "default privileges", EmitDefaultAcl},
    {ObjectKind::kRefreshMaterializedView, "contents of materialized view",
     EmitRefreshMaterializedView},
    {ObjectKind::kEventTrigger, "event trigger", EmitEventTrigger},
    {ObjectKind::kPublication, "publication", EmitPublication},
    {ObjectKind::kPublicationTable, "table of a publication",
     EmitPublicationTable},
    {ObjectKind::kPublicationSchema, "schema of a publication",
     EmitPublicationSchema},
    {ObjectKind::kSubscription, "subscription", EmitSubscription},
    {ObjectKind::kDummyType, "row or array type", nullptr},
    {ObjectKind::kPreDataBoundary, "boundary", nullptr},
    {ObjectKind::kPostDataBoundary, "boundary", nullptr},
};

const EmissionRow* FindRow(ObjectKind kind) {
  for (const EmissionRow& row : kRows) {
    if (row.kind == kind) return &row;
  }
  return nullptr;
}

// "table app.orders".
std::string Describe(const DdlContext& context, const Object& object) {
  const std::string& schema = context.catalog.SchemaName(object);
  return absl::StrCat(KindName(object.kind), " ", schema,
                      schema.empty() ? "" : ".", object.name);
}

// An entry that no object stands for, in front of everything.
void AddSetting(EntryKind kind, std::string definition, TocBuilder& toc) {
  TocEntry entry;
  entry.kind = kind;
  entry.tag = std::string(EntryKindDesc(kind));
  entry.section = Section::kPreData;
  entry.definition = std::move(definition);
  toc.AddSatellite(std::move(entry));
}

void AddSettings(const DdlContext& context, const TextConventions& conventions,
                 TocBuilder& toc) {
  AddSetting(
      EntryKind::kEncoding,
      absl::StrCat("SET client_encoding = ",
                   QuoteLiteral(conventions.encoding, context.style), ";\n"),
      toc);
  AddSetting(EntryKind::kStdStrings,
             absl::StrCat("SET standard_conforming_strings = '",
                          conventions.standard_strings ? "on" : "off", "';\n"),
             toc);
  // Our session has none, so nothing in the archive relies on one.
  AddSetting(EntryKind::kSearchPath,
             "SELECT pg_catalog.set_config('search_path', '', false);\n", toc);
}

}  // namespace

EmitFunction FindEmitFunction(ObjectKind kind) {
  const EmissionRow* row = FindRow(kind);
  return row == nullptr ? nullptr : row->emit;
}

bool IsNeverWritten(ObjectKind kind) {
  return kind == ObjectKind::kDummyType ||
         kind == ObjectKind::kPreDataBoundary ||
         kind == ObjectKind::kPostDataBoundary;
}

absl::string_view KindName(ObjectKind kind) {
  const EmissionRow* row = FindRow(kind);
  return row == nullptr ? "object" : row->name;
}

absl::StatusOr<std::vector<TocEntry>> MakeEntries(
    const DdlContext& context, const TextConventions& conventions,
    const std::vector<DumpId>& order) {
  TocBuilder toc(context);
  AddSettings(context, conventions, toc);
  if (context.options.create_database) {
    RETURN_IF_ERROR(AddDatabaseEntries(context, toc));
  }
  for (const DumpId id : order) {
    const Object& object = context.catalog.Get(id);
    if (object.wanted.empty() || IsNeverWritten(object.kind)) continue;
    const EmitFunction emit = FindEmitFunction(object.kind);
    if (emit == nullptr) {
      return absl::UnimplementedError(
          absl::StrCat("cannot dump ", Describe(context, object)));
    }
    const absl::Status status = emit(context, object, toc);
    if (!status.ok()) return WithObject(status, Describe(context, object));
  }
  return toc.Finish();
}

}  // namespace pgark
