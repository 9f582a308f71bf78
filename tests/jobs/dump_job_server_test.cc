// The dump job against a real server: what cannot be seen without one.

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <future>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "archive/archive_reader.h"
#include "archive/data_reader.h"
#include "base/file_source.h"
#include "catalog/dump_plan.h"
#include "jobs/dump_job.h"
#include "protocol/snapshot.h"
#include "tests/support/server_test.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_directory.h"

namespace pgark {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class DumpJobServerTest : public ServerTest {
 protected:
  void SetUp() override {
    ServerTest::SetUp();
    admin_ = Open("postgres");
    // Each test has a database of its own.
    database_ = absl::StrCat("dump_job_", next_database_++);
    ASSERT_OK(admin_->Execute(absl::StrCat("CREATE DATABASE ", database_)));
    session_ = Open(database_);
    // Connection::Open() empties it.
    Sql("SET search_path = public");
  }
  void TearDown() override {
    session_.reset();
    if (admin_ != nullptr) {
      EXPECT_OK(admin_->Execute(
          absl::StrCat("DROP DATABASE ", database_, " WITH (FORCE)")));
    }
    admin_.reset();
    ServerTest::TearDown();
  }

  std::unique_ptr<Connection> Open(const std::string& database) {
    auto connection = Connection::Open(server().ConnectTo(database));
    EXPECT_OK(connection);
    return *std::move(connection);
  }
  void Sql(const std::string& sql) { ASSERT_OK(session_->Execute(sql)); }

  DumpJobOptions Options(const std::string& name, int jobs) {
    DumpJobOptions options;
    options.output_path = directory_.File(name);
    options.jobs = jobs;
    options.created = 1700000000;
    options.program_version = "test";
    // Small tables in many pieces.
    options.pieces.piece_bytes = 1 << 20;
    options.frames = {.least = 10000, .middle = 30000, .greatest = 80000};
    return options;
  }

  absl::StatusOr<DumpSummary> Dump(const DumpJobOptions& options,
                                   std::stop_token stop = {}) {
    SilentObserver observer;
    return RunDump(Open(database_), options, observer, std::move(stop));
  }

  // The rows of a table in the archive, end marker included.
  std::string TableData(const std::string& name, const std::string& table) {
    auto source = OpenRandomAccess(directory_.File(name));
    EXPECT_OK(source);
    auto reader = ArchiveReader::Open(*std::move(source));
    EXPECT_OK(reader);
    for (const TocEntry& entry : (*reader)->toc().entries()) {
      if (entry.desc != "TABLE DATA" || entry.tag != table) continue;
      auto data = (*reader)->OpenData(entry.id);
      EXPECT_OK(data);
      std::string rows;
      while (true) {
        const auto piece = (*data)->Next();
        EXPECT_OK(piece);
        if (!piece.ok() || piece->empty()) return rows;
        rows.append(piece->data(), piece->size());
      }
    }
    ADD_FAILURE() << "no data of " << table;
    return "";
  }

  void MakeBigTable(const std::string& name, int rows) {
    Sql(absl::StrCat("CREATE TABLE ", name,
                     " (id integer, filler text); INSERT INTO ", name,
                     " SELECT g, repeat('x', 100) || g FROM "
                     "generate_series(1, ",
                     rows, ") g"));
  }

