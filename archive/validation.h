#ifndef PGARK_ARCHIVE_VALIDATION_H_
#define PGARK_ARCHIVE_VALIDATION_H_

#include <cstdint>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "archive/archive_contents.h"
#include "archive/archive_input.h"
#include "archive/large_object_tally.h"
#include "archive/toc_codec.h"
#include "archive/validation_context.h"
#include "archive/validator.h"

namespace pgark {

// One validation: what it needs for every format, the header, the contents
// list and the verdict. The formats derive from it.
//
// thread-compatible
class Validation {
 public:
  explicit Validation(const ValidatorOptions& options);
  virtual ~Validation() = default;
  Validation(const Validation&) = delete;
  Validation& operator=(const Validation&) = delete;

  // Delivers the findings, whatever the checks returned.
  absl::StatusOr<ValidationSummary> Finish(const absl::Status& status,
                                           FindingSink& sink);

 protected:
  // Reads header and contents list, where `input` stands. Returns OK when
  // there are contents, what the source says, UNIMPLEMENTED, or what is wrong
  // with them, which is then reported already.
  absl::Status LoadContents(ArchiveInput& input, ArchiveFormat format);
  // Level toc.
  void CheckContents();
  // Reads a pipe on to its end, so that its writer can finish.
  absl::Status Drain(ArchiveInput& input);
  // Fills in how strong the verdict is: the summary has everything else.
  virtual void Judge() = 0;

  ValidationContext context_;
  ValidationSummary summary_;
  ArchiveContents contents_;
  std::unique_ptr<LargeObjectTally> large_objects_;

 private:
  absl::StatusOr<ArchiveHeader> LoadHeader(ArchiveInput& input,
                                           ArchiveFormat format);
  void ReportContents(const absl::Status& status, FindingCode code,
                      uint64_t fallback_offset);
  void UseContents(DecodedToc toc);
};

}  // namespace pgark

#endif  // PGARK_ARCHIVE_VALIDATION_H_
