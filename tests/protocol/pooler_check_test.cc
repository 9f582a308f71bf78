#include "protocol/pooler_check.h"

#include <sys/stat.h>
#include <sys/wait.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <string>

#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "gmock/gmock.h"
#include "tests/support/server_test.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

constexpr char kPgBouncer[] = "/usr/sbin/pgbouncer";

class PoolerCheckTest : public ServerTest {
 protected:
  void SetUp() override {
    ServerTest::SetUp();
    if (IsSkipped()) return;
    if (!std::filesystem::exists(kPgBouncer)) {
      GTEST_SKIP() << "PgBouncer is not installed";
    }
  }

  void TearDown() override {
    if (pooler_ <= 0) return;
    kill(pooler_, SIGKILL);
    waitpid(pooler_, nullptr, 0);
  }

  // Returns what to connect to.
  ConnectionOptions StartPooler(const std::string& mode, int pool_size) {
    const std::string port = FreePort();
    WriteFile(
        server().File("pgbouncer.ini"),
        absl::StrCat("[databases]\n* = host=", server().socket_directory(),
                     " port=", server().port(),
                     " user=postgres\n[pgbouncer]\nlisten_addr = "
                     "127.0.0.1\nlisten_port = ",
                     port, "\nunix_socket_dir =\nauth_type = any\n",
                     "pool_mode = ", mode, "\ndefault_pool_size = ", pool_size,
                     "\n"));
    chmod(server().File("pgbouncer.ini").c_str(), 0644);
    pooler_ = StartUnprivileged({kPgBouncer, server().File("pgbouncer.ini")},
                                server().File("pgbouncer.log"));
    ConnectionOptions options;
    options.database = "postgres";
    options.host = "127.0.0.1";
    options.port = port;
    options.user = "postgres";
    options.wait_for_server = std::chrono::seconds(20);
    return options;
  }

  pid_t pooler_ = -1;
};

TEST_F(PoolerCheckTest, ADirectConnectionPasses) {
  const auto connection = Connect();
  ASSERT_NE(connection, nullptr);
  EXPECT_OK(CheckDirectConnection(*connection));
}

TEST_F(PoolerCheckTest, ATransactionPoolerIsRefusedWithAdvice) {
  for (const int pool_size : {1, 5}) {
    const auto connection =
        Connection::Open(StartPooler("transaction", pool_size));
    ASSERT_THAT(connection, StatusIs(absl::StatusCode::kFailedPrecondition));
    EXPECT_TRUE(GetContext(connection.status(), ContextKey::kHint).has_value());
    TearDown();
  }
}

TEST_F(PoolerCheckTest, AStatementPoolerIsRefused) {
  EXPECT_THAT(Connection::Open(StartPooler("statement", 5)),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_F(PoolerCheckTest, ASessionPoolerPasses) {
  ASSERT_OK_AND_ASSIGN(const auto connection,
                       Connection::Open(StartPooler("session", 5)));
  ASSERT_OK_AND_ASSIGN(
      const Result path,
      connection->Query("SELECT pg_catalog.current_setting('search_path')"));
  EXPECT_EQ(path.Text(0, 0), "");
}

TEST_F(PoolerCheckTest, ASessionPoolerWithNoRoomForTwoPasses) {
  EXPECT_OK(Connection::Open(StartPooler("session", 1)));
}

TEST_F(PoolerCheckTest, AnothersSearchPathIsLeftAlone) {
  const ConnectionOptions options = StartPooler("transaction", 1);
  EXPECT_FALSE(Connection::Open(options).ok());
  // The pooled session itself, asked past the pooler.
  const auto admin = Connect();
  ASSERT_OK_AND_ASSIGN(
      const Result sessions,
      admin->Query("SELECT count(*) FROM pg_catalog.pg_stat_activity WHERE "
                   "query LIKE '%set_config%false)' AND pid <> "
                   "pg_catalog.pg_backend_pid()"));
  EXPECT_EQ(sessions.Int(0, 0), 0);
}

}  // namespace
}  // namespace pgark
