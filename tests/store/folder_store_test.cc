#include "store/folder_store.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "base/sha256.h"
#include "store/checksum_list.h"
#include "store/restore_text.h"
#include "store/store_files.h"
#include "tests/store/sample_manifest.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_directory.h"

namespace pgark {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class FolderStoreTest : public testing::Test {
 protected:
  FolderStoreTest() : root_(folder_.File("backups")) {
    auto store = FolderStore::Open(root_);
    EXPECT_OK(store);
    store_ = *std::move(store);
  }

  std::unique_ptr<StoreLock> Lock(const std::string& database = "app") {
    auto lock = store_->Lock(database, {"host", 42, now_, "backup"});
    EXPECT_OK(lock);
    return lock.ok() ? *std::move(lock) : nullptr;
  }

  // Publishes a set of one file; returns its name.
  std::string Publish(absl::Time time, SetVerdict verdict,
                      const std::string& kind = kManualKind) {
    const auto lock = Lock();
    auto builder = store_->Begin("app", {time, kind});
    EXPECT_OK(builder);
    const std::string contents = "contents";
    WriteFile((*builder)->folder() + "/app.dump", contents);
    Manifest manifest = SampleManifest();
    manifest.set = (*builder)->name().ToString();
    manifest.kind = kind;
    manifest.is_partial = false;
    manifest.verdict = verdict;
    manifest.files = {{"app.dump", contents.size(), *Sha256Of(contents)}};
    EXPECT_OK((*builder)->Publish(manifest, "how to restore"));
    EXPECT_OK(store_->UpdateLatest("app", now_));
    return manifest.set;
  }

  std::string Path(const std::string& name) const { return root_ + "/" + name; }
  std::string LatestLink() const {
    std::error_code error;
    return std::filesystem::read_symlink(Path("app/latest"), error).string();
  }
  static int ModeOf(const std::string& path) {
    struct stat info {};
    EXPECT_EQ(stat(path.c_str(), &info), 0) << path;
    return static_cast<int>(info.st_mode & 07777);
  }
  std::vector<StoredSet> Sets() {
    auto sets = store_->Sets("app");
    EXPECT_OK(sets);
    return sets.ok() ? *sets : std::vector<StoredSet>();
  }

