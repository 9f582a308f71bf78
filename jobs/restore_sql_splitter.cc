#include "jobs/restore_sql_splitter.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "base/status_macros.h"

namespace pgark {

absl::Status SqlSplitter::Write(absl::string_view bytes) {
  // The most that a server takes in one message.
  constexpr size_t kMaxStatementBytes = (size_t{1} << 30) - 1024;
  while (!bytes.empty()) {
    if (statement_.empty()) {
      const size_t begin = bytes.find_first_not_of('\n');
      if (begin == absl::string_view::npos) break;
      bytes.remove_prefix(begin);
    }
    bool complete = false;
    const size_t length = ScanStatement(bytes, &complete);
    if (length > kMaxStatementBytes - statement_.size()) {
      return absl::ResourceExhaustedError(
          "a statement in the data is longer than 1 GiB");
    }
    statement_.append(bytes.data(), length);
    bytes.remove_prefix(length);
    if (complete) RETURN_IF_ERROR(PassStatement());
  }
  return absl::OkStatus();
}

absl::Status SqlSplitter::Finish() {
  if (absl::StripAsciiWhitespace(statement_).empty()) return absl::OkStatus();
  return PassStatement();
}

size_t SqlSplitter::ScanStatement(absl::string_view bytes, bool* complete) {
  for (size_t i = 0; i < bytes.size(); ++i) {
    const char octet = bytes[i];
    if (escaped_) {
      escaped_ = false;
    } else if (quote_ != '\0') {
      // A doubled quote closes and opens again, which comes to the same.
      if (octet == quote_) quote_ = '\0';
      if (octet == '\\' && quote_ == '\'' && !standard_strings_) {
        escaped_ = true;
      }
    } else if (octet == '\'' || octet == '"') {
      quote_ = octet;
    } else if (octet == ';') {
      *complete = true;
      return i + 1;
    }
  }
  return bytes.size();
}

absl::Status SqlSplitter::PassStatement() {
  std::string statement = std::move(statement_);
  statement_.clear();
  return statements_(std::move(statement));
}

}  // namespace pgark
