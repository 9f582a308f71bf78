#include "jobs/salvage_rows.h"

#include <utility>

#include "absl/strings/match.h"
#include "archive/copy_text_scanner.h"
#include "archive/field_type_scanner.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

// Rows are checked in parts of about this size.
constexpr size_t kPartBytes = size_t{1} << 20;
// No server takes a longer row.
constexpr size_t kMaxRowBytes = size_t{1} << 30;
constexpr absl::string_view kEndLine = "\\.\n";

// Where the line of the end marker begins, npos for nowhere.
size_t FindEndLine(absl::string_view text) {
  if (absl::StartsWith(text, kEndLine)) return 0;
  const size_t place = text.find("\n\\.\n");
  return place == absl::string_view::npos ? place : place + 1;
}

bool IsError(CopyTextProblemKind kind) {
  return kind != CopyTextProblemKind::kUnusualEnd &&
         kind != CopyTextProblemKind::kUnusualEscape &&
         kind != CopyTextProblemKind::kMissingEndMarker;
}

}  // namespace

RowSalvager::RowSalvager(const SalvageRowsOptions& options, Sink sink)
    : options_(options), sink_(std::move(sink)) {}

absl::Status RowSalvager::Pass(absl::string_view rows, uint64_t count) {
  if (rows.empty()) return absl::OkStatus();
  kept_rows_ += count;
  return sink_(rows, count);
}

bool RowSalvager::IsRight(absl::string_view rows, uint64_t* count) const {
  CopyTextOptions options;
  options.column_count = options_.column_count;
  options.encoding = options_.encoding;
  options.expects_end_marker = false;
  CopyTextScanner scanner(options);
  scanner.Write(rows);
  scanner.Finish();
  *count = scanner.row_count();
  for (const CopyTextProblem& problem : scanner.problems()) {
    if (IsError(problem.kind)) return false;
  }
  if (options_.types.empty()) return true;
  FieldTypeScanner fields(options_.types, options_.encoding);
  fields.Write(rows);
  return fields.problems().empty();
}

absl::Status RowSalvager::ProcessOneByOne(absl::string_view rows) {
  while (!rows.empty() && !has_stopped()) {
    const absl::string_view row = rows.substr(0, rows.find('\n') + 1);
    rows.remove_prefix(row.size());
    uint64_t count = 0;
    if (IsRight(row, &count) && count == 1) {
      RETURN_IF_ERROR(Pass(row, 1));
    } else {
      if (++refused_rows_ == 1) first_refused_row_ = seen_rows();
    }
  }
  return absl::OkStatus();
}

// `rows` are whole.
absl::Status RowSalvager::Process(absl::string_view rows) {
  const size_t end = FindEndLine(rows);
  if (end != absl::string_view::npos) {
    ended_ = true;
    rows = rows.substr(0, end);
  }
  uint64_t count = 0;
  if (IsRight(rows, &count)) return Pass(rows, count);
  return ProcessOneByOne(rows);
}

absl::Status RowSalvager::Write(absl::string_view text) {
  if (!options_.is_copy_text) return Pass(text, 0);
  if (ended_ || has_stopped()) return absl::OkStatus();
  if (skips_to_newline_) {
    const size_t newline = text.find('\n');
    if (newline == absl::string_view::npos) return absl::OkStatus();
    text.remove_prefix(newline + 1);
    skips_to_newline_ = false;
  }
  pending_.append(text.data(), text.size());
  if (pending_.size() < kPartBytes) return absl::OkStatus();
  const size_t newline = pending_.rfind('\n');
  if (newline == std::string::npos) {
    if (pending_.size() < kMaxRowBytes) return absl::OkStatus();
    pending_.clear();
    skips_to_newline_ = true;
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(Process(absl::string_view(pending_).substr(0, newline + 1)));
  pending_.erase(0, newline + 1);
  return absl::OkStatus();
}

absl::Status RowSalvager::Break(bool at_row) {
  const size_t newline = pending_.rfind('\n');
  if (newline != std::string::npos && !has_stopped()) {
    RETURN_IF_ERROR(
        Process(absl::string_view(pending_).substr(0, newline + 1)));
  }
  pending_.clear();
  skips_to_newline_ = !at_row;
  return absl::OkStatus();
}

absl::Status RowSalvager::Finish() { return Break(true); }

}  // namespace pgark
