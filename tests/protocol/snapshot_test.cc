#include "protocol/snapshot.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "protocol/session.h"
#include "protocol/sqlstate.h"
#include "tests/support/server_test.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

using testing::HasSubstr;
using testing::Not;

class SnapshotTest : public ServerTest {};
class SessionTest : public ServerTest {
 protected:
  std::string Show(Connection& connection, const std::string& name) {
    auto result = connection.Query(
        absl::StrCat("SELECT pg_catalog.current_setting('", name, "')"));
    EXPECT_OK(result);
    return result.ok() ? std::string(result->Text(0, 0)) : "";
  }
  std::string Plan(Connection& connection, const std::string& query) {
    auto result = connection.Query("EXPLAIN (COSTS off) " + query);
    EXPECT_OK(result);
    std::string text;
    for (int i = 0; result.ok() && i < result->row_count(); ++i) {
      absl::StrAppend(&text, result->Text(i, 0), "\n");
    }
    return text;
  }
};

TEST_F(SnapshotTest, WorkersSeeWhatTheLeaderSees) {
  const auto leader = Connect();
  const auto worker = Connect();
  const auto writer = Connect();
  ASSERT_OK(writer->Execute("CREATE TABLE public.seen AS SELECT 1 AS a"));
  ASSERT_OK_AND_ASSIGN(const auto snapshot,
                       Snapshot::Begin(*leader, {.export_id = true}));
  ASSERT_OK(writer->Execute("INSERT INTO public.seen VALUES (2)"));
  ASSERT_OK(JoinSnapshot(*worker, snapshot->id()));
  for (Connection* connection : {leader.get(), worker.get()}) {
    ASSERT_OK_AND_ASSIGN(const Result count,
                         connection->Query("SELECT count(*) FROM public.seen"));
    EXPECT_EQ(count.Int(0, 0), 1);
    EXPECT_EQ(SqlStateOf(connection->Execute("DELETE FROM public.seen")),
              "25006");
    ASSERT_OK(connection->Execute("ROLLBACK"));
  }
}

TEST_F(SnapshotTest, NobodyJoinsOnceItHasEnded) {
  const auto leader = Connect();
  const auto worker = Connect();
  ASSERT_OK_AND_ASSIGN(auto snapshot,
                       Snapshot::Begin(*leader, {.export_id = true}));
  const std::string id = snapshot->id();
  ASSERT_OK(snapshot->End());
  EXPECT_FALSE(JoinSnapshot(*worker, id).ok());
  // Nothing is left of the attempt.
  EXPECT_FALSE(worker->in_transaction());
  EXPECT_FALSE(JoinSnapshot(*worker, "no'snapshot").ok());
  EXPECT_FALSE(worker->in_transaction());
}

TEST_F(SnapshotTest, DestroyingItEndsTheTransaction) {
  const auto leader = Connect();
  {
    ASSERT_OK_AND_ASSIGN(const auto snapshot, Snapshot::Begin(*leader, {}));
    EXPECT_EQ(snapshot->id(), "");
    EXPECT_TRUE(leader->in_transaction());
  }
  EXPECT_FALSE(leader->in_transaction());
}

TEST_F(SnapshotTest, AGivenSnapshotCanBePassedOn) {
  const auto owner = Connect();
  const auto leader = Connect();
  const auto worker = Connect();
  ASSERT_OK_AND_ASSIGN(auto given,
                       Snapshot::Begin(*owner, {.export_id = true}));
  ASSERT_OK_AND_ASSIGN(
      const auto ours,
      Snapshot::Begin(*leader, {.import_id = given->id(), .export_id = true}));
  ASSERT_OK(given->End());
  EXPECT_OK(JoinSnapshot(*worker, ours->id()));
}

