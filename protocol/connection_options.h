#ifndef PGARK_PROTOCOL_CONNECTION_OPTIONS_H_
#define PGARK_PROTOCOL_CONNECTION_OPTIONS_H_

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace pgark {

// Whether a password is asked for on the terminal.
enum class PasswordPrompt {
  kWhenNeeded,  // when the server wants one and libpq found none
  kNever,       // -w
  kAlways,      // -W: before the first attempt
};

// What to connect to. Everything that is absent comes from libpq: its
// environment, service file and .pgpass.
struct ConnectionOptions {
  // A database's name, a conninfo string or a URI, also as applications write
  // them (connection_url.h). What a conninfo string or URI says counts more
  // than the fields below, as in PostgreSQL's programs; except `password`.
  // May hold secrets: never print it.
  std::optional<std::string> database = std::nullopt;
  std::optional<std::string> host = std::nullopt;
  std::optional<std::string> port = std::nullopt;
  std::optional<std::string> user = std::nullopt;
  // Set after a prompt, so that workers need not ask again. Never printed.
  std::optional<std::string> password = std::nullopt;
  PasswordPrompt prompt = PasswordPrompt::kWhenNeeded;
  // Asks a person; returns the password, or nothing when nobody can be asked.
  // Unset = nobody.
  std::function<std::optional<std::string>(const std::string& question)>
      ask_password = nullptr;
  std::string application_name = "pgark";
  // Keep trying for so long while the server is unreachable, refuses or is
  // starting up. The last attempt may end later.
  std::chrono::milliseconds wait_for_server{0};
  // The most one address may take when no connect_timeout is set.
  std::chrono::milliseconds attempt_timeout{10000};
  // Told what was left out of a URL: names of parameters, no values.
  std::function<void(const std::string& note)> on_note = nullptr;
};

}  // namespace pgark

#endif  // PGARK_PROTOCOL_CONNECTION_OPTIONS_H_
