// Connection::Open(): from options to a session that can be worked with.

#include <libpq-fe.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "protocol/connection.h"
#include "protocol/conninfo.h"
#include "protocol/database_choice.h"
#include "protocol/libpq_connection.h"
#include "protocol/login_attempt.h"
#include "protocol/pooler_check.h"

namespace pgark {
namespace {

using Clock = SocketWaiter::Clock;

absl::StatusOr<ConnectionParameters> ToParameters(
    const ConnectionOptions& options) {
  ConnectionParameters parameters;
  const auto set = [&parameters](const char* keyword,
                                 const std::optional<std::string>& value) {
    if (value.has_value() && !value->empty()) parameters[keyword] = *value;
  };
  set("host", options.host);
  set("port", options.port);
  set("user", options.user);
  if (options.database.has_value() && !options.database->empty()) {
    ASSIGN_OR_RETURN(ConnectionParameters said,
                     ReadDatabaseParameters(options));
    for (auto& [keyword, value] : said) parameters[keyword] = std::move(value);
  }
  set("password", options.password);
  parameters["fallback_application_name"] = options.application_name;
  return parameters;
}

constexpr char kUserTimeout[] = "tcp_user_timeout";

// A cancel request is a blocking connection of libpq's own, which may last for
// minutes when the network is gone; of all parameters it heeds this one. For
// the session itself it is taken back (TuneSocket): it would also end a load
// that the server lets wait. Returns whether the user leaves it to us.
bool BoundCancelRequests(ConnectionParameters* parameters) {
  // What a service file says is known after the login only.
  if (parameters->count(kUserTimeout) != 0 ||
      parameters->count("service") != 0 ||
      std::getenv("PGSERVICE") != nullptr) {
    return false;
  }
  (*parameters)[kUserTimeout] = "10000";  // ms
  return true;
}

// Without keepalives of our own the system finds out after two hours that a
// peer is gone.
void TuneSocket(const ConnectionParameters& effective, bool reset_user_timeout,
                int socket) {
  sockaddr_storage address = {};
  socklen_t length = sizeof(address);
  if (getsockname(socket, reinterpret_cast<sockaddr*>(&address), &length) !=
          0 ||
      (address.ss_family != AF_INET && address.ss_family != AF_INET6)) {
    return;
  }
  struct Setting {
    const char* keyword;
    int option;
    int value;  // seconds, or a number of probes
  };
  static constexpr Setting kSettings[] = {
      {"keepalives_idle", TCP_KEEPIDLE, 60},
      {"keepalives_interval", TCP_KEEPINTVL, 10},
      {"keepalives_count", TCP_KEEPCNT, 6},
  };
  for (const Setting& setting : kSettings) {
    if (effective.count(setting.keyword) != 0) continue;
    // A system that refuses keeps its own value, nothing is lost.
    setsockopt(socket, IPPROTO_TCP, setting.option, &setting.value,
               sizeof(setting.value));
  }
  const unsigned int none = 0;
  if (reset_user_timeout) {
    setsockopt(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, &none, sizeof(none));
  }
}

// The password's question, asked at most once.
class PasswordSource {
 public:
  explicit PasswordSource(const ConnectionOptions& options)
      : options_(options),
        may_ask_(options.prompt != PasswordPrompt::kNever &&
                 !options.password.has_value()) {}

  // Whether a password was got, now in *parameters.
  bool Ask(ConnectionParameters* parameters) {
    if (!may_ask_ || !options_.ask_password) return false;
    may_ask_ = false;
    const auto user = parameters->find("user");
    std::optional<std::string> answer = options_.ask_password(
        user == parameters->end()
            ? "Password: "
            : absl::StrCat("Password for user ", user->second, ": "));
    if (!answer.has_value()) return false;
    (*parameters)["password"] = *std::move(answer);
    return true;
  }

