#include "jobs/restore_safety.h"

#include "gtest/gtest.h"
#include "jobs/database_blueprint.h"
#include "jobs/database_swap.h"
#include "tests/jobs/restore_test_data.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

TargetContents Something() {
  TargetContents contents;
  contents.objects = {{"table", 12}, {"view", 1}};
  return contents;
}

TEST(RestoreSafetyTest, AWholeArchiveIsRefusedWhereSomethingIs) {
  SafetyOptions safety;
  EXPECT_EQ(JudgeRestoreInto(safety, false, Something()), Verdict::kRefuse);
  EXPECT_EQ(JudgeRestoreInto(safety, false, TargetContents()), Verdict::kGo);
  safety.mode = TargetMode::kIntoExisting;
  EXPECT_EQ(JudgeRestoreInto(safety, false, Something()), Verdict::kGo);
}

TEST(RestoreSafetyTest, CleanAsksWhereSomethingIs) {
  SafetyOptions safety;
  EXPECT_EQ(JudgeRestoreInto(safety, true, Something()), Verdict::kAsk);
  EXPECT_EQ(JudgeRestoreInto(safety, true, TargetContents()), Verdict::kGo);
}

TEST(RestoreSafetyTest, APartGoesWhereverItIsSent) {
  SafetyOptions safety;
  safety.is_part = true;
  EXPECT_EQ(JudgeRestoreInto(safety, false, Something()), Verdict::kGo);
  EXPECT_EQ(JudgeRestoreInto(safety, true, Something()), Verdict::kGo);
}

TEST(RestoreSafetyTest, KnowsWhatIsAPart) {
  EntrySelectionOptions selection;
  EXPECT_FALSE(AsksForPart(selection));
  selection.data = false;                  // -s
  selection.excluded_schemas = {"audit"};  // -N
  selection.no_privileges = true;
  EXPECT_FALSE(AsksForPart(selection));
  for (auto* names : {&selection.schemas, &selection.tables, &selection.indexes,
                      &selection.functions, &selection.triggers}) {
    names->push_back("x");
    EXPECT_TRUE(AsksForPart(selection));
    names->clear();
  }
  for (bool* part : {&selection.schema, &selection.pre_data_section,
                     &selection.data_section, &selection.post_data_section}) {
    *part = false;
    EXPECT_TRUE(AsksForPart(selection));
    *part = true;
  }
  selection.list_file = "";
  EXPECT_TRUE(AsksForPart(selection));
}

TEST(TargetContentsTest, IsDescribedInWords) {
  EXPECT_EQ(Something().Describe(), "12 tables, 1 view");
  EXPECT_EQ(TargetContents().Describe(), "nothing");
}

TEST(DatabaseSwapTest, NamesStayWithinTheLimitAndAreNotCutInACharacter) {
  EXPECT_EQ(NameWithSuffix("app", "_old"), "app_old");
  const std::string ascii(80, 'x');
  EXPECT_EQ(NameWithSuffix(ascii, "_old"), std::string(59, 'x') + "_old");
  std::string umlauts;
  for (int i = 0; i < 40; ++i) umlauts += "\u00e4";
  EXPECT_EQ(NameWithSuffix(umlauts, "_old"), umlauts.substr(0, 58) + "_old");
}

Toc TocOfDatabase(const std::string& definition) {
  std::vector<TocEntry> entries = SessionEntries();
  entries.push_back(MakeEntry(1, "DATABASE", "app", Section::kPreData));
  entries.back().definition = definition;
  return Toc(std::move(entries));
}

TEST(DatabaseBlueprintTest, IsReadFromTheArchiveAndSpelledForTheServer) {
  const Toc toc = TocOfDatabase(
      "CREATE DATABASE \"a = b\" WITH TEMPLATE = template0 ENCODING = 'LATIN1' "
      "LOCALE_PROVIDER = builtin LOCALE = 'C' BUILTIN_LOCALE = 'C.UTF-8';\n");
  ASSERT_OK_AND_ASSIGN(const DatabaseBlueprint blueprint,
                       DatabaseBlueprint::OfArchive(toc));
  EXPECT_EQ(blueprint.CreateStatement("x y", 17),
            "CREATE DATABASE \"x y\" WITH TEMPLATE = template0 "
            "ENCODING = 'LATIN1' LOCALE_PROVIDER = builtin LOCALE = 'C' "
            "BUILTIN_LOCALE = 'C.UTF-8'");
  EXPECT_EQ(blueprint.CreateStatement("x", 13),
            "CREATE DATABASE x WITH TEMPLATE = template0 "
            "ENCODING = 'LATIN1' LOCALE = 'C'");
  EXPECT_EQ(blueprint.CreateStatement("x", 12),
            "CREATE DATABASE x WITH TEMPLATE = template0 "
            "ENCODING = 'LATIN1' LC_COLLATE = 'C' LC_CTYPE = 'C'");
}

TEST(DatabaseBlueprintTest, WithoutADatabaseTheTextsEncodingIsTaken) {
  const Toc toc(SessionEntries());
  ASSERT_OK_AND_ASSIGN(const DatabaseBlueprint blueprint,
                       DatabaseBlueprint::OfArchive(toc));
  EXPECT_EQ(blueprint.database().encoding, "UTF8");
}

TEST(DatabaseBlueprintTest, AnEncodingThatNobodyKnowsIsDamage) {
  const Toc toc =
      TocOfDatabase("CREATE DATABASE app WITH ENCODING = 'UTF8''; DROP';\n");
  EXPECT_THAT(DatabaseBlueprint::OfArchive(toc),
              StatusIs(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace pgark
