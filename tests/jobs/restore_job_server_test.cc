// The restore job against a real server: what cannot be seen without one.

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/mutex.h"
#include "gmock/gmock.h"
#include "jobs/restore_job.h"
#include "tests/jobs/restore_test_data.h"
#include "tests/support/server_test.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

// Remembers failures; calls `on_detail` for each entry.
class RecordingObserver : public RestoreObserver {
 public:
  std::function<void(const std::string& entry)> on_detail;

  void BeginPhase(absl::string_view, uint64_t) override {}
  void AddBytes(uint64_t) override {}
  void Detail(absl::string_view text) override {
    if (on_detail) on_detail(std::string(text));
  }
  void Warning(absl::string_view) override {}
  void Failed(const RestoreFailure& failure) override {
    MutexLock lock(mutex_);
    failed_.push_back(failure.entry.value);
  }
  std::vector<int> failed() {
    MutexLock lock(mutex_);
    return failed_;
  }

 private:
  Mutex mutex_;
  std::vector<int> failed_ ABSL_GUARDED_BY(mutex_);
};

class RestoreJobServerTest : public ServerTest {
 protected:
  void SetUp() override {
    ServerTest::SetUp();
    if (IsSkipped()) return;
    static int next_database = 0;
    database_ = absl::StrCat("restore_job_", next_database++);
    CreateDatabase(database_);
    session_ = Connect(database_);
    ASSERT_NE(session_, nullptr);
    entries_ = SessionEntries();
    TocEntry schema = MakeEntry(100, "SCHEMA", "app", Section::kPreData);
    schema.schema.reset();
    schema.definition = "CREATE SCHEMA app;\n";
    entries_.push_back(schema);
    options_.no_owner = true;
    options_.no_tablespaces = true;
  }

  // A table of one column with its rows, and an index on it.
  void AddTable(int id, const std::string& name, const std::string& rows) {
    entries_.push_back(MakeTable(id, name));
    data_entries_.push_back(MakeTableData(id + 1, name, id));
    data_.tables[id + 1] = rows;
    TocEntry index =
        MakeEntry(id + 2, "INDEX", name + "_a", Section::kPostData);
    index.definition = absl::StrCat("CREATE INDEX ON app.", name, " (a);\n");
    index.dependencies = {DumpId{id}};
    late_entries_.push_back(index);
  }
  void AddLate(TocEntry entry) { late_entries_.push_back(std::move(entry)); }

  absl::StatusOr<RestoreSummary> Restore(std::stop_token stop = {}) {
    std::vector<TocEntry> entries = entries_;
    entries.insert(entries.end(), data_entries_.begin(), data_entries_.end());
    entries.insert(entries.end(), late_entries_.begin(), late_entries_.end());
    const Toc toc(std::move(entries));
    RestoreTarget target;
    target.connection = server().ConnectTo(database_);
    return RunRestore({header_, toc, data_}, options_, target, observer_, stop);
  }

  std::string Ask(const std::string& sql) {
    auto result = session_->Query(sql);
    EXPECT_OK(result);
    if (!result.ok() || result->row_count() == 0) return "";
    return std::string(result->Text(0, 0));
  }

  std::string database_;
  std::unique_ptr<Connection> session_;
  ArchiveHeader header_ = MakeHeader("15.4");
  std::vector<TocEntry> entries_;
  std::vector<TocEntry> data_entries_;
  std::vector<TocEntry> late_entries_;
  FakeDataSource data_;
  RestoreOptions options_;
  RecordingObserver observer_;
};

TEST_F(RestoreJobServerTest, RestoresTheSameInOrderAndWithSeveralJobs) {
  for (int i = 0; i < 20; ++i) {
    AddTable(1000 + 10 * i, absl::StrCat("t", i), "x\n\\\\.\n\\N\n\\.\n\n\n");
  }
  for (const int jobs : {1, 4}) {
    options_.jobs = jobs;
    ASSERT_OK_AND_ASSIGN(const RestoreSummary summary, Restore());
    EXPECT_EQ(summary.failure_count, 0u);
    EXPECT_EQ(summary.restored_entries, 61u);
    EXPECT_EQ(summary.wanted_entries, 61u);
    EXPECT_EQ(summary.rows, 60u);
    EXPECT_EQ(Ask("SELECT string_agg(coalesce(a, '-'), ',' ORDER BY a) FROM "
                  "app.t7"),
              "\\.,x,-");
    EXPECT_EQ(Ask("SELECT count(*) FROM pg_indexes WHERE schemaname = 'app'"),
              "20");
    ASSERT_OK(session_->Execute("DROP SCHEMA app CASCADE"));
  }
}

