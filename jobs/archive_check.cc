#include "jobs/archive_check.h"

#include "absl/strings/str_cat.h"
#include "archive/copy_statement.h"
#include "archive/copy_text_scanner.h"
#include "archive/text_encoding.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "jobs/restore_session.h"

namespace pgark {
namespace {

absl::string_view ProblemText(CopyTextProblemKind kind) {
  switch (kind) {
    case CopyTextProblemKind::kColumnCount:
      return "has another number of columns than its COPY statement";
    case CopyTextProblemKind::kIncompleteRow:
      return "is cut";
    case CopyTextProblemKind::kMisplacedEndMarker:
      return "holds an end marker that is not alone";
    case CopyTextProblemKind::kMissingEndMarker:
      return "is the last one, and no end marker follows";
    case CopyTextProblemKind::kTextAfterEndMarker:
      return "is the last one, but text follows the end marker";
    case CopyTextProblemKind::kCarriageReturn:
      return "holds a raw carriage return";
    case CopyTextProblemKind::kZeroByte:
      return "holds a zero byte";
    case CopyTextProblemKind::kInvalidEncoding:
      return "holds bytes that are no characters of the archive's encoding";
    case CopyTextProblemKind::kUnusualEnd:
    case CopyTextProblemKind::kUnusualEscape:
    case CopyTextProblemKind::kUndefinedByte:
      break;  // COPY takes them
  }
  return "";
}

absl::Status FirstProblem(const CopyTextScanner& scanner) {
  for (const CopyTextProblem& problem : scanner.problems()) {
    const absl::string_view text = ProblemText(problem.kind);
    if (!text.empty()) {
      return absl::DataLossError(absl::StrCat("row ", problem.row, " ", text));
    }
  }
  return absl::OkStatus();
}

// Large objects, and whatever else is only read.
class Discarder : public LargeObjectConsumer {
 public:
  Discarder(JobObserver& observer, const std::stop_token& stop)
      : observer_(observer), stop_(stop) {}

  absl::Status Begin(Oid /*oid*/) override { return absl::OkStatus(); }
  absl::Status Write(absl::string_view bytes) override {
    observer_.AddBytes(bytes.size());
    return stop_.stop_requested()
               ? absl::CancelledError("stopped while checking the archive")
               : absl::OkStatus();
  }
  absl::Status End() override { return absl::OkStatus(); }

 private:
  JobObserver& observer_;
  const std::stop_token& stop_;
};

absl::Status CheckRows(const TocEntry& entry, const TextEncoding* encoding,
                       EntryDataSource& data, Discarder& discarder) {
  CopyTextScanner scanner(
      {.column_count = ParseCopyColumns(entry.copy_statement.value_or("")),
       .encoding = encoding});
  RETURN_IF_ERROR(data.ReadTableData(entry, [&](absl::string_view piece) {
    scanner.Write(piece);
    return discarder.Write(piece);
  }));
  scanner.Finish();
  return FirstProblem(scanner);
}

absl::Status CheckEntry(const TocEntry& entry, const TextEncoding* encoding,
                        EntryDataSource& data, Discarder& discarder) {
  if (entry.kind == EntryKind::kBlobs) {
    return data.ReadLargeObjects(entry, discarder);
  }
  if (entry.copy_statement.has_value()) {
    return CheckRows(entry, encoding, data, discarder);
  }
  return data.ReadTableData(entry, [&discarder](absl::string_view piece) {
    return discarder.Write(piece);
  });
}

}  // namespace

absl::Status CheckWantedData(const RestorePlan& plan, const Toc& toc,
                             EntryDataSource& data, JobObserver& observer,
                             const std::stop_token& stop) {
  ASSIGN_OR_RETURN(const ArchiveSession session, ReadArchiveSession(toc));
  const TextEncoding* encoding = FindTextEncoding(session.encoding);
  Discarder discarder(observer, stop);
  for (const PlannedEntry& planned : plan.entries()) {
    if (!planned.parts.data || !planned.entry->has_data) continue;
    absl::Status status = CheckEntry(*planned.entry, encoding, data, discarder);
    if (!status.ok()) {
      return WithObject(std::move(status), DescribeEntry(*planned.entry));
    }
  }
  return absl::OkStatus();
}

}  // namespace pgark
