#ifndef PGARK_JOBS_DATABASE_BLUEPRINT_H_
#define PGARK_JOBS_DATABASE_BLUEPRINT_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "archive/toc.h"
#include "catalog/database_object.h"
#include "protocol/connection.h"

namespace pgark {

// What makes a database beside its contents, to create another one like it:
// encoding, locale, tablespace, and what ALTER DATABASE sets.
//
// thread-compatible
class DatabaseBlueprint {
 public:
  // As the session's database is. Returns what the queries return.
  static absl::StatusOr<DatabaseBlueprint> OfSession(Connection& connection);
  // As the archive's contents list describes its database: encoding and locale
  // only. Without such an entry, the encoding of the archive's text. Returns
  // DATA_LOSS for a statement that cannot be read.
  static absl::StatusOr<DatabaseBlueprint> OfArchive(const Toc& toc);

  const DatabaseObject& database() const { return database_; }

  // CREATE DATABASE for a server of `release`. What it does not know is
  // expressed by what it knows, as near as that comes.
  std::string CreateStatement(const std::string& name, int release) const;
  // Owner, privileges, settings, connection limit, comment and labels, one
  // statement each. `user`: who executes them. Returns FAILED_PRECONDITION for
  // privileges that cannot be read.
  absl::StatusOr<std::vector<std::string>> PropertyStatements(
      const std::string& name, const std::string& user, int release) const;

 private:
  DatabaseObject database_;
};

}  // namespace pgark

#endif  // PGARK_JOBS_DATABASE_BLUEPRINT_H_