TEST_F(RestoreJobServerTest, GoesOnBehindAFailureAndNamesTheEntry) {
  AddTable(10, "a", "1\n\\.\n\n\n");
  entries_.push_back(MakeTable(20, "broken"));
  entries_.back().definition = "CREATE TABLE app.broken (a nonsense);\n";
  AddTable(30, "b", "2\n\\.\n\n\n");
  ASSERT_OK_AND_ASSIGN(const RestoreSummary summary, Restore());
  ASSERT_THAT(summary.failures, SizeIs(1));
  EXPECT_EQ(summary.failures[0].entry, DumpId{20});
  EXPECT_EQ(GetContext(summary.failures[0].status, ContextKey::kSqlState),
            "42704");
  EXPECT_EQ(summary.wanted_entries, summary.restored_entries + 1);
  EXPECT_EQ(Ask("SELECT a FROM app.b"), "2");
}

TEST_F(RestoreJobServerTest, RepeatsWhatADeadlockHasUndone) {
  entries_.push_back(MakeTable(20, "attempts"));
  entries_.back().definition = "CREATE SEQUENCE app.attempts;\n";
  TocEntry attach = MakeEntry(30, "INDEX ATTACH", "late", Section::kPostData);
  attach.definition =
      "DO $$ BEGIN IF nextval('app.attempts') < 3 THEN "
      "RAISE EXCEPTION 'deadlock' USING ERRCODE = '40P01'; END IF; END $$;\n";
  AddLate(attach);
  options_.jobs = 2;
  ASSERT_OK_AND_ASSIGN(const RestoreSummary summary, Restore());
  EXPECT_EQ(summary.failure_count, 0u);
  EXPECT_EQ(Ask("SELECT last_value FROM app.attempts"), "3");
}

TEST_F(RestoreJobServerTest, StopsAtTheFirstFailureWhenAsked) {
  entries_.push_back(MakeTable(20, "broken"));
  entries_.back().definition = "CREATE TABLE app.broken (a nonsense);\n";
  AddTable(30, "b", "2\n\\.\n\n\n");
  options_.exit_on_error = true;
  const auto summary = Restore();
  ASSERT_FALSE(summary.ok());
  EXPECT_EQ(GetContext(summary.status(), ContextKey::kObject),
            "20 TABLE app.broken");
  EXPECT_EQ(Ask("SELECT to_regclass('app.b') IS NULL"), "t");
}

