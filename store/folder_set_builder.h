#ifndef PGARK_STORE_FOLDER_SET_BUILDER_H_
#define PGARK_STORE_FOLDER_SET_BUILDER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "store/store.h"

namespace pgark {

// Behind the hidden names of what is being made or removed:
// ".20261120T020000Z-scheduled.partial".
inline constexpr char kPartialSuffix[] = ".partial";
inline constexpr char kRemovingSuffix[] = ".removing";

// A set that is made in a hidden folder beside the others, and renamed.
//
// thread-compatible
class FolderSetBuilder : public SetBuilder {
 public:
  // `folder` is the database's. REQUIRES: its lock.
  static absl::StatusOr<std::unique_ptr<FolderSetBuilder>> Create(
      const std::string& folder, SetName name);

  ~FolderSetBuilder() override;
  FolderSetBuilder(const FolderSetBuilder&) = delete;
  FolderSetBuilder& operator=(const FolderSetBuilder&) = delete;

  const std::string& folder() const override { return partial_folder_; }
  const SetName& name() const override { return name_; }
  absl::Status Publish(const Manifest& manifest,
                       const std::string& restore_text) override;

 private:
  FolderSetBuilder(std::string folder, SetName name, std::string partial_folder)
      : database_folder_(std::move(folder)),
        name_(std::move(name)),
        partial_folder_(std::move(partial_folder)) {}

  const std::string database_folder_;
  const SetName name_;
  const std::string partial_folder_;
  bool published_ = false;
};

}  // namespace pgark

#endif  // PGARK_STORE_FOLDER_SET_BUILDER_H_
