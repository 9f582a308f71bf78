#ifndef PGARK_JOBS_RESTORE_LARGE_OBJECT_LOADER_H_
#define PGARK_JOBS_RESTORE_LARGE_OBJECT_LOADER_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "archive/dump_id.h"
#include "archive/toc_entry.h"
#include "jobs/restore_data_source.h"
#include "jobs/restore_progress.h"
#include "jobs/restore_target_session.h"

namespace pgark {

// Loads large objects through the server's functions, several pieces a round
// trip, in one transaction. An object that cannot be written is told to the
// tally and left out.
//
// thread-compatible
class LargeObjectLoader : public LargeObjectConsumer {
 public:
  // Loads the objects of a BLOBS entry. Returns whether all were written, or a
  // failure that ends the restore. All must outlive the call.
  static absl::StatusOr<bool> Load(TargetSession& session,
                                   const TocEntry& entry);

  absl::Status Begin(Oid oid) override;
  absl::Status Write(absl::string_view bytes) override;
  absl::Status End() override;

 private:
  // Some bytes of an object.
  struct Piece {
    Oid oid = 0;
    uint64_t offset = 0;
    std::string bytes;
  };

  LargeObjectLoader(TargetSession& session, const TocEntry& entry,
                    EntryProgress& progress);

  // Objects of archives before 1.12 have no entries that create them.
  absl::Status CreateObject(Oid oid);
  absl::Status FinishPiece();
  absl::Status SendPieces();
  absl::Status SendGuarded(std::span<const Piece> pieces);
  // Runs `sql` so that its failure leaves the transaction usable.
  absl::StatusOr<bool> RunGuarded(Oid oid, const std::string& sql);
  absl::Status Fail(Oid oid, absl::Status status);

  TargetSession& session_;
  const TocEntry& entry_;
  EntryProgress& progress_;
  const bool creates_objects_;
  std::vector<Piece> pieces_;  // complete, not sent yet
  size_t pieces_bytes_ = 0;
  Piece current_;
  bool current_has_failed_ = false;
  bool all_succeeded_ = true;
};

}  // namespace pgark

#endif  // PGARK_JOBS_RESTORE_LARGE_OBJECT_LOADER_H_
