#include "catalog/kind_order.h"

#include <cstddef>

namespace pgark {
namespace {

// A kind, its priority, and the section of its objects. In the order of
// priorities, hence of a dump whose objects need nothing of each other.
struct KindRow {
  ObjectKind kind;
  int priority;
  Section section;
};

constexpr Section kPre = Section::kPreData;
constexpr Section kData = Section::kData;
constexpr Section kPost = Section::kPostData;

constexpr KindRow kRows[] = {
    {ObjectKind::kSchema, 1, kPre},
    {ObjectKind::kProceduralLanguage, 2, kPre},
    {ObjectKind::kCollation, 3, kPre},
    {ObjectKind::kTransform, 4, kPre},
    {ObjectKind::kExtension, 5, kPre},
    {ObjectKind::kType, 6, kPre},
    {ObjectKind::kShellType, 6, kPre},
    {ObjectKind::kCast, 7, kPre},
    {ObjectKind::kFunction, 8, kPre},
    {ObjectKind::kAggregate, 9, kPre},
    {ObjectKind::kAccessMethod, 10, kPre},
    {ObjectKind::kOperator, 11, kPre},
    {ObjectKind::kOperatorFamily, 12, kPre},
    {ObjectKind::kOperatorClass, 12, kPre},
    {ObjectKind::kConversion, 13, kPre},
    {ObjectKind::kTextSearchParser, 14, kPre},
    {ObjectKind::kTextSearchTemplate, 15, kPre},
    {ObjectKind::kTextSearchDictionary, 16, kPre},
    {ObjectKind::kTextSearchConfiguration, 17, kPre},
    {ObjectKind::kForeignDataWrapper, 18, kPre},
    {ObjectKind::kForeignServer, 19, kPre},
    {ObjectKind::kRelation, 20, kPre},
    {ObjectKind::kTableAttach, 21, kPre},
    {ObjectKind::kDummyType, 22, kPre},
    {ObjectKind::kDefault, 23, kPre},
    // 24: large objects that are pre-data
    {ObjectKind::kPreDataBoundary, 25, Section::kNone},
    {ObjectKind::kTableData, 26, kData},
    {ObjectKind::kSequenceSet, 27, kData},
    {ObjectKind::kLargeObject, 28, kData},
    {ObjectKind::kLargeObjectData, 29, kData},
    {ObjectKind::kStatisticsData, 30, kData},
    {ObjectKind::kPostDataBoundary, 31, Section::kNone},
    {ObjectKind::kDomainConstraint, 32, kPost},
    {ObjectKind::kConstraint, 32, kPost},
    {ObjectKind::kIndex, 33, kPost},
    {ObjectKind::kIndexAttach, 34, kPost},
    {ObjectKind::kExtendedStatistics, 35, kPost},
    {ObjectKind::kRule, 36, kPost},
    {ObjectKind::kTrigger, 37, kPost},
    {ObjectKind::kForeignKey, 38, kPost},
    {ObjectKind::kPolicy, 39, kPost},
    {ObjectKind::kRowSecurity, 39, kPost},
    {ObjectKind::kPublication, 40, kPost},
    {ObjectKind::kPublicationTable, 41, kPost},
    {ObjectKind::kPublicationSchema, 42, kPost},
    {ObjectKind::kSubscription, 43, kPost},
    {ObjectKind::kDefaultAcl, 44, kPost},
    {ObjectKind::kEventTrigger, 45, kPost},
    {ObjectKind::kRefreshMaterializedView, 46, kPost},
};
constexpr int kPreDataLargeObjects = 24;
constexpr int kOperators = 11;

const KindRow& RowOf(ObjectKind kind) {
  for (const KindRow& row : kRows) {
    if (row.kind == kind) return row;
  }
  return kRows[std::size(kRows) - 1];
}

}  // namespace

int KindPriority(ObjectKind kind, const SortRules& rules) {
  if (kind == ObjectKind::kLargeObject && !rules.large_objects_are_data) {
    return kPreDataLargeObjects;
  }
  if (kind == ObjectKind::kAccessMethod && rules.release <= 13) {
    return kOperators;
  }
  return RowOf(kind).priority;
}

int KindNumber(ObjectKind kind) {
  if (kind == ObjectKind::kRowSecurity) kind = ObjectKind::kPolicy;
  return static_cast<int>(kind);
}

Section SectionOf(const Object& object, const SortRules& rules) {
  switch (object.kind) {
    case ObjectKind::kRule:
    case ObjectKind::kConstraint:
    case ObjectKind::kDomainConstraint:
    case ObjectKind::kForeignKey:
      return object.is_separate ? kPost : Section::kNone;
    case ObjectKind::kStatisticsData:
      return object.is_postponed ? kPost : kData;
    case ObjectKind::kLargeObject:
      return rules.large_objects_are_data ? kData : kPre;
    default:
      return RowOf(object.kind).section;
  }
}

}  // namespace pgark
