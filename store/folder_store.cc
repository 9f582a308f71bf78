#include "store/folder_store.h"

#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <random>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "base/sha256.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "store/checksum_list.h"
#include "store/folder_lock.h"
#include "store/folder_set_builder.h"
#include "store/json_object.h"
#include "store/set_selector.h"
#include "store/store_files.h"

namespace pgark {
namespace {

constexpr int kStoreVersion = 1;
constexpr char kStoreFile[] = ".pgark-store.json";
constexpr char kLogFolder[] = "log";
constexpr char kPinFolder[] = ".pins";
constexpr char kLockFile[] = ".lock";
constexpr char kLatestLink[] = "latest";

// A table takes some 200 octets in a manifest; this is for a million.
constexpr size_t kMaxManifestBytes = size_t{256} << 20;
constexpr size_t kMaxChecksumBytes = size_t{1} << 20;
constexpr size_t kMaxRecordBytes = size_t{16} << 20;

// Whether a run has left it: only a holder of the lock makes such names.
bool IsLeftoverName(absl::string_view name) {
  return absl::StartsWith(name, ".") && (absl::EndsWith(name, kPartialSuffix) ||
                                         absl::EndsWith(name, kRemovingSuffix));
}

std::string RandomDigits() {
  std::random_device device;
  return absl::StrFormat("%08x", device());
}

}  // namespace

absl::StatusOr<Manifest> ReadSetManifest(const std::string& folder) {
  const std::string path = absl::StrCat(folder, "/", kManifestFile);
  ASSIGN_OR_RETURN(const std::string text,
                   ReadSmallFile(path, kMaxManifestBytes));
  const std::string list_path = absl::StrCat(folder, "/", kChecksumFile);
  ASSIGN_OR_RETURN(const std::string list_text,
                   ReadSmallFile(list_path, kMaxChecksumBytes));
  absl::StatusOr<ChecksumList> checksums = ParseChecksums(list_text);
  if (!checksums.ok()) return WithPath(checksums.status(), list_path);
  ASSIGN_OR_RETURN(const std::string digest, Sha256Of(text));
  const auto expected = checksums->find(kManifestFile);
  if (expected == checksums->end() || expected->second != digest) {
    return WithPath(
        absl::DataLossError(absl::StrCat(
            "the manifest is not the one that was published: its SHA-256 "
            "is not that in ",
            kChecksumFile)),
        path);
  }
  absl::StatusOr<Manifest> manifest = ReadManifest(text);
  if (!manifest.ok()) return WithPath(manifest.status(), path);
  return manifest;
}

absl::StatusOr<std::unique_ptr<Store>> OpenStore(const std::string& location) {
  if (absl::StrContains(location, "://")) {
    return absl::UnimplementedError(
        "a store is a folder; other kinds are not there yet");
  }
  ASSIGN_OR_RETURN(std::unique_ptr<Store> store, FolderStore::Open(location));
  return store;
}

absl::StatusOr<std::unique_ptr<FolderStore>> FolderStore::Open(
    const std::string& folder) {
  std::string path = folder;
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  if (Exists(path) && !IsFolder(path)) {
    return WithPath(absl::FailedPreconditionError("the store is no folder"),
                    path);
  }
  return std::unique_ptr<FolderStore>(new FolderStore(path));
}

std::string FolderStore::DatabaseFolder(const std::string& database) const {
  return absl::StrCat(folder_, "/", FolderNameOfDatabase(database));
}

absl::Status FolderStore::CheckVersion() const {
  const std::string path = absl::StrCat(folder_, "/", kStoreFile);
  // A folder of sets that somebody has copied here is as good as a store.
  if (!Exists(path)) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::string text,
                   ReadSmallFile(path, kMaxRecordBytes));
  return WithPath(ParseDocument(text, kStoreVersion, "store").status(), path);
}

absl::Status FolderStore::MakeStore() const {
  RETURN_IF_ERROR(MakePrivateFolders(folder_));
  const std::string marker = absl::StrCat(folder_, "/", kStoreFile);
  if (Exists(marker)) return CheckVersion();
  // Backups do not belong into a repository.
  const std::string ignore = absl::StrCat(folder_, "/.gitignore");
  if (!Exists(ignore)) RETURN_IF_ERROR(WriteSmallFile(ignore, "*\n"));
  return WriteSmallFile(
      marker, DumpJson({{"schema_version", kStoreVersion}, {"kind", "store"}}));
}

