#include "catalog/globals_ddl.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

using ::testing::SizeIs;

class GlobalsDdlTest : public testing::Test {
 protected:
  GlobalsDdl Ddl(int release) {
    style_.release = release;
    return GlobalsDdl(globals_, options_, style_);
  }
  GlobalRole& AddRole(const std::string& name) {
    GlobalRole role;
    role.name = name;
    role.oid = static_cast<Oid>(20000 + globals_.roles.size());
    globals_.roles.push_back(std::move(role));
    return globals_.roles.back();
  }
  RoleMembership& AddMembership(const std::string& role,
                                const std::string& member,
                                const std::string& grantor, Oid grantor_oid) {
    RoleMembership membership;
    membership.role = role;
    membership.member = member;
    membership.grantor = grantor;
    membership.grantor_oid = grantor_oid;
    globals_.memberships.push_back(std::move(membership));
    return globals_.memberships.back();
  }

  Globals globals_;
  GlobalsOptions options_;
  SqlStyle style_;
  std::vector<std::string> warnings_;
};

TEST_F(GlobalsDdlTest, ARoleIsCreatedAndThenAltered) {
  GlobalRole& role = AddRole("r");
  role.can_log_in = true;
  role.connection_limit = 3;
  role.password = "md5x";
  role.valid_until = "infinity";
  role.comment = "it's \\ one";
  EXPECT_EQ(Ddl(17).Roles(),
            "CREATE ROLE r;\n"
            "ALTER ROLE r WITH NOSUPERUSER NOINHERIT NOCREATEROLE NOCREATEDB "
            "LOGIN NOREPLICATION NOBYPASSRLS CONNECTION LIMIT 3 PASSWORD "
            "'md5x' VALID UNTIL 'infinity';\n"
            "COMMENT ON ROLE r IS E'it''s \\\\ one';\n");
  options_.no_comments = true;
  EXPECT_EQ(Ddl(17).Roles().find("COMMENT"), std::string::npos);
}

TEST_F(GlobalsDdlTest, LabelsFollowTheirObject) {
  const GlobalRole& role = AddRole("r");
  globals_.labels.emplace(CatalogId{kPgAuthIdOid, role.oid},
                          std::make_pair("dummy", "top secret"));
  EXPECT_NE(Ddl(17).Roles().find(
                "SECURITY LABEL FOR dummy ON ROLE r IS 'top secret';\n"),
            std::string::npos);
}

TEST_F(GlobalsDdlTest, SettingsHaveAHeadingForEachRoleFrom15On) {
  AddRole("nothing");
  AddRole("r").settings = {"work_mem=5MB", "search_path=a, \"B\""};
  EXPECT_EQ(Ddl(15).RoleSettings(),
            "\n--\n-- User Configurations\n--\n"
            "\n--\n-- User Config \"r\"\n--\n\n"
            "ALTER ROLE r SET work_mem TO '5MB';\n"
            "ALTER ROLE r SET search_path TO 'a', 'B';\n");
}

TEST_F(GlobalsDdlTest, SettingsHaveAHeadingEachBefore15) {
  EXPECT_EQ(Ddl(13).RoleSettings(), "");
  AddRole("r").settings = {"a=1", "b=2"};
  EXPECT_EQ(Ddl(13).RoleSettings(),
            "--\n-- User Configurations\n--\n\n"
            "--\n-- User Config \"r\"\n--\n\nALTER ROLE r SET a TO '1';\n"
            "--\n-- User Config \"r\"\n--\n\nALTER ROLE r SET b TO '2';\n");
}

TEST_F(GlobalsDdlTest, MembershipsBefore16SayAdminAndGrantor) {
  AddMembership("r", "m", "g", 20001).has_admin_option = true;
  const auto text = Ddl(15).Memberships(&warnings_);
  ASSERT_OK(text.status());
  EXPECT_EQ(*text, "GRANT r TO m WITH ADMIN OPTION GRANTED BY g;\n");
}

TEST_F(GlobalsDdlTest, AGrantorComesAfterTheOneWhoMadeHimOne) {
  AddMembership("r", "a", "z", 20001);
  RoleMembership& first = AddMembership("r", "z", "boss", 10);
  first.has_admin_option = true;
  first.inherits = true;
  first.can_set_role = false;
  const auto text = Ddl(16).Memberships(&warnings_);
  ASSERT_OK(text.status());
  EXPECT_EQ(*text,
            "GRANT r TO z WITH ADMIN OPTION, INHERIT TRUE, SET FALSE GRANTED "
            "BY boss;\n"
            "GRANT r TO a WITH INHERIT FALSE GRANTED BY z;\n");
}

TEST_F(GlobalsDdlTest, GrantorsThatNobodyHasMadeOneAreAFailure) {
  AddMembership("r", "a", "b", 20001).has_admin_option = true;
  AddMembership("r", "b", "a", 20000).has_admin_option = true;
  EXPECT_THAT(Ddl(16).Memberships(&warnings_),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_F(GlobalsDdlTest, WhatNamesNoRoleIsLeftOutWithAWarning) {
  AddMembership("r", "m", "g", 20001).member.reset();
  AddMembership("r", "m", "g", 20001).grantor.reset();
  const auto text = Ddl(15).Memberships(&warnings_);
  ASSERT_OK(text.status());
  EXPECT_EQ(*text, "GRANT r TO m;\n");
  EXPECT_THAT(warnings_, SizeIs(2));
}

TEST_F(GlobalsDdlTest, ParametersAreOneIdentifier) {
  globals_.bootstrap_superuser = "postgres";
  globals_.parameters.push_back(
      {"custom.knob", AclText{"{postgres=sA/postgres,r=s/postgres}",
                              "{postgres=sA/postgres}"}});
  const auto text = Ddl(17).ParameterPrivilegeGrants();
  ASSERT_OK(text.status());
  EXPECT_EQ(*text, "GRANT SET ON PARAMETER \"custom.knob\" TO r;\n");
  options_.no_privileges = true;
  EXPECT_EQ(*Ddl(17).ParameterPrivilegeGrants(), "");
}

TEST_F(GlobalsDdlTest, ATablespaceInPlaceHasNoLocationFrom16On) {
  Tablespace tablespace;
  tablespace.name = "fast";
  tablespace.owner = "r";
  tablespace.location = "pg_tblspc/1";
  tablespace.options = "seq_page_cost=2";
  globals_.tablespaces.push_back(tablespace);
  EXPECT_EQ(*Ddl(15).Tablespaces(),
            "CREATE TABLESPACE fast OWNER r LOCATION 'pg_tblspc/1';\n"
            "ALTER TABLESPACE fast SET (seq_page_cost=2);\n");
  EXPECT_EQ(*Ddl(16).Tablespaces(),
            "CREATE TABLESPACE fast OWNER r LOCATION '';\n"
            "ALTER TABLESPACE fast SET (seq_page_cost=2);\n");
}

TEST_F(GlobalsDdlTest, DropsGoByName) {
  AddRole("r s");
  globals_.tablespaces.resize(2);
  globals_.tablespaces[0].name = "z";
  globals_.tablespaces[1].name = "a";
  options_.if_exists = true;
  EXPECT_EQ(Ddl(17).DropRoles(), "DROP ROLE IF EXISTS \"r s\";\n");
  EXPECT_EQ(Ddl(17).DropTablespaces(),
            "DROP TABLESPACE IF EXISTS a;\nDROP TABLESPACE IF EXISTS z;\n");
}

}  // namespace
}  // namespace pgark
