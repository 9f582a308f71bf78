// Logging in at a real server, and all the ways in which that can fail.

#include <sys/stat.h>

#include <chrono>
#include <cstdlib>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "gmock/gmock.h"
#include "protocol/connection.h"
#include "protocol/sqlstate.h"
#include "tests/support/server_test.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// A variable for the time of one test.
class ScopedVariable {
 public:
  ScopedVariable(const char* name, const std::string& value) : name_(name) {
    setenv(name, value.c_str(), 1);
  }
  ~ScopedVariable() { unsetenv(name_); }
  ScopedVariable(const ScopedVariable&) = delete;
  ScopedVariable& operator=(const ScopedVariable&) = delete;

 private:
  const char* const name_;
};

class ConnectionOpenTest : public ServerTest {
 protected:
  ConnectionOptions AsScram() {
    ConnectionOptions options = server().ConnectTo();
    options.user = "scram";
    return options;
  }
};

TEST_F(ConnectionOpenTest, AConnectionKnowsWhereItIs) {
  const auto connection = Connect("template1");
  ASSERT_NE(connection, nullptr);
  EXPECT_GE(connection->server_release(), 13);
  EXPECT_THAT(connection->server_version_text(),
              HasSubstr(absl::StrCat(connection->server_release())));
  EXPECT_EQ(connection->database(), "template1");
  EXPECT_EQ(connection->user(), "postgres");
  EXPECT_EQ(connection->host(), server().socket_directory());
  EXPECT_EQ(connection->port(), server().port());
  EXPECT_GT(connection->backend_pid(), 0);
  EXPECT_EQ(connection->Parameter("client_encoding"), "UTF8");
  EXPECT_EQ(connection->Parameter("no_such_parameter"), "");
  EXPECT_FALSE(connection->in_transaction());
}

TEST_F(ConnectionOpenTest, TheSearchPathIsEmptyWhateverRoleAndFunctionsSay) {
  const auto admin = Connect();
  ASSERT_NE(admin, nullptr);
  ASSERT_OK(admin->Execute(
      "CREATE ROLE poisoned LOGIN; CREATE SCHEMA poison;"
      "GRANT USAGE ON SCHEMA poison TO poisoned;"
      "CREATE FUNCTION poison.pg_backend_pid() RETURNS int LANGUAGE sql "
      "AS 'SELECT 1';"
      "CREATE FUNCTION poison.set_config(text, text, boolean) RETURNS text "
      "LANGUAGE sql AS 'SELECT $1';"
      "CREATE FUNCTION poison.wrong(int, int) RETURNS boolean LANGUAGE sql "
      "AS 'SELECT false';"
      "CREATE OPERATOR poison.= (LEFTARG = int, RIGHTARG = int, "
      "FUNCTION = poison.wrong);"
      "ALTER ROLE poisoned SET search_path = poison, pg_catalog"));
  ConnectionOptions options = server().ConnectTo();
  options.user = "poisoned";
  ASSERT_OK_AND_ASSIGN(const auto connection, Connection::Open(options));
  ASSERT_OK_AND_ASSIGN(
      const Result path,
      connection->Query("SELECT pg_catalog.current_setting('search_path')"));
  EXPECT_EQ(path.Text(0, 0), "");
  ASSERT_OK_AND_ASSIGN(const Result right, connection->Query("SELECT 1 = 1"));
  EXPECT_TRUE(right.Bool(0, 0));
}

TEST_F(ConnectionOpenTest, AWrongPasswordIsUnauthenticated) {
  ConnectionOptions options = AsScram();
  options.password = "geheim";
  const auto connection = Connection::Open(options);
  ASSERT_THAT(connection, StatusIs(absl::StatusCode::kUnauthenticated));
  EXPECT_EQ(SqlStateOf(connection.status()), "28P01");
  EXPECT_THAT(FormatStatus(connection.status()), HasSubstr("scram"));
  EXPECT_THAT(FormatStatus(connection.status()), Not(HasSubstr("geheim")));
}

TEST_F(ConnectionOpenTest, AMissingPasswordComesWithAHint) {
  const auto connection = Connection::Open(AsScram());
  ASSERT_THAT(connection, StatusIs(absl::StatusCode::kUnauthenticated));
  EXPECT_TRUE(GetContext(connection.status(), ContextKey::kHint).has_value());
}

