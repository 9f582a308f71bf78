#include "base/line_diff.h"

#include <string>

#include "gtest/gtest.h"

namespace pgark {
namespace {

std::string Diff(const std::string& first, const std::string& second,
                 size_t context = 1) {
  std::string text;
  for (const DiffLine& line : DiffLines(first, second, context)) {
    text += line.mark + line.text + "\n";
  }
  return text;
}

TEST(LineDiffTest, EqualTextsHaveNone) {
  EXPECT_EQ(Diff("a\nb\n", "a\nb\n"), "");
  EXPECT_EQ(Diff("", ""), "");
}

TEST(LineDiffTest, AChangedLineGoesAndComes) {
  EXPECT_EQ(Diff("a\nb\nc\n", "a\nx\nc\n"), " a\n-b\n+x\n c\n");
}

TEST(LineDiffTest, LinesThatWereMovedInStandAlone) {
  EXPECT_EQ(Diff("a\nc\n", "a\nb\nc\n"), " a\n+b\n c\n");
  EXPECT_EQ(Diff("a\nb\nc\n", "a\nc\n"), " a\n-b\n c\n");
  EXPECT_EQ(Diff("", "a\n"), "+a\n");
}

TEST(LineDiffTest, WhatIsFarFromChangesIsLeftOut) {
  EXPECT_EQ(Diff("1\n2\n3\n4\n5\n6\n7\n", "x\n2\n3\n4\n5\n6\ny\n"),
            "-1\n+x\n 2\n ...\n 6\n-7\n+y\n");
}

TEST(LineDiffTest, TheFewestLinesChange) {
  EXPECT_EQ(Diff("a\nb\nc\nd\n", "b\nx\nd\n", 0), "-a\n ...\n-c\n+x\n");
}

TEST(LineDiffTest, LongTextsAreReplacedWhole) {
  std::string first;
  std::string second;
  for (int i = 0; i < 3000; ++i) {
    first += "a" + std::to_string(i) + "\n";
    second += "b" + std::to_string(i) + "\n";
  }
  EXPECT_EQ(DiffLines(first, second, 1).size(), 6000u);
}

}  // namespace
}  // namespace pgark
