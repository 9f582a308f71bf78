#include "tools/opened_archive.h"

#include <unistd.h>

#include <utility>

#include "base/file_source.h"
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
  ASSIGN_OR_RETURN(OpenedSource source, OpenSource(path));
  std::unique_ptr<OpenedArchive> archive(new OpenedArchive);
  const std::string name = path == "-" ? "standard input" : path;
  if (source.random_access != nullptr) {
    auto reader = ArchiveReader::Open(std::move(source.random_access));
    if (!reader.ok()) return WithPath(reader.status(), name);
    archive->reader_ = *std::move(reader);
    archive->data_ = std::make_unique<ArchiveDataSource>(*archive->reader_);
  } else {
    auto reader = SequentialArchiveReader::Open(std::move(source.sequential));
    if (!reader.ok()) return WithPath(reader.status(), name);
    archive->sequential_reader_ = *std::move(reader);
    archive->data_ =
        std::make_unique<SequentialDataSource>(*archive->sequential_reader_);
  }
  return archive;
}

const ArchiveHeader& OpenedArchive::header() const {
  return reader_ != nullptr ? reader_->header() : sequential_reader_->header();
}

const Toc& OpenedArchive::toc() const {
  return reader_ != nullptr ? reader_->toc() : sequential_reader_->toc();
}

}  // namespace pgark
