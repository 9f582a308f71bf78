#ifndef PGARK_BASE_STATUS_CONTEXT_H_
#define PGARK_BASE_STATUS_CONTEXT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace pgark {

// Where and what, beside the message of a Status. Each layer adds what it
// knows once, on the way up; the outermost program prints it all in one line
// with FormatStatus(). Kept as payloads, so a Status stays an absl::Status.
enum class ContextKey {
  kPath,       // a file or directory
  kObject,     // an archive entry, a table, a database
  kOffset,     // a position in the file, decimal, in bytes
  kSqlState,   // five characters
  kStatement,  // the SQL that failed, possibly shortened
  kDetail,     // more than the message says
  kWhere,      // what the server was doing: "COPY t, line 3, column id"
  kHint,       // what the user can do
  kNote,       // what else went wrong afterwards
};

// Returns `status` with `value` attached under `key`. An OK status and a
// status that has the key already come back unchanged: the innermost layer
// knows best.
absl::Status WithContext(absl::Status status, ContextKey key,
                         absl::string_view value);

inline absl::Status WithPath(absl::Status status, absl::string_view path) {
  return WithContext(std::move(status), ContextKey::kPath, path);
}
inline absl::Status WithObject(absl::Status status, absl::string_view object) {
  return WithContext(std::move(status), ContextKey::kObject, object);
}
inline absl::Status WithHint(absl::Status status, absl::string_view hint) {
  return WithContext(std::move(status), ContextKey::kHint, hint);
}
absl::Status WithOffset(absl::Status status, uint64_t offset);
// Returns `status` with `hint` in the place of the one that it has: for who
// knows better what to do than the layer, or the server, that failed.
absl::Status ReplaceHint(absl::Status status, absl::string_view hint);

// Returns `first` with the message of `later` added as a note, for failures
// while cleaning up after a failure. If `first` is OK, returns `later`.
absl::Status FirstFailure(absl::Status first, const absl::Status& later);

// Returns the value under `key`, or nothing.
std::optional<std::string> GetContext(const absl::Status& status,
                                      ContextKey key);
// Returns the offset, or nothing (absent, or not a number).
std::optional<uint64_t> GetOffset(const absl::Status& status);

// Returns everything in a fixed order, for people:
// "path: object: offset N: message (SQLSTATE x)\nDETAIL: ...\nHINT: ...".
// "OK" for an OK status.
std::string FormatStatus(const absl::Status& status);

}  // namespace pgark

#endif  // PGARK_BASE_STATUS_CONTEXT_H_
