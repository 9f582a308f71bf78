#ifndef PGARK_PROTOCOL_SQLSTATE_H_
#define PGARK_PROTOCOL_SQLSTATE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace pgark {

// Returns the status code for a SQLSTATE, from one table of classes and
// special codes: 08 and 57P0x UNAVAILABLE, 28 UNAUTHENTICATED, 42501
// PERMISSION_DENIED, missing objects (3D000, 42P01, ...) NOT_FOUND, existing
// ones (42P07, 42710, ...) ALREADY_EXISTS, 40 ABORTED, 55P03
// DEADLINE_EXCEEDED, 57014 CANCELLED (statement_timeout too), 53 and 54
// RESOURCE_EXHAUSTED, 0A UNIMPLEMENTED, XX001 and XX002 DATA_LOSS, everything
// else, 22 and 23 included, FAILED_PRECONDITION.
absl::StatusCode StatusCodeFromSqlState(absl::string_view sqlstate);

// The codes that decide by themselves what is done (PostgreSQL's documentation,
// "PostgreSQL Error Codes", where they have these names).
struct SqlState {
  static constexpr absl::string_view kFeatureNotSupported = "0A000";
  static constexpr absl::string_view kInvalidParameterValue = "22023";
  static constexpr absl::string_view kInvalidCatalogName = "3D000";  // database
  static constexpr absl::string_view kSerializationFailure = "40001";
  static constexpr absl::string_view kInsufficientPrivilege = "42501";
  static constexpr absl::string_view kUndefinedObject = "42704";
  static constexpr absl::string_view kOutOfMemory = "53200";  // for locks, too
  static constexpr absl::string_view kObjectNotInPrerequisiteState = "55000";
  static constexpr absl::string_view kLockNotAvailable = "55P03";
  static constexpr absl::string_view kCannotConnectNow = "57P03";
};

// The five characters that a failure carries, or "".
std::string SqlStateOf(const absl::Status& status);

}  // namespace pgark

#endif  // PGARK_PROTOCOL_SQLSTATE_H_
