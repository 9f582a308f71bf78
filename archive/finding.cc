#include "archive/finding.h"

#include <iterator>

#include "absl/strings/str_cat.h"

namespace pgark {
namespace {

struct CodeRow {
  FindingCode code;
  absl::string_view name;
  Severity severity;
};

using Code = FindingCode;
constexpr Severity kError = Severity::kError;
constexpr Severity kWarning = Severity::kWarning;
constexpr Severity kNote = Severity::kNote;

// In the order of the enumeration; docs/findings.md explains each.
constexpr CodeRow kCodes[] = {
    {Code::kNotAnArchive, "not-an-archive", kError},
    {Code::kHeaderDamaged, "header-damaged", kError},
    {Code::kHeaderUnusual, "header-unusual", kWarning},
    {Code::kVersionFeature, "version-feature", kWarning},
    {Code::kTocDamaged, "toc-damaged", kError},
    {Code::kLimitExceeded, "limit-exceeded", kError},
    {Code::kEntryKindUnknown, "entry-kind-unknown", kWarning},
    {Code::kEntrySectionWrong, "entry-section-wrong", kError},
    {Code::kEntryDataFlagWrong, "entry-data-flag-wrong", kError},
    {Code::kEntryOffsetFlagWrong, "entry-offset-flag-wrong", kError},
    {Code::kEntryDefinitionWrong, "entry-definition-wrong", kError},
    {Code::kEntryDropWrong, "entry-drop-wrong", kError},
    {Code::kEntryRelationKindWrong, "entry-relation-kind-wrong", kError},
    {Code::kEntryFieldUnusual, "entry-field-unusual", kWarning},
    {Code::kEntryNameUnprintable, "entry-name-unprintable", kWarning},
    {Code::kEntryRepeated, "entry-repeated", kWarning},
    {Code::kCopyStatementUnknown, "copy-statement-unknown", kWarning},
    {Code::kEncodingUnknown, "encoding-unknown", kError},
    {Code::kEncodingMissing, "encoding-missing", kWarning},
    {Code::kDependencyWrong, "dependency-wrong", kWarning},
    {Code::kAclTargetMissing, "acl-target-missing", kError},
    {Code::kDependencyCycle, "dependency-cycle", kWarning},
    {Code::kSectionOrder, "section-order", kWarning},
    {Code::kIndexMissing, "index-missing", kError},
    {Code::kIndexDamaged, "index-damaged", kError},
    {Code::kIndexMismatch, "index-mismatch", kError},
    {Code::kTocDigestWrong, "toc-digest-wrong", kError},
    {Code::kFramingDigestWrong, "framing-digest-wrong", kError},
    {Code::kStoredDigestWrong, "stored-digest-wrong", kError},
    {Code::kRawDigestWrong, "raw-digest-wrong", kError},
    {Code::kIndexRowsWrong, "index-rows-wrong", kError},
    {Code::kOffsetWrong, "offset-wrong", kError},
    {Code::kBlockDamaged, "block-damaged", kError},
    {Code::kBlockOverrun, "block-overrun", kError},
    {Code::kBlockMissing, "block-missing", kError},
    {Code::kBlockRepeated, "block-repeated", kError},
    {Code::kBlockUnexpected, "block-unexpected", kError},
    {Code::kBlockTypeWrong, "block-type-wrong", kError},
    {Code::kBlockUnknown, "block-unknown", kNote},
    {Code::kBlockOrder, "block-order", kWarning},
    {Code::kBytesUnclaimed, "bytes-unclaimed", kError},
    {Code::kTrailingBytes, "trailing-bytes", kWarning},
    {Code::kFileMissing, "file-missing", kError},
    {Code::kFileNameWrong, "file-name-wrong", kError},
    {Code::kFileTypeWrong, "file-type-wrong", kError},
    {Code::kFileRepeated, "file-repeated", kError},
    {Code::kFileUnknown, "file-unknown", kWarning},
    {Code::kFileOrder, "file-order", kError},
    {Code::kFileCompressionMixed, "file-compression-mixed", kWarning},
    {Code::kObjectListDamaged, "object-list-damaged", kError},
    {Code::kObjectListMismatch, "object-list-mismatch", kWarning},
    {Code::kTarDamaged, "tar-damaged", kError},
    {Code::kTarPaddingWrong, "tar-padding-wrong", kWarning},
    {Code::kTarEndMissing, "tar-end-missing", kWarning},
    {Code::kMethodUnknown, "method-unknown", kError},
    {Code::kStreamDamaged, "stream-damaged", kError},
    {Code::kStreamHiddenFrames, "stream-hidden-frames", kError},
    {Code::kRowWidthWrong, "row-width-wrong", kError},
    {Code::kRowIncomplete, "row-incomplete", kError},
    {Code::kEndMarkerMisplaced, "end-marker-misplaced", kError},
    {Code::kEndMarkerMissing, "end-marker-missing", kError},
    {Code::kTextAfterEndMarker, "text-after-end-marker", kError},
    {Code::kCarriageReturn, "carriage-return", kError},
    {Code::kZeroByte, "zero-byte", kError},
    {Code::kEncodingInvalid, "encoding-invalid", kError},
    {Code::kEndUnusual, "end-unusual", kWarning},
    {Code::kEscapeUnusual, "escape-unusual", kWarning},
    {Code::kEncodingUndefined, "encoding-undefined", kWarning},
    {Code::kFieldTypeWrong, "field-type-wrong", kError},
    {Code::kLargeObjectListWrong, "large-object-list-wrong", kError},
    {Code::kLargeObjectRepeated, "large-object-repeated", kError},
    {Code::kLargeObjectUnlisted, "large-object-unlisted", kError},
    {Code::kLargeObjectWithoutData, "large-object-without-data", kError},
    {Code::kNotChecked, "not-checked", kNote},
    {Code::kFindingsOmitted, "findings-omitted", kNote},
};
static_assert(std::size(kCodes) == kFindingCodeCount);

constexpr bool IsInOrder() {
  for (int i = 0; i < kFindingCodeCount; ++i) {
    if (static_cast<int>(kCodes[i].code) != i) return false;
  }
  return true;
}
static_assert(IsInOrder());

}  // namespace

absl::string_view SeverityName(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "error";
    case Severity::kWarning:
      return "warning";
    case Severity::kNote:
      return "note";
  }
  return "";
}

absl::string_view FindingCodeName(FindingCode code) {
  return kCodes[static_cast<int>(code)].name;
}

Severity FindingSeverity(FindingCode code) {
  return kCodes[static_cast<int>(code)].severity;
}

std::string FormatFinding(const Finding& finding) {
  std::string text = absl::StrCat(
      SeverityName(finding.severity), " ", FindingCodeName(finding.code),
      " at ", finding.file, finding.file.empty() ? "" : " ", finding.begin);
  if (finding.end > finding.begin) absl::StrAppend(&text, "..", finding.end);
  if (finding.entry.has_value()) {
    absl::StrAppend(&text, ", entry ", finding.entry->value);
  }
  return absl::StrCat(text, ": ", finding.message);
}

}  // namespace pgark
