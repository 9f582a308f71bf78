#ifndef PGARK_JOBS_RESTORE_SAFETY_H_
#define PGARK_JOBS_RESTORE_SAFETY_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "jobs/restore_options.h"
#include "jobs/target_adaptation.h"
#include "jobs/target_contents.h"

namespace pgark {

// What a restore may do with the database that it is given
// (docs/restore.md, "Before something is destroyed").
enum class TargetMode {
  kEmptyOrPart,   // as pg_restore, if the database is empty or the restore is
                  // one of a part
  kIntoExisting,  // as pg_restore, whatever is there
  kNew,           // the database is created
  kReplace,       // it is dropped and created
  kSwap,          // it is restored beside it, and takes its name in the end
};

struct SafetyOptions {
  TargetMode mode = TargetMode::kEmptyOrPart;
  // Only a part of the archive was asked for.
  bool is_part = false;
  bool drop_old = false;           // kSwap: the old database goes
  bool disconnect_others = false;  // ends other sessions and keeps them out
  RoleOptions roles;
};

// Why something of a database will be lost.
enum class LossKind {
  kClean,    // the archive's objects are dropped first
  kReplace,  // the database is dropped and created
  kDropOld,  // the database is dropped once its successor is there
};

// Who decides on the way; both are called before anything is touched.
struct RestoreGuards {
  // Returns OK when `contents` may be lost, INVALID_ARGUMENT or CANCELLED when
  // not.
  std::function<absl::Status(LossKind kind, const TargetContents& contents)>
      agree_to_loss;
  // Checks what will be read of the archive: DATA_LOSS when it is damaged.
  // Unset: nothing is checked.
  std::function<absl::Status()> check_archive;
};

// What happens to a database that is not created or replaced.
enum class Verdict { kGo, kAsk, kRefuse };

// `clean`: objects, or with -C the database itself, are dropped first.
Verdict JudgeRestoreInto(const SafetyOptions& safety, bool clean,
                         const TargetContents& contents);

// Whether options ask for a part by kind, section, name or list. Leaving
// schemas out (-N), or only the data (-s), is no part: all else is created.
bool AsksForPart(const EntrySelectionOptions& selection);

// INVALID_ARGUMENT that says what is there and names the ways out.
absl::Status RefusalOf(const TargetContents& contents);

}  // namespace pgark

#endif  // PGARK_JOBS_RESTORE_SAFETY_H_
