#ifndef PGARK_BASE_OUTPUT_FILE_H_
#define PGARK_BASE_OUTPUT_FILE_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/byte_sink.h"

namespace pgark {

struct OutputFileOptions {
  // fsync the file and its directory in Commit().
  bool sync = true;
};

// A file that appears under its name complete, or not at all.
//
// When the target is absent or a regular file (symbolic links resolved), the
// bytes go to a hidden temporary file in the same directory; Commit() syncs,
// renames and syncs the directory. A replaced file keeps its mode, and its
// owner where the system allows. The temporary file is locked as long as we
// live, so that Create() can recognise and remove those that killed runs have
// left for the same target.
//
// Anything else (a device, a FIFO, /dev/stdout, standard output) is written
// directly and never replaced.
//
// thread-compatible
class OutputFile : public ByteSink {
 public:
  // "-" is standard output. Returns NOT_FOUND when the directory does not
  // exist, FAILED_PRECONDITION when `path` is a directory, or what the system
  // says; the path is attached.
  static absl::StatusOr<std::unique_ptr<OutputFile>> Create(
      const std::string& path, const OutputFileOptions& options = {});

  // Without Commit() the temporary file is removed.
  ~OutputFile() override;
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  absl::Status Append(absl::string_view bytes) override;
  bool can_patch() const override { return !temporary_path_.empty(); }
  absl::Status PatchAt(uint64_t offset, absl::string_view bytes) override;
  uint64_t position() const override { return position_; }

  // Whether the reader went away (EPIPE): Append() has failed because nobody
  // wants more.
  bool reader_is_gone() const { return reader_is_gone_; }

  // Makes the file appear under its name. No other call may follow.
  absl::Status Commit();

 private:
  OutputFile(int fd, std::string display_path, OutputFileOptions options)
      : fd_(fd), display_path_(std::move(display_path)), options_(options) {}

  absl::Status SystemError(int error, absl::string_view what) const;
  absl::Status CloseDuplicate() const;

  int fd_;
  const std::string display_path_;  // as the user wrote it, for messages
  const OutputFileOptions options_;
  std::string final_path_;      // links resolved; empty when written directly
  std::string temporary_path_;  // empty when written directly or committed
  uint64_t position_ = 0;
  bool reader_is_gone_ = false;
};

}  // namespace pgark

#endif  // PGARK_BASE_OUTPUT_FILE_H_
