#ifndef PGARK_JOBS_DATABASE_ACCESS_H_
#define PGARK_JOBS_DATABASE_ACCESS_H_

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "archive/dump_id.h"
#include "jobs/restore_job.h"
#include "protocol/connection.h"

namespace pgark {

// A session that does what concerns whole databases, and the way to open it
// once more for cleaning up after it was lost or stopped.
struct AdminSession {
  std::unique_ptr<Connection> connection;
  ConnectFunction connect;
  // Lets the session work on although the job was stopped; opens another one
  // if it is gone. Returns what Connection::Open() returns.
  absl::Status PrepareCleanup();
};

// One who is connected with a database: "pid 4711, app, psql on 10.0.0.7".
absl::StatusOr<std::vector<std::string>> OthersConnectedWith(
    Connection& connection, const std::string& database);

// Ends the sessions of others with a database and keeps new ones out, until it
// is released or destroyed.
//
// thread-compatible
class ExclusiveAccess {
 public:
  // How new sessions are kept out.
  enum class Door {
    // Nobody gets in, we neither. For a database that we do not work in.
    kClosed,
    // We work in it with `own_sessions` sessions, `admin` included. A superuser
    // keeps out everybody but superusers; without that right others get in
    // while not all of ours are connected.
    kOursOnly,
  };
  // `admin` must outlive the object, and own or be allowed to alter the
  // database. Returns FAILED_PRECONDITION, naming them, when sessions do not
  // end within ten seconds, or what the statements return; then everything is
  // as before.
  static absl::StatusOr<std::unique_ptr<ExclusiveAccess>> Take(
      AdminSession& admin, const std::string& database, Door door,
      int own_sessions);
  ~ExclusiveAccess();

  // Lets others in again, whatever the database's name is now; nothing to do
  // when it was dropped. Works also after the job was stopped.
  absl::Status Release();
  // It was let in by other means.
  void Forget() { is_held_ = false; }

 private:
  ExclusiveAccess(AdminSession& admin, Door door)
      : admin_(admin), door_(door) {}
  absl::Status Close(const std::string& database, int own_sessions);
  absl::Status EndOthers(const std::string& database);

  AdminSession& admin_;
  const Door door_;
  std::string oid_;
  int old_limit_ = -1;
  bool is_held_ = false;
};

}  // namespace pgark

#endif  // PGARK_JOBS_DATABASE_ACCESS_H_
