#include "catalog/acl_text.h"

#include "absl/strings/str_cat.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

constexpr char kOwnerOnly[] = "{owner=arwdDxtm/owner}";

AclSubject Table() {
  AclSubject subject;
  subject.type = "TABLE";
  subject.name = "s.t";
  subject.owner = "owner";
  return subject;
}

SqlStyle Release(int release) {
  SqlStyle style;
  style.release = release;
  return style;
}

// The statements of a table of `owner`.
std::string TableStatements(const std::string& acl, const std::string& base,
                            int release = 18) {
  const absl::StatusOr<std::string> text =
      AclStatements(Table(), acl, base, Release(release));
  EXPECT_OK(text);
  return text.value_or("");
}

TEST(AclTextTest, EqualListsNeedNoStatement) {
  EXPECT_EQ(TableStatements(kOwnerOnly, kOwnerOnly), "");
}

TEST(AclTextTest, WhatIsNewIsGrantedInTheOrderOfTheKeywords) {
  EXPECT_EQ(TableStatements("{owner=arwdDxtm/owner,bob=wr/owner,=r/owner}",
                            kOwnerOnly),
            "GRANT SELECT,UPDATE ON TABLE s.t TO bob;\n"
            "GRANT SELECT ON TABLE s.t TO PUBLIC;\n");
}

TEST(AclTextTest, AnEmptyListRevokesEverythingOfTheOwner) {
  EXPECT_EQ(TableStatements("{}", kOwnerOnly),
            "REVOKE ALL ON TABLE s.t FROM owner;\n");
}

TEST(AclTextTest, WhatTheOwnerLeavesItselfComesBeforeWhatOthersGet) {
  EXPECT_EQ(TableStatements("{bob=r/owner,owner=r/owner}", kOwnerOnly),
            "REVOKE ALL ON TABLE s.t FROM owner;\n"
            "GRANT SELECT ON TABLE s.t TO owner;\n"
            "GRANT SELECT ON TABLE s.t TO bob;\n");
}

TEST(AclTextTest, ChangedItemsAreRevokedAndGrantedAnew) {
  EXPECT_EQ(TableStatements("{bob=rw/owner}", "{bob=r/owner}"),
            "REVOKE SELECT ON TABLE s.t FROM bob;\n"
            "GRANT SELECT,UPDATE ON TABLE s.t TO bob;\n");
}

TEST(AclTextTest, StarsOnSomeLettersMakeTwoStatements) {
  EXPECT_EQ(TableStatements("{bob=r*w/owner}", "{}"),
            "GRANT UPDATE ON TABLE s.t TO bob;\n"
            "GRANT SELECT ON TABLE s.t TO bob WITH GRANT OPTION;\n");
}

TEST(AclTextTest, AllIsSaidOnlyWhenOneListHoldsEverything) {
  EXPECT_EQ(TableStatements("{bob=a*r*w*d*D*x*t*m*/owner}", "{}"),
            "GRANT ALL ON TABLE s.t TO bob WITH GRANT OPTION;\n");
  EXPECT_EQ(TableStatements("{bob=a*rwdDxtm/owner}", "{}"),
            "GRANT SELECT,REFERENCES,DELETE,TRIGGER,TRUNCATE,MAINTAIN,UPDATE "
            "ON TABLE s.t TO bob;\n"
            "GRANT INSERT ON TABLE s.t TO bob WITH GRANT OPTION;\n");
}

TEST(AclTextTest, MaintainBelongsToAllFromRelease17On) {
  EXPECT_EQ(TableStatements("{bob=arwdDxt/owner}", "{}", 16),
            "GRANT ALL ON TABLE s.t TO bob;\n");
  EXPECT_EQ(TableStatements("{bob=arwdDxt/owner}", "{}", 17),
            "GRANT SELECT,INSERT,REFERENCES,DELETE,TRIGGER,TRUNCATE,UPDATE ON "
            "TABLE s.t TO bob;\n");
}

TEST(AclTextTest, RevokesIgnoreGrantOptions) {
  EXPECT_EQ(TableStatements("{}", "{bob=a*r*w*d*D*x*t*m*/owner}"),
            "REVOKE ALL ON TABLE s.t FROM bob;\n");
}

TEST(AclTextTest, GrantsByOthersAreMadeInTheirName) {
  EXPECT_EQ(TableStatements("{owner=arwdDxtm/owner,bob=r*/owner,eve=r/bob}",
                            kOwnerOnly),
            "GRANT SELECT ON TABLE s.t TO bob WITH GRANT OPTION;\n"
            "SET SESSION AUTHORIZATION bob;\n"
            "GRANT SELECT ON TABLE s.t TO eve;\n"
            "RESET SESSION AUTHORIZATION;\n");
}

