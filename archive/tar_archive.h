#ifndef PGARK_ARCHIVE_TAR_ARCHIVE_H_
#define PGARK_ARCHIVE_TAR_ARCHIVE_H_

#include <cstddef>
#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "archive/finding_collector.h"
#include "archive/member_archive.h"
#include "archive/tar_roles.h"
#include "archive/tar_walker.h"

namespace pgark {

// The members of a tar archive that is read by position.
struct TarIndex {
  std::vector<TarMember> members;  // in the order of the file
  absl::Status status;  // what stopped the walk, if not the end of the archive
};
// Walks through the whole file, headers only; RESOURCE_EXHAUSTED behind
// limits.max_entries members. `findings` as TarWalker has it.
TarIndex ReadTarIndex(const RandomAccessSource& source,
                      const ReadLimits& limits,
                      FindingCollector* findings = nullptr);
// The first member of the name toc.dat, or nullptr.
const TarMember* FindContents(const TarIndex& index);

// An archive in the tar format (docs/archive-format.md, "Tars") that is read by
// position, so that its members may be in any order.
//
// thread-safe: const
class TarArchive : public MemberArchive {
 public:
  // Returns what ReadMemberContents() returns; DATA_LOSS also when there is no
  // toc.dat.
  static absl::StatusOr<std::unique_ptr<TarArchive>> Open(
      std::unique_ptr<RandomAccessSource> source,
      const ReadLimits& limits = {});

  // With contents that were read already. `source` must outlive this.
  TarArchive(const RandomAccessSource& source, TarIndex index,
             MemberContents contents, const ReadLimits& limits);

  ArchiveLayout layout() const override { return ArchiveLayout::kTar; }
  DataSizes EstimateSizes() const override;
  absl::StatusOr<std::vector<DataMember>> FindData(size_t entry) const override;
  absl::StatusOr<std::unique_ptr<RandomAccessSource>> OpenMember(
      const ArchiveMember& member) const override;
  absl::Status WithMemberPath(absl::Status status,
                              const ArchiveMember& member) const override;

  const std::vector<TarMember>& members() const { return index_.members; }
  // Beside members().
  const std::vector<TarRole>& roles() const { return roles_; }

 private:
  std::unique_ptr<RandomAccessSource> owned_source_;
  const RandomAccessSource& source_;
  const TarIndex index_;
  std::vector<TarRole> roles_;
  // Beside the entries: the members of their data.
  std::vector<std::vector<size_t>> data_members_;
};

}  // namespace pgark

#endif  // PGARK_ARCHIVE_TAR_ARCHIVE_H_
