#ifndef PGARK_ARCHIVE_TAR_MEMBER_CHECKS_H_
#define PGARK_ARCHIVE_TAR_MEMBER_CHECKS_H_

#include <cstddef>
#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "archive/member_names.h"
#include "archive/tar_roles.h"
#include "archive/tar_walker.h"
#include "archive/validation_context.h"

namespace pgark {

// Compares the members of a tar, as they come, with the contents list: each
// entry with data has its own, in the order of the list (stock pg_restore
// fails otherwise, also with a file), and nothing else is there.
//
// thread-compatible
class TarMemberChecks {
 public:
  // `context` must outlive this; it has contents.
  explicit TarMemberChecks(ValidationContext& context);

  // A member behind toc.dat.
  void Add(const TarMember& member, const TarRole& role);
  // The contents of the member that was added last, a list of large objects.
  void CheckObjectList(const TarMember& member, absl::string_view text);
  // The large objects of the current run.
  size_t object_count() const { return objects_.size(); }
  // All members have been added: reports what is missing.
  void Finish();

 private:
  void AddData(const TarMember& member, const TarRole& role);
  // The run of large objects ends without a list of them.
  void EndObjects();

  ValidationContext& context_;
  const ArchiveContents& contents_;
  std::vector<bool> has_data_;        // beside the entries
  std::optional<size_t> last_entry_;  // whose data came last
  bool order_is_reported_ = false;
  // The run of large objects, if there is one.
  std::optional<size_t> objects_entry_;
  std::vector<ListedObject> objects_;
};

}  // namespace pgark

#endif  // PGARK_ARCHIVE_TAR_MEMBER_CHECKS_H_