TEST(AclTextTest, ColumnsHaveTheirOwnPrivilegesAndAll) {
  AclSubject subject = Table();
  subject.column = "\"a b\"";
  ASSERT_OK_AND_ASSIGN(
      const std::string all,
      AclStatements(subject, "{bob=arwx/owner,eve=r/owner}", "", SqlStyle{}));
  EXPECT_EQ(all,
            "GRANT ALL(\"a b\") ON TABLE s.t TO bob;\n"
            "GRANT SELECT(\"a b\") ON TABLE s.t TO eve;\n");
}

TEST(AclTextTest, DefaultPrivilegesHaveAPrefixAndUpTo16AnEmptyName) {
  AclSubject subject;
  subject.type = "FUNCTIONS";
  subject.owner = "owner";
  subject.prefix = "ALTER DEFAULT PRIVILEGES FOR ROLE owner ";
  ASSERT_OK_AND_ASSIGN(const std::string new_form,
                       AclStatements(subject, "{owner=X/owner}",
                                     "{=X/owner,owner=X/owner}", Release(17)));
  EXPECT_EQ(new_form,
            "ALTER DEFAULT PRIVILEGES FOR ROLE owner REVOKE ALL ON FUNCTIONS "
            "FROM PUBLIC;\n");
  ASSERT_OK_AND_ASSIGN(const std::string old_form,
                       AclStatements(subject, "{=X/owner}", "{}", Release(15)));
  EXPECT_EQ(old_form,
            "ALTER DEFAULT PRIVILEGES FOR ROLE owner GRANT ALL ON FUNCTIONS  "
            "TO PUBLIC;\n");
}

struct KindCase {
  const char* type;
  const char* letters;
};

class AclKindTest : public ::testing::TestWithParam<KindCase> {};

TEST_P(AclKindTest, EveryLetterOfTheKindIsAll) {
  AclSubject subject = Table();
  subject.type = GetParam().type;
  ASSERT_OK_AND_ASSIGN(
      const std::string text,
      AclStatements(subject,
                    absl::StrCat("{bob=", GetParam().letters, "/owner}"), "",
                    SqlStyle{}));
  EXPECT_EQ(text,
            absl::StrCat("GRANT ALL ON ", GetParam().type, " s.t TO bob;\n"));
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, AclKindTest,
    ::testing::Values(KindCase{"SEQUENCE", "rwU"}, KindCase{"FUNCTION", "X"},
                      KindCase{"PROCEDURE", "X"}, KindCase{"LANGUAGE", "U"},
                      KindCase{"TYPE", "U"}, KindCase{"SCHEMA", "UC"},
                      KindCase{"DATABASE", "CTc"}, KindCase{"TABLESPACE", "C"},
                      KindCase{"PARAMETER", "sA"},
                      KindCase{"LARGE OBJECT", "rw"},
                      KindCase{"FOREIGN DATA WRAPPER", "U"},
                      KindCase{"FOREIGN SERVER", "U"}));

TEST(AclTextTest, RolesAreReadThroughBothLayersOfQuotes) {
  // The role has quotes, a comma, and a backslash at its end.
  EXPECT_EQ(
      TableStatements(
          R"({"\"Shop \"\"Auditor\"\", b\\\"=r/owner",Upper=w/owner})", "{}"),
      "GRANT SELECT ON TABLE s.t TO \"Shop \"\"Auditor\"\", b\\\";\n"
      "GRANT UPDATE ON TABLE s.t TO \"Upper\";\n");
}

TEST(AclTextTest, ItemsReadBackAsTheyWereWritten) {
  for (const char* text :
       {"a=r*w/b", "=U/owner", R"("x""y"=UC/"- z")", "A_1=/b"}) {
    ASSERT_OK_AND_ASSIGN(const AclItem item, ParseAclItem(text));
    EXPECT_EQ(FormatAclItem(item), text);
  }
}

TEST(AclTextTest, MalformedItemsAreRefused) {
  for (const char* text :
       {"", "bob", "\"bob=r/x", "bob=*r/x", "bob=r w/x", "bob=r/\"x"}) {
    EXPECT_THAT(ParseAclItem(text),
                StatusIs(absl::StatusCode::kFailedPrecondition))
        << text;
  }
  EXPECT_THAT(AclStatements(Table(), "{bob}", "", SqlStyle{}),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST(AclTextTest, ATypeWithoutPrivilegesIsAnErrorOfTheCaller) {
  AclSubject subject = Table();
  subject.type = "INDEX";
  EXPECT_THAT(AclStatements(subject, "{}", "", SqlStyle{}),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace pgark
