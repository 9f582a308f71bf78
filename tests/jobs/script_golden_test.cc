// Archives of the real pg_dump against the scripts that it wrote of the same
// databases. They lie in the directory that PGARK_TEST_DATA names; without it
// nothing can be compared.

#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>

#include "archive/archive_reader.h"
#include "archive/sequential_archive_reader.h"
#include "base/file_source.h"
#include "gtest/gtest.h"
#include "jobs/restore_archive_source.h"
#include "jobs/script_writer.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_directory.h"

namespace pgark {
namespace {

// The key is random, and a pg_dump before the minors of August 2025 had none.
std::string WithoutRestriction(const std::string& script) {
  std::string without = script;
  for (const char* word : {"\\restrict ", "\\unrestrict "}) {
    const size_t begin = without.find(word);
    if (begin == std::string::npos) continue;
    const size_t end = without.find("\n\n", begin);
    if (end != std::string::npos) without.erase(begin, end + 2 - begin);
  }
  return without;
}

absl::StatusOr<std::string> ScriptOfFile(const std::string& archive) {
  auto reader = ArchiveReader::Open(MakeMemorySource(archive));
  if (!reader.ok()) return reader.status();
  ArchiveDataSource data(**reader);
  StringSink sink;
  const auto warnings = WriteScript(
      {(*reader)->header(), (*reader)->toc(), data}, RestoreOptions(), sink);
  if (!warnings.ok()) return warnings.status();
  return sink.data();
}

absl::StatusOr<std::string> ScriptOfPipe(const std::string& archive) {
  auto reader = SequentialArchiveReader::Open(MakeMemoryStream(archive, 1000));
  if (!reader.ok()) return reader.status();
  SequentialDataSource data(**reader);
  StringSink sink;
  const auto warnings = WriteScript(
      {(*reader)->header(), (*reader)->toc(), data}, RestoreOptions(), sink);
  if (!warnings.ok()) return warnings.status();
  const absl::Status end = data.Finish();
  if (!end.ok()) return end;
  return sink.data();
}

class ScriptGoldenTest : public testing::Test {
 protected:
  void SetUp() override {
    const char* directory = std::getenv("PGARK_TEST_DATA");
    if (directory == nullptr) {
      GTEST_SKIP() << "skipped: PGARK_TEST_DATA names no directory";
    }
    const std::filesystem::path golden =
        std::filesystem::path(directory) / "golden";
    for (const auto& file : std::filesystem::directory_iterator(golden)) {
      if (file.path().extension() != ".dump") continue;
      // pg15-6.dump belongs to pg15.sql.
      const std::string name = file.path().filename().string();
      const std::string script = name.substr(0, name.find('-')) + ".sql";
      archives_[file.path().string()] = (golden / script).string();
    }
    ASSERT_FALSE(archives_.empty()) << "no archives in " << golden;
  }

  std::map<std::string, std::string> archives_;  // to their scripts
};

TEST_F(ScriptGoldenTest, WritesTheScriptThatPgDumpWrote) {
  for (const auto& [archive, script] : archives_) {
    ASSERT_OK_AND_ASSIGN(const std::string ours,
                         ScriptOfFile(ReadFile(archive)));
    // Not EXPECT_EQ: it would print both.
    EXPECT_TRUE(WithoutRestriction(ours) ==
                WithoutRestriction(ReadFile(script)))
        << archive << " and " << script;
  }
}

TEST_F(ScriptGoldenTest, WritesTheSameScriptOfAPipe) {
  for (const auto& [archive, script] : archives_) {
    ASSERT_OK_AND_ASSIGN(const std::string ours,
                         ScriptOfPipe(ReadFile(archive)));
    EXPECT_TRUE(WithoutRestriction(ours) ==
                WithoutRestriction(ReadFile(script)))
        << archive << " and " << script;
  }
}

}  // namespace
}  // namespace pgark
