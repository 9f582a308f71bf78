#ifndef PGARK_TESTS_SUPPORT_POSTGRES_SERVER_H_
#define PGARK_TESTS_SUPPORT_POSTGRES_SERVER_H_

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "protocol/connection_options.h"
#include "tests/support/temporary_directory.h"

namespace pgark {

// A PostgreSQL of our own: made by initdb in a temporary directory, reached
// over a socket there and over 127.0.0.1, gone with this object. Runs as
// `nobody` when the test runs as root. Never touches an existing cluster.
class PostgresServer {
 public:
  struct Options {
    // Lines for postgresql.conf, behind ours.
    std::vector<std::string> settings = {};
    // Lines for pg_hba.conf, before "everybody is trusted".
    std::vector<std::string> access_rules = {};
  };

  // The directory of initdb and postgres: PGARK_TEST_PG_BIN, otherwise the
  // highest release in /usr/lib/postgresql; "" when there is none.
  static std::string ProgramDirectory();

  // Starts one and waits until it accepts connections. Ends the test program
  // with a message when that fails.
  // REQUIRES: ProgramDirectory() is not empty.
  explicit PostgresServer(const Options& options);
  PostgresServer() : PostgresServer(Options()) {}
  ~PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  // For the superuser `postgres`, over the socket.
  ConnectionOptions ConnectTo(const std::string& database = "postgres") const;
  const std::string& socket_directory() const { return directory_.path(); }
  const std::string& port() const { return port_; }
  // Where the server may write too.
  std::string File(const std::string& name) const {
    return directory_.File(name);
  }

  // The end as a crash makes it, and another start with the same data.
  void Kill();
  void Start();

 private:
  std::string DataDirectory() const { return directory_.File("data"); }
  void Initialize(const Options& options);

  TemporaryDirectory directory_;
  const std::string programs_;
  const std::string port_;
  pid_t process_ = -1;
};

// Runs a program to its end, as `nobody` when we are root, its output in
// `log_path`. Returns whether it succeeded.
bool RunUnprivileged(const std::vector<std::string>& command,
                     const std::string& log_path);
// The same without waiting. The program dies with us. Returns its id.
pid_t StartUnprivileged(const std::vector<std::string>& command,
                        const std::string& log_path);

// A port of 127.0.0.1 that nobody uses now.
std::string FreePort();

// Takes all of libpq's variables (PG...) out of the environment.
void ClearLibpqEnvironment();

}  // namespace pgark

#endif  // PGARK_TESTS_SUPPORT_POSTGRES_SERVER_H_
