#include "catalog/setting_text.h"

#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

TEST(SettingTextTest, OrdinaryValuesAreOneLiteral) {
  EXPECT_EQ(FormatSetting("work_mem=64MB", SqlStyle{}), "work_mem TO '64MB'");
  EXPECT_EQ(FormatSetting("shop.branch=Nord'see", SqlStyle{}),
            "\"shop.branch\" TO 'Nord''see'");
  EXPECT_EQ(FormatSetting("a=b=c", SqlStyle{}), "a TO 'b=c'");
}

TEST(SettingTextTest, ListsOfNamesAreOneLiteralAName) {
  EXPECT_EQ(FormatSetting("search_path=\"$user\", public , \"A \"\"b\"\"\"",
                          SqlStyle{}),
            "search_path TO '$user', 'public', 'A \"b\"'");
  EXPECT_EQ(FormatSetting("Search_Path=\"\"", SqlStyle{}),
            "\"Search_Path\" TO ''");
}

TEST(SettingTextTest, NamesInListsKeepTheirCase) {
  EXPECT_EQ(FormatSetting("temp_tablespaces=Fast,slow", SqlStyle{}),
            "temp_tablespaces TO 'Fast', 'slow'");
}

TEST(SettingTextTest, AListThatCannotBeSplitStaysOneLiteral) {
  EXPECT_EQ(FormatSetting("search_path=a,,b", SqlStyle{}),
            "search_path TO 'a,,b'");
  EXPECT_EQ(FormatSetting("search_path=\"a", SqlStyle{}),
            "search_path TO '\"a'");
  EXPECT_EQ(FormatSetting("search_path=", SqlStyle{}), "search_path TO ''");
}

TEST(SettingTextTest, WhichParametersAreListsDependsOnTheRelease) {
  EXPECT_TRUE(IsListSetting("oauth_validator_libraries", 18));
  EXPECT_FALSE(IsListSetting("oauth_validator_libraries", 17));
  EXPECT_TRUE(IsListSetting("SESSION_PRELOAD_LIBRARIES", 13));
}

TEST(SettingTextTest, AnElementWithoutAValueIsSkipped) {
  EXPECT_EQ(FormatSetting("work_mem", SqlStyle{}), std::nullopt);
}

TEST(SettingTextTest, ReloptionsAreBareOnlyWhereAnIdentifierWouldBe) {
  ASSERT_OK_AND_ASSIGN(
      const std::string text,
      FormatReloptions(
          "{fillfactor=70,buffering=auto,autovacuum_enabled=false,x}", "",
          SqlStyle{}));
  EXPECT_EQ(text,
            "fillfactor='70', buffering=auto, autovacuum_enabled='false', "
            "x=''");
}

TEST(SettingTextTest, TheirPrefixStandsBeforeTheQuotes) {
  ASSERT_OK_AND_ASSIGN(const std::string text,
                       FormatReloptions("{autovacuum_enabled=off,\"Od d=1\"}",
                                        "toast.", SqlStyle{}));
  EXPECT_EQ(text, "toast.autovacuum_enabled=off, toast.\"Od d\"='1'");
}

TEST(SettingTextTest, OptionsOfTheServerItselfAreLeftOut) {
  ASSERT_OK_AND_ASSIGN(
      const std::string text,
      FormatReloptions("{pg_attver=3,n_distinct=5}", "", SqlStyle{}));
  EXPECT_EQ(text, "n_distinct='5'");
}

TEST(SettingTextTest, NoReloptionsAreNoText) {
  ASSERT_OK_AND_ASSIGN(const std::string text,
                       FormatReloptions("{}", "", SqlStyle{}));
  EXPECT_EQ(text, "");
  EXPECT_THAT(FormatReloptions("{a", "", SqlStyle{}),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

}  // namespace
}  // namespace pgark
