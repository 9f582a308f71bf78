#include "protocol/login_attempt.h"

#include <libpq-fe.h>

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "base/status_context.h"
#include "protocol/host_list.h"
#include "protocol/libpq_connection.h"
#include "protocol/server_failure.h"
#include "protocol/sqlstate.h"

namespace pgark {
namespace {

using Clock = SocketWaiter::Clock;

enum class Outcome { kConnected, kFailed, kSilent, kStopped };

std::string Text(const char* text) { return text == nullptr ? "" : text; }

HostAddress CurrentPlace(const PGconn* conn) {
  return {.host = Text(PQhost(conn)),
          .address = Text(PQhostaddr(conn)),
          .port = Text(PQport(conn))};
}

// Nothing = no bound. libpq reads it in seconds, 0 and less as none, and 1
// as 2.
std::optional<std::chrono::milliseconds> AttemptTimeout(
    const ConnectionParameters& effective,
    std::chrono::milliseconds if_not_set) {
  const auto found = effective.find("connect_timeout");
  if (found == effective.end()) return if_not_set;
  int seconds = 0;
  if (!absl::SimpleAtoi(found->second, &seconds)) return if_not_set;
  if (seconds <= 0) return std::nullopt;
  return std::chrono::seconds(seconds < 2 ? 2 : seconds);
}

// Leads the login to its end; every address has its own time.
Outcome PollLogin(PGconn* conn,
                  std::optional<std::chrono::milliseconds> timeout,
                  const SocketWaiter& waiter) {
  HostAddress place = CurrentPlace(conn);
  SocketWaiter::Wanted wanted{.readable = false, .writable = true};
  if (timeout.has_value()) wanted.deadline = Clock::now() + *timeout;
  for (;;) {
    const auto happened = waiter.Wait(PQsocket(conn), wanted);
    if (!happened.ok()) return Outcome::kFailed;
    if (happened->stopped) return Outcome::kStopped;
    if (happened->timed_out()) return Outcome::kSilent;
    const PostgresPollingStatusType status = PQconnectPoll(conn);
    if (status == PGRES_POLLING_OK) return Outcome::kConnected;
    if (status == PGRES_POLLING_FAILED) return Outcome::kFailed;
    wanted.readable = status == PGRES_POLLING_READING;
    wanted.writable = status == PGRES_POLLING_WRITING;
    const HostAddress now_at = CurrentPlace(conn);
    if (now_at == place) continue;
    place = now_at;
    if (timeout.has_value()) wanted.deadline = Clock::now() + *timeout;
  }
}

// `cannot connect to database "app" as "bob"`; libpq's own text names hosts.
std::string Subject(const PGconn* conn) {
  return absl::StrFormat(R"(cannot connect to database "%s" as user "%s")",
                         Text(PQdb(conn)), Text(PQuser(conn)));
}

absl::Status SilenceFailure(const PGconn* conn,
                            std::chrono::milliseconds timeout) {
  const HostAddress place = CurrentPlace(conn);
  return absl::UnavailableError(absl::StrFormat(
      "%s: host \"%s\"%s, port %s: no answer within %.3g s", Subject(conn),
      place.host, place.address.empty() ? "" : " (" + place.address + ")",
      place.port, static_cast<double>(timeout.count()) / 1000));
}

// A failure of libpq itself that another attempt will not change.
bool IsLasting(absl::string_view message) {
  static constexpr const char* kWords[] = {
      "certificate",    "does not support SSL", "GSSAPI",
      "authentication", "private key",          "channel binding",
  };
  for (const char* word : kWords) {
    if (absl::StrContains(message, word)) return true;
  }
  return false;
}

// `started`: whether libpq got as far as the network.
void Classify(bool started, LoginAttempt* attempt) {
  const PGconn* conn = attempt->conn.get();
  const LoginFailure failure = ParseLoginFailure(PQerrorMessage(conn));
  attempt->needs_password = PQconnectionNeedsPassword(conn) != 0;
  absl::StatusCode code = absl::StatusCode::kUnavailable;
  if (!failure.sqlstate.empty()) {
    code = StatusCodeFromSqlState(failure.sqlstate);
    attempt->may_be_transient = failure.sqlstate == SqlState::kCannotConnectNow;
  } else if (attempt->needs_password) {
    code = absl::StatusCode::kUnauthenticated;
  } else if (!started) {
    code = absl::StatusCode::kInvalidArgument;
  } else {
    attempt->may_be_transient = !IsLasting(failure.message);
  }
  attempt->status =
      absl::Status(code, absl::StrCat(Subject(conn), ": ", failure.message));
  if (!failure.sqlstate.empty()) {
    attempt->status =
        WithContext(attempt->status, ContextKey::kSqlState, failure.sqlstate);
  }
}

PgConnPtr StartLogin(const ConnectionParameters& parameters) {
  std::vector<const char*> keywords;
  std::vector<const char*> values;
  for (const auto& [keyword, value] : parameters) {
    keywords.push_back(keyword.c_str());
    values.push_back(value.c_str());
  }
  keywords.push_back(nullptr);
  values.push_back(nullptr);
  PgConnPtr conn(PQconnectStartParams(keywords.data(), values.data(),
                                      /*expand_dbname=*/0));
  if (conn != nullptr) {
    ReceiveNotices(conn.get(), nullptr);
    // The only way to learn a failed login's SQLSTATE.
    PQsetErrorVerbosity(conn.get(), PQERRORS_VERBOSE);
  }
  return conn;
}

// libpq checks its parameters before it turns to the network, and says so by
// failing at once, with a text that is about no host.
bool ReachedTheNetwork(const PGconn* conn) {
  if (PQstatus(conn) != CONNECTION_BAD) return true;
  const absl::string_view message = PQerrorMessage(conn);
  return absl::StartsWith(message, "connection to server") ||
         absl::StrContains(message, "could not translate host name") ||
         absl::StrContains(message, "could not parse network address");
}

}  // namespace

LoginAttempt TryToLogIn(const ConnectionParameters& parameters,
                        std::chrono::milliseconds attempt_timeout,
                        const SocketWaiter& waiter) {
  std::optional<ConnectionParameters> candidate = parameters;
  LoginAttempt attempt;
  while (candidate.has_value()) {
    attempt = LoginAttempt();
    attempt.conn = StartLogin(*candidate);
    if (attempt.conn == nullptr) {
      attempt.status = absl::ResourceExhaustedError("libpq is out of memory");
      return attempt;
    }
    PGconn* const conn = attempt.conn.get();
    const bool started = ReachedTheNetwork(conn);
    if (PQstatus(conn) == CONNECTION_BAD) {
      Classify(started, &attempt);
      return attempt;
    }
    const ConnectionParameters effective = EffectiveParameters(conn);
    const auto timeout = AttemptTimeout(effective, attempt_timeout);
    switch (PollLogin(conn, timeout, waiter)) {
      case Outcome::kConnected:
        attempt.status = absl::OkStatus();
        return attempt;
      case Outcome::kFailed:
        Classify(/*started=*/true, &attempt);
        return attempt;
      case Outcome::kStopped:
        attempt.status = absl::CancelledError("stopped while connecting");
        return attempt;
      case Outcome::kSilent:
        attempt.status = SilenceFailure(
            conn, timeout.value_or(std::chrono::milliseconds(0)));
        attempt.may_be_transient = true;
        candidate =
            WithoutSilentAddress(effective, CurrentPlace(conn), LookUpHost);
        break;
    }
  }
  return attempt;
}

}  // namespace pgark
