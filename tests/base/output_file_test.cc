#include "base/output_file.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "tests/support/status_matchers.h"
#include "tests/support/temporary_directory.h"

namespace pgark {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(OutputFileTest, AppearsOnlyWithCommit) {
  TemporaryDirectory directory;
  const std::string path = directory.File("a.dump");
  ASSERT_OK_AND_ASSIGN(auto file, OutputFile::Create(path));
  ASSERT_OK(file->Append("hello world"));
  ASSERT_OK(file->PatchAt(0, "J"));
  EXPECT_FALSE(std::filesystem::exists(path));
  ASSERT_OK(file->Commit());
  EXPECT_EQ(ReadFile(path), "Jello world");
  EXPECT_THAT(directory.Names(), ElementsAre("a.dump"));
}

TEST(OutputFileTest, WithoutCommitTheOldFileStaysAndNothingElse) {
  TemporaryDirectory directory;
  const std::string path = directory.File("a.dump");
  WriteFile(path, "old");
  {
    ASSERT_OK_AND_ASSIGN(auto file, OutputFile::Create(path));
    ASSERT_OK(file->Append("new"));
  }
  EXPECT_EQ(ReadFile(path), "old");
  EXPECT_THAT(directory.Names(), ElementsAre("a.dump"));
}

TEST(OutputFileTest, ReplacingKeepsTheMode) {
  TemporaryDirectory directory;
  const std::string path = directory.File("a.dump");
  WriteFile(path, "old");
  ASSERT_EQ(chmod(path.c_str(), 0640), 0);
  ASSERT_OK_AND_ASSIGN(auto file, OutputFile::Create(path));
  ASSERT_OK(file->Commit());
  struct stat info {};
  ASSERT_EQ(stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 07777, 0640u);
}

TEST(OutputFileTest, ALinkStaysALinkToTheReplacedFile) {
  TemporaryDirectory directory;
  WriteFile(directory.File("real"), "old");
  std::filesystem::create_symlink("real", directory.File("link"));
  ASSERT_OK_AND_ASSIGN(auto file, OutputFile::Create(directory.File("link")));
  ASSERT_OK(file->Append("new"));
  ASSERT_OK(file->Commit());
  EXPECT_TRUE(std::filesystem::is_symlink(directory.File("link")));
  EXPECT_EQ(ReadFile(directory.File("real")), "new");
}

TEST(OutputFileTest, DevicesAreWrittenNotReplaced) {
  ASSERT_OK_AND_ASSIGN(auto file, OutputFile::Create("/dev/null"));
  EXPECT_FALSE(file->can_patch());
  ASSERT_OK(file->Append("gone"));
  ASSERT_OK(file->Commit());
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/null"));
}

TEST(OutputFileTest, AFullDiskIsResourceExhausted) {
  ASSERT_OK_AND_ASSIGN(auto file, OutputFile::Create("/dev/full"));
  EXPECT_THAT(file->Append("x"),
              FailsAt(absl::StatusCode::kResourceExhausted, 0));
}

TEST(OutputFileTest, MissingDirectoryIsNotFound) {
  EXPECT_THAT(OutputFile::Create("/nonexistent/a.dump"),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST(OutputFileTest, LeftoverOfAKilledRunIsRemovedAndALiveOneIsNot) {
  TemporaryDirectory directory;
  const std::string path = directory.File("a.dump");
  const pid_t child = fork();
  if (child == 0) {
    auto killed = OutputFile::Create(path);
    std::_Exit(killed.ok() ? 0 : 1);  // as if killed: nothing is cleaned up
  }
  int child_status = 0;
  ASSERT_EQ(waitpid(child, &child_status, 0), child);
  ASSERT_EQ(child_status, 0);
  ASSERT_EQ(directory.Names().size(), 1u);

  ASSERT_OK_AND_ASSIGN(auto first, OutputFile::Create(path));
  EXPECT_EQ(directory.Names().size(), 1u);  // the leftover went, ours came
  ASSERT_OK_AND_ASSIGN(auto second, OutputFile::Create(path));
  EXPECT_EQ(directory.Names().size(), 2u);
  first.reset();
  second.reset();
  EXPECT_THAT(directory.Names(), IsEmpty());
}

}  // namespace
}  // namespace pgark
