#ifndef PGARK_STORE_FOLDER_STORE_H_
#define PGARK_STORE_FOLDER_STORE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "store/store.h"

namespace pgark {

// A store that is a folder (docs/backups.md, "What is in a store"):
//
//   DB/20261120T020000Z-scheduled/   a set
//   DB/latest                        link to the newest good one
//   DB/.NAME.partial, .NAME.removing what is being made or removed
//   DB/.pins/NAME                    the set is pinned
//   DB/.lock                         who writes
//   log/                             what happened
//   .pgark-store.json, .gitignore
//
// A set is made under a hidden name and renamed; before it is removed it is
// renamed back. So a crash leaves hidden folders and no half sets, and whoever
// has the lock may remove those.
//
// thread-safe
class FolderStore : public Store {
 public:
  // The folder need not exist. Returns FAILED_PRECONDITION when something else
  // has its name.
  static absl::StatusOr<std::unique_ptr<FolderStore>> Open(
      const std::string& folder);

  const std::string& location() const override { return folder_; }
  absl::StatusOr<std::vector<std::string>> Databases() const override;
  absl::StatusOr<std::vector<StoredSet>> Sets(
      const std::string& database) const override;
  absl::StatusOr<std::unique_ptr<StoreLock>> Lock(
      const std::string& database, const LockHolder& holder) override;
  absl::StatusOr<std::unique_ptr<SetBuilder>> Begin(
      const std::string& database, const SetName& name) override;
  absl::Status Remove(const StoredSet& set) override;
  absl::Status SetPin(const StoredSet& set, bool pinned) override;
  absl::Status UpdateLatest(const std::string& database,
                            absl::Time now) override;
  absl::StatusOr<std::vector<Leftover>> Leftovers() const override;
  absl::Status RemoveLeftovers(const std::string& database) override;
  absl::StatusOr<std::optional<uint64_t>> FreeBytes() const override;
  absl::Status AppendLog(const LogRecord& record) override;
  absl::StatusOr<std::vector<LogRecord>> ReadLog() const override;

 private:
  explicit FolderStore(std::string folder) : folder_(std::move(folder)) {}

  std::string DatabaseFolder(const std::string& database) const;
  absl::Status CheckVersion() const;
  absl::Status MakeStore() const;
  StoredSet ReadSet(const std::string& database, const SetName& name) const;

  const std::string folder_;
};

// Reads the manifest of a set's folder. Returns DATA_LOSS when it is not the
// one that was published (by SHA256SUMS), and what ReadManifest() returns.
absl::StatusOr<Manifest> ReadSetManifest(const std::string& folder);

}  // namespace pgark

#endif  // PGARK_STORE_FOLDER_STORE_H_
