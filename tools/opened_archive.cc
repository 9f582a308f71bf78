#include "tools/opened_archive.h"

#include <unistd.h>

#include <utility>

#include "base/status_context.h"
#include "base/status_macros.h"
#include "jobs/restore_archive_source.h"

namespace pgark {

absl::StatusOr<std::unique_ptr<OpenedArchive>> OpenedArchive::Open(
    const std::string& path) {
  if (path == "-" && isatty(STDIN_FILENO) != 0) {
    return absl::InvalidArgumentError(
        "no archive is named, and standard input is a terminal");
  }
  ASSIGN_OR_RETURN(ArchiveSource source, OpenArchiveSource(path));
  absl::StatusOr<ReadingArchive> archive = OpenArchive(std::move(source));
  if (!archive.ok()) {
    return WithPath(std::move(archive).status(),
                    path == "-" ? "standard input" : path);
  }
  return std::unique_ptr<OpenedArchive>(new OpenedArchive(*std::move(archive)));
}

OpenedArchive::OpenedArchive(ReadingArchive archive)
    : archive_(std::move(archive)) {}

EntryDataSource& OpenedArchive::data() {
  if (data_ == nullptr && archive_.in_any_order != nullptr) {
    data_ = std::make_unique<ArchiveDataSource>(*archive_.in_any_order);
  }
  if (data_ == nullptr) {
    data_ = std::make_unique<SequentialDataSource>(*archive_.in_order);
  }
  return *data_;
}

}  // namespace pgark
