#include "catalog/entry_filter.h"

#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

TocEntry Entry(EntryKind kind, const std::string& tag = "t",
               bool has_data = false) {
  TocEntry entry;
  entry.kind = kind;
  entry.tag = tag;
  entry.has_data = has_data;
  return entry;
}

bool Wants(const DumpOptions& options, const TocEntry& entry,
           Section section = Section::kPreData) {
  return WantsEntry(options, entry, section);
}

TEST(EntryFilterTest, DefinitionsAndDataAreSeparate) {
  DumpOptions schema_only;
  schema_only.dump_data = false;
  DumpOptions data_only;
  data_only.dump_schema = false;
  const TocEntry table = Entry(EntryKind::kTable);
  const TocEntry rows = Entry(EntryKind::kTableData, "t", true);
  EXPECT_TRUE(Wants(schema_only, table));
  EXPECT_FALSE(Wants(data_only, table));
  EXPECT_FALSE(Wants(schema_only, rows));
  EXPECT_TRUE(Wants(data_only, rows));
}

TEST(EntryFilterTest, WhatCountsAsDataHasNoRowsOfItsOwn) {
  DumpOptions data_only;
  data_only.dump_schema = false;
  EXPECT_TRUE(Wants(data_only, Entry(EntryKind::kSequenceSet)));
  EXPECT_TRUE(Wants(data_only, Entry(EntryKind::kBlob, "1")));
  EXPECT_TRUE(Wants(data_only, Entry(EntryKind::kBlobMetadata, "1..2")));
  EXPECT_TRUE(Wants(data_only, Entry(EntryKind::kAcl, "LARGE OBJECTS 1..2")));
  EXPECT_TRUE(Wants(data_only, Entry(EntryKind::kComment, "LARGE OBJECT 1")));
  EXPECT_FALSE(Wants(data_only, Entry(EntryKind::kComment, "TABLE t")));
  EXPECT_FALSE(Wants(data_only, Entry(EntryKind::kMaterializedViewData)));
}

TEST(EntryFilterTest, TheFirstEntriesAreAlwaysThere) {
  DumpOptions nothing;
  nothing.dump_schema = nothing.dump_data = false;
  nothing.section_pre_data = false;
  EXPECT_TRUE(Wants(nothing, Entry(EntryKind::kEncoding)));
  EXPECT_TRUE(Wants(nothing, Entry(EntryKind::kStdStrings)));
  EXPECT_TRUE(Wants(nothing, Entry(EntryKind::kSearchPath)));
}

TEST(EntryFilterTest, TheDatabaseFollowsItsOwnOption) {
  DumpOptions options;
  options.section_pre_data = false;
  EXPECT_TRUE(Wants(options, Entry(EntryKind::kDatabase)));
  options.create_database = false;
  options.section_pre_data = true;
  EXPECT_FALSE(Wants(options, Entry(EntryKind::kDatabase)));
  EXPECT_FALSE(Wants(options, Entry(EntryKind::kComment, "DATABASE d")));
  EXPECT_TRUE(Wants(options, Entry(EntryKind::kComment, "TABLE d")));
}

TEST(EntryFilterTest, SectionsAreKeptByTheSectionThatEntriesBelongTo) {
  DumpOptions options;
  options.section_data = options.section_post_data = false;
  const TocEntry acl = Entry(EntryKind::kAcl, "TABLE t");
  EXPECT_TRUE(Wants(options, acl, Section::kPreData));
  EXPECT_FALSE(Wants(options, acl, Section::kData));
  EXPECT_FALSE(Wants(options, acl, Section::kPostData));
}

struct SwitchCase {
  bool DumpOptions::*off;
  EntryKind kind;
  const char* tag;
};

class EntrySwitchTest : public ::testing::TestWithParam<SwitchCase> {};

TEST_P(EntrySwitchTest, TurnsItsEntriesOffAndNoOthers) {
  DumpOptions options;
  const TocEntry entry = Entry(GetParam().kind, GetParam().tag);
  EXPECT_TRUE(Wants(options, entry));
  options.*GetParam().off = true;
  EXPECT_FALSE(Wants(options, entry));
  EXPECT_TRUE(Wants(options, Entry(EntryKind::kTable)));
}

INSTANTIATE_TEST_SUITE_P(
    Switches, EntrySwitchTest,
    ::testing::Values(
        SwitchCase{&DumpOptions::no_privileges, EntryKind::kAcl, "TABLE t"},
        SwitchCase{&DumpOptions::no_privileges, EntryKind::kDefaultAcl, "d"},
        SwitchCase{&DumpOptions::no_comments, EntryKind::kComment, "TABLE t"},
        SwitchCase{&DumpOptions::no_security_labels, EntryKind::kSecurityLabel,
                   "TABLE t"},
        SwitchCase{&DumpOptions::no_policies, EntryKind::kPolicy, "t p"},
        SwitchCase{&DumpOptions::no_policies, EntryKind::kRowSecurity, "t"},
        SwitchCase{&DumpOptions::no_policies, EntryKind::kComment,
                   "POLICY p ON t"},
        SwitchCase{&DumpOptions::no_publications, EntryKind::kPublication, "p"},
        SwitchCase{&DumpOptions::no_publications, EntryKind::kPublicationTable,
                   "p t"},
        SwitchCase{&DumpOptions::no_publications, EntryKind::kComment,
                   "PUBLICATION p"},
        SwitchCase{&DumpOptions::no_subscriptions, EntryKind::kSubscription,
                   "s"},
        SwitchCase{&DumpOptions::no_subscriptions, EntryKind::kSecurityLabel,
                   "SUBSCRIPTION s"}));

TEST(EntryFilterTest, SequenceValuesMayBeWantedWithoutOtherData) {
  DumpOptions options;
  options.dump_data = false;
  EXPECT_FALSE(Wants(options, Entry(EntryKind::kSequenceSet)));
  options.dump_sequence_data = true;
  EXPECT_TRUE(Wants(options, Entry(EntryKind::kSequenceSet)));
}

TEST(EntryFilterTest, StatisticsAreAskedForByName) {
  DumpOptions options;
  EXPECT_FALSE(Wants(options, Entry(EntryKind::kStatisticsData)));
  options.dump_statistics = true;
  EXPECT_TRUE(Wants(options, Entry(EntryKind::kStatisticsData)));
}

}  // namespace
}  // namespace pgark