TEST_F(ConnectionOpenTest, APersonIsAskedOnlyWhenThePasswordIsNeeded) {
  int questions = 0;
  const auto ask = [&questions](const std::string&) {
    ++questions;
    return std::optional<std::string>("secret word");
  };
  ConnectionOptions options = server().ConnectTo();
  options.ask_password = ask;
  EXPECT_OK(Connection::Open(options));
  EXPECT_EQ(questions, 0);
  options = AsScram();
  options.ask_password = ask;
  EXPECT_OK(Connection::Open(options));
  EXPECT_EQ(questions, 1);
  options.prompt = PasswordPrompt::kNever;
  EXPECT_THAT(Connection::Open(options),
              StatusIs(absl::StatusCode::kUnauthenticated));
  EXPECT_EQ(questions, 1);
  options = server().ConnectTo();
  options.ask_password = ask;
  options.prompt = PasswordPrompt::kAlways;
  EXPECT_OK(Connection::Open(options));
  EXPECT_EQ(questions, 2);
}

TEST_F(ConnectionOpenTest, AWrongAnswerIsNotAskedForAgain) {
  int questions = 0;
  ConnectionOptions options = AsScram();
  options.ask_password = [&questions](const std::string&) {
    ++questions;
    return std::optional<std::string>("wrong");
  };
  EXPECT_THAT(Connection::Open(options),
              StatusIs(absl::StatusCode::kUnauthenticated));
  EXPECT_EQ(questions, 1);
}

TEST_F(ConnectionOpenTest, WorkersNeedNoSecondAnswer) {
  ConnectionOptions options = AsScram();
  options.ask_password = [](const std::string&) {
    return std::optional<std::string>("secret word");
  };
  ASSERT_OK_AND_ASSIGN(const auto leader, Connection::Open(options));
  ConnectionOptions for_workers = leader->OptionsForWorkers();
  EXPECT_THAT(for_workers.database.value_or(""), Not(HasSubstr("secret")));
  for_workers.ask_password = nullptr;
  ASSERT_OK_AND_ASSIGN(const auto worker, Connection::Open(for_workers));
  EXPECT_EQ(worker->user(), "scram");
  EXPECT_EQ(worker->host(), leader->host());
}

TEST_F(ConnectionOpenTest, WorkersGoToTheHostThatAnsweredTheLeader) {
  ConnectionOptions options;
  const std::string closed = FreePort();
  options.database = absl::StrCat(
      "host=127.0.0.1,", server().socket_directory(), " port=", closed, ",",
      server().port(), " user=postgres dbname=postgres");
  ASSERT_OK_AND_ASSIGN(const auto leader, Connection::Open(options));
  EXPECT_EQ(leader->host(), server().socket_directory());
  ASSERT_OK_AND_ASSIGN(const auto worker,
                       Connection::Open(leader->OptionsForWorkers()));
  EXPECT_THAT(leader->OptionsForWorkers().database.value_or(""),
              Not(HasSubstr(closed)));
}

