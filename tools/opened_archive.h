#ifndef PGARK_TOOLS_OPENED_ARCHIVE_H_
#define PGARK_TOOLS_OPENED_ARCHIVE_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "archive/archive_source.h"
#include "archive/readable_archive.h"
#include "jobs/restore_data_source.h"

namespace pgark {

// An archive that a command reads: of any format, from a directory, a file or a
// pipe.
//
// thread-compatible
class OpenedArchive {
 public:
  // "-" is standard input. Returns what OpenArchiveSource() and OpenArchive()
  // return, with the path attached; INVALID_ARGUMENT for a terminal.
  static absl::StatusOr<std::unique_ptr<OpenedArchive>> Open(
      const std::string& path);

  const Archive& archive() const { return archive_.get(); }
  const ReadingArchive& reading() const { return archive_; }
  const ArchiveHeader& header() const { return archive().header(); }
  const Toc& toc() const { return archive().toc(); }
  // Made when it is first asked for: a listing needs no data.
  EntryDataSource& data();

 private:
  explicit OpenedArchive(ReadingArchive archive);

  const ReadingArchive archive_;
  std::unique_ptr<EntryDataSource> data_;
};

}  // namespace pgark

#endif  // PGARK_TOOLS_OPENED_ARCHIVE_H_
