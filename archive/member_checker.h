#ifndef PGARK_ARCHIVE_MEMBER_CHECKER_H_
#define PGARK_ARCHIVE_MEMBER_CHECKER_H_

#include <array>
#include <cstddef>
#include <memory>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "archive/digest.h"
#include "archive/member_archive.h"
#include "archive/stream_checker.h"
#include "archive/validation_context.h"
#include "archive/validator.h"

namespace pgark {

// Checks data that lies in members of its own, as deep as the level says:
//
//   checker.BeginEntry(entry)
//   for each member of its data: checker.CheckMember(member, ...)
//   summary = checker.EndEntry()
//
// thread-compatible: one for each thread
class MemberChecker {
 public:
  // Gives the stored octets of a member in pieces, "" at its end; DATA_LOSS
  // when it is cut.
  using PieceReader = absl::FunctionRef<absl::StatusOr<absl::string_view>()>;

  // `context` must outlive this; it has contents.
  explicit MemberChecker(ValidationContext& context);

  // The entry at that place in the contents list.
  void BeginEntry(size_t entry);
  // Below level streams nothing is read. A status as ValidateArchive().
  absl::Status CheckMember(const DataMember& data, PieceReader next_piece);
  DataSummary EndEntry();

 private:
  absl::Status CheckStream(const DataMember& data, PieceReader next_piece);
  StreamChecker& CheckerFor(CompressionMethod method);

  ValidationContext& context_;
  // The current entry.
  const TocEntry* entry_ = nullptr;
  bool has_large_objects_ = false;
  bool has_members_ = false;
  DataSummary summary_;
  DigestStream raw_digest_;

  // By method, made when they are needed. Their threads use what stands above.
  std::array<std::unique_ptr<StreamChecker>, 4> stream_checkers_;
};

}  // namespace pgark

#endif  // PGARK_ARCHIVE_MEMBER_CHECKER_H_
