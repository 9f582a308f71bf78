#ifndef PGARK_PROTOCOL_DATABASE_CHOICE_H_
#define PGARK_PROTOCOL_DATABASE_CHOICE_H_

#include <string>

#include "absl/status/statusor.h"
#include "protocol/connection_options.h"
#include "protocol/conninfo.h"

namespace pgark {

// What `options.database` says, as parameters: a database's name, a conninfo
// string or a URL. Tells options.on_note what was left out of a URL. Returns
// what ParseConninfo() and ParseConnectionUrl() return; no parameters when the
// options name no database.
absl::StatusOr<ConnectionParameters> ReadDatabaseParameters(
    const ConnectionOptions& options);

// Returns the name of the database that the options ask for; "" when it is
// left to libpq (its environment, a service, the user's name).
absl::StatusOr<std::string> ChosenDatabase(const ConnectionOptions& options);

// Returns the same for another database of the same server. `database` must
// not be "". Its note about a URL is given now and not once more later.
absl::StatusOr<ConnectionOptions> WithDatabase(const ConnectionOptions& options,
                                               const std::string& database);

}  // namespace pgark

#endif  // PGARK_PROTOCOL_DATABASE_CHOICE_H_