TEST_F(SnapshotTest, SerializableDeferrableIsWhatItSays) {
  const auto leader = Connect();
  ASSERT_OK_AND_ASSIGN(
      const auto snapshot,
      Snapshot::Begin(*leader, {.serializable_deferrable = true}));
  ASSERT_OK_AND_ASSIGN(
      const Result level,
      leader->Query("SELECT current_setting('transaction_isolation'), "
                    "current_setting('transaction_deferrable')"));
  EXPECT_EQ(level.Text(0, 0), "serializable");
  EXPECT_EQ(level.Text(0, 1), "on");
  EXPECT_THAT(Snapshot::Begin(
                  *leader, {.serializable_deferrable = true, .import_id = "x"}),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(SessionTest, SettingsOfRoleAndDatabaseDoNotMatter) {
  const auto admin = Connect();
  ASSERT_OK(
      admin->Execute("CREATE ROLE odd LOGIN SUPERUSER; CREATE ROLE reader;"
                     "ALTER ROLE odd SET DateStyle = 'German';"
                     "ALTER ROLE odd SET IntervalStyle = 'sql_standard';"
                     "ALTER ROLE odd SET extra_float_digits = 0;"
                     "ALTER ROLE odd SET statement_timeout = '1h';"
                     "ALTER ROLE odd SET synchronize_seqscans = on;"
                     "ALTER ROLE odd SET row_security = on"));
  ConnectionOptions options = server().ConnectTo();
  options.user = "odd";
  ASSERT_OK_AND_ASSIGN(const auto connection, Connection::Open(options));
  ASSERT_OK(SetUpDumpSession(
      *connection,
      {.encoding = "LATIN1", .role = "reader", .quote_all_identifiers = true}));
  EXPECT_THAT(Show(*connection, "DateStyle"), HasSubstr("ISO"));
  EXPECT_EQ(Show(*connection, "IntervalStyle"), "postgres");
  EXPECT_EQ(Show(*connection, "extra_float_digits"), "3");
  EXPECT_EQ(Show(*connection, "statement_timeout"), "0");
  EXPECT_EQ(Show(*connection, "synchronize_seqscans"), "off");
  EXPECT_EQ(Show(*connection, "row_security"), "off");
  EXPECT_EQ(Show(*connection, "quote_all_identifiers"), "on");
  EXPECT_EQ(Show(*connection, "search_path"), "");
  EXPECT_EQ(Show(*connection, "role"), "reader");
  EXPECT_EQ(connection->Parameter("client_encoding"), "LATIN1");
}

TEST_F(SessionTest, WhatCannotBeSetIsRefused) {
  const auto connection = Connect();
  EXPECT_THAT(SetUpDumpSession(*connection, {.encoding = "EBCDIC"}),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(SetUpDumpSession(*connection, {.extra_float_digits = 4}),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_FALSE(SetUpDumpSession(*connection, {.role = "nobody"}).ok());
}

TEST_F(SessionTest, OfARoleOnlyItsMembersMayTakeIt) {
  const auto admin = Connect();
  ASSERT_OK(admin->Execute("CREATE ROLE plain LOGIN; CREATE ROLE other"));
  ConnectionOptions options = server().ConnectTo();
  options.user = "plain";
  ASSERT_OK_AND_ASSIGN(const auto connection, Connection::Open(options));
  EXPECT_THAT(SetUpDumpSession(*connection, {.role = "other"}),
              StatusIs(absl::StatusCode::kPermissionDenied));
}

TEST_F(SessionTest, APieceIsReadByItsRangeWhateverTheRolePrefers) {
  const auto admin = Connect();
  if (admin->server_release() < 14) GTEST_SKIP() << "no range scan before 14";
  const bool old_name = admin->server_release() < 16;
  ASSERT_OK(admin->Execute(absl::StrCat(
      "CREATE TABLE public.pieces AS SELECT i AS a, repeat('x', 100) AS b "
      "FROM generate_series(1, 20000) i; CREATE ROLE stubborn LOGIN SUPERUSER;"
      "ALTER ROLE stubborn SET enable_tidscan = off;"
      "ALTER ROLE stubborn SET random_page_cost = 1000000;"
      "ALTER ROLE stubborn SET seq_page_cost = 0;"
      "ALTER ROLE stubborn SET parallel_setup_cost = 0;"
      "ALTER ROLE stubborn SET parallel_tuple_cost = 0;"
      "ALTER ROLE stubborn SET min_parallel_table_scan_size = 0;"
      "ALTER ROLE stubborn SET max_parallel_workers_per_gather = 8;"
      "ALTER ROLE stubborn SET ",
      old_name ? "force_parallel_mode" : "debug_parallel_query", " = on")));
  ConnectionOptions options = server().ConnectTo();
  options.user = "stubborn";
  ASSERT_OK_AND_ASSIGN(const auto connection, Connection::Open(options));
  const std::string piece =
      "SELECT a, b FROM ONLY public.pieces WHERE ctid >= '(0,0)'";
  EXPECT_THAT(Plan(*connection, piece), HasSubstr("Seq Scan"));
  ASSERT_OK(SetUpDumpSession(*connection, {}));
  ASSERT_OK(SetUpDataReading(*connection));
  for (const char* state : {"unanalysed", "analysed"}) {
    for (const char* end : {"", " AND ctid < '(256,0)'"}) {
      const std::string plan = Plan(*connection, piece + end);
      EXPECT_THAT(plan, HasSubstr("Tid Range Scan")) << state;
      EXPECT_THAT(plan, Not(HasSubstr("Gather"))) << state;
      EXPECT_THAT(plan, Not(HasSubstr("Seq Scan"))) << state;
    }
    ASSERT_OK(connection->Execute("ANALYZE public.pieces"));
  }
}

}  // namespace
}  // namespace pgark
