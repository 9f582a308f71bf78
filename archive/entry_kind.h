#ifndef PGARK_ARCHIVE_ENTRY_KIND_H_
#define PGARK_ARCHIVE_ENTRY_KIND_H_

#include <cstdint>

#include "absl/strings/string_view.h"

namespace pgark {

// Every `desc` that a pg_dump since 8.0 has written, parsed once at the border
// (docs/archive-format.md, "Entry kinds"). In memory only.
enum class EntryKind : uint8_t {
  kUnknown,
  kEncoding,
  kStdStrings,
  kSearchPath,
  kDatabase,
  kDatabaseProperties,
  kLargeObjectCatalog,  // "pg_largeobject", binary upgrade
  kSchema,
  kExtension,
  kCollation,
  kConversion,
  kDomain,
  kType,
  kShellType,
  kProceduralLanguage,
  kFunction,
  kProcedure,
  kAggregate,
  kCast,
  kTransform,
  kOperator,
  kOperatorClass,
  kOperatorFamily,
  kAccessMethod,
  kTextSearchParser,
  kTextSearchTemplate,
  kTextSearchDictionary,
  kTextSearchConfiguration,
  kForeignDataWrapper,
  kServer,
  kUserMapping,
  kTable,
  kForeignTable,
  kView,
  kMaterializedView,
  kSequence,
  kSequenceOwnedBy,
  kTableAttach,
  kDefault,
  kTableData,
  kSequenceSet,
  kBlob,
  kBlobs,
  kBlobMetadata,
  kBlobComments,  // up to 8.4
  kStatisticsData,
  kMaterializedViewData,
  kIndex,
  kIndexAttach,
  kStatistics,
  kConstraint,
  kCheckConstraint,
  kForeignKeyConstraint,
  kRule,
  kTrigger,
  kEventTrigger,
  kPolicy,
  kRowSecurity,
  kPublication,
  kPublicationTable,
  kPublicationTablesInSchema,
  kSubscription,
  kSubscriptionTable,
  kDefaultAcl,
  kAcl,
  kAclLanguage,  // 7.4
  kComment,
  kSecurityLabel,
};

// Returns the kind whose desc is `desc`, or kUnknown.
EntryKind ParseEntryKind(absl::string_view desc);

// Returns the desc as stored, for example "TABLE DATA"; "" for kUnknown.
absl::string_view EntryKindDesc(EntryKind kind);

}  // namespace pgark

#endif  // PGARK_ARCHIVE_ENTRY_KIND_H_
