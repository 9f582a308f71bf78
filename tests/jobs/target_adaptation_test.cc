#include "jobs/target_adaptation.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/jobs/restore_test_data.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class TargetAdaptationTest : public ::testing::Test {
 protected:
  TargetAdaptationTest() {
    target_.user = "me";
    target_.roles = {"me", "alice"};
    target_.own_roles = {"me"};
    target_.access_methods = {"heap"};
    target_.tablespaces = {"pg_default"};
    target_.available_extensions = {"hstore"};
  }

  TocEntry& Add(TocEntry entry) {
    entries_.push_back(std::move(entry));
    return entries_.back();
  }

  void Adapt() {
    toc_ = Toc(entries_);
    FakeDataSource data;
    auto plan = RestorePlan::Create(toc_, EntrySelectionOptions(), data);
    ASSERT_OK(plan);
    adapted_ = AdaptToTarget(toc_, *plan, options_, roles_, target_);
  }

  const TocEntry& Entry(int id) {
    return *(adapted_.toc.has_value() ? *adapted_.toc : toc_).Find(DumpId{id});
  }

  std::vector<TocEntry> entries_ = SessionEntries();
  TargetProfile target_;
  RestoreOptions options_;
  RoleOptions roles_;
  Toc toc_;
  AdaptedContents adapted_;
};

TEST_F(TargetAdaptationTest, NothingChangesWhereEverythingIsThere) {
  Add(MakeTable(1, "t"));
  Adapt();
  EXPECT_FALSE(adapted_.toc.has_value());
  EXPECT_THAT(adapted_.left_out, IsEmpty());
}

TEST_F(TargetAdaptationTest, AMissingOwnerIsLeftOutOnceForAll) {
  for (const int id : {1, 2, 3, 4}) {
    Add(MakeTable(id, absl::StrCat("t", id))).owner = "bob";
  }
  Adapt();
  ASSERT_THAT(adapted_.left_out, SizeIs(1));
  EXPECT_EQ(adapted_.left_out[0].count, 4u);
  EXPECT_THAT(adapted_.left_out[0].examples, SizeIs(3));
  EXPECT_TRUE(adapted_.left_out[0].is_loss);
  EXPECT_EQ(Entry(2).owner, "");
}

TEST_F(TargetAdaptationTest, RolesAreRenamedOrCreated) {
  Add(MakeTable(1, "t")).owner = "bob";
  Add(MakeTable(2, "u")).owner = "carol";
  TocEntry& acl = Add(MakeEntry(3, "ACL", "TABLE t", Section::kNone));
  acl.definition = "GRANT SELECT ON TABLE app.t TO bob,carol,PUBLIC;\n";
  roles_.renamed = {{"bob", "alice"}};
  roles_.create_missing = true;
  Adapt();
  EXPECT_THAT(adapted_.left_out, IsEmpty());
  EXPECT_THAT(adapted_.missing_roles, ElementsAre("carol"));
  EXPECT_EQ(Entry(1).owner, "alice");
  EXPECT_EQ(Entry(2).owner, "carol");
  EXPECT_EQ(Entry(3).definition,
            "GRANT SELECT ON TABLE app.t TO alice,carol,PUBLIC;\n");
}

TEST_F(TargetAdaptationTest, APlainRoleKeepsWhatItCreates) {
  target_.is_superuser = false;
  Add(MakeTable(1, "t")).owner = "alice";
  Add(MakeTable(2, "u")).owner = "me";
  Adapt();
  ASSERT_THAT(adapted_.left_out, SizeIs(1));
  EXPECT_FALSE(adapted_.left_out[0].is_loss);
  EXPECT_EQ(Entry(1).owner, "");
  EXPECT_EQ(Entry(2).owner, "me");
}

TEST_F(TargetAdaptationTest, WhatOnlySuperusersCreateIsLeftOutWithItsComment) {
  Add(MakeEntry(1, "EVENT TRIGGER", "e", Section::kPostData)).definition =
      "CREATE EVENT TRIGGER e ON ddl_command_start EXECUTE FUNCTION f();\n";
  TocEntry& comment =
      Add(MakeEntry(2, "COMMENT", "EVENT TRIGGER e", Section::kNone));
  comment.dependencies = {DumpId{1}};
  comment.definition = "COMMENT ON EVENT TRIGGER e IS 'x';\n";
  target_.is_superuser = false;
  Adapt();
  ASSERT_THAT(adapted_.left_out, SizeIs(1));
  EXPECT_TRUE(adapted_.left_out[0].is_loss);
  EXPECT_EQ(Entry(1).definition, "");
  EXPECT_EQ(Entry(2).definition, "");
  // What the role of a managed service may do, the service decides.
  target_.is_almost_superuser = true;
  Adapt();
  EXPECT_THAT(adapted_.left_out, IsEmpty());
}

