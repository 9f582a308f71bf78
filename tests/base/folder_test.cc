#include "base/folder.h"

#include <sys/stat.h>
#include <unistd.h>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_directory.h"

namespace pgark {
namespace {

TEST(FolderTest, ListsFilesByNameWithTypeAndSize) {
  const TemporaryDirectory directory;
  WriteFile(directory.File("b"), "four");
  WriteFile(directory.File("a"), "");
  ASSERT_EQ(symlink("b", directory.File("link").c_str()), 0);
  ASSERT_EQ(mkdir(directory.File("sub").c_str(), 0700), 0);
  ASSERT_OK_AND_ASSIGN(const auto folder, OpenFolder(directory.path()));
  ASSERT_EQ(folder->files().size(), 4u);
  EXPECT_EQ(folder->files()[0].name, "a");
  EXPECT_EQ(folder->files()[1].size_bytes, 4u);
  EXPECT_EQ(folder->files()[2].type, FileType::kSymbolicLink);
  EXPECT_EQ(folder->files()[3].type, FileType::kOther);
  EXPECT_EQ(folder->path(), directory.path());
  EXPECT_EQ(folder->Find("b"), &folder->files()[1]);
  EXPECT_EQ(folder->Find("c"), nullptr);
}

TEST(FolderTest, OpensRegularFilesOnly) {
  const TemporaryDirectory directory;
  WriteFile(directory.File("file"), "four");
  ASSERT_EQ(symlink("file", directory.File("link").c_str()), 0);
  ASSERT_EQ(mkfifo(directory.File("pipe").c_str(), 0600), 0);
  ASSERT_OK_AND_ASSIGN(const auto folder, OpenFolder(directory.path()));
  ASSERT_OK_AND_ASSIGN(const auto source, folder->Open("file"));
  EXPECT_EQ(source->size(), 4u);
  EXPECT_THAT(folder->Open("link"),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  // Nobody writes into it: this must not wait.
  EXPECT_THAT(folder->Open("pipe"),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(folder->Open("none"), StatusIs(absl::StatusCode::kNotFound));
}

TEST(FolderTest, SaysWhatIsNoDirectory) {
  const TemporaryDirectory directory;
  WriteFile(directory.File("file"), "");
  EXPECT_THAT(OpenFolder(directory.File("file")),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(OpenFolder(directory.File("none")),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST(FolderTest, FilesInMemoryAreTheSame) {
  const auto folder = MakeMemoryFolder({{"x", "1"}, {"y", "22"}});
  ASSERT_EQ(folder->files().size(), 2u);
  ASSERT_OK_AND_ASSIGN(const auto source, folder->Open("y"));
  EXPECT_EQ(source->size(), 2u);
  EXPECT_THAT(folder->Open("z"), StatusIs(absl::StatusCode::kNotFound));
}

TEST(CutSourceTest, EndsWhereItIsCutAndKeepsOffsets) {
  const auto whole = MakeMemorySource("0123456789");
  const auto cut = MakeCutSource(*whole, 6);
  EXPECT_EQ(cut->size(), 6u);
  char buffer[8];
  ASSERT_OK_AND_ASSIGN(const size_t count, cut->ReadAt(4, buffer));
  EXPECT_EQ(std::string(buffer, count), "45");
  EXPECT_EQ(*cut->ReadAt(6, buffer), 0u);
  EXPECT_EQ(MakeCutSource(*whole, 100)->size(), 10u);
}

}  // namespace
}  // namespace pgark
