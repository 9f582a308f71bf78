#ifndef PGARK_ARCHIVE_FINDING_H_
#define PGARK_ARCHIVE_FINDING_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "archive/dump_id.h"

namespace pgark {

enum class Severity : uint8_t {
  kError,    // data is damaged or lost, or a stock pg_restore would fail
  kWarning,  // no program that we know writes this, but it can be restored
  kNote,     // what was not judged, and why
};

// "error", "warning", "note".
absl::string_view SeverityName(Severity severity);

// What a finding says. The names (FindingCodeName()) are stable: programs
// compare them. The numbers are not.
enum class FindingCode : uint8_t {
  // Header and contents list.
  kNotAnArchive,
  kHeaderDamaged,
  kHeaderUnusual,
  kVersionFeature,
  kTocDamaged,
  kLimitExceeded,
  kEntryKindUnknown,
  kEntrySectionWrong,
  kEntryDataFlagWrong,
  kEntryOffsetFlagWrong,
  kEntryDefinitionWrong,
  kEntryDropWrong,
  kEntryRelationKindWrong,
  kEntryFieldUnusual,
  kEntryNameUnprintable,
  kEntryRepeated,
  kCopyStatementUnknown,
  kEncodingUnknown,
  kEncodingMissing,
  kDependencyWrong,
  kAclTargetMissing,
  kDependencyCycle,
  kSectionOrder,
  // The index.
  kIndexMissing,
  kIndexDamaged,
  kIndexMismatch,
  kTocDigestWrong,
  kFramingDigestWrong,
  kStoredDigestWrong,
  kRawDigestWrong,
  kIndexRowsWrong,
  // Blocks.
  kOffsetWrong,
  kBlockDamaged,
  kBlockOverrun,
  kBlockMissing,
  kBlockRepeated,
  kBlockUnexpected,
  kBlockTypeWrong,
  kBlockUnknown,
  kBlockOrder,
  kBytesUnclaimed,
  kTrailingBytes,
  // The files of a directory, the members of a tar.
  kFileMissing,
  kFileNameWrong,
  kFileTypeWrong,
  kFileRepeated,
  kFileUnknown,
  kFileOrder,
  kFileCompressionMixed,
  kObjectListDamaged,
  kObjectListMismatch,
  kTarDamaged,
  kTarPaddingWrong,
  kTarEndMissing,
  // Streams.
  kMethodUnknown,
  kStreamDamaged,
  kStreamHiddenFrames,
  // Rows.
  kRowWidthWrong,
  kRowIncomplete,
  kEndMarkerMisplaced,
  kEndMarkerMissing,
  kTextAfterEndMarker,
  kCarriageReturn,
  kZeroByte,
  kEncodingInvalid,
  kEndUnusual,
  kEscapeUnusual,
  kEncodingUndefined,
  // Fields.
  kFieldTypeWrong,
  // Large objects.
  kLargeObjectListWrong,
  kLargeObjectRepeated,
  kLargeObjectUnlisted,
  kLargeObjectWithoutData,
  // What was left out.
  kNotChecked,
  kFindingsOmitted,
};
inline constexpr int kFindingCodeCount =
    static_cast<int>(FindingCode::kFindingsOmitted) + 1;

// "row-width-wrong".
absl::string_view FindingCodeName(FindingCode code);
// Each code has one severity.
Severity FindingSeverity(FindingCode code);

// One thing that is wrong, or worth saying, about an archive.
struct Finding {
  Severity severity = Severity::kNote;
  FindingCode code = FindingCode::kNotChecked;
  // Octets of the file, [begin, end); end > begin except at the file's end.
  // In a directory archive the file is `file`.
  uint64_t begin = 0;
  uint64_t end = 0;
  // The file of a directory archive, or the member of a tar, that it is about;
  // "" otherwise. Like the message it has no control characters.
  std::string file;
  // The entry that it is about.
  std::optional<DumpId> entry;
  // For people, without place and entry: lower case, no full stop. Names from
  // the archive are escaped (no control characters).
  std::string message;
};

// "error row-width-wrong at 4711..4720, entry 12: row 3 has 2 columns ...",
// and with a file "at 12.dat 4711..4720".
std::string FormatFinding(const Finding& finding);

// Receives findings, sorted by file and offset.
//
// thread-compatible
class FindingSink {
 public:
  virtual ~FindingSink() = default;
  virtual void Add(const Finding& finding) = 0;
};

// Keeps them.
class FindingList : public FindingSink {
 public:
  void Add(const Finding& finding) override { findings_.push_back(finding); }
  const std::vector<Finding>& findings() const { return findings_; }

 private:
  std::vector<Finding> findings_;
};

}  // namespace pgark

#endif  // PGARK_ARCHIVE_FINDING_H_
