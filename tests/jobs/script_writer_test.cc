#include "jobs/script_writer.h"

#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/jobs/restore_test_data.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class ScriptWriterTest : public testing::Test {
 protected:
  ScriptWriterTest() : entries_(SessionEntries()) {
    options_.restrict_key = "KEY";
  }

  absl::StatusOr<std::string> Write() {
    const Toc toc(entries_);
    StringSink sink;
    const auto warnings = WriteScript({header_, toc, data_}, options_, sink);
    if (!warnings.ok()) return warnings.status();
    return sink.data();
  }

  ArchiveHeader header_ = MakeHeader("18.6");
  std::vector<TocEntry> entries_;
  FakeDataSource data_;
  RestoreOptions options_;
};

TEST_F(ScriptWriterTest, FramesTheEntriesAsPgRestoreDoes) {
  entries_.push_back(MakeTable(1, "t"));
  entries_.push_back(MakeTableData(2, "t", 1));
  data_.tables[2] = "x\n\\.\n\n\n";
  ASSERT_OK_AND_ASSIGN(const std::string script, Write());
  EXPECT_EQ(script, R"(--
-- PostgreSQL database dump
--

\restrict KEY

-- Dumped from database version 18.6
-- Dumped by pg_dump version 18.6

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET transaction_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: t; Type: TABLE; Schema: app; Owner: alice
--

CREATE TABLE app.t (a text);


ALTER TABLE app.t OWNER TO alice;

--
-- Data for Name: t; Type: TABLE DATA; Schema: app; Owner: alice
--

COPY app.t (a) FROM stdin;
x
\.


--
-- PostgreSQL database dump complete
--

\unrestrict KEY

)");
}

