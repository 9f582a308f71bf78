#include "base/move_bytes.h"

#include <memory>
#include <string>

#include "gtest/gtest.h"

namespace pgark {
namespace {

std::string Pattern(size_t size) {
  std::string text(size, '\0');
  for (size_t i = 0; i < size; ++i) {
    text[i] = static_cast<char>(i * 7 + i / 251);
  }
  return text;
}

TEST(MoveBytesTest, AppendsEveryByteWhateverPagesTheyLieOn) {
  for (const size_t size :
       {size_t{0}, size_t{1}, size_t{4096}, size_t{9000001}}) {
    const std::string expected = Pattern(size);
    const std::unique_ptr<char[]> from(new char[size + 1]);
    expected.copy(from.get(), size);
    std::string to = "before";
    MoveBytes(from.get(), size, &to);
    EXPECT_TRUE(to == "before" + expected) << size;
  }
}

TEST(MoveBytesTest, LeavesWhatStandsAroundThemAlone) {
  constexpr size_t kSize = 9000001;
  constexpr size_t kMargin = 5000;
  std::string memory = Pattern(kSize + 2 * kMargin);
  const std::string before = memory.substr(0, kMargin);
  const std::string behind = memory.substr(kMargin + kSize);
  std::string to;
  MoveBytes(memory.data() + kMargin, kSize, &to);
  EXPECT_TRUE(memory.substr(0, kMargin) == before);
  EXPECT_TRUE(memory.substr(kMargin + kSize) == behind);
}

}  // namespace
}  // namespace pgark
