#ifndef PGARK_ARCHIVE_TAR_ROLES_H_
#define PGARK_ARCHIVE_TAR_ROLES_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/strings/string_view.h"
#include "archive/archive_version.h"
#include "archive/dump_id.h"
#include "archive/tar_header.h"
#include "archive/toc.h"

namespace pgark {

// What a member of a tar archive holds.
struct TarRole {
  enum class Kind : uint8_t {
    kData,        // of `entry`
    kObject,      // large object `oid` of `entry`
    kObjectList,  // of the large objects of `entry`
    kContents,    // header and contents list
    kScript,      // restore.sql
    kExtension,   // more about the member behind it
    kRepeated,    // a second one of `entry`, which nobody reads
    kUnknown,
  };
  Kind kind = Kind::kUnknown;
  size_t entry = 0;  // its place in the contents list
  Oid oid = 0;
};

// Tells what the members of a tar archive hold. They are given in the order of
// the file: large objects belong to an entry by their place, as stock
// pg_restore has it, which reads no list of them.
//
// thread-compatible
class TarRoles {
 public:
  // `toc` must outlive this. `file_names` stand beside its entries.
  TarRoles(const Toc& toc, std::span<const std::string> file_names,
           const ArchiveVersion& version);

  TarRole Classify(const TarHeader& header);

 private:
  TarRole ClassifyObject(Oid oid);
  TarRole ClassifyBehindObjects(absl::string_view name,
                                std::optional<size_t> objects);
  std::optional<size_t> FindObjectsEntry(Oid oid) const;

  const bool has_groups_;
  std::unordered_map<std::string, size_t> entry_by_name_;
  // Entries of large objects: by their first one, or (before groups) in the
  // order of the contents list.
  std::unordered_map<Oid, size_t> entry_by_first_object_;
  std::vector<size_t> object_entries_;
  std::vector<bool> has_data_;     // beside the entries: it was met
  std::optional<size_t> objects_;  // the entry of the run of large objects
};

}  // namespace pgark

#endif  // PGARK_ARCHIVE_TAR_ROLES_H_
