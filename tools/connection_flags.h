#ifndef PGARK_TOOLS_CONNECTION_FLAGS_H_
#define PGARK_TOOLS_CONNECTION_FLAGS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "protocol/connection_options.h"
#include "protocol/session.h"
#include "tools/option_table.h"

namespace pgark {

// -d -h -p -U -w -W and --wait-for-server, as in PostgreSQL's own programs.
struct ConnectionFlags {
  std::optional<std::string> database;
  std::optional<std::string> host;
  std::optional<std::string> port;
  std::optional<std::string> user;
  bool no_password = false;
  bool password = false;
  int64_t wait_milliseconds = 0;
};

void AddConnectionOptions(OptionTable& table, ConnectionFlags* flags);
// The same without --wait-for-server, which PostgreSQL's programs do not have.
void AddPostgresConnectionOptions(OptionTable& table, ConnectionFlags* flags);

// -E and --role of what dumps.
void AddEncodingAndRole(OptionTable& table, SessionOptions* session);

// A password is asked for on the terminal, if there is one.
ConnectionOptions MakeConnectionOptions(const ConnectionFlags& flags,
                                        const std::string& application_name);

}  // namespace pgark

#endif  // PGARK_TOOLS_CONNECTION_FLAGS_H_
