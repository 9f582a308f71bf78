#ifndef PGARK_PROTOCOL_CONNINFO_H_
#define PGARK_PROTOCOL_CONNINFO_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

struct pg_conn;

namespace pgark {

// libpq's connection parameters by keyword. Values may be secrets.
using ConnectionParameters = std::map<std::string, std::string>;

// Whether the libpq that we run with knows the keyword.
bool IsLibpqKeyword(absl::string_view keyword);

// Reads "host=a dbname='b c'". Returns INVALID_ARGUMENT without quoting
// values, which may be secrets.
absl::StatusOr<ConnectionParameters> ParseConninfo(const std::string& text);

// The opposite.
std::string FormatConninfo(const ConnectionParameters& parameters);

// All that `conn` was made with, defaults, environment, service file and
// .pgpass included; parameters without a value are absent.
ConnectionParameters EffectiveParameters(pg_conn* conn);

}  // namespace pgark

#endif  // PGARK_PROTOCOL_CONNINFO_H_