TEST_F(RestoreJobServerTest, LeavesNothingWhenASingleTransactionFails) {
  AddTable(10, "a", "1\n\\.\n\n\n");
  AddTable(20, "b", "no end marker\n");
  options_.single_transaction = true;
  EXPECT_THAT(Restore(), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_EQ(Ask("SELECT count(*) FROM pg_namespace WHERE nspname = 'app'"),
            "0");
  data_.tables[21] = "2\n\\.\n\n\n";
  EXPECT_OK(Restore());
  EXPECT_EQ(Ask("SELECT a FROM app.b"), "2");
}

TEST_F(RestoreJobServerTest, LoadsNoRowOfDataThatGoesOnBehindItsEnd) {
  AddTable(10, "a", "1\n\\.\n2\n\\.\n\n\n");
  for (const int jobs : {1, 2}) {
    options_.jobs = jobs;
    ASSERT_OK_AND_ASSIGN(const RestoreSummary summary, Restore());
    ASSERT_THAT(summary.failures, SizeIs(1));
    EXPECT_THAT(summary.failures[0].status,
                StatusIs(absl::StatusCode::kDataLoss));
    EXPECT_EQ(Ask("SELECT count(*) FROM app.a"), "0");
    ASSERT_OK(session_->Execute("DROP SCHEMA app CASCADE"));
  }
}

TEST_F(RestoreJobServerTest, KeepsTheRowsOfATableThatItDidNotCreate) {
  ASSERT_OK(
      session_->Execute("CREATE SCHEMA app; CREATE TABLE app.a (a text); "
                        "INSERT INTO app.a VALUES ('old')"));
  AddTable(10, "a", "new\n\\.\n\n\n");
  options_.jobs = 2;
  ASSERT_OK_AND_ASSIGN(const RestoreSummary summary, Restore());
  EXPECT_EQ(summary.failure_count, 2u);  // the schema and the table
  EXPECT_EQ(Ask("SELECT string_agg(a, ',' ORDER BY a) FROM app.a"), "new,old");
}

TEST_F(RestoreJobServerTest, KeepsEveryPieceOfATableThatWasCutUp) {
  AddTable(10, "a", "1\n\\.\n\n\n");
  data_entries_.push_back(MakeTableData(15, "a", 10));
  data_.tables[15] = "2\n\\.\n\n\n";
  options_.jobs = 2;
  EXPECT_OK(Restore());
  EXPECT_EQ(Ask("SELECT string_agg(a, ',' ORDER BY a) FROM app.a"), "1,2");
}

TEST_F(RestoreJobServerTest, LeavesOutTheDataOfFailedTablesWhenAsked) {
  ASSERT_OK(
      session_->Execute("CREATE SCHEMA app; CREATE TABLE app.a (a text)"));
  AddTable(10, "a", "new\n\\.\n\n\n");
  options_.no_data_for_failed_tables = true;
  for (const int jobs : {1, 2}) {
    options_.jobs = jobs;
    EXPECT_OK(Restore());
    EXPECT_EQ(Ask("SELECT count(*) FROM app.a"), "0");
  }
}

TEST_F(RestoreJobServerTest, ExecutesInsertStatementsOneByOneWhenOneFails) {
  AddTable(10, "a", "");
  data_entries_.back().copy_statement.reset();
  data_.tables[11] =
      "INSERT INTO app.a VALUES ('1;');\nINSERT INTO app.nowhere VALUES "
      "(1);\nINSERT INTO app.a VALUES ('''2');\n\n\n";
  ASSERT_OK_AND_ASSIGN(const RestoreSummary summary, Restore());
  EXPECT_EQ(summary.failure_count, 1u);
  EXPECT_EQ(Ask("SELECT string_agg(a, ' ' ORDER BY a) FROM app.a"), "'2 1;");
}

TEST_F(RestoreJobServerTest, WritesLargeObjectsAndLeavesOutTheMissingOne) {
  TocEntry metadata = MakeEntry(40, "BLOB METADATA", "71..72", Section::kData);
  metadata.schema.reset();
  metadata.definition = "71\n72\n74\n";
  metadata.drop_statement = "-- dummy";
  data_entries_.push_back(metadata);
  TocEntry blobs = MakeEntry(41, "BLOBS", "71..72", Section::kData);
  blobs.schema.reset();
  blobs.definition.reset();
  blobs.has_data = true;
  blobs.dependencies = {DumpId{40}};
  data_entries_.push_back(blobs);
  const std::string big(3000001, '\x5c');
  data_.piece_bytes = 100000;
  data_.objects[41] = {
      {71, std::string("\0\xff", 2)}, {72, big}, {73, "missing"}, {74, ""}};
  for (const int jobs : {1, 2}) {
    options_.jobs = jobs;
    ASSERT_OK_AND_ASSIGN(const RestoreSummary summary, Restore());
    EXPECT_EQ(Ask("SELECT encode(lo_get(71), 'hex')"), "00ff");
    EXPECT_EQ(Ask("SELECT md5(lo_get(72)) = md5(repeat(E'\\\\', 3000001))"),
              "t");
    EXPECT_EQ(Ask("SELECT length(lo_get(74))"), "0");
    ASSERT_THAT(summary.failures, SizeIs(1));
    EXPECT_EQ(GetContext(summary.failures[0].status, ContextKey::kObject),
              "large object 73");
    ASSERT_OK(session_->Execute(
        "DROP SCHEMA app; SELECT lo_unlink(71), lo_unlink(72), lo_unlink(74)"));
  }
}

TEST_F(RestoreJobServerTest, FindsTheCulpritAmongEntriesThatAreSentTogether) {
  for (int i = 0; i < 150; ++i) {
    entries_.push_back(MakeTable(1000 + i, absl::StrCat("t", i)));
  }
  entries_[100].definition = "CREATE TABLE app.t1 (a text);\n";  // twice
  const int culprit = entries_[100].id.value;
  ASSERT_OK_AND_ASSIGN(const RestoreSummary summary, Restore());
  ASSERT_THAT(summary.failures, SizeIs(1));
  EXPECT_EQ(summary.failures[0].entry, DumpId{culprit});
  EXPECT_EQ(Ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'app'"),
            "149");
}

TEST_F(RestoreJobServerTest, DropsInReverseOrderBeforeItRestores) {
  AddTable(10, "a", "1\n\\.\n\n\n");
  entries_[3].drop_statement = "DROP SCHEMA app;\n";
  ASSERT_OK(Restore());
  options_.clean = true;
  ASSERT_OK_AND_ASSIGN(const RestoreSummary summary, Restore());
  EXPECT_EQ(summary.failure_count, 0u);
  EXPECT_EQ(Ask("SELECT count(*) FROM app.a"), "1");
}

TEST_F(RestoreJobServerTest, RestoresIntoTheDatabaseThatItCreates) {
  TocEntry database =
      MakeEntry(1, "DATABASE", "restore job's \"own\"", Section::kPreData);
  database.schema.reset();
  database.definition =
      "CREATE DATABASE \"restore job's \"\"own\"\"\" TEMPLATE template0;\n";
  entries_.insert(entries_.begin() + 3, database);
  AddTable(10, "a", "1\n\\.\n\n\n");
  options_.selection.create_database = true;
  for (const int jobs : {1, 2}) {
    options_.jobs = jobs;
    ASSERT_OK_AND_ASSIGN(const RestoreSummary summary, Restore());
    EXPECT_EQ(summary.failure_count, 0u);
    EXPECT_EQ(Ask("SELECT to_regclass('app.a') IS NULL"), "t");
    auto created = Connect("dbname='restore job\\'s \"own\"'");
    ASSERT_NE(created, nullptr);
    EXPECT_OK(created->Query("SELECT 1 / count(*) FROM app.a"));
    created.reset();
    ASSERT_OK(session_->Execute(
        "DROP DATABASE \"restore job's \"\"own\"\"\" WITH (FORCE)"));
  }
}

TEST_F(RestoreJobServerTest, EndsWhenAConnectionIsLost) {
  for (int i = 0; i < 20; ++i) {
    AddTable(1000 + 10 * i, absl::StrCat("t", i), "x\n\\.\n\n\n");
  }
  observer_.on_detail = [this](const std::string& entry) {
    if (entry != "1051 TABLE DATA app.t5") return;
    session_
        ->Execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE "
            "datname = current_database() AND pid <> pg_backend_pid()")
        .IgnoreError();  // the restore shows whether it worked
  };
  for (const int jobs : {1, 3}) {
    options_.jobs = jobs;
    EXPECT_THAT(Restore(), StatusIs(absl::StatusCode::kUnavailable));
    ASSERT_OK(session_->Execute("DROP SCHEMA app CASCADE"));
  }
}

