#ifndef PGARK_JOBS_DATABASE_SWAP_H_
#define PGARK_JOBS_DATABASE_SWAP_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "jobs/database_access.h"
#include "jobs/database_blueprint.h"

namespace pgark {

// `name` with `suffix`, within the 63 octets that a name may have; no
// character of UTF-8 is cut.
std::string NameWithSuffix(absl::string_view name, absl::string_view suffix);

// A database that is restored beside another one, whose name it then takes.
// Until Exchange() has succeeded it has a name of its own, and it is dropped
// when the object ends.
//
// thread-compatible
class DatabaseSwap {
 public:
  // Creates the temporary database, like the one that `like` describes.
  // `stamp`: the time for names, "20261120T020000Z". `admin` must outlive the
  // object. Returns what the statements return.
  static absl::StatusOr<std::unique_ptr<DatabaseSwap>> Begin(
      AdminSession& admin, const DatabaseBlueprint& like,
      const std::string& stamp);
  ~DatabaseSwap();

  const std::string& temporary_name() const { return temporary_name_; }
  // Under which the database that had the name is kept.
  const std::string& old_name() const { return old_name_; }

  // Gives the temporary database owner, rights and settings of the other one,
  // then both their new names in one transaction. `disconnect_others`: ends the
  // sessions with the old one before, and keeps new ones out until then.
  // Returns a failure when the names are as they were; also when the
  // connection was lost while the transaction ended, and it did not.
  absl::Status Exchange(bool disconnect_others);
  // Drops the database that had the name. REQUIRES: Exchange() has succeeded.
  absl::Status DropOld();
  // Drops the temporary database, if it still is one. Works also after the job
  // was stopped.
  absl::Status Abandon();

 private:
  DatabaseSwap(AdminSession& admin, const DatabaseBlueprint& like,
               const std::string& stamp);
  absl::Status RenameBoth();
  absl::StatusOr<bool> IsExchanged();

  AdminSession& admin_;
  const DatabaseBlueprint blueprint_;
  const std::string name_;
  const std::string temporary_name_;
  const std::string old_name_;
  std::string temporary_oid_;
  bool is_temporary_ = false;
};

}  // namespace pgark

#endif  // PGARK_JOBS_DATABASE_SWAP_H_