  TemporaryDirectory directory_;
  std::unique_ptr<Connection> admin_;
  std::unique_ptr<Connection> session_;
  std::string database_;
  static int next_database_;
};

int DumpJobServerTest::next_database_ = 1;

std::vector<std::string> Lines(const std::string& text) {
  return absl::StrSplit(text, '\n', absl::SkipEmpty());
}

TEST_F(DumpJobServerTest, OneAndFourJobsGiveTheSameBytes) {
  MakeBigTable("a", 50000);
  MakeBigTable("b", 20000);
  Sql("SELECT lo_from_bytea(0, repeat('q', 1000000)::bytea)");
  ASSERT_OK(Dump(Options("one.dump", 1)));
  ASSERT_OK(Dump(Options("four.dump", 4)));
  const std::string one = ReadFile(directory_.File("one.dump"));
  EXPECT_GT(one.size(), 10000u);
  EXPECT_TRUE(one == ReadFile(directory_.File("four.dump")));
}

TEST_F(DumpJobServerTest, PiecesHoldEveryRowOnceInOrder) {
  MakeBigTable("a", 50000);
  Sql("DELETE FROM a WHERE id % 7 = 0");
  ASSERT_OK(Dump(Options("a.dump", 3)));
  std::string expected;
  for (int i = 1; i <= 50000; ++i) {
    if (i % 7 != 0) {
      absl::StrAppend(&expected, i, "\t", std::string(100, 'x'), i, "\n");
    }
  }
  EXPECT_TRUE(TableData("a.dump", "a") == expected + "\\.\n\n\n");
}

TEST_F(DumpJobServerTest, AHugeRowComesWholeAndInItsPlace) {
  Sql("CREATE TABLE huge AS SELECT g AS id, "
      "repeat(md5(g::text), CASE g WHEN 2 THEN 1200000 ELSE 2 END) AS filler "
      "FROM generate_series(1, 3) g");
  for (const CompressionMethod method :
       {CompressionMethod::kNone, CompressionMethod::kGzip,
        CompressionMethod::kLz4, CompressionMethod::kZstd}) {
    DumpJobOptions options = Options("huge.dump", 2);
    options.compression = CompressionSpec{method};
    options.version = kArchiveVersion1_16;
    ASSERT_OK(Dump(options));
    const std::vector<std::string> rows = Lines(TableData("huge.dump", "huge"));
    ASSERT_EQ(rows.size(), 4u);
    EXPECT_EQ(rows[1].size(), 2u + 32u * 1200000u);
    EXPECT_EQ(rows[1].substr(0, 12), "2\tc81e728d9d");
    EXPECT_EQ(rows[2].substr(0, 12), "3\teccbc87e4b");
  }
}

TEST_F(DumpJobServerTest, AParentWithChildrenDumpsEachRowOnce) {
  MakeBigTable("parent", 30000);
  Sql("CREATE TABLE child () INHERITS (parent); INSERT INTO child SELECT "
      "g, 'c' FROM generate_series(1000001, 1000010) g");
  ASSERT_OK(Dump(Options("a.dump", 2)));
  EXPECT_EQ(Lines(TableData("a.dump", "parent")).size(), 30001u);
  EXPECT_EQ(Lines(TableData("a.dump", "child")).size(), 11u);
}

TEST_F(DumpJobServerTest, APieceIsReadByATidRangeScanWhateverTheSettings) {
  if (session_->server_release() < 14) GTEST_SKIP() << "skipped: server < 14";
  // Never analysed, and a role that asks for everything else.
  MakeBigTable("hostile", 50000);
  const std::string role =
      absl::StrCat("ALTER ROLE postgres IN DATABASE ", database_, " SET ");
  for (const char* setting :
       {"enable_tidscan = off", "max_parallel_workers_per_gather = 8",
        "parallel_setup_cost = 0", "parallel_tuple_cost = 0",
        "min_parallel_table_scan_size = 0", "seq_page_cost = 0.0001",
        "random_page_cost = 1000", "cpu_tuple_cost = 0", "jit_above_cost = 0",
        "cursor_tuple_fraction = 1"}) {
    ASSERT_OK(admin_->Execute(role + setting));
  }
  auto leader = Open(database_);
  ASSERT_OK(SetUpDumpSession(*leader, {}));
  ASSERT_OK_AND_ASSIGN(auto snapshot, Snapshot::Begin(*leader, {}));
  ASSERT_OK_AND_ASSIGN(const DumpPlan plan, PlanDump(*leader, {}));
  ASSERT_OK(SetUpDataReading(*leader));
  int pieces = 0;
  for (const CopyTask& task : MakeCopyTasks(plan, {.piece_bytes = 1 << 20})) {
    if (task.piece_count == 1) continue;
    ++pieces;
    // COPY (query) TO STDOUT -> the query.
    const size_t begin = task.copy_statement.find('(') + 1;
    const size_t end = task.copy_statement.rfind(')');
    ASSERT_OK_AND_ASSIGN(const Result lines,
                         leader->Query("EXPLAIN " + task.copy_statement.substr(
                                                        begin, end - begin)));
    std::string text;
    for (int row = 0; row < lines.row_count(); ++row) {
      absl::StrAppend(&text, std::string(lines.Text(row, 0)), "\n");
    }
    EXPECT_THAT(text, HasSubstr("Tid Range Scan"));
    EXPECT_THAT(text, Not(HasSubstr("Seq Scan")));
    EXPECT_THAT(text, Not(HasSubstr("Gather")));
    EXPECT_THAT(text, Not(HasSubstr("JIT")));
  }
  EXPECT_GT(pieces, 3);
}

// Runs statements of a dump as slowly as is needed to interfere: an observer
// that waits at the first task of a worker.
class WaitingObserver : public SilentObserver {
 public:
  void Detail(absl::string_view text) override {
    if (!absl::StartsWith(text, "public.")) return;
    std::call_once(once_, [this] {
      reached_.set_value();
      go_on_.get_future().wait_for(std::chrono::seconds(60));
    });
  }
  // A dump that fails before its first task must not hang the test.
  void WaitUntilReached() {
    ASSERT_EQ(reached_.get_future().wait_for(std::chrono::seconds(60)),
              std::future_status::ready);
  }
  void GoOn() { go_on_.set_value(); }

