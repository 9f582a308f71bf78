#ifndef PGARK_TOOLS_OPENED_ARCHIVE_H_
#define PGARK_TOOLS_OPENED_ARCHIVE_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "archive/archive_header.h"
#include "archive/archive_reader.h"
#include "archive/sequential_archive_reader.h"
#include "archive/toc.h"
#include "jobs/restore_data_source.h"

namespace pgark {

// An archive that a command reads: from a file by position, or from a pipe.
//
// thread-compatible
class OpenedArchive {
 public:
  // "-" is standard input. Returns what OpenSource() and the readers return,
  // with the path attached; INVALID_ARGUMENT for a terminal.
  static absl::StatusOr<std::unique_ptr<OpenedArchive>> Open(
      const std::string& path);

  const ArchiveHeader& header() const;
  const Toc& toc() const;
  EntryDataSource& data() { return *data_; }

 private:
  OpenedArchive() = default;

  // Exactly one of the two.
  std::unique_ptr<ArchiveReader> reader_;
  std::unique_ptr<SequentialArchiveReader> sequential_reader_;
  std::unique_ptr<EntryDataSource> data_;
};

}  // namespace pgark

#endif  // PGARK_TOOLS_OPENED_ARCHIVE_H_