TEST_F(TargetAdaptationTest, ExtensionsThatTheServerLacksAreNamed) {
  for (const auto& [id, name] : {std::pair(1, "hstore"), {2, "postgis"}}) {
    Add(MakeEntry(id, "EXTENSION", name, Section::kPreData)).definition =
        absl::StrCat("CREATE EXTENSION IF NOT EXISTS ", name, ";\n");
  }
  Adapt();
  ASSERT_THAT(adapted_.left_out, SizeIs(1));
  EXPECT_EQ(adapted_.left_out[0].what, "the extension postgis");
  EXPECT_EQ(Entry(2).definition, "");
}

TEST_F(TargetAdaptationTest, CommentsOnExtensionsOfOthersAreNotSent) {
  Add(MakeEntry(1, "COMMENT", "EXTENSION \"uuid-ossp\"", Section::kNone))
      .definition = "COMMENT ON EXTENSION \"uuid-ossp\" IS 'x';\n";
  target_.installed_extensions = {{"uuid-ossp", false}};
  Adapt();
  EXPECT_THAT(adapted_.left_out, IsEmpty());
  target_.is_superuser = false;
  Adapt();
  ASSERT_THAT(adapted_.left_out, SizeIs(1));
  EXPECT_FALSE(adapted_.left_out[0].is_loss);
  target_.installed_extensions = {{"uuid-ossp", true}};
  Adapt();
  EXPECT_THAT(adapted_.left_out, IsEmpty());
}

TEST_F(TargetAdaptationTest, TablespacesAndAccessMethodsFallBack) {
  TocEntry& table = Add(MakeTable(1, "t"));
  table.tablespace = "fast";
  table.table_access_method = "columnar";
  TocEntry& parent = Add(MakeTable(2, "p"));
  parent.relation_kind = 'p';
  target_.release = 16;
  Adapt();
  EXPECT_EQ(Entry(1).tablespace, "");
  EXPECT_EQ(Entry(1).table_access_method, "heap");
  EXPECT_FALSE(Entry(2).table_access_method.has_value());
  EXPECT_THAT(adapted_.left_out, SizeIs(2));
}

TEST_F(TargetAdaptationTest, WhatARoleNeverSaidIsNotSaidByAnother) {
  const GrantRules rules = {
      .role_of = [](const std::string& role) -> std::optional<std::string> {
        if (role == "gone") return std::nullopt;
        return role;
      },
      .may_become = [](const std::string& role) { return role == "mine"; },
      .release = 16};
  const AdaptedGrants adapted = AdaptGrants(
      "SET SESSION AUTHORIZATION other;\n"
      "GRANT SELECT ON TABLE t TO a;\n"
      "RESET SESSION AUTHORIZATION;\n"
      "SET SESSION AUTHORIZATION mine;\n"
      "GRANT INSERT ON TABLE t TO a;\n"
      "RESET SESSION AUTHORIZATION;\n"
      "GRANT UPDATE(\"to\") ON TABLE t TO gone;\n"
      "GRANT SELECT,MAINTAIN,UPDATE ON TABLE t TO b;\n"
      "GRANT MAINTAIN ON TABLE t TO b;\n"
      "REVOKE ALL ON FUNCTION f(\"from\" integer) FROM PUBLIC;\n",
      rules);
  EXPECT_EQ(adapted.text,
            "\nSET SESSION AUTHORIZATION mine;\n"
            "GRANT INSERT ON TABLE t TO a;\n"
            "RESET SESSION AUTHORIZATION;\n"
            "GRANT SELECT,UPDATE ON TABLE t TO b;\n"
            "REVOKE ALL ON FUNCTION f(\"from\" integer) FROM PUBLIC;\n");
  EXPECT_THAT(adapted.dropped_roles, ElementsAre("gone", "other"));
}

TEST_F(TargetAdaptationTest, ThePolicysConditionNamesNoRoles) {
  TocEntry& policy = Add(MakeEntry(1, "POLICY", "t p", Section::kPostData));
  policy.definition =
      "CREATE POLICY p ON app.t FOR SELECT TO bob USING "
      "((EXISTS ( SELECT 1 FROM app.bob)));\n";
  roles_.renamed = {{"bob", "alice"}};
  Adapt();
  EXPECT_EQ(Entry(1).definition,
            "CREATE POLICY p ON app.t FOR SELECT TO alice USING "
            "((EXISTS ( SELECT 1 FROM app.bob)));\n");
}

TEST_F(TargetAdaptationTest, StatisticsAreForServersThatTakeThem) {
  TocEntry& table = Add(MakeTable(1, "t"));
  table.owner = "me";
  TocEntry& statistics =
      Add(MakeEntry(2, "STATISTICS DATA", "t", Section::kData));
  statistics.definition = "SELECT * FROM pg_restore_relation_stats();\n";
  Adapt();
  EXPECT_THAT(adapted_.left_out, IsEmpty());
  target_.release = 17;
  Adapt();
  ASSERT_THAT(adapted_.left_out, SizeIs(1));
  EXPECT_FALSE(adapted_.left_out[0].is_loss);
}

}  // namespace
}  // namespace pgark