absl::StatusOr<std::vector<std::string>> FolderStore::Databases() const {
  RETURN_IF_ERROR(CheckVersion());
  ASSIGN_OR_RETURN(const std::vector<std::string> names, NamesIn(folder_));
  std::vector<std::string> databases;
  for (const std::string& name : names) {
    const std::optional<std::string> database = DatabaseOfFolderName(name);
    if (!database.has_value() || name == kLogFolder) continue;
    const std::string path = absl::StrCat(folder_, "/", name);
    if (!IsFolder(path)) continue;
    ASSIGN_OR_RETURN(const std::vector<std::string> sets, NamesIn(path));
    const bool has_set = std::any_of(
        sets.begin(), sets.end(),
        [](const std::string& set) { return SetName::Parse(set).has_value(); });
    if (has_set) databases.push_back(*database);
  }
  std::sort(databases.begin(), databases.end());
  return databases;
}

StoredSet FolderStore::ReadSet(const std::string& database,
                               const SetName& name) const {
  StoredSet set;
  set.database = database;
  set.name = name;
  const std::string folder = DatabaseFolder(database);
  set.location = absl::StrCat(folder, "/", name.ToString());
  set.is_pinned =
      Exists(absl::StrCat(folder, "/", kPinFolder, "/", name.ToString()));
  absl::StatusOr<Manifest> manifest = ReadSetManifest(set.location);
  if (!manifest.ok()) {
    set.problem = manifest.status();
    return set;
  }
  set.manifest = *std::move(manifest);
  set.verdict = set.manifest.verdict;
  if (set.manifest.set != name.ToString() ||
      !IsSetFileName(set.manifest.archive)) {
    set.problem = WithPath(
        absl::DataLossError(absl::StrCat("the manifest is that of the set \"",
                                         set.manifest.set, "\"")),
        set.location);
  }
  return set;
}

absl::StatusOr<std::vector<StoredSet>> FolderStore::Sets(
    const std::string& database) const {
  RETURN_IF_ERROR(CheckVersion());
  ASSIGN_OR_RETURN(const std::vector<std::string> names,
                   NamesIn(DatabaseFolder(database)));
  std::vector<StoredSet> sets;
  for (const std::string& text : names) {
    const std::optional<SetName> name = SetName::Parse(text);
    if (name.has_value()) sets.push_back(ReadSet(database, *name));
  }
  ASSIGN_OR_RETURN(const std::vector<LogRecord> records, ReadLog());
  ApplyLog(records, &sets);
  return sets;
}

absl::StatusOr<std::unique_ptr<StoreLock>> FolderStore::Lock(
    const std::string& database, const LockHolder& holder) {
  RETURN_IF_ERROR(MakeStore());
  const std::string folder = DatabaseFolder(database);
  RETURN_IF_ERROR(MakePrivateFolder(folder));
  ASSIGN_OR_RETURN(
      std::unique_ptr<StoreLock> lock,
      FolderLock::Take(absl::StrCat(folder, "/", kLockFile), holder));
  return lock;
}

absl::StatusOr<std::unique_ptr<SetBuilder>> FolderStore::Begin(
    const std::string& database, const SetName& name) {
  ASSIGN_OR_RETURN(std::unique_ptr<SetBuilder> builder,
                   FolderSetBuilder::Create(DatabaseFolder(database), name));
  return builder;
}

absl::Status FolderStore::Remove(const StoredSet& set) {
  const std::string folder = DatabaseFolder(set.database);
  const std::string name = set.name.ToString();
  const std::string hidden = absl::StrCat(".", name, kRemovingSuffix);
  RETURN_IF_ERROR(RemoveTree(absl::StrCat(folder, "/", hidden)));
  RETURN_IF_ERROR(RenameInFolder(folder, name, hidden));
  RETURN_IF_ERROR(RemoveTree(absl::StrCat(folder, "/", hidden)));
  return RemoveTree(absl::StrCat(folder, "/", kPinFolder, "/", name));
}

absl::Status FolderStore::SetPin(const StoredSet& set, bool pinned) {
  const std::string folder =
      absl::StrCat(DatabaseFolder(set.database), "/", kPinFolder);
  const std::string path = absl::StrCat(folder, "/", set.name.ToString());
  if (!pinned) return RemoveTree(path);
  RETURN_IF_ERROR(MakePrivateFolder(folder));
  RETURN_IF_ERROR(WriteSmallFile(path, ""));
  return SyncFolder(folder);
}

