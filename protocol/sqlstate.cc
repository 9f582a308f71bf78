#include "protocol/sqlstate.h"

#include "absl/strings/match.h"
#include "base/status_context.h"

namespace pgark {
namespace {

// A whole code or the beginning of one. The first row that fits decides, so
// the special codes stand before their class.
// PostgreSQL's documentation, appendix A.
struct Row {
  const char* prefix;
  absl::StatusCode code;
};
constexpr Row kRows[] = {
    // The session, or the way to it.
    {"08", absl::StatusCode::kUnavailable},
    {"57P0", absl::StatusCode::kUnavailable},
    {"28", absl::StatusCode::kUnauthenticated},
    {"53", absl::StatusCode::kResourceExhausted},
    {"54", absl::StatusCode::kResourceExhausted},
    // The statement was stopped.
    {"57014", absl::StatusCode::kCancelled},
    {"55P03", absl::StatusCode::kDeadlineExceeded},
    {"40", absl::StatusCode::kAborted},
    // Objects.
    {"42501", absl::StatusCode::kPermissionDenied},
    {"3D000", absl::StatusCode::kNotFound},       // database
    {"3F000", absl::StatusCode::kNotFound},       // schema
    {"42P01", absl::StatusCode::kNotFound},       // table
    {"42703", absl::StatusCode::kNotFound},       // column
    {"42704", absl::StatusCode::kNotFound},       // role, type, index, ...
    {"42883", absl::StatusCode::kNotFound},       // function
    {"42P04", absl::StatusCode::kAlreadyExists},  // database
    {"42P06", absl::StatusCode::kAlreadyExists},  // schema
    {"42P07", absl::StatusCode::kAlreadyExists},  // relation
    {"42701", absl::StatusCode::kAlreadyExists},  // column
    {"42710", absl::StatusCode::kAlreadyExists},  // role, constraint, ...
    {"42723", absl::StatusCode::kAlreadyExists},  // function
    {"0A", absl::StatusCode::kUnimplemented},
    // The server found its own files damaged.
    {"XX001", absl::StatusCode::kDataLoss},
    {"XX002", absl::StatusCode::kDataLoss},
};

}  // namespace

absl::StatusCode StatusCodeFromSqlState(absl::string_view sqlstate) {
  for (const Row& row : kRows) {
    if (absl::StartsWith(sqlstate, row.prefix)) return row.code;
  }
  return absl::StatusCode::kFailedPrecondition;
}

std::string SqlStateOf(const absl::Status& status) {
  return GetContext(status, ContextKey::kSqlState).value_or("");
}

}  // namespace pgark
