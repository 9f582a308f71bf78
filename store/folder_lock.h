#ifndef PGARK_STORE_FOLDER_LOCK_H_
#define PGARK_STORE_FOLDER_LOCK_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "store/store.h"

namespace pgark {

// The lock of one database in a store that is a folder: flock() on a file,
// which the system gives up when its process ends, however it ends. The file
// says who has it.
class FolderLock : public StoreLock {
 public:
  // Returns ABORTED, naming the holder, when somebody else has it.
  static absl::StatusOr<std::unique_ptr<FolderLock>> Take(
      const std::string& path, const LockHolder& holder);
  // Whether somebody has it now.
  static bool IsTaken(const std::string& path);

  ~FolderLock() override;
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  explicit FolderLock(int fd) : fd_(fd) {}

  const int fd_;
};

}  // namespace pgark

#endif  // PGARK_STORE_FOLDER_LOCK_H_