TEST_F(ConnectionOpenTest, AMissingDatabaseIsNotFound) {
  const auto connection = Connection::Open(server().ConnectTo("nowhere"));
  ASSERT_THAT(connection, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(SqlStateOf(connection.status()), "3D000");
  EXPECT_THAT(std::string(connection.status().message()), HasSubstr("nowhere"));
}

TEST_F(ConnectionOpenTest, AMissingRoleIsUnauthenticated) {
  ConnectionOptions options = server().ConnectTo();
  options.user = "nobody_at_all";
  EXPECT_THAT(Connection::Open(options),
              StatusIs(absl::StatusCode::kUnauthenticated));
}

TEST_F(ConnectionOpenTest, ADatabaseThatMayNotBeEnteredIsPermissionDenied) {
  CreateDatabase("closed_db");
  const auto admin = Connect();
  ASSERT_OK(
      admin->Execute("REVOKE CONNECT ON DATABASE closed_db FROM PUBLIC; "
                     "CREATE ROLE outside LOGIN"));
  ConnectionOptions options = server().ConnectTo("closed_db");
  options.user = "outside";
  EXPECT_THAT(Connection::Open(options),
              StatusIs(absl::StatusCode::kPermissionDenied));
}

TEST_F(ConnectionOpenTest, EverySpellingOfTheTargetLeadsThere) {
  const std::string place =
      absl::StrCat("127.0.0.1:", server().port(), "/template1");
  const std::string targets[] = {
      absl::StrCat("host=127.0.0.1 port=", server().port(),
                   " dbname=template1 user=postgres"),
      absl::StrCat("postgresql://postgres@", place),
      absl::StrCat("postgres+psycopg2://postgres@", place, "?schema=public"),
      absl::StrCat("postgis://postgres@", place, "?connection_limit=3"),
      absl::StrCat("postgresql:///template1?user=postgres&host=",
                   server().socket_directory(), "&port=", server().port()),
  };
  for (const std::string& target : targets) {
    ConnectionOptions options;
    options.database = target;
    ASSERT_OK_AND_ASSIGN(const auto connection, Connection::Open(options));
    EXPECT_EQ(connection->database(), "template1") << target;
  }
}

TEST_F(ConnectionOpenTest, TheConnectionStringCountsMoreThanTheOptions) {
  ConnectionOptions options = server().ConnectTo();
  options.database = "dbname=template1 user=postgres";
  options.user = "somebody_else";
  ASSERT_OK_AND_ASSIGN(const auto connection, Connection::Open(options));
  EXPECT_EQ(connection->user(), "postgres");
}

TEST_F(ConnectionOpenTest, EnvironmentAndServiceFileAreRead) {
  const TemporaryDirectory directory;
  WriteFile(directory.File("services"),
            absl::StrCat("[here]\nhost=", server().socket_directory(),
                         "\nport=", server().port(), "\ndbname=template1\n"));
  const ScopedVariable file("PGSERVICEFILE", directory.File("services"));
  const ScopedVariable user("PGUSER", "postgres");
  ConnectionOptions options;
  options.database = "service=here";
  ASSERT_OK_AND_ASSIGN(const auto connection, Connection::Open(options));
  EXPECT_EQ(connection->database(), "template1");
  EXPECT_EQ(connection->user(), "postgres");
  EXPECT_OK(Connection::Open(connection->OptionsForWorkers()));
  options.database = "service=elsewhere";
  EXPECT_THAT(Connection::Open(options),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(ConnectionOpenTest, ThePasswordFileIsRead) {
  const TemporaryDirectory directory;
  WriteFile(directory.File("pgpass"), "*:*:*:scram:secret word\n");
  ASSERT_EQ(chmod(directory.File("pgpass").c_str(), 0600), 0);
  const ScopedVariable file("PGPASSFILE", directory.File("pgpass"));
  EXPECT_OK(Connection::Open(AsScram()));
}

TEST_F(ConnectionOpenTest, TheApplicationNameIsAFallbackOnly) {
  ConnectionOptions options = server().ConnectTo();
  options.application_name = "pgark dump";
  ASSERT_OK_AND_ASSIGN(const auto ours, Connection::Open(options));
  EXPECT_EQ(ours->Parameter("application_name"), "pgark dump");
  const ScopedVariable name("PGAPPNAME", "nightly");
  ASSERT_OK_AND_ASSIGN(const auto theirs, Connection::Open(options));
  EXPECT_EQ(theirs->Parameter("application_name"), "nightly");
}

TEST_F(ConnectionOpenTest, AnEncodingFromTheEnvironmentIsTaken) {
  const ScopedVariable encoding("PGCLIENTENCODING", "LATIN1");
  const auto connection = Connect();
  ASSERT_NE(connection, nullptr);
  EXPECT_EQ(connection->Parameter("client_encoding"), "LATIN1");
}

TEST_F(ConnectionOpenTest, ASqlAsciiDatabaseKeepsItsBytes) {
  CreateDatabase("ascii_db", "ENCODING 'SQL_ASCII'");
  const auto connection = Connect("ascii_db");
  ASSERT_NE(connection, nullptr);
  EXPECT_EQ(connection->Parameter("client_encoding"), "SQL_ASCII");
  ASSERT_OK_AND_ASSIGN(const Result result,
                       connection->Query("SELECT '\xff\xfe'::text"));
  EXPECT_EQ(result.Text(0, 0), "\xff\xfe");
}

TEST_F(ConnectionOpenTest, AServerThatIsStartedLaterIsWaitedFor) {
  PostgresServer late;
  late.Kill();
  ConnectionOptions options = late.ConnectTo();
  EXPECT_THAT(Connection::Open(options),
              StatusIs(absl::StatusCode::kUnavailable));
  options.wait_for_server = std::chrono::seconds(60);
  std::jthread waiter([&options] { EXPECT_OK(Connection::Open(options)); });
  std::this_thread::sleep_for(milliseconds(300));
  late.Start();
}

TEST_F(ConnectionOpenTest, WaitingDoesNotRepeatALastingFailure) {
  ConnectionOptions options = server().ConnectTo("nowhere");
  options.wait_for_server = std::chrono::hours(1);
  EXPECT_THAT(Connection::Open(options), StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace pgark
