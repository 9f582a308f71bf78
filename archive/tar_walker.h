#ifndef PGARK_ARCHIVE_TAR_WALKER_H_
#define PGARK_ARCHIVE_TAR_WALKER_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "archive/archive_input.h"
#include "archive/finding_collector.h"
#include "archive/tar_header.h"
#include "base/file_source.h"

namespace pgark {

// A member as it was met: its contents are the octets [begin, end).
struct TarMember {
  TarHeader header;
  uint64_t header_begin = 0;
  uint64_t begin = 0;
  uint64_t end = 0;
};

// Walks through the members of a tar archive, front to back, in a file or in a
// pipe:
//
//   while (member = Next())
//     while (piece = ReadPiece(), !piece.empty())
//
// Empty blocks are skipped, wherever they are, as stock pg_restore does. What
// stands behind two of them and is no member is not part of the archive.
// Errors carry the offset: DATA_LOSS for a header that is none and for the end
// of the file inside a member.
//
// thread-compatible
class TarWalker {
 public:
  // `input` stands in front of the first member and must outlive this, as must
  // `findings` (or nullptr), which hears of what is odd but hurts nobody.
  explicit TarWalker(ArchiveInput& input, FindingCollector* findings = nullptr)
      : input_(input), findings_(findings) {}

  // Skips what is left of the member before. Returns nothing at the end.
  absl::StatusOr<std::optional<TarMember>> Next();
  // Returns some of the member's contents, "" at their end. Lives until the
  // next call.
  absl::StatusOr<absl::string_view> ReadPiece();

  uint64_t position() const { return input_.position(); }

 private:
  absl::Status SkipPadding();
  // Reads a block into block_; it is shorter at the end of the file.
  absl::Status ReadBlock();
  void ReportEnd();
  void ReportTrailing(uint64_t begin);
  void Report(FindingCode code, FileRegion region, absl::string_view message);

  ArchiveInput& input_;
  FindingCollector* const findings_;
  std::string member_name_;
  uint64_t contents_left_ = 0;
  uint64_t padding_ = 0;  // behind the contents
  std::string block_;
  int empty_blocks_ = 0;  // since the last member
  bool ended_ = false;
};

// Goes to the first member that is no extension; DATA_LOSS when there is none.
absl::StatusOr<TarMember> FindFirstMember(TarWalker& walker);

// The contents of the walker's member, as if they were a pipe.
//
// thread-compatible
class TarMemberStream : public SequentialSource {
 public:
  // `walker` must outlive this, and stays at the member meanwhile.
  explicit TarMemberStream(TarWalker& walker) : walker_(walker) {}
  absl::StatusOr<size_t> Read(std::span<char> buffer) override;

 private:
  TarWalker& walker_;
  absl::string_view piece_;  // not yet given out
};

}  // namespace pgark

#endif  // PGARK_ARCHIVE_TAR_WALKER_H_