 private:
  const ConnectionOptions& options_;
  bool may_ask_;
};

// Tries until it works, the time is over, or trying makes no sense.
absl::StatusOr<PgConnPtr> LogIn(const ConnectionOptions& options,
                                ConnectionParameters* parameters,
                                const SocketWaiter& waiter) {
  const Clock::time_point give_up = Clock::now() + options.wait_for_server;
  std::chrono::milliseconds pause{100};
  PasswordSource password(options);
  if (options.prompt == PasswordPrompt::kAlways) password.Ask(parameters);
  for (;;) {
    LoginAttempt attempt =
        TryToLogIn(*parameters, options.attempt_timeout, waiter);
    if (attempt.status.ok()) return std::move(attempt.conn);
    if (attempt.needs_password && password.Ask(parameters)) continue;
    if (attempt.needs_password) {
      return WithHint(attempt.status,
                      "give the password with -W, PGPASSWORD, a .pgpass file "
                      "or a service file");
    }
    if (!attempt.may_be_transient || Clock::now() + pause > give_up) {
      return attempt.status;
    }
    ASSIGN_OR_RETURN(const SocketWaiter::Happened happened,
                     waiter.Wait(-1, {.deadline = Clock::now() + pause}));
    if (happened.stopped) return absl::CancelledError("stopped while waiting");
    pause =
        std::min<std::chrono::milliseconds>(pause * 2, std::chrono::seconds(2));
  }
}

// A session of the same kind with the same server: of what decides about the
// server everything is written out.
ConnectionOptions PinnedOptions(const ConnectionOptions& options,
                                ConnectionParameters effective, PGconn* conn) {
  ConnectionOptions pinned = options;
  const auto pin = [&effective](const char* keyword, const char* value) {
    effective.erase(keyword);
    if (value != nullptr && value[0] != '\0') effective[keyword] = value;
  };
  pin("host", PQhost(conn));
  pin("port", PQport(conn));
  pin("hostaddr", PQhostaddr(conn));
  pin("dbname", PQdb(conn));
  // Its parameters are all here; the file may change meanwhile.
  effective.erase("service");
  effective.erase("password");
  pinned.host.reset();
  pinned.port.reset();
  pinned.user.reset();
  pinned.database = FormatConninfo(effective);
  const char* password = PQpass(conn);
  if (password != nullptr && password[0] != '\0') pinned.password = password;
  pinned.prompt = PasswordPrompt::kNever;
  pinned.on_note = nullptr;
  return pinned;
}

}  // namespace

absl::StatusOr<std::unique_ptr<LibpqConnection>> OpenUntouched(
    const ConnectionOptions& options, std::stop_token stop) {
  SocketWaiter waiter;
  RETURN_IF_ERROR(waiter.SetStopToken(stop));
  ASSIGN_OR_RETURN(ConnectionParameters parameters, ToParameters(options));
  const bool ours = BoundCancelRequests(&parameters);
  ASSIGN_OR_RETURN(PgConnPtr conn, LogIn(options, &parameters, waiter));
  ConnectionParameters effective = EffectiveParameters(conn.get());
  TuneSocket(effective, /*reset_user_timeout=*/ours, PQsocket(conn.get()));
  if (ours) effective.erase(kUserTimeout);
  ConnectionOptions pinned = PinnedOptions(options, effective, conn.get());
  auto connection =
      std::make_unique<LibpqConnection>(std::move(conn), std::move(pinned));
  RETURN_IF_ERROR(connection->SetStopToken(std::move(stop)));
  return connection;
}

absl::StatusOr<std::unique_ptr<Connection>> Connection::Open(
    const ConnectionOptions& options, std::stop_token stop) {
  ASSIGN_OR_RETURN(std::unique_ptr<Connection> connection,
                   OpenUntouched(options, std::move(stop)));
  RETURN_IF_ERROR(EmptySearchPath(*connection));
  return connection;
}

}  // namespace pgark
