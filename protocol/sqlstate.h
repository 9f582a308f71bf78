#ifndef PGARK_PROTOCOL_SQLSTATE_H_
#define PGARK_PROTOCOL_SQLSTATE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace pgark {

// Returns the status code for a SQLSTATE, from one table of classes and
// special codes: 08 and 57P0x UNAVAILABLE, 28 UNAUTHENTICATED, 42501
// PERMISSION_DENIED, 3D000/42P01 NOT_FOUND, 40 ABORTED, 55P03
// DEADLINE_EXCEEDED, 57014 CANCELLED, 53 RESOURCE_EXHAUSTED, 22/23
// FAILED_PRECONDITION, everything else FAILED_PRECONDITION.
absl::StatusCode StatusCodeFromSqlState(absl::string_view sqlstate);

// The five characters that a failure carries, or "".
std::string SqlStateOf(const absl::Status& status);

}  // namespace pgark

#endif  // PGARK_PROTOCOL_SQLSTATE_H_
