#ifndef PGARK_ARCHIVE_BLOCK_VALIDATION_H_
#define PGARK_ARCHIVE_BLOCK_VALIDATION_H_

#include <cstdint>
#include <vector>

#include "archive/archive_index.h"
#include "archive/data_area_checker.h"
#include "archive/pipe_recorder.h"
#include "archive/validation.h"

namespace pgark {

// Validation of an archive in the custom format.
//
// thread-compatible
class BlockValidation : public Validation {
 public:
  using Validation::Validation;

  // Statuses as Validate().
  absl::Status CheckFile(const RandomAccessSource& source);
  absl::Status CheckPipe(SequentialSource& source);

 private:
  absl::Status LoadIndex(const RandomAccessSource& source);
  void CheckContentsAndIndex();
  void CheckIndexPresence();
  absl::Status CheckFileBlocks(const RandomAccessSource& source);
  void CheckTail(const DataAreaChecker::Tail& tail, bool is_complete);
  absl::Status CheckPipeBlocks(ArchiveInput& input, PipeRecorder& recorder);
  absl::Status CheckPipeIndex(ArchiveInput& input,
                              const PipeRecorder& recorder);
  void ReportPossibleSegments();
  void CheckStoredOffsets(const std::vector<CheckedBlock>& blocks);
  void FinishBlocks(const std::vector<CheckedBlock>& blocks, bool* is_complete);
  void Judge() override;
  uint64_t DataBegin() const {
    return context_.contents != nullptr ? context_.contents->data_begin
                                        : context_.index->toc_end;
  }

  ArchiveIndex index_;
  absl::Status index_status_ = absl::NotFoundError("no index");
};

}  // namespace pgark

#endif  // PGARK_ARCHIVE_BLOCK_VALIDATION_H_
