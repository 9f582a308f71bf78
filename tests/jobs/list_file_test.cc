#include "jobs/list_file.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "jobs/list_file_check.h"
#include "tests/jobs/restore_test_data.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Toc ThreeTables() {
  return Toc({MakeTable(3, "c"), MakeTable(7, "g"), MakeTable(9, "i")});
}

TEST(ListFileTest, KeepsTheOrderOfTheFileAndIgnoresWhatFollowsTheNumber) {
  ASSERT_OK_AND_ASSIGN(
      const ListedEntries listed,
      ParseListFile("; a comment\n\n9; 1259 5 TABLE app i alice\n"
                    " \t3 whatever\r\n;7; commented out\n+7x",
                    ThreeTables()));
  EXPECT_THAT(listed.ids, ElementsAre(DumpId{9}, DumpId{3}, DumpId{7}));
  EXPECT_THAT(listed.warnings, IsEmpty());
}

TEST(ListFileTest, WarnsOfLinesThatNameNoEntryOnce) {
  ASSERT_OK_AND_ASSIGN(
      const ListedEntries listed,
      ParseListFile("table\n0\n-3\n10\n99999999999999999999\n3\n3\n",
                    ThreeTables()));
  EXPECT_THAT(listed.ids, ElementsAre(DumpId{3}));
  EXPECT_THAT(listed.warnings, SizeIs(6));
}

TEST(ListFileTest, RefusesANumberWithinTheRangeThatNoEntryHas) {
  const auto listed = ParseListFile("3\n5\n", ThreeTables());
  EXPECT_THAT(listed, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(GetContext(listed.status(), ContextKey::kObject),
            "list file, line 2");
}

TEST(ListFileCheckTest, AnUneditedListingIsWell) {
  for (const char* text :
       {"", "; 7\n", "; Archive created at x\n",
        "3; 1259 5 TABLE app c alice\n", "3\n7; mine\n9 ; 12 is my number\n",
        "no number\n"}) {
    ASSERT_OK_AND_ASSIGN(const std::vector<std::string> warnings,
                         CheckListFile(text, ThreeTables()));
    EXPECT_THAT(warnings, IsEmpty()) << text;
  }
}

TEST(ListFileCheckTest, WrongNumbersAndKindsAreErrorsWithTheirLines) {
  for (const char* wrong : {"5", "10", "0", "99999999999999999999",
                            "7; 1259 5 INDEX app g alice", "7; 1 2 TABL"}) {
    const auto checked =
        CheckListFile(absl::StrCat(";\n3\n", wrong, "\n"), ThreeTables());
    EXPECT_THAT(checked, StatusIs(absl::StatusCode::kNotFound)) << wrong;
    EXPECT_EQ(GetContext(checked.status(), ContextKey::kObject),
              "list file, line 3");
  }
}

TEST(ListFileCheckTest, AnotherNameIsDoubtful) {
  ASSERT_OK_AND_ASSIGN(
      const std::vector<std::string> warnings,
      CheckListFile("7; 1259 5 TABLE app other alice\n", ThreeTables()));
  EXPECT_THAT(warnings, SizeIs(1));
}

TEST(ListFileCheckTest, AnOrderThatCannotWorkIsDoubtful) {
  TocEntry index = MakeEntry(9, "INDEX", "i", Section::kPostData);
  index.dependencies = {DumpId{3}};
  TocEntry acl = MakeEntry(11, "ACL", "TABLE c", Section::kNone);
  acl.dependencies = {DumpId{3}};
  const Toc toc({MakeTable(3, "c"), index, acl});
  for (const auto& [text, count] :
       {std::pair("3\n9\n11\n", 0u), {"11\n3\n9\n", 0u}, {"9\n3\n", 1u}}) {
    ASSERT_OK_AND_ASSIGN(const std::vector<std::string> warnings,
                         CheckListFile(text, toc));
    EXPECT_THAT(warnings, SizeIs(count)) << text;
  }
}

}  // namespace
}  // namespace pgark
