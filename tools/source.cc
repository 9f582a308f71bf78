#include "tools/source.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "store/checksum_list.h"
#include "store/folder_store.h"
#include "store/store_files.h"

namespace pgark {
namespace {

constexpr absl::string_view kArchiveSuffixes[] = {
    ".dump", ".pgdump", ".backup", ".tar", ".sql", ".gz", ".zst", ".lz4"};

bool MeansFile(const std::string& text) {
  return text == "-" || text.empty() || absl::StrContains(text, "/") ||
         Exists(text) ||
         std::any_of(std::begin(kArchiveSuffixes), std::end(kArchiveSuffixes),
                     [&text](absl::string_view suffix) {
                       return absl::EndsWith(text, suffix);
                     });
}

bool MeansSet(const std::string& text) {
  return text == "latest" || text == "oldest" || absl::StrContains(text, ":");
}

absl::StatusOr<std::string> ArchiveInFolder(const std::string& folder) {
  if (!Exists(absl::StrCat(folder, "/", kManifestFile)) ||
      !Exists(absl::StrCat(folder, "/", kChecksumFile))) {
    return folder;
  }
  ASSIGN_OR_RETURN(const Manifest manifest, ReadSetManifest(folder));
  if (!IsSetFileName(manifest.archive)) {
    return WithPath(absl::DataLossError("the manifest names no archive"),
                    folder);
  }
  return absl::StrCat(folder, "/", manifest.archive);
}

}  // namespace

absl::StatusOr<std::string> ResolveSource(const std::string& text,
                                          const StoreFlags& flags) {
  if (MeansFile(text)) {
    return IsFolder(text) ? ArchiveInFolder(text) : text;
  }
  const auto store = OpenNamedStore(flags);
  if (!store.ok()) {
    if (absl::IsInvalidArgument(store.status()) && !MeansSet(text)) return text;
    return WithObject(store.status(), text);
  }
  ASSIGN_OR_RETURN(const StoredSet set,
                   FindSet(**store, text, "", MakeClock(flags)->Now()));
  if (!set.problem.ok()) return set.problem;
  return absl::StrCat(set.location, "/", set.manifest.archive);
}

}  // namespace pgark
