#include "store/set_name.h"

#include "tests/store/sample_manifest.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

TEST(SetNameTest, IsTheTimeInUtcAndTheKind) {
  const SetName name = {TimeOf("2026-11-20T03:00:00+01:00"), "pre-migration"};
  EXPECT_EQ(name.ToString(), "20261120T020000Z-pre-migration");
  EXPECT_EQ(SetName::Parse("20261120T020000Z-pre-migration"), name);
}

TEST(SetNameTest, RefusesWhatItWouldNotWrite) {
  for (const char* text :
       {"", "latest", "20261120T020000Z", "20261120T020000Z-",
        "20261120T020000Z-Nightly", "20261120T020000Z-a/b",
        "20261320T020000Z-manual", "20261120T250000Z-manual",
        ".20261120T020000Z-manual.partial", "20261120T020000Z-manual.old",
        "2026112 T020000Z-manual", "20261120T020000+-manual"}) {
    EXPECT_EQ(SetName::Parse(text), std::nullopt) << text;
  }
}

TEST(SetNameTest, KindsAreLowerCaseWords) {
  EXPECT_TRUE(IsKindName("before-2"));
  EXPECT_FALSE(IsKindName("2-before"));
  EXPECT_FALSE(IsKindName("a_b"));
  EXPECT_FALSE(IsKindName(""));
  EXPECT_FALSE(IsKindName(std::string(41, 'a')));
}

TEST(SetNameTest, FolderNamesOfDatabasesAreHarmlessAndUnique) {
  for (const auto& [database, folder] :
       std::vector<std::pair<std::string, std::string>>{
           {"app", "app"},
           {"a/b", "a%2Fb"},
           {"..", "%2E."},
           {".hidden", "%2Ehidden"},
           {"log", "%6Cog"},
           {"logs", "logs"},
           {"latest", "%6Catest"},
           {"100%", "100%25"},
           {"\xc3\xa4", "%C3%A4"},
           {"a b", "a%20b"}}) {
    EXPECT_EQ(FolderNameOfDatabase(database), folder);
    EXPECT_EQ(DatabaseOfFolderName(folder), database);
  }
  for (const char* folder : {"", "log", ".lock", "a%2", "a%2f", "%41pp"}) {
    EXPECT_EQ(DatabaseOfFolderName(folder), std::nullopt) << folder;
  }
}

TEST(SetNameTest, TimesKeepTheirFractions) {
  const absl::Time time = TimeOf("2026-11-20T02:00:00.25Z");
  EXPECT_EQ(FormatTimestamp(time), "2026-11-20T02:00:00.25Z");
  EXPECT_EQ(ParseTimestamp("yesterday"), std::nullopt);
}

}  // namespace
}  // namespace pgark