  const absl::Time now_ = TimeOf("2026-11-20T12:00:00Z");
  TemporaryDirectory folder_;
  const std::string root_;
  std::unique_ptr<FolderStore> store_;
};

TEST_F(FolderStoreTest, AnAbsentStoreIsEmptyAndIsNotMadeByLooking) {
  ASSERT_OK_AND_ASSIGN(const auto databases, store_->Databases());
  EXPECT_THAT(databases, IsEmpty());
  EXPECT_THAT(Sets(), IsEmpty());
  ASSERT_OK_AND_ASSIGN(const auto free_bytes, store_->FreeBytes());
  EXPECT_TRUE(free_bytes.has_value());
  EXPECT_FALSE(Exists(root_));
}

TEST_F(FolderStoreTest, APublishedSetIsWholeAndItsOwnersAlone) {
  const std::string name = Publish(now_, SetVerdict::kVerified);
  EXPECT_EQ(name, "20261120T120000Z-manual");
  const std::string set = Path("app/" + name);
  ASSERT_OK_AND_ASSIGN(const auto names, NamesIn(set));
  EXPECT_THAT(names, ElementsAre("RESTORE.txt", "SHA256SUMS", "app.dump",
                                 "manifest.json"));
  EXPECT_EQ(ModeOf(root_), 0700);
  EXPECT_EQ(ModeOf(set), 0700);
  for (const std::string& file : names) {
    EXPECT_EQ(ModeOf(set + "/" + file), 0600) << file;
  }
  EXPECT_EQ(ReadFile(Path(".gitignore")), "*\n");
  EXPECT_EQ(LatestLink(), name);
  ASSERT_OK_AND_ASSIGN(const ChecksumList checksums,
                       ParseChecksums(ReadFile(set + "/SHA256SUMS")));
  EXPECT_THAT(checksums, SizeIs(3));
  EXPECT_EQ(checksums.at(kRestoreFile), *Sha256Of("how to restore"));
  const std::string check = "cd " + set + " && sha256sum --quiet -c SHA256SUMS";
  EXPECT_EQ(std::system(check.c_str()), 0);
}

TEST_F(FolderStoreTest, TwoSetsOfOneSecondGetTwoNames) {
  EXPECT_EQ(Publish(now_, SetVerdict::kVerified), "20261120T120000Z-manual");
  EXPECT_EQ(Publish(now_, SetVerdict::kVerified), "20261120T120001Z-manual");
}

TEST_F(FolderStoreTest, WithoutPublishNothingIsLeft) {
  {
    const auto lock = Lock();
    ASSERT_OK_AND_ASSIGN(const auto builder,
                         store_->Begin("app", {now_, kManualKind}));
    WriteFile(builder->folder() + "/app.dump", "half");
    EXPECT_THAT(Sets(), IsEmpty());
  }
  ASSERT_OK_AND_ASSIGN(const auto names, NamesIn(Path("app")));
  EXPECT_THAT(names, ElementsAre(".lock"));
}

TEST_F(FolderStoreTest, ASetThatLacksAFileIsNotPublished) {
  const auto lock = Lock();
  ASSERT_OK_AND_ASSIGN(auto builder, store_->Begin("app", {now_, kManualKind}));
  EXPECT_THAT(builder->Publish(SampleManifest(), ""),
              StatusIs(absl::StatusCode::kNotFound));
  builder.reset();
  EXPECT_THAT(Sets(), IsEmpty());
}

TEST_F(FolderStoreTest, ASecondRunIsToldWhoHasTheLock) {
  auto first = Lock();
  const auto second = store_->Lock("app", {"other", 1, now_, "prune"});
  EXPECT_THAT(second, StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(std::string(second.status().message()),
              HasSubstr("backup of process 42 on host host, since "
                        "2026-11-20T12:00:00Z"));
  EXPECT_OK(store_->Lock("shop", {"other", 1, now_, "backup"}));
  first.reset();
  EXPECT_OK(store_->Lock("app", {"other", 1, now_, "prune"}));
}

TEST_F(FolderStoreTest, LeftoversAreSeenOnlyWhenNobodyWritesAndAreRemoved) {
  auto lock = Lock();
  std::filesystem::create_directories(
      Path("app/.20261120T010000Z-manual.partial"));
  WriteFile(Path("app/.20261120T010000Z-manual.partial/app.dump"), "12345");
  std::filesystem::create_directories(
      Path("app/.20261119T010000Z-manual.removing"));
  ASSERT_OK_AND_ASSIGN(auto leftovers, store_->Leftovers());
  EXPECT_THAT(leftovers, IsEmpty());
  lock.reset();
  ASSERT_OK_AND_ASSIGN(leftovers, store_->Leftovers());
  ASSERT_THAT(leftovers, SizeIs(2));
  EXPECT_EQ(leftovers[1].bytes, 5U);
  lock = Lock();
  ASSERT_OK(store_->RemoveLeftovers("app"));
  lock.reset();
  ASSERT_OK_AND_ASSIGN(leftovers, store_->Leftovers());
  EXPECT_THAT(leftovers, IsEmpty());
}

TEST_F(FolderStoreTest, LatestFollowsTheGoodSets) {
  const std::string first =
      Publish(TimeOf("2026-11-18T02:00:00Z"), SetVerdict::kVerified);
  const std::string second =
      Publish(TimeOf("2026-11-19T02:00:00Z"), SetVerdict::kVerified);
  Publish(TimeOf("2026-11-20T02:00:00Z"), SetVerdict::kFailed);
  Publish(TimeOf("2026-11-20T03:00:00Z"), SetVerdict::kVerified, kSafetyKind);
  EXPECT_EQ(LatestLink(), second);
  const auto lock = Lock();
  ASSERT_OK(store_->Remove(Sets()[1]));
  ASSERT_OK(store_->UpdateLatest("app", now_));
  EXPECT_EQ(LatestLink(), first);
  ASSERT_OK(store_->Remove(Sets()[0]));
  ASSERT_OK(store_->UpdateLatest("app", now_));
  EXPECT_FALSE(Exists(Path("app/latest")));
}

TEST_F(FolderStoreTest, AnEditedManifestIsSeen) {
  const std::string name = Publish(now_, SetVerdict::kFailed);
  const std::string path = Path("app/" + name + "/manifest.json");
  std::string text = ReadFile(path);
  text.replace(text.find("\"failed\""), 8, "\"verified\"");
  WriteFile(path, text);
  const std::vector<StoredSet> sets = Sets();
  ASSERT_THAT(sets, SizeIs(1));
  EXPECT_THAT(sets[0].problem, StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_FALSE(sets[0].is_good());
}

TEST_F(FolderStoreTest, AManifestUnderAnotherNameIsNoneOfThatSet) {
  const std::string name = Publish(now_, SetVerdict::kVerified);
  std::filesystem::rename(Path("app/" + name),
                          Path("app/20261120T130000Z-manual"));
  const std::vector<StoredSet> sets = Sets();
  ASSERT_THAT(sets, SizeIs(1));
  EXPECT_THAT(sets[0].problem, StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(FolderStoreTest, AStoreOfANewerProgramIsRefused) {
  Publish(now_, SetVerdict::kVerified);
  WriteFile(Path(".pgark-store.json"), "{\"schema_version\": 2}");
  EXPECT_THAT(store_->Databases(),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(store_->Lock("app", {}),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_F(FolderStoreTest, ALaterCheckInTheLogDecidesTheVerdict) {
  const std::string name = Publish(now_, SetVerdict::kVerified);
  LogRecord record = {.time = now_,
                      .action = "verify",
                      .database = "app",
                      .set = name,
                      .verdict = "failed",
                      .level = "rows"};
  ASSERT_OK(store_->AppendLog(record));
  EXPECT_EQ(Sets()[0].verdict, SetVerdict::kFailed);
  record.time += absl::Seconds(1);
  record.verdict = "verified";
  ASSERT_OK(store_->AppendLog(record));
  EXPECT_EQ(Sets()[0].verdict, SetVerdict::kVerified);
  WriteFile(Path("log/20261120T120002.000000Z-verify-zz.json"), "{]");
  ASSERT_OK_AND_ASSIGN(const auto records, store_->ReadLog());
  ASSERT_THAT(records, SizeIs(2));
  EXPECT_EQ(records[1], record);
}

TEST_F(FolderStoreTest, PinsComeAndGoWithTheirSets) {
  Publish(now_, SetVerdict::kVerified);
  const auto lock = Lock();
  ASSERT_OK(store_->SetPin(Sets()[0], true));
  EXPECT_TRUE(Sets()[0].is_pinned);
  ASSERT_OK(store_->SetPin(Sets()[0], false));
  EXPECT_FALSE(Sets()[0].is_pinned);
  ASSERT_OK(store_->SetPin(Sets()[0], true));
  ASSERT_OK(store_->Remove(Sets()[0]));
  ASSERT_OK_AND_ASSIGN(const auto pins, NamesIn(Path("app/.pins")));
  EXPECT_THAT(pins, IsEmpty());
}

TEST_F(FolderStoreTest, AFileIsNoStore) {
  WriteFile(folder_.File("file"), "");
  EXPECT_THAT(FolderStore::Open(folder_.File("file")),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(OpenStore("s3://bucket/x"),
              StatusIs(absl::StatusCode::kUnimplemented));
}

}  // namespace
}  // namespace pgark
