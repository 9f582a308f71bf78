#include "catalog/entry_filter.h"

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

namespace pgark {
namespace {

bool IsSatellite(EntryKind kind) {
  return kind == EntryKind::kAcl || kind == EntryKind::kComment ||
         kind == EntryKind::kSecurityLabel;
}

// Entries without rows of their own that count as data all the same.
bool CountsAsData(const TocEntry& entry) {
  switch (entry.kind) {
    case EntryKind::kSequenceSet:
    case EntryKind::kBlob:
    case EntryKind::kBlobMetadata:
    case EntryKind::kStatisticsData:
      return true;
    default:
      return IsSatellite(entry.kind) &&
             absl::StartsWith(entry.tag, "LARGE OBJECT");
  }
}

// A switch of the options and the entries that it turns off: kinds, and the
// comments and labels on such objects by the beginning of their tag.
struct Switch {
  bool DumpOptions::*off;
  EntryKind kinds[3];
  absl::string_view tag_prefix;
};

constexpr Switch kSwitches[] = {
    {&DumpOptions::no_privileges,
     {EntryKind::kAcl, EntryKind::kAclLanguage, EntryKind::kDefaultAcl},
     ""},
    {&DumpOptions::no_comments,
     {EntryKind::kComment, EntryKind::kComment, EntryKind::kComment},
     ""},
    {&DumpOptions::no_security_labels,
     {EntryKind::kSecurityLabel, EntryKind::kSecurityLabel,
      EntryKind::kSecurityLabel},
     ""},
    {&DumpOptions::no_policies,
     {EntryKind::kPolicy, EntryKind::kRowSecurity, EntryKind::kPolicy},
     "POLICY "},
    {&DumpOptions::no_publications,
     {EntryKind::kPublication, EntryKind::kPublicationTable,
      EntryKind::kPublicationTablesInSchema},
     "PUBLICATION "},
    {&DumpOptions::no_subscriptions,
     {EntryKind::kSubscription, EntryKind::kSubscriptionTable,
      EntryKind::kSubscription},
     "SUBSCRIPTION "},
};

bool IsSwitchedOff(const DumpOptions& options, const TocEntry& entry) {
  for (const Switch& one : kSwitches) {
    if (!(options.*one.off)) continue;
    for (const EntryKind kind : one.kinds) {
      if (entry.kind == kind) return true;
    }
    if (!one.tag_prefix.empty() && entry.kind != EntryKind::kAcl &&
        IsSatellite(entry.kind) &&
        absl::StartsWith(entry.tag, one.tag_prefix)) {
      return true;
    }
  }
  return false;
}

bool WantsSection(const DumpOptions& options, Section section) {
  switch (section) {
    case Section::kPreData:
      return options.section_pre_data;
    case Section::kData:
      return options.section_data;
    case Section::kPostData:
      return options.section_post_data;
    case Section::kNone:
      break;
  }
  return false;
}

}  // namespace

bool WantsEntry(const DumpOptions& options, const TocEntry& entry,
                Section section) {
  switch (entry.kind) {
    case EntryKind::kEncoding:
    case EntryKind::kStdStrings:
    case EntryKind::kSearchPath:
      return true;
    case EntryKind::kDatabase:
    case EntryKind::kDatabaseProperties:
      return options.create_database;
    case EntryKind::kStatisticsData:
      return options.dump_statistics && WantsSection(options, section);
    default:
      break;
  }
  if (IsSwitchedOff(options, entry) || !WantsSection(options, section)) {
    return false;
  }
  if (IsSatellite(entry.kind) && absl::StartsWith(entry.tag, "DATABASE ") &&
      !options.create_database) {
    return false;
  }
  if (entry.kind == EntryKind::kSequenceSet && options.dump_sequence_data) {
    return true;
  }
  return entry.has_data || CountsAsData(entry) ? options.dump_data
                                               : options.dump_schema;
}

}  // namespace pgark
