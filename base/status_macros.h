#ifndef PGARK_BASE_STATUS_MACROS_H_
#define PGARK_BASE_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Returns from the enclosing function when `expression` (an absl::Status) is
// not OK.
#define RETURN_IF_ERROR(expression)              \
  do {                                           \
    absl::Status pgark_status = (expression);    \
    if (!pgark_status.ok()) return pgark_status; \
  } while (false)

// ASSIGN_OR_RETURN(auto value, Function()): declares or assigns `target` from
// an absl::StatusOr, or returns its status.
#define ASSIGN_OR_RETURN(target, expression)                                   \
  PGARK_ASSIGN_OR_RETURN_(PGARK_CONCATENATE_(pgark_result_, __LINE__), target, \
                          expression)

#define PGARK_CONCATENATE_INNER_(x, y) x##y
#define PGARK_CONCATENATE_(x, y) PGARK_CONCATENATE_INNER_(x, y)
#define PGARK_ASSIGN_OR_RETURN_(result, target, expression) \
  auto result = (expression);                               \
  if (!result.ok()) return std::move(result).status();      \
  target = *std::move(result)

#endif  // PGARK_BASE_STATUS_MACROS_H_