absl::Status FolderStore::UpdateLatest(const std::string& database,
                                       absl::Time now) {
  const std::string folder = DatabaseFolder(database);
  const std::string link = absl::StrCat(folder, "/", kLatestLink);
  ASSIGN_OR_RETURN(const std::vector<StoredSet> sets, Sets(database));
  const auto latest = SelectSet(sets, "latest", "", now);
  if (!latest.ok()) return RemoveTree(link);
  const std::string temporary = absl::StrCat(folder, "/.latest.new");
  RETURN_IF_ERROR(RemoveTree(temporary));
  if (symlink((*latest)->name.ToString().c_str(), temporary.c_str()) != 0) {
    // A file system without links is no reason to fail.
    if (errno == EPERM || errno == EOPNOTSUPP) return absl::OkStatus();
    return WithPath(absl::ErrnoToStatus(errno, "cannot make the link"), link);
  }
  return RenameInFolder(folder, ".latest.new", kLatestLink);
}

absl::StatusOr<std::vector<Leftover>> FolderStore::Leftovers() const {
  std::vector<Leftover> leftovers;
  ASSIGN_OR_RETURN(const std::vector<std::string> folders, NamesIn(folder_));
  for (const std::string& name : folders) {
    const std::optional<std::string> database = DatabaseOfFolderName(name);
    const std::string folder = absl::StrCat(folder_, "/", name);
    if (!database.has_value() || name == kLogFolder || !IsFolder(folder) ||
        FolderLock::IsTaken(absl::StrCat(folder, "/", kLockFile))) {
      continue;
    }
    ASSIGN_OR_RETURN(const std::vector<std::string> names, NamesIn(folder));
    for (const std::string& leftover : names) {
      if (!IsLeftoverName(leftover)) continue;
      const std::string path = absl::StrCat(folder, "/", leftover);
      leftovers.push_back({*database, path, BytesInTree(path)});
    }
  }
  return leftovers;
}

absl::Status FolderStore::RemoveLeftovers(const std::string& database) {
  const std::string folder = DatabaseFolder(database);
  ASSIGN_OR_RETURN(const std::vector<std::string> names, NamesIn(folder));
  for (const std::string& name : names) {
    if (!IsLeftoverName(name)) continue;
    RETURN_IF_ERROR(RemoveTree(absl::StrCat(folder, "/", name)));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::optional<uint64_t>> FolderStore::FreeBytes() const {
  // The store need not exist: then it is a folder above it that counts.
  std::filesystem::path path = std::filesystem::path(folder_);
  if (path.is_relative()) path = std::filesystem::path(".") / path;
  while (!IsFolder(path.string()) && path.has_parent_path() &&
         path != path.parent_path()) {
    path = path.parent_path();
  }
  struct statvfs info {};
  if (statvfs(path.c_str(), &info) != 0) {
    return WithPath(absl::ErrnoToStatus(errno, "cannot see the free space"),
                    path.string());
  }
  if (info.f_blocks == 0) return std::nullopt;
  return uint64_t{info.f_bavail} * info.f_frsize;
}

absl::Status FolderStore::AppendLog(const LogRecord& record) {
  RETURN_IF_ERROR(MakeStore());
  const std::string folder = absl::StrCat(folder_, "/", kLogFolder);
  RETURN_IF_ERROR(MakePrivateFolder(folder));
  RETURN_IF_ERROR(WriteSmallFile(
      absl::StrCat(folder, "/", LogFileName(record, RandomDigits())),
      WriteLogRecord(record)));
  return SyncFolder(folder);
}

absl::StatusOr<std::vector<LogRecord>> FolderStore::ReadLog() const {
  const std::string folder = absl::StrCat(folder_, "/", kLogFolder);
  ASSIGN_OR_RETURN(const std::vector<std::string> names, NamesIn(folder));
  std::vector<LogRecord> records;
  for (const std::string& name : names) {
    if (!IsLogFileName(name)) continue;
    const auto text =
        ReadSmallFile(absl::StrCat(folder, "/", name), kMaxRecordBytes);
    if (!text.ok()) continue;
    absl::StatusOr<LogRecord> record = ReadLogRecord(*text);
    if (record.ok()) records.push_back(*std::move(record));
  }
  std::stable_sort(
      records.begin(), records.end(),
      [](const LogRecord& a, const LogRecord& b) { return a.time < b.time; });
  return records;
}

}  // namespace pgark
