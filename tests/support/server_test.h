#ifndef PGARK_TESTS_SUPPORT_SERVER_TEST_H_
#define PGARK_TESTS_SUPPORT_SERVER_TEST_H_

#include <memory>
#include <string>

#include "gtest/gtest.h"
#include "protocol/connection.h"
#include "tests/support/postgres_server.h"

namespace pgark {

// A test that needs a server. One server serves the whole test program: it is
// started by the first test and stopped behind the last one. Without installed
// server programs the tests are skipped. Use pgark_server_test() in CMake.
//
// The role `scram` logs in by the password "secret word"; everybody else is
// trusted.
class ServerTest : public testing::Test {
 protected:
  void SetUp() override;

  // REQUIRES: SetUp() did not skip.
  PostgresServer& server();
  // As the superuser, with everything at its default. A failure is a test
  // failure; the pointer is empty then.
  std::unique_ptr<Connection> Connect(const std::string& database = "postgres");
  // Makes an empty database of the test's own; dropped with the server.
  void CreateDatabase(const std::string& name, const std::string& more = "");
};

}  // namespace pgark

#endif  // PGARK_TESTS_SUPPORT_SERVER_TEST_H_