TEST_F(RestoreJobServerTest, EndsWhenItIsStopped) {
  for (int i = 0; i < 20; ++i) {
    AddTable(1000 + 10 * i, absl::StrCat("t", i), "x\n\\.\n\n\n");
  }
  for (const int jobs : {1, 3}) {
    options_.jobs = jobs;
    std::stop_source stop;
    observer_.on_detail = [&stop](const std::string& entry) {
      if (entry == "1051 TABLE DATA app.t5") stop.request_stop();
    };
    EXPECT_THAT(Restore(stop.get_token()),
                StatusIs(absl::StatusCode::kCancelled));
    EXPECT_THAT(observer_.failed(), IsEmpty());
    ASSERT_OK(session_->Execute("DROP SCHEMA app CASCADE"));
  }
}

TEST_F(RestoreJobServerTest, LoadsSmallTablesTogetherAndBlamesTheRightOne) {
  data_.sizes_are_known = true;
  for (int i = 0; i < 150; ++i) {
    AddTable(1000 + 10 * i, absl::StrCat("t", i), "x\ny\n\\.\n\n\n");
  }
  data_.tables[1501] = "too\tmany columns\n\\.\n\n\n";
  data_.tables[1701] = "no end\n";
  for (const int jobs : {1, 2, 4}) {
    options_.jobs = jobs;
    ASSERT_OK_AND_ASSIGN(const RestoreSummary summary, Restore());
    ASSERT_THAT(summary.failures, SizeIs(2));
    std::set<int> failed;
    for (const auto& failure : summary.failures) {
      failed.insert(failure.entry.value);
    }
    EXPECT_EQ(failed, (std::set<int>{1501, 1701}));
    EXPECT_EQ(summary.rows, 148u * 2);
    EXPECT_EQ(summary.restored_entries, 1 + 150u * 3 - 2);
    EXPECT_EQ(Ask("SELECT (SELECT count(*) FROM app.t49) + "
                  "(SELECT count(*) FROM app.t51) + "
                  "(SELECT count(*) FROM app.t50) + "
                  "(SELECT count(*) FROM app.t70)"),
              "4");
    ASSERT_OK(session_->Execute("DROP SCHEMA app CASCADE"));
  }
}

