#include "base/file_source.h"

#include <sys/stat.h>

#include <array>
#include <thread>

#include "tests/support/status_matchers.h"
#include "tests/support/temporary_directory.h"

namespace pgark {
namespace {

TEST(FileSourceTest, ReadsAtAnyPositionAndStopsAtTheEnd) {
  TemporaryDirectory directory;
  WriteFile(directory.File("data"), "0123456789");
  ASSERT_OK_AND_ASSIGN(auto source, OpenRandomAccess(directory.File("data")));
  std::array<char, 4> buffer;
  EXPECT_EQ(source->size(), 10u);
  ASSERT_OK_AND_ASSIGN(size_t count, source->ReadAt(8, buffer));
  EXPECT_EQ(std::string(buffer.data(), count), "89");
  ASSERT_OK_AND_ASSIGN(count, source->ReadAt(10, buffer));
  EXPECT_EQ(count, 0u);
  ASSERT_OK_AND_ASSIGN(count, source->ReadAt(uint64_t{1} << 63, buffer));
  EXPECT_EQ(count, 0u);
}

TEST(FileSourceTest, MissingFileNamesItsPath) {
  const auto source = OpenSource("/nonexistent/x.dump");
  EXPECT_THAT(source, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(GetContext(source.status(), ContextKey::kPath),
            "/nonexistent/x.dump");
}

TEST(FileSourceTest, DirectoryIsRefused) {
  TemporaryDirectory directory;
  EXPECT_THAT(OpenSource(directory.path()),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST(FileSourceTest, FifoIsReadFrontToBack) {
  TemporaryDirectory directory;
  const std::string path = directory.File("fifo");
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  std::thread writer([&path] { WriteFile(path, "hello"); });
  ASSERT_OK_AND_ASSIGN(OpenedSource opened, OpenSource(path));
  ASSERT_EQ(opened.random_access, nullptr);
  std::string text;
  std::array<char, 2> buffer;
  while (true) {
    ASSERT_OK_AND_ASSIGN(const size_t count, opened.sequential->Read(buffer));
    if (count == 0) break;
    text.append(buffer.data(), count);
  }
  writer.join();
  EXPECT_EQ(text, "hello");
}

}  // namespace
}  // namespace pgark
