#ifndef PGARK_STORE_STORE_H_
#define PGARK_STORE_STORE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "store/manifest.h"
#include "store/set_name.h"
#include "store/store_log.h"
#include "store/stored_set.h"

namespace pgark {

// Who holds a lock; what the next one is told.
struct LockHolder {
  std::string host;
  int pid = 0;
  absl::Time since;
  std::string what;  // "backup"
};

// As long as it lives, nobody else writes sets of its database.
class StoreLock {
 public:
  virtual ~StoreLock() = default;
};

// A set that is being made. Nobody sees it before Publish(); without that it
// is removed with the object.
//
// thread-compatible
class SetBuilder {
 public:
  virtual ~SetBuilder() = default;

  // The folder on this machine in which the caller makes the set's files.
  virtual const std::string& folder() const = 0;
  // The name that the set will have: its time may be some seconds later than
  // was asked for, because no two sets have the same name.
  virtual const SetName& name() const = 0;
  // Writes manifest, RESTORE.txt and SHA256SUMS beside the files, whose
  // digests stand in the manifest, makes all of it safe on disk and lets the
  // set appear under its name. A failed one appears beside the good ones. No
  // other call may follow. Returns what the system says; then nothing appears.
  virtual absl::Status Publish(const Manifest& manifest,
                               const std::string& restore_text) = 0;
};

// What a killed run has left behind.
struct Leftover {
  std::string database;
  std::string path;  // for people
  uint64_t bytes = 0;
};

// Where backup sets are. A set appears whole or not at all, and never changes.
//
// thread-safe: no state but what is in the store.
class Store {
 public:
  virtual ~Store() = default;

  // How messages name it.
  virtual const std::string& location() const = 0;

  // The databases that have sets, sorted. An empty or absent store has none.
  // Returns FAILED_PRECONDITION for a store of a newer program.
  virtual absl::StatusOr<std::vector<std::string>> Databases() const = 0;
  // The sets of a database, oldest first, with what the log says about them;
  // damaged ones too. None for a database that is not there.
  virtual absl::StatusOr<std::vector<StoredSet>> Sets(
      const std::string& database) const = 0;

  // Keeps other runs from writing. Makes the store if there is none. Returns
  // ABORTED, naming the holder, when another run has the lock.
  virtual absl::StatusOr<std::unique_ptr<StoreLock>> Lock(
      const std::string& database, const LockHolder& holder) = 0;
  // REQUIRES for all that changes sets: the database's lock is held.
  virtual absl::StatusOr<std::unique_ptr<SetBuilder>> Begin(
      const std::string& database, const SetName& name) = 0;
  // A set that is removed vanishes at once; its octets go afterwards.
  virtual absl::Status Remove(const StoredSet& set) = 0;
  // A pinned set is never removed by retention.
  virtual absl::Status SetPin(const StoredSet& set, bool pinned) = 0;
  // Lets `latest` point to the newest set that may be called so at `now`.
  virtual absl::Status UpdateLatest(const std::string& database,
                                    absl::Time now) = 0;

  // What killed runs left; of databases that somebody writes to now, nothing.
  virtual absl::StatusOr<std::vector<Leftover>> Leftovers() const = 0;
  // Removes those of one database. REQUIRES: its lock.
  virtual absl::Status RemoveLeftovers(const std::string& database) = 0;

  // Octets that this user can still write there; nothing where that has no
  // bound or is not known.
  virtual absl::StatusOr<std::optional<uint64_t>> FreeBytes() const = 0;

  virtual absl::Status AppendLog(const LogRecord& record) = 0;
  // All records, oldest first; what is no record is passed over.
  virtual absl::StatusOr<std::vector<LogRecord>> ReadLog() const = 0;
};

// Opens the store at `location`: a folder, which need not exist yet. Returns
// UNIMPLEMENTED for a URL, FAILED_PRECONDITION when it is no folder.
absl::StatusOr<std::unique_ptr<Store>> OpenStore(const std::string& location);

}  // namespace pgark

#endif  // PGARK_STORE_STORE_H_