// A table that is thought to be big enough for two sessions.
class SharedLoadTest : public RestoreJobServerTest {
 protected:
  void SetUp() override {
    RestoreJobServerTest::SetUp();
    if (IsSkipped()) return;
    AddTable(10, "big", "");
    data_.announced_bytes[11] = uint64_t{1} << 30;
    options_.jobs = 2;
    for (int i = 0; i < 3000; ++i) {
      pieces_.push_back(absl::StrCat("row ", i, std::string(5000, 'x'), "\n"));
    }
  }
  void SetRows(bool by_pieces) {
    data_.pieces.clear();
    data_.tables[11].clear();
    std::vector<std::string> pieces = pieces_;
    pieces.push_back("\\.\n\n\n");
    for (const std::string& piece : pieces) data_.tables[11] += piece;
    data_.piece_bytes = 100000;
    if (by_pieces) data_.pieces[11] = pieces;
  }

  std::vector<std::string> pieces_;
};

TEST_F(SharedLoadTest, LoadsEachRowOnce) {
  for (const bool by_pieces : {true, false}) {
    SetRows(by_pieces);
    ASSERT_OK_AND_ASSIGN(const RestoreSummary summary, Restore());
    EXPECT_EQ(summary.failure_count, 0u);
    EXPECT_EQ(summary.rows, 3000u);
    EXPECT_EQ(Ask("SELECT count(DISTINCT a) || ' ' || count(*) FROM app.big"),
              "3000 3000");
    // Rows of two transactions: two sessions have loaded them.
    EXPECT_EQ(Ask("SELECT count(DISTINCT xmin::text) FROM app.big"), "2");
    EXPECT_EQ(Ask("SELECT count(*) FROM pg_indexes WHERE schemaname = 'app'"),
              "1");
    ASSERT_OK(session_->Execute("DROP SCHEMA app CASCADE"));
  }
}

TEST_F(SharedLoadTest, LeavesNothingOfWhatFailsInOneSession) {
  pieces_[2900] = "too\tmany columns\n";
  for (const bool by_pieces : {true, false}) {
    SetRows(by_pieces);
    ASSERT_OK_AND_ASSIGN(const RestoreSummary summary, Restore());
    ASSERT_THAT(summary.failures, SizeIs(1));
    EXPECT_EQ(summary.failures[0].entry, DumpId{11});
    EXPECT_EQ(summary.rows, 0u);
    EXPECT_EQ(Ask("SELECT count(*) FROM app.big"), "0");
    ASSERT_OK(session_->Execute("DROP SCHEMA app CASCADE"));
  }
}

TEST_F(SharedLoadTest, LeavesNothingOfADamagedTable) {
  SetRows(/*by_pieces=*/true);
  data_.pieces[11][2900].clear();
  ASSERT_OK_AND_ASSIGN(const RestoreSummary summary, Restore());
  ASSERT_THAT(summary.failures, SizeIs(1));
  EXPECT_THAT(summary.failures[0].status,
              StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_EQ(Ask("SELECT count(*) FROM app.big"), "0");
}

TEST_F(RestoreJobServerTest, AnalyzesWhatItHasLoaded) {
  AddTable(10, "a", "1\n2\n\\.\n\n\n");
  AddTable(20, "broken", "1\t2\n\\.\n\n\n");
  for (const int jobs : {1, 2}) {
    options_.jobs = jobs;
    options_.analyze = jobs == 2;
    options_.tuning = jobs == 2;
    ASSERT_OK_AND_ASSIGN(const RestoreSummary summary, Restore());
    EXPECT_EQ(summary.analyzed_tables, jobs == 2 ? 1u : 0u);
    EXPECT_EQ(Ask("SELECT count(*) FROM pg_statistic WHERE starelid = "
                  "'app.a'::regclass"),
              jobs == 2 ? "1" : "0");
    ASSERT_OK(session_->Execute("DROP SCHEMA app CASCADE"));
  }
}

TEST_F(RestoreJobServerTest, RefusesSeveralJobsForAPipe) {
  data_.any_order = false;
  options_.jobs = 2;
  EXPECT_THAT(Restore(), StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace pgark
