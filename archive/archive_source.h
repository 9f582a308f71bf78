#ifndef PGARK_ARCHIVE_ARCHIVE_SOURCE_H_
#define PGARK_ARCHIVE_ARCHIVE_SOURCE_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "archive/archive_layout.h"
#include "archive/read_limits.h"
#include "archive/readable_archive.h"
#include "base/file_source.h"
#include "base/folder.h"

namespace pgark {

// Where an archive comes from, and in which format it is; exactly one pointer
// is set. Formats are told apart here, and nowhere else but in OpenArchive()
// and ValidateArchive().
struct ArchiveSource {
  ArchiveLayout layout = ArchiveLayout::kCustom;
  std::unique_ptr<RandomAccessSource> random_access;
  std::unique_ptr<SequentialSource> sequential;
  std::unique_ptr<Folder> folder;  // a directory archive

  // Of all files together, 0 when unknown.
  uint64_t size_bytes() const;
};

// Opens `path` ("-" is standard input). A directory holds a directory archive;
// the beginning of a file tells a tar from a custom archive, whatever its name
// is, and what is neither counts as custom. Returns what OpenFolder() and
// OpenSource() return.
absl::StatusOr<ArchiveSource> OpenArchiveSource(const std::string& path);

// The same for what is open already.
absl::StatusOr<ArchiveSource> RecognizeArchive(OpenedSource source);

// An archive opened for reading; exactly one pointer is set.
struct ReadingArchive {
  std::unique_ptr<ReadableArchive> in_any_order;
  std::unique_ptr<StreamedArchive> in_order;  // of a pipe

  const Archive& get() const {
    if (in_any_order != nullptr) return *in_any_order;
    return *in_order;
  }
};

// Opens an archive of any format. Returns what the Open() of its reader
// returns.
absl::StatusOr<ReadingArchive> OpenArchive(ArchiveSource source,
                                           const ReadLimits& limits = {});

}  // namespace pgark

#endif  // PGARK_ARCHIVE_ARCHIVE_SOURCE_H_
