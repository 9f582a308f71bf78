#ifndef PGARK_TESTS_SUPPORT_STATUS_MATCHERS_H_
#define PGARK_TESTS_SUPPORT_STATUS_MATCHERS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/status_context.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace pgark {

inline const absl::Status& GetStatus(const absl::Status& status) {
  return status;
}
template <typename T>
const absl::Status& GetStatus(const absl::StatusOr<T>& result) {
  return result.status();
}

// EXPECT_THAT(status_or_statusor, IsOk())
MATCHER(IsOk, "is OK") {
  *result_listener << FormatStatus(GetStatus(arg));
  return GetStatus(arg).ok();
}

// EXPECT_THAT(x, StatusIs(absl::StatusCode::kDataLoss))
MATCHER_P(StatusIs, code, "has the code " + absl::StatusCodeToString(code)) {
  *result_listener << absl::StatusCodeToString(GetStatus(arg).code()) << ": "
                   << FormatStatus(GetStatus(arg));
  return GetStatus(arg).code() == code;
}

// EXPECT_THAT(x, FailsAt(absl::StatusCode::kDataLoss, 1234)): code and offset.
MATCHER_P2(FailsAt, code, offset, "fails at that offset") {
  *result_listener << FormatStatus(GetStatus(arg));
  return GetStatus(arg).code() == code &&
         GetOffset(GetStatus(arg)) == static_cast<uint64_t>(offset);
}

}  // namespace pgark

#define ASSERT_OK(expression) ASSERT_THAT((expression), ::pgark::IsOk())
#define EXPECT_OK(expression) EXPECT_THAT((expression), ::pgark::IsOk())

#define PGARK_TEST_CONCAT_INNER_(x, y) x##y
#define PGARK_TEST_CONCAT_(x, y) PGARK_TEST_CONCAT_INNER_(x, y)
// ASSERT_OK_AND_ASSIGN(auto value, Function())
#define ASSERT_OK_AND_ASSIGN(target, expression)                             \
  auto PGARK_TEST_CONCAT_(pgark_result_, __LINE__) = (expression);           \
  ASSERT_THAT(PGARK_TEST_CONCAT_(pgark_result_, __LINE__), ::pgark::IsOk()); \
  target = *std::move(PGARK_TEST_CONCAT_(pgark_result_, __LINE__))

#endif  // PGARK_TESTS_SUPPORT_STATUS_MATCHERS_H_
