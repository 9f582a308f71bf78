#include "jobs/restore_copy_stream.h"

#include <cstddef>
#include <cstring>
#include <utility>

#include "absl/strings/match.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

// What ends the data when it is a whole line. The second one for psql alone.
constexpr absl::string_view kEndLines[] = {"\\.\n", "\\.\r\n"};

bool MayBecomeEndLine(absl::string_view line) {
  for (const absl::string_view end : kEndLines) {
    if (absl::StartsWith(end, line)) return true;
  }
  return false;
}

// Returns the length of the end line at the front of `text`, 0 for none.
size_t EndLineLength(absl::string_view text) {
  for (const absl::string_view end : kEndLines) {
    if (absl::StartsWith(text, end)) return end.size();
  }
  return 0;
}

}  // namespace

absl::Status CopyRowFilter::Write(absl::string_view bytes) {
  if (!held_line_.empty()) RETURN_IF_ERROR(ResolveHeldLine(&bytes));
  return ended_ ? CheckBehindEnd(bytes) : WriteLines(bytes);
}

absl::Status CopyRowFilter::Finish() const {
  if (!ended_) {
    return absl::DataLossError(
        "the COPY data ends without its end marker: rows may be missing");
  }
  return absl::OkStatus();
}

absl::Status CopyRowFilter::ResolveHeldLine(absl::string_view* bytes) {
  while (!bytes->empty()) {
    held_line_.push_back(bytes->front());
    bytes->remove_prefix(1);
    if (EndLineLength(held_line_) > 0) {
      ended_ = true;
      held_line_.clear();
      return absl::OkStatus();
    }
    if (MayBecomeEndLine(held_line_)) continue;
    in_row_ = held_line_.back() != '\n';
    if (!in_row_) ++row_count_;
    const std::string row = std::move(held_line_);
    held_line_.clear();
    return Pass(row);
  }
  return absl::OkStatus();
}

absl::Status CopyRowFilter::WriteLines(absl::string_view bytes) {
  size_t at = 0;
  while (at < bytes.size()) {
    if (in_row_) {
      const void* newline =
          std::memchr(bytes.data() + at, '\n', bytes.size() - at);
      if (newline == nullptr) break;
      at = static_cast<const char*>(newline) - bytes.data() + 1;
      ++row_count_;
      in_row_ = false;
      continue;
    }
    const absl::string_view line = bytes.substr(at);
    if (line.front() == '\\') {
      const size_t end_length = EndLineLength(line);
      if (end_length > 0) {
        ended_ = true;
        RETURN_IF_ERROR(Pass(bytes.substr(0, at)));
        return CheckBehindEnd(line.substr(end_length));
      }
      if (MayBecomeEndLine(line)) {
        held_line_ = std::string(line);
        return Pass(bytes.substr(0, at));
      }
    }
    in_row_ = true;
  }
  return Pass(bytes);
}

absl::Status CopyRowFilter::Pass(absl::string_view bytes) {
  if (bytes.empty()) return absl::OkStatus();
  byte_count_ += bytes.size();
  return rows_(bytes);
}

absl::Status CopyRowFilter::CheckBehindEnd(absl::string_view bytes) const {
  for (const char octet : bytes) {
    if (octet != '\n') {
      return absl::DataLossError(
          "the COPY data goes on behind a line with its end marker");
    }
  }
  return absl::OkStatus();
}

}  // namespace pgark
