#ifndef PGARK_ARCHIVE_MEMBER_VALIDATION_H_
#define PGARK_ARCHIVE_MEMBER_VALIDATION_H_

#include <cstddef>
#include <memory>
#include <vector>

#include "archive/directory_checks.h"
#include "archive/member_checker.h"
#include "archive/tar_archive.h"
#include "archive/tar_member_checks.h"
#include "archive/validation.h"
#include "base/folder.h"
#include "base/mutex.h"

namespace pgark {

// Validation of an archive in the directory or tar format.
//
// thread-compatible
class MemberValidation : public Validation {
 public:
  using Validation::Validation;

  // Statuses as ValidateArchive().
  absl::Status CheckDirectory(std::shared_ptr<const Folder> folder);
  absl::Status CheckTar(const RandomAccessSource& source);
  absl::Status CheckTarPipe(SequentialSource& source);

 private:
  // Reads toc.dat, where `input` stands, and does the checks of level toc.
  // Returns OK also when there is something wrong, which is then reported.
  absl::Status CheckToc(ArchiveInput& input, absl::string_view name);
  void CheckFileNames();
  // What the readers need of it.
  MemberContents CopyOfContents() const;
  // Whether the data is to be looked at; without contents a note says no.
  bool GoesOn();

  void ReportTarDamage(const absl::Status& status);
  void CheckContentsPlace(const TarIndex& index, const TarMember* contents);
  absl::Status CheckTarMembers(const TarArchive& archive);
  absl::Status CheckPipedMembers(TarWalker& walker);
  absl::Status CheckObjectList(const TarMember& member,
                               MemberChecker::PieceReader next_piece,
                               TarMemberChecks& checks);

  // Checks the data of these entries, on options.jobs threads.
  absl::Status CheckData(const MemberArchive& archive,
                         const std::vector<EntryMembers>& data);
  absl::Status CheckMembers(const MemberArchive& archive,
                            const EntryMembers& data, MemberChecker& checker);
  std::unique_ptr<MemberChecker> BorrowChecker();
  void ReturnChecker(std::unique_ptr<MemberChecker> checker);
  void Judge() override;

  bool has_unusual_suffix_ = false;  // which pg_restore knows from 16 on
  Mutex mutex_;
  std::vector<std::unique_ptr<MemberChecker>> idle_checkers_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace pgark

#endif  // PGARK_ARCHIVE_MEMBER_VALIDATION_H_
