// Whatever names a contents list and a list of large objects give, only files
// of the archive's own directory are opened; and a directory that is clean can
// be read.

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "archive/directory_archive.h"
#include "archive/member_names.h"
#include "archive/validator.h"
#include "base/folder.h"
#include "fuzz/fuzz_input.h"

namespace pgark {
namespace {

using Files = std::map<std::string, std::string>;

// A directory that knows when somebody leaves it.
class WatchedFolder : public Folder {
 public:
  explicit WatchedFolder(Files files)
      : folder_(MakeMemoryFolder(std::move(files))) {}

  const std::string& path() const override { return folder_->path(); }
  const std::vector<FolderFile>& files() const override {
    return folder_->files();
  }
  absl::StatusOr<std::unique_ptr<RandomAccessSource>> Open(
      absl::string_view name) const override {
    FuzzCheck(IsPlainFileName(name), "only names of files are opened");
    FuzzCheck(Find(name) != nullptr, "only files that are there are opened");
    return folder_->Open(name);
  }

 private:
  const std::unique_ptr<Folder> folder_;
};

absl::Status ReadStream(DataReader& reader) {
  while (true) {
    const absl::StatusOr<absl::string_view> piece = reader.Next();
    if (!piece.ok() || piece->empty()) return piece.status();
  }
}

absl::Status ReadEntry(DataReader& reader) {
  if (!reader.has_large_objects()) return ReadStream(reader);
  while (true) {
    const absl::StatusOr<std::optional<Oid>> oid = reader.NextLargeObject();
    if (!oid.ok() || !oid->has_value()) return oid.status();
    absl::Status status = ReadStream(reader);
    if (!status.ok()) return status;
  }
}

absl::Status ReadAll(const Files& files) {
  const auto archive = DirectoryArchive::Open(
      std::make_unique<WatchedFolder>(files), FuzzLimits());
  if (!archive.ok()) return archive.status();
  for (const TocEntry& entry : (*archive)->toc().entries()) {
    const auto reader = (*archive)->OpenData(entry.id);
    if (absl::IsNotFound(reader.status())) continue;
    absl::Status status = reader.ok() ? ReadEntry(**reader) : reader.status();
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

// What a missing or strange file gives has no offset.
void CheckFailure(const absl::Status& status) {
  if (GetContext(status, ContextKey::kPath).has_value() ||
      !GetOffset(status).has_value()) {
    FuzzCheck(status.ok() || absl::IsDataLoss(status) ||
                  absl::IsResourceExhausted(status) ||
                  absl::IsUnimplemented(status),
              "bad bytes give DATA_LOSS, UNIMPLEMENTED or RESOURCE_EXHAUSTED");
    return;
  }
  CheckReadFailure(status);
}

// The input is a contents list and, behind the last "PGLIST", a list of large
// objects.
void Run(FuzzInput input) {
  constexpr absl::string_view kMark = "PGLIST";
  const absl::string_view bytes = input.bytes();
  const size_t mark = bytes.rfind(kMark);
  Files files;
  files["toc.dat"] = std::string(bytes.substr(0, mark));
  files["20.dat"] = "1\tplain text\n\\.\n\n\n";
  files["21.dat"] = "\\.\n\n\n";
  files["blob_16500.dat"] = "object";
  files["blob_4000000001.dat"] = "";
  if (mark != absl::string_view::npos) {
    const std::string list(bytes.substr(mark + kMark.size()));
    files["blobs.toc"] = files["blobs_23.toc"] = list;
  }
  const absl::Status status = ReadAll(files);
  CheckFailure(status);

  ArchiveSource source;
  source.layout = ArchiveLayout::kDirectory;
  source.folder = std::make_unique<WatchedFolder>(files);
  ValidatorOptions options;
  options.limits = FuzzLimits();
  FindingList findings;
  const auto summary = ValidateArchive(source, options, findings);
  CheckFailure(summary.status());
  if (summary.ok() && summary->is_clean()) {
    FuzzCheck(status.ok(), "a clean directory is read");
  }
}

}  // namespace
}  // namespace pgark

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  pgark::Run(pgark::FuzzInput(data, size));
  return 0;
}
