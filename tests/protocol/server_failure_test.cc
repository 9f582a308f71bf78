#include "protocol/server_failure.h"

#include <string>

#include "absl/strings/match.h"
#include "base/status_context.h"
#include "gmock/gmock.h"
#include "protocol/sqlstate.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

using testing::HasSubstr;

struct SqlStateCase {
  const char* sqlstate;
  absl::StatusCode want;
};
class SqlStateTest : public testing::TestWithParam<SqlStateCase> {};

TEST_P(SqlStateTest, HasItsCode) {
  EXPECT_EQ(StatusCodeFromSqlState(GetParam().sqlstate), GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(
    Codes, SqlStateTest,
    testing::Values(
        SqlStateCase{"08006", absl::StatusCode::kUnavailable},
        SqlStateCase{"57P01", absl::StatusCode::kUnavailable},
        SqlStateCase{"57P03", absl::StatusCode::kUnavailable},
        SqlStateCase{"57014", absl::StatusCode::kCancelled},
        SqlStateCase{"28P01", absl::StatusCode::kUnauthenticated},
        SqlStateCase{"42501", absl::StatusCode::kPermissionDenied},
        SqlStateCase{"3D000", absl::StatusCode::kNotFound},
        SqlStateCase{"42P01", absl::StatusCode::kNotFound},
        SqlStateCase{"42P07", absl::StatusCode::kAlreadyExists},
        SqlStateCase{"40P01", absl::StatusCode::kAborted},
        SqlStateCase{"55P03", absl::StatusCode::kDeadlineExceeded},
        SqlStateCase{"53300", absl::StatusCode::kResourceExhausted},
        SqlStateCase{"0A000", absl::StatusCode::kUnimplemented},
        SqlStateCase{"XX001", absl::StatusCode::kDataLoss},
        SqlStateCase{"XX000", absl::StatusCode::kFailedPrecondition},
        SqlStateCase{"23505", absl::StatusCode::kFailedPrecondition},
        SqlStateCase{"22P02", absl::StatusCode::kFailedPrecondition},
        SqlStateCase{"", absl::StatusCode::kFailedPrecondition}));

TEST(SqlStateOfTest, IsWhatTheFailureCarries) {
  const absl::Status status =
      WithContext(absl::NotFoundError("x"), ContextKey::kSqlState, "42P01");
  EXPECT_EQ(SqlStateOf(status), "42P01");
  EXPECT_EQ(SqlStateOf(absl::NotFoundError("x")), "");
}

TEST(LoginFailureTest, SqlStateIsTakenOutOfTheVerboseMessage) {
  const LoginFailure failure = ParseLoginFailure(
      "connection to server at \"h\" (::1), port 5432 failed: FATAL:  28P01: "
      "password authentication failed for user \"u\"\nLOCATION:  "
      "auth_failed, auth.c:334\n");
  EXPECT_EQ(failure.sqlstate, "28P01");
  EXPECT_EQ(failure.message,
            "connection to server at \"h\" (::1), port 5432 failed: FATAL: "
            "password authentication failed for user \"u\"");
}

TEST(LoginFailureTest, WithoutAServersAnswerThereIsNoSqlState) {
  const LoginFailure failure = ParseLoginFailure(
      "connection to server at \"h\", port 1 failed: Connection refused\n"
      "\tIs the server running?\n");
  EXPECT_EQ(failure.sqlstate, "");
  EXPECT_THAT(failure.message, HasSubstr("refused; Is the server"));
}

TEST(LoginFailureTest, TextThatOnlyLooksAlikeStays) {
  EXPECT_EQ(ParseLoginFailure("a:  short: b\n").sqlstate, "");
  EXPECT_EQ(ParseLoginFailure("a:  28p01: b\n").sqlstate, "");
  EXPECT_EQ(ParseLoginFailure("").message, "");
}

TEST(ShortenStatementTest, KeepsWhatIsShort) {
  EXPECT_EQ(ShortenStatement("SELECT 1"), "SELECT 1");
}

TEST(ShortenStatementTest, ShowsThePlaceOfTheError) {
  const std::string sql =
      std::string(5000, 'x') + "HERE" + std::string(5000, 'y');
  const std::string shown = ShortenStatement(sql, 5001);
  EXPECT_THAT(shown, HasSubstr("HERE"));
  EXPECT_LT(shown.size(), 700u);
  EXPECT_FALSE(absl::StrContains(ShortenStatement(sql), "HERE"));
}

TEST(ShortenStatementTest, NeverCutsACharacter) {
  std::string sql;
  for (int i = 0; i < 1000; ++i) sql += "\xe2\x82\xac";
  for (int position : {1, 300, 301, 302, 999, 5000}) {
    const std::string shown = ShortenStatement(sql, position);
    EXPECT_TRUE(shown.empty() || absl::StartsWith(shown, "\xe2") ||
                absl::StartsWith(shown, "..."))
        << position;
    EXPECT_FALSE(absl::StrContains(shown, ".\x82")) << position;
    EXPECT_FALSE(absl::StrContains(shown, "\xe2.")) << position;
    EXPECT_FALSE(absl::StrContains(shown, "\x82.")) << position;
  }
}

TEST(ShortenStatementTest, ShowsNothingBehindAPassword) {
  for (const char* sql :
       {"ALTER ROLE r PASSWORD 'geheim'",
        "CREATE SUBSCRIPTION s CONNECTION 'host=h password=geheim'"}) {
    EXPECT_FALSE(absl::StrContains(ShortenStatement(sql), "geheim"));
  }
}

}  // namespace
}  // namespace pgark
