#include "catalog/catalog_reader.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "catalog/catalog_coverage.h"
#include "catalog/collation_readers.h"
#include "catalog/data_order.h"
#include "catalog/domain_readers.h"
#include "catalog/foreign_server_readers.h"
#include "catalog/function_readers.h"
#include "catalog/graph_readers.h"
#include "catalog/language_readers.h"
#include "catalog/lock_room.h"
#include "catalog/operator_readers.h"
#include "catalog/publication_readers.h"
#include "catalog/read_rights.h"
#include "catalog/relation_locking.h"
#include "catalog/relation_readers.h"
#include "catalog/schema_readers.h"
#include "catalog/sequence_readers.h"
#include "catalog/statistics_reader.h"
#include "catalog/text_search_readers.h"
#include "catalog/type_readers.h"

namespace pgark {
namespace {

constexpr size_t kStatementsInFlight = 6;

// Whose rows decide what is asked for, read and locked afterwards.
constexpr const CatalogReader* kPhaseOne[] = {
    &kUnknownKindReader,   &kUnknownCatalogReader,
    &kRoleReader,          &kServerStateReader,
    &kDatabaseReader,      &kDatabaseSettingsReader,
    &kDatabaseLabelReader, &kInitialPrivilegesReader,
    &kExtensionReader,     &kExtensionMemberReader,
    &kSchemaReader,        &kRelationReader,
    &kSequenceOwnerReader, &kInheritanceReader,
};

// In the order of docs/objects.md, "Order of reading": later ones look up what
// earlier ones have added.
constexpr const CatalogReader* kPhaseTwo[] = {
    &kFunctionReader,
    &kTypeReader,
    &kBaseTypeReader,
    &kEnumLabelReader,
    &kRangeTypeReader,
    &kCompositeAttributeReader,
    &kDomainReader,
    &kDomainConstraintReader,
    &kProceduralLanguageReader,
    &kAggregateReader,
    &kOperatorReader,
    &kAccessMethodReader,
    &kOperatorClassReader,
    &kOperatorFamilyReader,
    &kOperatorMemberReader,
    &kSupportFunctionMemberReader,
    &kTextSearchParserReader,
    &kTextSearchTemplateReader,
    &kTextSearchDictionaryReader,
    &kTextSearchConfigurationReader,
    &kTextSearchMappingReader,
    &kForeignDataWrapperReader,
    &kForeignServerReader,
    &kUserMappingReader,
    &kDefaultAclReader,
    &kCollationReader,
    &kConversionReader,
    &kCastReader,
    &kTransformReader,
    &kEventTriggerReader,
    &kPartitionReader,
    &kHashPartitionReader,
    &kViewReader,
    &kColumnReader,
    &kDefaultReader,
    &kCheckReader,
    &kDefaultClassReader,
    &kIndexReader,
    &kExtendedStatisticsReader,
    &kForeignKeyReader,
    &kTriggerReader,
    &kRuleReader,
    &kPolicyReader,
    &kSequenceReader,
    &kTableSizeReader,
    &kPublicationReader,
    &kPublicationTableReader,
    &kPublicationSchemaReader,
    &kSubscriptionReader,
    &kLargeObjectReader,
    &kColumnSettingReader,
    &kExtensionForeignKeyReader,
    &kDependencyReader,
    &kCommentReader,
    &kSecurityLabelReader,
};

// What could not be made from what the second phase has found.
constexpr const CatalogReader* kPhaseThree[] = {&kIndexDefinitionReader};

// Lets the readers take the answers to their statements.
absl::Status TakeAnswers(std::span<const CatalogReader* const> readers,
                         std::vector<Result> answers, ReadContext& context) {
  for (size_t i = 0; i < readers.size(); ++i) {
    absl::Status status = readers[i]->read(answers[i], context);
    if (!status.ok()) {
      return WithContext(std::move(status), ContextKey::kNote,
                         absl::StrCat("while reading ", readers[i]->name));
    }
    answers[i] = Result();  // not needed any more, and may be large
  }
  return absl::OkStatus();
}

// The statements go out a few at a time: while the server works on the next
// ones, a thread of our own takes the answers to the last ones. Takes as many
// round trips whatever the database holds.
absl::Status AskInGroups(Connection& connection,
                         std::span<const CatalogReader* const> readers,
                         std::span<const std::string> statements,
                         ReadContext& context) {
  absl::Status taken;
  std::thread taker;
  const auto wait = [&taker] {
    if (taker.joinable()) taker.join();
  };
  absl::Status asked;
  while (asked.ok() && !statements.empty()) {
    const size_t count = std::min(statements.size(), kStatementsInFlight);
    absl::StatusOr<std::vector<Result>> answers =
        connection.Pipeline(statements.first(count));
    wait();
    asked = FirstFailure(taken, answers.status());
    if (!asked.ok()) break;
    taker = std::thread([&taken, &context, some = readers.first(count),
                         answers = *std::move(answers)]() mutable {
      taken = TakeAnswers(some, std::move(answers), context);
    });
    readers = readers.subspan(count);
    statements = statements.subspan(count);
  }
  wait();
  return asked.ok() ? taken : asked;
}

}  // namespace

absl::Status RunReaders(Connection& connection,
                        std::span<const CatalogReader* const> readers,
                        ReadContext& context) {
  std::vector<const CatalogReader*> asked;
  std::vector<std::string> statements;
  for (const CatalogReader* reader : readers) {
    std::string statement = reader->query(context);
    if (statement.empty()) continue;
    asked.push_back(reader);
    statements.push_back(std::move(statement));
  }
  return AskInGroups(connection, asked, statements, context);
}

namespace {

absl::Status ReadPhases(Connection& connection, const SortRules& rules,
                        ReadContext& context, const WaitListener& listener) {
  RETURN_IF_ERROR(RunReaders(connection, kPhaseOne, context));
  RETURN_IF_ERROR(CheckUnknownCatalogs(connection, context));
  RETURN_IF_ERROR(CheckReadRights(connection, context));
  RETURN_IF_ERROR(LockRelations(connection, context, listener));
  MarkInterestingRelations(context);
  RETURN_IF_ERROR(RunReaders(connection, kPhaseTwo, context));
  RETURN_IF_ERROR(RunReaders(connection, kPhaseThree, context));
  RETURN_IF_ERROR(LinkRelations(context));
  RETURN_IF_ERROR(AddConfigurationData(context));
  RETURN_IF_ERROR(ReadSequenceValues(connection, context.catalog));
  OrderData(context);
  RETURN_IF_ERROR(ReadStatistics(connection, context));
  AddBoundaries(context.catalog, rules);
  return absl::OkStatus();
}

// Each stays locked to the end of the transaction: tables because we ask for
// it, views because the server deparses them.
size_t CountLocked(const Catalog& catalog) {
  size_t count = 0;
  for (const RelationObject& relation : catalog.relations) {
    const Object& object = catalog.Get(relation.id);
    const bool is_view = relation.kind == RelationKind::kView ||
                         relation.kind == RelationKind::kMaterializedView;
    const bool is_locked = is_view ? object.wanted.Has(Component::kDefinition)
                                   : IsLocked(object, relation);
    if (is_locked) ++count;
  }
  return count;
}

}  // namespace

absl::Status ReadCatalogs(Connection& connection, const SortRules& rules,
                          ReadContext& context, const WaitListener& listener) {
  absl::Status status = ReadPhases(connection, rules, context, listener);
  if (!IsLackOfMemory(status)) return status;
  return ExplainLackOfLocks(connection, std::move(status),
                            CountLocked(context.catalog));
}

}  // namespace pgark
