#include "archive/entry_kind.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace pgark {
namespace {

struct KindName {
  const char* desc;
  EntryKind kind;
};

constexpr size_t kKindCount =
    static_cast<size_t>(EntryKind::kSecurityLabel) + 1;

// Sorted by desc, so that it can be searched. EXTENDED STATISTICS DATA (19) is
// handled as STATISTICS DATA, which comes later and so is the desc of the kind.
constexpr std::array<KindName, kKindCount> kKindNames = {{
    {"ACCESS METHOD", EntryKind::kAccessMethod},
    {"ACL", EntryKind::kAcl},
    {"ACL LANGUAGE", EntryKind::kAclLanguage},
    {"AGGREGATE", EntryKind::kAggregate},
    {"BLOB", EntryKind::kBlob},
    {"BLOB COMMENTS", EntryKind::kBlobComments},
    {"BLOB METADATA", EntryKind::kBlobMetadata},
    {"BLOBS", EntryKind::kBlobs},
    {"CAST", EntryKind::kCast},
    {"CHECK CONSTRAINT", EntryKind::kCheckConstraint},
    {"COLLATION", EntryKind::kCollation},
    {"COMMENT", EntryKind::kComment},
    {"CONSTRAINT", EntryKind::kConstraint},
    {"CONVERSION", EntryKind::kConversion},
    {"DATABASE", EntryKind::kDatabase},
    {"DATABASE PROPERTIES", EntryKind::kDatabaseProperties},
    {"DEFAULT", EntryKind::kDefault},
    {"DEFAULT ACL", EntryKind::kDefaultAcl},
    {"DOMAIN", EntryKind::kDomain},
    {"ENCODING", EntryKind::kEncoding},
    {"EVENT TRIGGER", EntryKind::kEventTrigger},
    {"EXTENDED STATISTICS DATA", EntryKind::kStatisticsData},
    {"EXTENSION", EntryKind::kExtension},
    {"FK CONSTRAINT", EntryKind::kForeignKeyConstraint},
    {"FOREIGN DATA WRAPPER", EntryKind::kForeignDataWrapper},
    {"FOREIGN TABLE", EntryKind::kForeignTable},
    {"FUNCTION", EntryKind::kFunction},
    {"INDEX", EntryKind::kIndex},
    {"INDEX ATTACH", EntryKind::kIndexAttach},
    {"MATERIALIZED VIEW", EntryKind::kMaterializedView},
    {"MATERIALIZED VIEW DATA", EntryKind::kMaterializedViewData},
    {"OPERATOR", EntryKind::kOperator},
    {"OPERATOR CLASS", EntryKind::kOperatorClass},
    {"OPERATOR FAMILY", EntryKind::kOperatorFamily},
    {"POLICY", EntryKind::kPolicy},
    {"PROCEDURAL LANGUAGE", EntryKind::kProceduralLanguage},
    {"PROCEDURE", EntryKind::kProcedure},
    {"PUBLICATION", EntryKind::kPublication},
    {"PUBLICATION TABLE", EntryKind::kPublicationTable},
    {"PUBLICATION TABLES IN SCHEMA", EntryKind::kPublicationTablesInSchema},
    {"ROW SECURITY", EntryKind::kRowSecurity},
    {"RULE", EntryKind::kRule},
    {"SCHEMA", EntryKind::kSchema},
    {"SEARCHPATH", EntryKind::kSearchPath},
    {"SECURITY LABEL", EntryKind::kSecurityLabel},
    {"SEQUENCE", EntryKind::kSequence},
    {"SEQUENCE OWNED BY", EntryKind::kSequenceOwnedBy},
    {"SEQUENCE SET", EntryKind::kSequenceSet},
    {"SERVER", EntryKind::kServer},
    {"SHELL TYPE", EntryKind::kShellType},
    {"STATISTICS", EntryKind::kStatistics},
    {"STATISTICS DATA", EntryKind::kStatisticsData},
    {"STDSTRINGS", EntryKind::kStdStrings},
    {"SUBSCRIPTION", EntryKind::kSubscription},
    {"SUBSCRIPTION TABLE", EntryKind::kSubscriptionTable},
    {"TABLE", EntryKind::kTable},
    {"TABLE ATTACH", EntryKind::kTableAttach},
    {"TABLE DATA", EntryKind::kTableData},
    {"TEXT SEARCH CONFIGURATION", EntryKind::kTextSearchConfiguration},
    {"TEXT SEARCH DICTIONARY", EntryKind::kTextSearchDictionary},
    {"TEXT SEARCH PARSER", EntryKind::kTextSearchParser},
    {"TEXT SEARCH TEMPLATE", EntryKind::kTextSearchTemplate},
    {"TRANSFORM", EntryKind::kTransform},
    {"TRIGGER", EntryKind::kTrigger},
    {"TYPE", EntryKind::kType},
    {"USER MAPPING", EntryKind::kUserMapping},
    {"VIEW", EntryKind::kView},
    {"pg_largeobject", EntryKind::kLargeObjectCatalog},
}};

// The descs by kind, built from the table above.
const std::array<absl::string_view, kKindCount>& DescByKind() {
  static const auto descs = [] {
    std::array<absl::string_view, kKindCount> table;
    for (const KindName& name : kKindNames) {
      table[static_cast<size_t>(name.kind)] = name.desc;
    }
    return table;
  }();
  return descs;
}

}  // namespace

EntryKind ParseEntryKind(absl::string_view desc) {
  const auto found =
      std::lower_bound(kKindNames.begin(), kKindNames.end(), desc,
                       [](const KindName& name, absl::string_view text) {
                         return absl::string_view(name.desc) < text;
                       });
  if (found == kKindNames.end() || desc != found->desc) {
    return EntryKind::kUnknown;
  }
  return found->kind;
}

absl::string_view EntryKindDesc(EntryKind kind) {
  return DescByKind()[static_cast<size_t>(kind)];
}

}  // namespace pgark
