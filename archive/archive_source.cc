#include "archive/archive_source.h"

#include <sys/stat.h>

#include <algorithm>
#include <utility>

#include "archive/archive_reader.h"
#include "archive/directory_archive.h"
#include "archive/sequential_archive_reader.h"
#include "archive/sequential_tar_reader.h"
#include "archive/tar_archive.h"
#include "archive/tar_header.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

// A pipe of which some octets were read already.
class BegunStream : public SequentialSource {
 public:
  BegunStream(std::string begin, std::unique_ptr<SequentialSource> rest)
      : begin_(std::move(begin)), rest_(std::move(rest)) {}

  absl::StatusOr<size_t> Read(std::span<char> buffer) override {
    const size_t left = begin_.size() - place_;
    if (left == 0) return rest_->Read(buffer);
    const size_t count = std::min(left, buffer.size());
    begin_.copy(buffer.data(), count, place_);
    place_ += count;
    return count;
  }

 private:
  const std::string begin_;
  size_t place_ = 0;
  const std::unique_ptr<SequentialSource> rest_;
};

absl::StatusOr<std::string> ReadBegin(SequentialSource& source) {
  std::string begin(kTarBlockBytes, '\0');
  size_t size = 0;
  while (size < begin.size()) {
    ASSIGN_OR_RETURN(const size_t count,
                     source.Read(std::span<char>(begin).subspan(size)));
    if (count == 0) break;
    size += count;
  }
  begin.resize(size);
  return begin;
}

ArchiveLayout LayoutOf(absl::string_view begin) {
  return LooksLikeTar(begin) ? ArchiveLayout::kTar : ArchiveLayout::kCustom;
}

template <typename Pointer, typename Opened>
absl::StatusOr<ReadingArchive> Opening(Pointer ReadingArchive::*place,
                                       Opened opened) {
  if (!opened.ok()) return std::move(opened).status();
  ReadingArchive archive;
  archive.*place = *std::move(opened);
  return archive;
}

}  // namespace

uint64_t ArchiveSource::size_bytes() const {
  if (random_access != nullptr) return random_access->size();
  uint64_t sum = 0;
  if (folder != nullptr) {
    for (const FolderFile& file : folder->files()) sum += file.size_bytes;
  }
  return sum;
}

absl::StatusOr<ArchiveSource> OpenArchiveSource(const std::string& path) {
  struct stat info {};
  if (path != "-" && stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode)) {
    ArchiveSource source;
    source.layout = ArchiveLayout::kDirectory;
    ASSIGN_OR_RETURN(source.folder, OpenFolder(path));
    return source;
  }
  ASSIGN_OR_RETURN(OpenedSource opened, OpenSource(path));
  return RecognizeArchive(std::move(opened));
}

absl::StatusOr<ArchiveSource> RecognizeArchive(OpenedSource opened) {
  ArchiveSource source;
  if (opened.random_access != nullptr) {
    std::string begin(kTarBlockBytes, '\0');
    ASSIGN_OR_RETURN(const size_t size, opened.random_access->ReadAt(0, begin));
    source.layout = LayoutOf(absl::string_view(begin).substr(0, size));
    source.random_access = std::move(opened.random_access);
    return source;
  }
  ASSIGN_OR_RETURN(std::string begin, ReadBegin(*opened.sequential));
  source.layout = LayoutOf(begin);
  source.sequential = std::make_unique<BegunStream>(
      std::move(begin), std::move(opened.sequential));
  return source;
}

absl::StatusOr<ReadingArchive> OpenArchive(ArchiveSource source,
                                           const ReadLimits& limits) {
  const bool is_tar = source.layout == ArchiveLayout::kTar;
  if (source.folder != nullptr) {
    return Opening(&ReadingArchive::in_any_order,
                   DirectoryArchive::Open(std::move(source.folder), limits));
  }
  if (source.random_access != nullptr) {
    auto file = std::move(source.random_access);
    return is_tar ? Opening(&ReadingArchive::in_any_order,
                            TarArchive::Open(std::move(file), limits))
                  : Opening(&ReadingArchive::in_any_order,
                            ArchiveReader::Open(std::move(file), limits));
  }
  auto pipe = std::move(source.sequential);
  return is_tar
             ? Opening(&ReadingArchive::in_order,
                       SequentialTarReader::Open(std::move(pipe), limits))
             : Opening(&ReadingArchive::in_order,
                       SequentialArchiveReader::Open(std::move(pipe), limits));
}

}  // namespace pgark