TEST_F(ScriptWriterTest, RefusesDataThatPsqlWouldExecute) {
  entries_.push_back(MakeTable(1, "t"));
  entries_.push_back(MakeTableData(2, "t", 1));
  data_.tables[2] = "x\n\\.\n\\! touch /tmp/x\n\\.\n\n\n";
  const auto script = Write();
  EXPECT_THAT(script, StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_EQ(GetContext(script.status(), ContextKey::kObject),
            "2 TABLE DATA app.t");
}

TEST_F(ScriptWriterTest, RefusesDataWithoutEndMarker) {
  entries_.push_back(MakeTableData(2, "t", 1));
  data_.tables[2] = "";
  EXPECT_THAT(Write(), StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(ScriptWriterTest, KeepsNamesWithLineBreaksInTheirComment) {
  TocEntry table = MakeTable(1, "a\n\\! touch /tmp/x\r");
  table.definition.reset();
  table.drop_statement.reset();
  table.owner = "b\nDROP TABLE t;";
  table.desc = "TABLE\nDROP TABLE u;";
  header_.server_version = "18\nDROP TABLE v;";
  entries_.push_back(table);
  ASSERT_OK_AND_ASSIGN(const std::string script, Write());
  EXPECT_THAT(script, Not(HasSubstr("\n\\! touch")));
  EXPECT_THAT(script, Not(HasSubstr("\nDROP TABLE")));
}

TEST_F(ScriptWriterTest, RefusesToConnectToANameWithALineBreak) {
  TocEntry database = MakeEntry(1, "DATABASE", "a\nb", Section::kPreData);
  entries_.push_back(database);
  options_.selection.create_database = true;
  EXPECT_THAT(Write(), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(ScriptWriterTest, LeadsPsqlToTheCreatedDatabaseWithinItsFrame) {
  TocEntry database = MakeEntry(1, "DATABASE", "Shop", Section::kPreData);
  entries_.push_back(database);
  options_.selection.create_database = true;
  ASSERT_OK_AND_ASSIGN(std::string script, Write());
  EXPECT_THAT(script,
              HasSubstr("\\unrestrict KEY\n\\connect \"Shop\"\n\\restrict KEY\n"
                        "\nSET statement_timeout = 0;\n"));
  entries_.back().tag = "a 'b\"";
  ASSERT_OK_AND_ASSIGN(script, Write());
  EXPECT_THAT(script,
              HasSubstr("\\unrestrict KEY\n\\encoding SQL_ASCII\n"
                        "\\connect -reuse-previous=on \"dbname='a \\'b\"\"'\""
                        "\n\\restrict KEY\n\n"));
}

TEST_F(ScriptWriterTest, ChoosesAnotherKeyEveryTime) {
  options_.restrict_key.reset();
  ASSERT_OK_AND_ASSIGN(const std::string first, Write());
  ASSERT_OK_AND_ASSIGN(const std::string second, Write());
  EXPECT_NE(first, second);
  EXPECT_THAT(first, testing::ContainsRegex(
                         "\\\\restrict [0-9A-Za-z]{63}\n\n-- Dumped"));
}

TEST_F(ScriptWriterTest, RefusesARestrictKeyThatPsqlWouldMisread) {
  for (const char* key : {"", "a b", "`id`"}) {
    options_.restrict_key = key;
    EXPECT_THAT(Write(), StatusIs(absl::StatusCode::kInvalidArgument)) << key;
  }
}

TEST_F(ScriptWriterTest, SaysWhatTheImitatedReleaseSays) {
  TocEntry view = MakeEntry(1, "VIEW", "v", Section::kPreData);
  view.drop_statement = "DROP VIEW app.v;\n";
  entries_.push_back(view);
  ASSERT_OK_AND_ASSIGN(std::string script, Write());
  EXPECT_THAT(script, HasSubstr("ALTER VIEW app.v OWNER TO alice;\n"));
  options_.as_release = 15;
  ASSERT_OK_AND_ASSIGN(script, Write());
  EXPECT_THAT(script, HasSubstr("ALTER TABLE app.v OWNER TO alice;\n"));
  EXPECT_THAT(script, Not(HasSubstr("transaction_timeout")));
}

// 19 has kinds of entries that nobody here knows; what is in them is SQL.
TEST_F(ScriptWriterTest, TakesAnArchiveOfANewerReleaseAsOneOfTheNewestKnown) {
  TocEntry view = MakeEntry(1, "VIEW", "v", Section::kPreData);
  view.drop_statement = "DROP VIEW app.v;\n";
  entries_.push_back(view);
  entries_.push_back(MakeEntry(2, "PROPERTY GRAPH", "g", Section::kPreData));
  ASSERT_OK_AND_ASSIGN(const std::string of_18, Write());
  header_ = MakeHeader("19.0");
  ASSERT_OK_AND_ASSIGN(const std::string of_19, Write());
  EXPECT_EQ(absl::StrReplaceAll(of_19, {{"version 19.0", "version 18.6"}}),
            of_18);
  EXPECT_THAT(of_19, HasSubstr("ALTER VIEW app.v OWNER TO alice;\n"));
  EXPECT_THAT(of_19, HasSubstr("\n-- definition of g\n"));
}

TEST_F(ScriptWriterTest, WritesLargeObjectsInPiecesOfSixteenKibibytes) {
  TocEntry blobs = MakeEntry(3, "BLOBS", "7", Section::kData);
  blobs.has_data = true;
  blobs.definition.reset();
  entries_.push_back(blobs);
  data_.objects[3] = {{7, std::string(16384, '\xab') + "\x01"}, {8, ""}};
  ASSERT_OK_AND_ASSIGN(const std::string script, Write());
  std::string piece;
  for (int i = 0; i < 16384; ++i) piece += "ab";
  EXPECT_THAT(script,
              HasSubstr("BEGIN;\n\nSELECT pg_catalog.lo_open('7', 131072);\n"
                        "SELECT pg_catalog.lowrite(0, '\\x" +
                        piece +
                        "');\n"
                        "SELECT pg_catalog.lowrite(0, '\\x01');\n"
                        "SELECT pg_catalog.lo_close(0);\n\n"
                        "SELECT pg_catalog.lo_open('8', 131072);\n"
                        "SELECT pg_catalog.lo_close(0);\n\nCOMMIT;\n\n"));
}

TEST_F(ScriptWriterTest, WritesInsertStatementsAsTheyAre) {
  TocEntry data = MakeTableData(2, "t", 1);
  data.copy_statement.reset();
  entries_.push_back(data);
  data_.tables[2] = "INSERT INTO app.t VALUES ('\n\\.\n');\n\n\n";
  ASSERT_OK_AND_ASSIGN(const std::string script, Write());
  EXPECT_THAT(script, HasSubstr("\n" + data_.tables[2] + "--\n"));
}

TEST_F(ScriptWriterTest, RefusesAnEncodingThatPostgresDoesNotKnow) {
  entries_[0].definition = "SET client_encoding = 'UTF8; DROP TABLE t';\n";
  EXPECT_THAT(Write(), StatusIs(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace pgark
