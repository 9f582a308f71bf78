#ifndef PGARK_PROTOCOL_CONNECTION_URL_H_
#define PGARK_PROTOCOL_CONNECTION_URL_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace pgark {

// What a URL says, as libpq's connection parameters.
struct ConnectionUrl {
  // Keyword and value: host, port, user, password, dbname, sslmode, ...
  std::map<std::string, std::string> parameters;
  // Parameters of object-relational mappers, drivers and poolers that have no
  // meaning for us, by name, in the URL's order.
  std::vector<std::string> left_out;
};

// Whether `text` is a URL of any scheme rather than a database's name or a
// conninfo string.
bool LooksLikeUrl(absl::string_view text);

// Reads a URL as libpq does and as applications write them: the schemes
// postgres, postgresql, either with +driver, and postgis; a password with
// unencoded @ or :; ssl=true. Several hosts, Unix socket directories (encoded
// or in ?host=) and IPv6 addresses are libpq's.
// Returns INVALID_ARGUMENT for another scheme, and naming the parameter, for
// one that neither libpq nor our table knows. No failure quotes a part of the
// URL that may belong to a password.
absl::StatusOr<ConnectionUrl> ParseConnectionUrl(absl::string_view url);

}  // namespace pgark

#endif  // PGARK_PROTOCOL_CONNECTION_URL_H_
