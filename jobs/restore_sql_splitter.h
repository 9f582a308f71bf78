#ifndef PGARK_JOBS_RESTORE_SQL_SPLITTER_H_
#define PGARK_JOBS_RESTORE_SQL_SPLITTER_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace pgark {

// Cuts the data of an entry without COPY statement, which is a list of INSERT
// statements, at the semicolons outside of quotes. It is not a parser of SQL:
// there are no comments and no dollar quotes in such data.
//
// thread-compatible
class SqlSplitter {
 public:
  // Gets each statement with its semicolon, without the newlines between them.
  using StatementConsumer = std::function<absl::Status(std::string statement)>;

  // `standard_strings`: a backslash in quotes is nothing special.
  SqlSplitter(bool standard_strings, StatementConsumer statements)
      : standard_strings_(standard_strings),
        statements_(std::move(statements)) {}

  // Takes the next piece, cut anywhere. Returns RESOURCE_EXHAUSTED for a
  // statement that no server would take (1 GiB), or what the consumer returns.
  absl::Status Write(absl::string_view bytes);
  // Passes on what stands behind the last semicolon, if anything.
  absl::Status Finish();

 private:
  // Returns the length of `bytes` up to the end of the statement, or all.
  size_t ScanStatement(absl::string_view bytes, bool* complete);
  absl::Status PassStatement();

  const bool standard_strings_;
  const StatementConsumer statements_;
  std::string statement_;
  char quote_ = '\0';     // the one that is open
  bool escaped_ = false;  // behind a backslash
};

}  // namespace pgark

#endif  // PGARK_JOBS_RESTORE_SQL_SPLITTER_H_
