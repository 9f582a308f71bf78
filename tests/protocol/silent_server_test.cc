// Logins that need no PostgreSQL: nobody there, or somebody who says nothing.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "protocol/connection.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;
using Clock = std::chrono::steady_clock;

// Accepts connections (the system does, in its backlog) and stays silent.
class SilentServer {
 public:
  SilentServer() : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof(address);
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    EXPECT_EQ(bind(socket_, generic, length), 0);
    EXPECT_EQ(getsockname(socket_, generic, &length), 0);
    port_ = absl::StrCat(ntohs(address.sin_port));
  }
  ~SilentServer() { close(socket_); }
  SilentServer(const SilentServer&) = delete;
  SilentServer& operator=(const SilentServer&) = delete;

  // Before that, connections are refused.
  void Listen() { EXPECT_EQ(listen(socket_, 8), 0); }
  const std::string& port() const { return port_; }

 private:
  const int socket_;
  std::string port_;
};

ConnectionOptions To(const SilentServer& server, milliseconds timeout) {
  ConnectionOptions options;
  options.database = "app";
  options.host = "127.0.0.1";
  options.port = server.port();
  options.user = "bob";
  options.password = "geheim";
  options.attempt_timeout = timeout;
  return options;
}

milliseconds Since(Clock::time_point begin) {
  return std::chrono::duration_cast<milliseconds>(Clock::now() - begin);
}

TEST(SilentServerTest, AnAttemptEndsAfterItsBoundAndNamesThePlace) {
  SilentServer server;
  server.Listen();
  const Clock::time_point begin = Clock::now();
  const auto connection = Connection::Open(To(server, milliseconds(200)));
  ASSERT_THAT(connection, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_LT(Since(begin), milliseconds(3000));
  const std::string message(connection.status().message());
  for (const std::string& part : {std::string("127.0.0.1"), server.port(),
                                  std::string("app"), std::string("bob")}) {
    EXPECT_THAT(message, HasSubstr(part));
  }
  EXPECT_THAT(message, testing::Not(HasSubstr("geheim")));
}

TEST(SilentServerTest, AConnectTimeoutOfTheUserCountsMoreThanOurs) {
  SilentServer server;
  server.Listen();
  ConnectionOptions options = To(server, milliseconds(60000));
  options.database = "dbname=app connect_timeout=1";
  const Clock::time_point begin = Clock::now();
  EXPECT_THAT(Connection::Open(options),
              StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_GE(Since(begin), milliseconds(900));
  EXPECT_LT(Since(begin), milliseconds(8000));
}

TEST(SilentServerTest, AfterASilentHostTheNextOneIsTried) {
  SilentServer silent;
  silent.Listen();
  SilentServer refusing;
  ConnectionOptions options = To(silent, milliseconds(200));
  options.host = "127.0.0.1,127.0.0.1";
  options.port = absl::StrCat(silent.port(), ",", refusing.port());
  const auto connection = Connection::Open(options);
  ASSERT_THAT(connection, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(std::string(connection.status().message()),
              HasSubstr(refusing.port()));
}

TEST(SilentServerTest, ARefusedPortFailsAtOnce) {
  SilentServer server;  // does not listen
  const Clock::time_point begin = Clock::now();
  EXPECT_THAT(Connection::Open(To(server, milliseconds(10000))),
              StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_LT(Since(begin), milliseconds(3000));
}

TEST(SilentServerTest, ARefusedPortIsTriedAgainAsLongAsAsked) {
  SilentServer server;
  ConnectionOptions options = To(server, milliseconds(100));
  options.wait_for_server = milliseconds(700);
  const Clock::time_point begin = Clock::now();
  EXPECT_THAT(Connection::Open(options),
              StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_GE(Since(begin), milliseconds(300));
  EXPECT_LT(Since(begin), milliseconds(4000));
}

TEST(SilentServerTest, AStopRequestEndsAnAttempt) {
  SilentServer server;
  server.Listen();
  std::stop_source stop;
  std::jthread stopper([&stop] {
    std::this_thread::sleep_for(milliseconds(100));
    stop.request_stop();
  });
  const Clock::time_point begin = Clock::now();
  EXPECT_THAT(
      Connection::Open(To(server, milliseconds(60000)), stop.get_token()),
      StatusIs(absl::StatusCode::kCancelled));
  EXPECT_LT(Since(begin), milliseconds(5000));
}

TEST(SilentServerTest, AStopRequestEndsTheWaitForAServer) {
  SilentServer server;
  ConnectionOptions options = To(server, milliseconds(100));
  options.wait_for_server = std::chrono::hours(1);
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THAT(Connection::Open(options, stop.get_token()),
              StatusIs(absl::StatusCode::kCancelled));
}

TEST(SilentServerTest, OptionsThatMakeNoSenseAreRefused) {
  SilentServer server;
  ConnectionOptions options = To(server, milliseconds(100));
  options.port = "many";
  EXPECT_THAT(Connection::Open(options),
              StatusIs(absl::StatusCode::kInvalidArgument));
  options = To(server, milliseconds(100));
  options.database = "dbname=app sslmode=perhaps";
  EXPECT_THAT(Connection::Open(options),
              StatusIs(absl::StatusCode::kInvalidArgument));
  options.database = "mysql://h/app";
  EXPECT_THAT(Connection::Open(options),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(SilentServerTest, TheUserHearsWhatAUrlLost) {
  SilentServer server;
  ConnectionOptions options;
  options.database =
      absl::StrCat("postgresql+asyncpg://bob:geheim@127.0.0.1:", server.port(),
                   "/app?schema=web&pool_size=7");
  std::string note;
  options.on_note = [&note](const std::string& text) { note = text; };
  EXPECT_THAT(Connection::Open(options),
              StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(note, HasSubstr("schema, pool_size"));
  EXPECT_THAT(note, testing::Not(HasSubstr("geheim")));
}

}  // namespace
}  // namespace pgark
