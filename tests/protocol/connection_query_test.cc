#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "gmock/gmock.h"
#include "protocol/connection.h"
#include "protocol/sql_keywords.h"
#include "protocol/sql_text.h"
#include "protocol/sqlstate.h"
#include "tests/support/server_test.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::HasSubstr;

class ConnectionQueryTest : public ServerTest {
 protected:
  void SetUp() override {
    ServerTest::SetUp();
    if (IsSkipped()) return;
    connection_ = Connect();
    ASSERT_NE(connection_, nullptr);
  }

  std::unique_ptr<Connection> connection_;
};

TEST_F(ConnectionQueryTest, ValuesComeBackAsTheyAre) {
  ASSERT_OK_AND_ASSIGN(
      const Result result,
      connection_->Query("SELECT 1 AS one, NULL AS nothing, true AS yes, "
                         "4294967295::oid AS oid, -5::bigint AS big, "
                         "'r'::\"char\" AS kind, '' AS empty"));
  ASSERT_EQ(result.row_count(), 1);
  ASSERT_EQ(result.column_count(), 7);
  EXPECT_EQ(result.Int(0, 0), 1);
  EXPECT_TRUE(result.IsNull(0, 1));
  EXPECT_EQ(result.Text(0, 1), "");
  EXPECT_EQ(result.NullableText(0, 1), std::nullopt);
  EXPECT_TRUE(result.Bool(0, 2));
  EXPECT_EQ(result.Oid(0, 3), 4294967295u);
  EXPECT_EQ(result.BigInt(0, 4), -5);
  EXPECT_EQ(result.Char(0, 5), 'r');
  EXPECT_EQ(result.NullableText(0, 6), "");
  EXPECT_EQ(result.Char(0, 6), '\0');
  ASSERT_OK_AND_ASSIGN(const int column, result.Column("kind"));
  EXPECT_EQ(column, 5);
  EXPECT_THAT(result.Column("Kind"), StatusIs(absl::StatusCode::kInternal));
}

TEST_F(ConnectionQueryTest, AnEmptyResultHasNothing) {
  const Result result;
  EXPECT_EQ(result.row_count(), 0);
  EXPECT_EQ(result.column_count(), 0);
  EXPECT_EQ(result.CommandTag(), "");
}