 private:
  std::once_flag once_;
  std::promise<void> reached_;
  std::promise<void> go_on_;
};

TEST_F(DumpJobServerTest, AnAlterTableThatQueuesDoesNotMakeTheDumpFail) {
  MakeBigTable("a", 50000);
  MakeBigTable("b", 50000);
  WaitingObserver observer;
  const DumpJobOptions options = Options("a.dump", 4);
  auto dump = std::async(std::launch::async, [&] {
    return RunDump(Open(database_), options, observer);
  });
  ASSERT_NO_FATAL_FAILURE(observer.WaitUntilReached());
  // Queues behind the leader's lock, and everybody else behind it.
  auto alter = std::async(std::launch::async, [&] {
    auto other = Open(database_);
    return other->Execute("ALTER TABLE public.b ADD COLUMN later integer");
  });
  while (true) {
    ASSERT_OK_AND_ASSIGN(
        const Result waiting,
        admin_->Query("SELECT 1 FROM pg_locks WHERE NOT granted"));
    if (waiting.row_count() > 0) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  observer.GoOn();
  EXPECT_OK(dump.get());
  EXPECT_OK(alter.get());
  EXPECT_EQ(Lines(TableData("a.dump", "b")).size(), 50001u);
}

TEST_F(DumpJobServerTest, ALostWorkerReadsItsPieceAgain) {
  MakeBigTable("a", 100000);
  ASSERT_OK(Dump(Options("undisturbed.dump", 2)));
  WaitingObserver observer;
  const DumpJobOptions options = Options("disturbed.dump", 2);
  auto dump = std::async(std::launch::async, [&] {
    return RunDump(Open(database_), options, observer);
  });
  ASSERT_NO_FATAL_FAILURE(observer.WaitUntilReached());
  // The workers are the sessions that have joined a snapshot; the leader is
  // the one that is idle in its transaction with the oldest start.
  ASSERT_OK_AND_ASSIGN(
      const Result killed,
      admin_->Query(absl::StrCat(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE "
          "datname = '",
          database_,
          "' AND pid <> ALL (SELECT pid FROM pg_stat_activity WHERE datname = "
          "'",
          database_, "' ORDER BY backend_start LIMIT 2)")));
  EXPECT_GE(killed.row_count(), 1);
  observer.GoOn();
  EXPECT_OK(dump.get());
  EXPECT_TRUE(ReadFile(directory_.File("undisturbed.dump")) ==
              ReadFile(directory_.File("disturbed.dump")));
}

TEST_F(DumpJobServerTest, ALostLeaderFailsAndLeavesTheOldFile) {
  MakeBigTable("a", 50000);
  WriteFile(directory_.File("a.dump"), "old");
  WaitingObserver observer;
  const DumpJobOptions options = Options("a.dump", 2);
  auto dump = std::async(std::launch::async, [&] {
    return RunDump(Open(database_), options, observer);
  });
  ASSERT_NO_FATAL_FAILURE(observer.WaitUntilReached());
  EXPECT_OK(admin_->Execute(
      absl::StrCat("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                   "WHERE datname = '",
                   database_, "'")));
  observer.GoOn();
  const auto summary = dump.get();
  EXPECT_THAT(summary, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(ReadFile(directory_.File("a.dump")), "old");
  EXPECT_EQ(directory_.Names(), std::vector<std::string>{"a.dump"});
  session_ = nullptr;
}

// The workers have their own sessions, and the snapshot; but nobody holds the
// locks any more, and a table may be emptied before it is read.
TEST_F(DumpJobServerTest, ALeaderLostBesideItsWorkersFailsToo) {
  MakeBigTable("a", 50000);
  WaitingObserver observer;
  DumpJobOptions options = Options("a.dump", 2);
  auto leader = Open(database_);
  const int pid = leader->backend_pid();
  auto dump = std::async(std::launch::async, [&] {
    return RunDump(std::move(leader), options, observer);
  });
  ASSERT_NO_FATAL_FAILURE(observer.WaitUntilReached());
  // The one has its session; the other may have it by then.
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  EXPECT_OK(
      admin_->Execute(absl::StrCat("SELECT pg_terminate_backend(", pid, ")")));
  observer.GoOn();
  EXPECT_THAT(dump.get(), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(directory_.Names(), IsEmpty());
}

TEST_F(DumpJobServerTest, AStopEndsTheDumpAndLeavesNothing) {
  MakeBigTable("a", 50000);
  WaitingObserver observer;
  const DumpJobOptions options = Options("a.dump", 2);
  std::stop_source stop;
  auto dump = std::async(std::launch::async, [&] {
    return RunDump(Open(database_), options, observer, stop.get_token());
  });
  ASSERT_NO_FATAL_FAILURE(observer.WaitUntilReached());
  stop.request_stop();
  observer.GoOn();
  EXPECT_THAT(dump.get(), StatusIs(absl::StatusCode::kCancelled));
  EXPECT_THAT(directory_.Names(), IsEmpty());
}

TEST_F(DumpJobServerTest, ManyLargeObjectsAreTheSameWithAnyNumberOfJobs) {
  // Every tenth has a hole, one in a hundred is larger than a frame, and one
  // is almost nothing but a hole.
  Sql(R"(
    SELECT lo_from_bytea(10000 + g, repeat(md5(g::text), g % 40)::bytea)
    FROM generate_series(1, 3000) g;
    SELECT lo_put(10000 + g, 9000, 'behind a hole')
    FROM generate_series(10, 3000, 10) g;
    SELECT lo_put(10000 + g, 100, repeat(md5(g::text), 5000)::bytea)
    FROM generate_series(7, 3000, 100) g;
    SELECT lo_put(lo_create(20000), 30000000, 'the end');
    CREATE ROLE many_reader;
    DO $$ BEGIN FOR i IN 10001..13000 LOOP
      EXECUTE format('GRANT SELECT ON LARGE OBJECT %s TO many_reader', i);
    END LOOP; END $$;
    GRANT SELECT ON LARGE OBJECT 20000 TO many_reader)");
  for (const char* role : {"", "many_reader"}) {
    for (const ArchiveVersion version :
         {kArchiveVersion1_14, kArchiveVersion1_16}) {
      std::string first;
      for (const int jobs : {1, 4}) {
        DumpJobOptions options = Options("many.dump", jobs);
        options.version = version;
        options.pieces.large_objects_per_piece = 70;
        options.compression =
            CompressionSpec{.method = CompressionMethod::kGzip};
        if (*role != '\0') options.session.role = role;
        ASSERT_OK(Dump(options));
        const std::string bytes = ReadFile(directory_.File("many.dump"));
        if (first.empty()) first = bytes;
        EXPECT_TRUE(first == bytes) << "role " << role << ", -j" << jobs;
      }
    }
  }
  Sql("DROP OWNED BY many_reader; DROP ROLE many_reader");
}

TEST_F(DumpJobServerTest, LargeObjectsAreTheSameWithAndWithoutTheirPages) {
  // Empty, small, with holes inside of pages and over many, larger than a part
  // of lo_get.
  Sql(R"(
    SELECT lo_create(5001);
    SELECT lo_from_bytea(5002, 'small');
    SELECT lo_from_bytea(5003, 'begin');
    SELECT lo_put(5003, 300, 'behind a hole in a page');
    SELECT lo_put(5003, 1000000, 'behind a hole of many pages');
    SELECT lo_from_bytea(5004, repeat('0123456789', 100000)::bytea);
    SELECT lo_put(lo_create(5005), 5000, 'begins with a hole');
    CREATE ROLE object_reader;
    GRANT SELECT ON LARGE OBJECT 5001, 5002, 5003, 5004, 5005 TO object_reader)");
  ASSERT_OK(Dump(Options("pages.dump", 2)));
  DumpJobOptions options = Options("functions.dump", 2);
  options.session.role = "object_reader";
  ASSERT_OK(Dump(options));
  const std::string pages = ReadFile(directory_.File("pages.dump"));
  EXPECT_TRUE(pages == ReadFile(directory_.File("functions.dump")));
  Sql("DROP OWNED BY object_reader; DROP ROLE object_reader");
}

// What a program does that keeps equal parts of files once (restic, borg): it
// cuts where the last 64 octets say so, every 2 KiB or so.
std::set<std::string> Chunks(const std::string& bytes) {
  std::array<uint64_t, 256> gear;
  std::mt19937_64 random(1);
  for (uint64_t& value : gear) value = random();
  std::set<std::string> chunks;
  uint64_t hash = 0;
  size_t begin = 0;
  for (size_t i = 0; i < bytes.size(); ++i) {
    hash = (hash << 1) + gear[static_cast<unsigned char>(bytes[i])];
    if (hash >> 53 != 0 && i + 1 < bytes.size()) continue;
    chunks.insert(bytes.substr(begin, i + 1 - begin));
    begin = i + 1;
  }
  return chunks;
}

// The share of `later` that whoever has `earlier` need not keep again.
double KnownShare(const std::string& earlier, const std::string& later) {
  const std::set<std::string> known = Chunks(earlier);
  size_t shared = 0;
  size_t all = 0;
  for (const std::string& chunk : Chunks(later)) {
    all += chunk.size();
    if (known.count(chunk) != 0) shared += chunk.size();
  }
  return static_cast<double>(shared) / static_cast<double>(all);
}

TEST_F(DumpJobServerTest, AnInsertEarlyInATableLeavesLaterFramesAsTheyWere) {
  // Two rows go from the first block, and one comes there later.
  Sql("CREATE TABLE a (id integer, key text, number float8) WITH "
      "(autovacuum_enabled = off); INSERT INTO a SELECT g, md5(g::text), "
      "sqrt(g) FROM generate_series(1, 200000) g");
  Sql("DELETE FROM a WHERE id IN (20, 21)");
  Sql("VACUUM a");
  const CompressionMethod methods[] = {
      CompressionMethod::kNone, CompressionMethod::kZstd,
      CompressionMethod::kLz4, CompressionMethod::kGzip};
  const auto dump_all = [&](const std::string& name) {
    for (const CompressionMethod method : methods) {
      DumpJobOptions options =
          Options(absl::StrCat(name, static_cast<int>(method)), 2);
      options.version = kArchiveVersion1_16;
      options.compression = CompressionSpec{.method = method};
      ASSERT_OK(Dump(options));
    }
  };
  dump_all("before");
  Sql("INSERT INTO a VALUES (-1, 'a new one', 0)");
  ASSERT_OK_AND_ASSIGN(
      const Result place,
      session_->Query("SELECT ctid < '(1,0)' FROM a WHERE id = -1"));
  ASSERT_TRUE(place.Bool(0, 0));
  dump_all("after");
  for (const CompressionMethod method : methods) {
    const std::string number = absl::StrCat(static_cast<int>(method));
    EXPECT_GT(KnownShare(ReadFile(directory_.File("before" + number)),
                         ReadFile(directory_.File("after" + number))),
              0.95)
        << CompressionMethodName(method);
  }
}

class WarningObserver : public SilentObserver {
 public:
  void Warning(absl::string_view) override { warnings += 1; }
  std::atomic<int> warnings = 0;
};

// One session for the leader, one for a worker: the others are refused.
TEST_F(DumpJobServerTest, AServerWithoutRoomIsReadWithFewerConnections) {
  MakeBigTable("a", 50000);
  MakeBigTable("b", 50000);
  Sql("CREATE ROLE limited LOGIN CONNECTION LIMIT 2; "
      "GRANT pg_read_all_data TO limited");
  ASSERT_OK(Dump(Options("one.dump", 1)));
  ConnectionOptions as_limited = server().ConnectTo(database_);
  as_limited.user = "limited";
  auto leader = Connection::Open(as_limited);
  ASSERT_OK(leader);
  WarningObserver observer;
  ASSERT_OK(RunDump(*std::move(leader), Options("four.dump", 4), observer));
  EXPECT_GE(observer.warnings, 1);
  EXPECT_TRUE(ReadFile(directory_.File("one.dump")) ==
              ReadFile(directory_.File("four.dump")));
  Sql("DROP OWNED BY limited; DROP ROLE limited");
}

TEST_F(DumpJobServerTest, WithoutAnyRoomTheLeaderReadsAlone) {
  MakeBigTable("a", 50000);
  Sql("CREATE ROLE alone LOGIN CONNECTION LIMIT 1; "
      "GRANT pg_read_all_data TO alone");
  ASSERT_OK(Dump(Options("one.dump", 1)));
  ConnectionOptions as_alone = server().ConnectTo(database_);
  as_alone.user = "alone";
  auto leader = Connection::Open(as_alone);
  ASSERT_OK(leader);
  WarningObserver observer;
  ASSERT_OK(RunDump(*std::move(leader), Options("three.dump", 3), observer));
  EXPECT_TRUE(ReadFile(directory_.File("one.dump")) ==
              ReadFile(directory_.File("three.dump")));
  Sql("DROP OWNED BY alone; DROP ROLE alone");
}

TEST_F(DumpJobServerTest, ATableThatMayNotBeReadIsNamed) {
  Sql("CREATE TABLE secret (a integer); CREATE TABLE open (a integer);"
      "GRANT SELECT ON open TO PUBLIC");
  Sql("DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = "
      "'reader') THEN CREATE ROLE reader LOGIN; END IF; END $$");
  ConnectionOptions reader = server().ConnectTo(database_);
  reader.user = "reader";
  ASSERT_OK_AND_ASSIGN(auto leader, Connection::Open(reader));
  SilentObserver observer;
  const auto summary =
      RunDump(std::move(leader), Options("a.dump", 1), observer);
  EXPECT_THAT(summary, StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(FormatStatus(summary.status()), HasSubstr("secret"));
  EXPECT_THAT(directory_.Names(), IsEmpty());
}

}  // namespace
}  // namespace pgark
