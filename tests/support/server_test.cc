#include "tests/support/server_test.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

// Owned by the environment below, which GoogleTest destroys at the end.
std::unique_ptr<PostgresServer>& SharedServer() {
  static std::unique_ptr<PostgresServer> server;
  return server;
}

class ServerEnvironment : public testing::Environment {
 public:
  void SetUp() override { ClearLibpqEnvironment(); }
  void TearDown() override { SharedServer().reset(); }
};

const testing::Environment* const kEnvironment =
    testing::AddGlobalTestEnvironment(new ServerEnvironment);

std::unique_ptr<PostgresServer> StartShared() {
  PostgresServer::Options options;
  options.access_rules = {"local all scram scram-sha-256",
                          "host all scram 127.0.0.1/32 scram-sha-256"};
  auto server = std::make_unique<PostgresServer>(options);
  auto connection = Connection::Open(server->ConnectTo());
  if (!connection.ok()) {
    ADD_FAILURE() << FormatStatus(connection.status());
    return server;
  }
  EXPECT_OK((*connection)
                ->Execute("SET password_encryption = 'scram-sha-256'; "
                          "CREATE ROLE scram LOGIN PASSWORD 'secret word'"));
  return server;
}

}  // namespace

void ServerTest::SetUp() {
  ASSERT_NE(kEnvironment, nullptr);
  if (PostgresServer::ProgramDirectory().empty()) {
    GTEST_SKIP() << "no PostgreSQL server is installed";
  }
  if (SharedServer() == nullptr) SharedServer() = StartShared();
}

PostgresServer& ServerTest::server() { return *SharedServer(); }

std::unique_ptr<Connection> ServerTest::Connect(const std::string& database) {
  auto connection = Connection::Open(server().ConnectTo(database));
  EXPECT_OK(connection);
  return connection.ok() ? *std::move(connection) : nullptr;
}

void ServerTest::CreateDatabase(const std::string& name,
                                const std::string& more) {
  const std::unique_ptr<Connection> connection = Connect();
  ASSERT_NE(connection, nullptr);
  ASSERT_OK(connection->Execute(
      absl::StrCat("CREATE DATABASE ", name, " TEMPLATE template0 ", more)));
}

}  // namespace pgark
