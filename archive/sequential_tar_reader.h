#ifndef PGARK_ARCHIVE_SEQUENTIAL_TAR_READER_H_
#define PGARK_ARCHIVE_SEQUENTIAL_TAR_READER_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "archive/archive_input.h"
#include "archive/member_archive.h"
#include "archive/readable_archive.h"
#include "archive/tar_roles.h"
#include "archive/tar_walker.h"
#include "base/file_source.h"

namespace pgark {

// Reads toc.dat, which must be the first file of the tar that `walker` walks
// through. Returns what ReadMemberContents() returns, DATA_LOSS also when
// another file comes first or there is none.
absl::StatusOr<MemberContents> ReadFirstMember(TarWalker& walker,
                                               const ReadLimits& limits);

// An archive in the tar format that comes through a pipe.
//
// thread-compatible
class SequentialTarReader : public StreamedArchive {
 public:
  // Returns what ReadFirstMember() returns.
  static absl::StatusOr<std::unique_ptr<SequentialTarReader>> Open(
      std::unique_ptr<SequentialSource> source, const ReadLimits& limits = {});
  ~SequentialTarReader() override;

  ArchiveLayout layout() const override { return ArchiveLayout::kTar; }
  const ArchiveHeader& header() const override { return header_; }
  const Toc& toc() const override { return toc_; }
  std::string DescribeData(DumpId id) const override;

  absl::StatusOr<std::optional<DumpId>> NextData() override;
  absl::StatusOr<DataReader*> OpenData() override;
  bool AwaitsData(DumpId id) const override;

 private:
  class MemberReader;

  SequentialTarReader(std::unique_ptr<SequentialSource> source,
                      const ReadLimits& limits);
  absl::Status ReadContents();
  // Goes to the next member that holds data; false at the end.
  absl::StatusOr<bool> NextMember();
  absl::StatusOr<std::optional<DumpId>> End();

  const std::unique_ptr<SequentialSource> source_;
  const ReadLimits limits_;
  ArchiveInput input_;
  TarWalker walker_;
  ArchiveHeader header_;
  Toc toc_;
  std::vector<std::string> file_names_;  // beside toc_.entries()
  std::vector<bool> is_awaited_;         // the same
  size_t awaited_count_ = 0;
  std::optional<TarRoles> roles_;
  // The member where the walker stands, if it holds data.
  std::optional<TarRole> role_;
  // Whether `role_` is still to be given out: it was met while the large
  // objects in front of it were read.
  bool is_pending_ = false;
  std::optional<size_t> entry_;  // whose data is the current one
  std::unique_ptr<MemberReader> data_;
};

}  // namespace pgark

#endif  // PGARK_ARCHIVE_SEQUENTIAL_TAR_READER_H_