TEST_F(ConnectionQueryTest, AFailureCarriesWhatTheServerSays) {
  const auto result = connection_->Query(
      "DO $$BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '23505', "
      "DETAIL = 'the detail', HINT = 'the hint'; END$$");
  ASSERT_THAT(result, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(SqlStateOf(result.status()), "23505");
  EXPECT_EQ(result.status().message(), "no");
  EXPECT_EQ(GetContext(result.status(), ContextKey::kDetail), "the detail");
  EXPECT_EQ(GetContext(result.status(), ContextKey::kHint), "the hint");
  EXPECT_THAT(GetContext(result.status(), ContextKey::kStatement).value_or(""),
              HasSubstr("RAISE EXCEPTION"));
  EXPECT_OK(connection_->Execute("SELECT 1"));
}

TEST_F(ConnectionQueryTest, SeveralStatementsAreOneTransaction) {
  EXPECT_THAT(connection_->Query("CREATE TEMP TABLE gone (a int); SELECT 1/0"),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(connection_->Query("SELECT * FROM gone"),
              StatusIs(absl::StatusCode::kNotFound));
  ASSERT_OK_AND_ASSIGN(const Result last,
                       connection_->Query("SELECT 1; SELECT 2, 3"));
  EXPECT_EQ(last.column_count(), 2);
}

TEST_F(ConnectionQueryTest, AZeroByteDoesNotCutAStatement) {
  EXPECT_THAT(connection_->Query(std::string("SELECT 1\0garbage", 16)),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(ConnectionQueryTest, ACopyIsRefusedAndTheConnectionStaysUsable) {
  EXPECT_THAT(connection_->Query("COPY (SELECT generate_series(1, 100000)) "
                                 "TO STDOUT"),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(connection_->Query("CREATE TEMP TABLE t (a int); "
                                 "COPY t FROM STDIN"),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_OK(connection_->Execute("SELECT 1"));
}

TEST_F(ConnectionQueryTest, TransactionStateIsKnown) {
  ASSERT_OK(connection_->Execute("BEGIN"));
  EXPECT_TRUE(connection_->in_transaction());
  EXPECT_FALSE(connection_->transaction_failed());
  EXPECT_FALSE(connection_->Execute("SELECT 1/0").ok());
  EXPECT_TRUE(connection_->in_transaction());
  EXPECT_TRUE(connection_->transaction_failed());
  ASSERT_OK(connection_->Execute("ROLLBACK"));
  EXPECT_FALSE(connection_->in_transaction());
}

TEST_F(ConnectionQueryTest, NoticesGoToTheHandlerOnly) {
  std::vector<std::string> notices;
  connection_->SetNoticeHandler(
      [&notices](const std::string& text) { notices.push_back(text); });
  ASSERT_OK(connection_->Execute("DO $$BEGIN RAISE WARNING 'careful'; END$$"));
  EXPECT_THAT(notices, ElementsAre("WARNING: careful"));
  connection_->SetNoticeHandler(nullptr);
  ASSERT_OK(connection_->Execute("DO $$BEGIN RAISE WARNING 'careful'; END$$"));
  EXPECT_EQ(notices.size(), 1u);
}

TEST_F(ConnectionQueryTest, BinaryQueriesReturnBytesAndTakeThem) {
  ASSERT_OK_AND_ASSIGN(
      const Result bytes,
      connection_->QueryBinary("SELECT '\\x00ff0a'::bytea, 258::int4, NULL"));
  EXPECT_EQ(bytes.Text(0, 0), absl::string_view("\0\xff\n", 3));
  EXPECT_EQ(bytes.Text(0, 1), absl::string_view("\0\0\1\2", 4));
  EXPECT_TRUE(bytes.IsNull(0, 2));

  const absl::string_view sent[] = {absl::string_view("a\0b", 3), ""};
  ASSERT_OK_AND_ASSIGN(
      const Result echo,
      connection_->QueryBinary("SELECT $1::bytea, $2::bytea", sent));
  EXPECT_EQ(echo.Text(0, 0), sent[0]);
  EXPECT_EQ(echo.Text(0, 1), "");
  EXPECT_FALSE(echo.IsNull(0, 1));
}

TEST_F(ConnectionQueryTest, LargeObjectsPassThroughBinaryQueries) {
  ASSERT_OK(
      connection_->Execute("BEGIN; SELECT pg_catalog.lo_create(4711); "
                           "SELECT pg_catalog.lo_open(4711, 131072)"));
  const std::string content("\0\1\2\xff", 4);
  const absl::string_view parameters[] = {content};
  ASSERT_OK(connection_->QueryBinary("SELECT pg_catalog.lowrite(0, $1::bytea)",
                                     parameters));
  ASSERT_OK_AND_ASSIGN(
      const Result read,
      connection_->QueryBinary("SELECT pg_catalog.lo_get(4711)"));
  EXPECT_EQ(read.Text(0, 0), content);
  ASSERT_OK(connection_->Execute("ROLLBACK"));
}

TEST_F(ConnectionQueryTest, AnotherThreadCanCancel) {
  const std::unique_ptr<Canceller> canceller = connection_->MakeCanceller();
  std::jthread other([&canceller] {
    std::this_thread::sleep_for(milliseconds(200));
    EXPECT_OK(canceller->Cancel());
  });
  const auto result = connection_->Query("SELECT pg_catalog.pg_sleep(60)");
  EXPECT_THAT(result, StatusIs(absl::StatusCode::kCancelled));
  EXPECT_EQ(SqlStateOf(result.status()), "57014");
  EXPECT_OK(connection_->Execute("SELECT 1"));
}

TEST_F(ConnectionQueryTest, ACancellerMayOutliveItsConnection) {
  const std::unique_ptr<Canceller> canceller = connection_->MakeCanceller();
  connection_.reset();
  EXPECT_OK(canceller->Cancel());
}

TEST_F(ConnectionQueryTest, AStopRequestCancelsAndKeepsLaterWorkBack) {
  std::stop_source stop;
  ASSERT_OK(connection_->SetStopToken(stop.get_token()));
  EXPECT_OK(connection_->Execute("SELECT 1"));
  std::jthread other([&stop] {
    std::this_thread::sleep_for(milliseconds(200));
    stop.request_stop();
  });
  EXPECT_THAT(connection_->Query("SELECT pg_catalog.pg_sleep(60)"),
              StatusIs(absl::StatusCode::kCancelled));
  EXPECT_THAT(connection_->Query("SELECT 1"),
              StatusIs(absl::StatusCode::kCancelled));
  ASSERT_OK(connection_->SetStopToken({}));
  EXPECT_OK(connection_->Execute("SELECT 1"));
}

TEST_F(ConnectionQueryTest, AKilledSessionIsUnavailableFromThenOn) {
  const auto admin = Connect();
  ASSERT_OK(
      admin->Execute(absl::StrCat("SELECT pg_catalog.pg_terminate_backend"
                                  "(",
                                  connection_->backend_pid(), ")")));
  EXPECT_THAT(connection_->Query("SELECT pg_catalog.pg_sleep(60)"),
              StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(connection_->Query("SELECT 1"),
              StatusIs(absl::StatusCode::kUnavailable));
  const std::vector<std::string> one = {"SELECT 1"};
  EXPECT_THAT(connection_->Pipeline(one),
              StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(connection_->CopyOut("COPY (SELECT 1) TO STDOUT"),
              StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(ConnectionQueryTest, APipelineReturnsEveryResultInOrder) {
  std::vector<std::string> statements;
  statements.reserve(500);
  for (int i = 0; i < 500; ++i) {
    statements.push_back(absl::StrCat("SELECT ", i));
  }
  ASSERT_OK_AND_ASSIGN(const std::vector<Result> results,
                       connection_->Pipeline(statements));
  ASSERT_EQ(results.size(), statements.size());
  for (int i = 0; i < 500; ++i) EXPECT_EQ(results[i].Int(0, 0), i);
}

TEST_F(ConnectionQueryTest, APipelineDoesNotJamOnLargeStatementsAndAnswers) {
  // More than the sockets hold, in both directions.
  const std::string filler(100000, 'x');
  const std::vector<std::string> statements(
      200, absl::StrCat("SELECT '", filler, "' AS x"));
  ASSERT_OK_AND_ASSIGN(const std::vector<Result> results,
                       connection_->Pipeline(statements));
  EXPECT_EQ(results.size(), 200u);
  EXPECT_EQ(results[199].Text(0, 0), filler);
}

TEST_F(ConnectionQueryTest, APipelineNamesItsFirstFailureAndUndoesAll) {
  ASSERT_OK(connection_->Execute("CREATE TEMP TABLE t (a int)"));
  std::vector<std::string> statements(100, "INSERT INTO t VALUES (1)");
  statements[50] = "SELECT 'here'::int";
  statements[60] = "SELECT 'there'::int";
  const auto results = connection_->Pipeline(statements);
  ASSERT_THAT(results, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(GetContext(results.status(), ContextKey::kStatement),
            "SELECT 'here'::int");
  ASSERT_OK_AND_ASSIGN(const Result count,
                       connection_->Query("SELECT count(*) FROM t"));
  EXPECT_EQ(count.Int(0, 0), 0);
}

TEST_F(ConnectionQueryTest, AnEmptyPipelineIsNothing) {
  ASSERT_OK_AND_ASSIGN(const std::vector<Result> results,
                       connection_->Pipeline({}));
  EXPECT_TRUE(results.empty());
  EXPECT_OK(connection_->Execute("SELECT 1"));
}

TEST_F(ConnectionQueryTest, ACopyInAPipelineEndsInAnErrorNotInAHang) {
  const std::vector<std::string> statements = {"COPY (SELECT 1) TO STDOUT"};
  EXPECT_FALSE(connection_->Pipeline(statements).ok());
}

TEST_F(ConnectionQueryTest, AStopRequestEndsAPipeline) {
  std::stop_source stop;
  ASSERT_OK(connection_->SetStopToken(stop.get_token()));
  std::jthread other([&stop] {
    std::this_thread::sleep_for(milliseconds(200));
    stop.request_stop();
  });
  const std::vector<std::string> statements = {
      "SELECT 1", "SELECT pg_catalog.pg_sleep(60)", "SELECT 2"};
  EXPECT_THAT(connection_->Pipeline(statements),
              StatusIs(absl::StatusCode::kCancelled));
  ASSERT_OK(connection_->SetStopToken({}));
  EXPECT_OK(connection_->Execute("SELECT 1"));
}

TEST_F(ConnectionQueryTest, LiteralsForQueriesAreReadBackWhateverTheSetting) {
  for (const char* setting : {"on", "off"}) {
    ASSERT_OK(connection_->Execute(
        absl::StrCat("SET standard_conforming_strings = ", setting)));
    for (const std::string text : {"plain", "it's", "a\\b", "\\'", "'\\\\\n"}) {
      ASSERT_OK_AND_ASSIGN(
          const Result echo,
          connection_->Query("SELECT" + QuoteLiteralForQuery(text) +
                             "::pg_catalog.text"));
      EXPECT_EQ(echo.Text(0, 0), text) << setting;
    }
  }
}

TEST_F(ConnectionQueryTest, LiteralsForArchivesFollowTheSetting) {
  ASSERT_OK(
      connection_->Execute("SET standard_conforming_strings = off; "
                           "SET escape_string_warning = off"));
  ASSERT_OK_AND_ASSIGN(
      const Result echo,
      connection_->Query("SELECT " +
                         QuoteLiteral("a\\'b", {.standard_strings = false})));
  EXPECT_EQ(echo.Text(0, 0), "a\\'b");
}

TEST_F(ConnectionQueryTest, LiteralsInShiftJisKeepTheirTrailBytes) {
  ASSERT_OK(connection_->Execute("SET client_encoding = 'SJIS'"));
  const std::string text = "\x95\x5c\\x";  // U+8868, a backslash, x
  ASSERT_OK_AND_ASSIGN(
      const Result echo,
      connection_->Query("SELECT" +
                         QuoteLiteralForQuery(text, ClientEncoding::kSjis)));
  EXPECT_EQ(echo.Text(0, 0), text);
}

TEST_F(ConnectionQueryTest, TheKeywordTableIsTheServers) {
  const int release = connection_->server_release();
  ASSERT_OK_AND_ASSIGN(const Result words,
                       connection_->Query("SELECT word, catcode <> 'U' "
                                          "FROM pg_catalog.pg_get_keywords()"));
  int quoted = 0;
  for (int row = 0; row < words.row_count(); ++row) {
    quoted += words.Bool(row, 1) ? 1 : 0;
    EXPECT_EQ(IsQuotedKeyword(words.Text(row, 0), release), words.Bool(row, 1))
        << words.Text(row, 0);
  }
  int listed = 0;
  for (const SqlKeyword& row : SqlKeywords()) {
    listed += row.first_release <= release ? 1 : 0;
  }
  EXPECT_EQ(quoted, listed);
}

}  // namespace
}  // namespace pgark
