#include <chrono>
#include <filesystem>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "gmock/gmock.h"
#include "protocol/connection.h"
#include "protocol/sqlstate.h"
#include "tests/support/server_test.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

class CopyStreamTest : public ServerTest {
 protected:
  void SetUp() override {
    ServerTest::SetUp();
    if (IsSkipped()) return;
    connection_ = Connect();
    ASSERT_NE(connection_, nullptr);
    ASSERT_OK(connection_->Execute("CREATE TEMP TABLE t (a int, b text)"));
  }

  void KillSession() {
    const auto admin = Connect();
    ASSERT_NE(admin, nullptr);
    ASSERT_OK(
        admin->Execute(absl::StrCat("SELECT pg_catalog.pg_terminate_backend(",
                                    connection_->backend_pid(), ")")));
  }

  int64_t RowCount() {
    auto result = connection_->Query("SELECT count(*) FROM t");
    EXPECT_OK(result);
    return result.ok() ? result->BigInt(0, 0) : -1;
  }

  std::unique_ptr<Connection> connection_;
};

TEST_F(CopyStreamTest, RowsComeOneByOneThenNothing) {
  ASSERT_OK_AND_ASSIGN(
      const auto stream,
      connection_->CopyOut("COPY (VALUES (1, 'a'), (2, E'b\\n')) TO STDOUT"));
  ASSERT_OK_AND_ASSIGN(auto row, stream->Next());
  EXPECT_EQ(row.value_or(""), "1\ta\n");
  ASSERT_OK_AND_ASSIGN(row, stream->Next());
  EXPECT_EQ(row.value_or(""), "2\tb\\n\n");
  ASSERT_OK_AND_ASSIGN(row, stream->Next());
  EXPECT_FALSE(row.has_value());
  ASSERT_OK_AND_ASSIGN(row, stream->Next());
  EXPECT_FALSE(row.has_value());
  EXPECT_OK(connection_->Execute("SELECT 1"));
}

TEST_F(CopyStreamTest, AHugeRowComesWhole) {
  ASSERT_OK_AND_ASSIGN(
      const auto stream,
      connection_->CopyOut("COPY (SELECT repeat('x', 50000000)) TO STDOUT"));
  ASSERT_OK_AND_ASSIGN(const auto row, stream->Next());
  EXPECT_EQ(row.value_or("").size(), 50000001u);
}

TEST_F(CopyStreamTest, AStatementThatFailsLaterFailsTheStream) {
  ASSERT_OK_AND_ASSIGN(
      const auto stream,
      connection_->CopyOut(
          "COPY (SELECT 1/(3 - i) FROM generate_series(1, 5) i) TO STDOUT"));
  absl::Status failure;
  int rows = 0;
  for (;;) {
    const auto row = stream->Next();
    if (!row.ok()) {
      failure = row.status();
      break;
    }
    ASSERT_TRUE(row->has_value()) << "the stream ended well";
    ++rows;
  }
  EXPECT_EQ(rows, 2);
  EXPECT_EQ(SqlStateOf(failure), "22012");
  EXPECT_EQ(stream->Next().status(), failure);
  EXPECT_OK(connection_->Execute("SELECT 1"));
}

TEST_F(CopyStreamTest, AnUnfinishedReaderLeavesTheConnectionUsable) {
  {
    ASSERT_OK_AND_ASSIGN(
        const auto stream,
        connection_->CopyOut(
            "COPY (SELECT generate_series(1, 1000000000)) TO STDOUT"));
    ASSERT_OK(stream->Next());
  }
  EXPECT_OK(connection_->Execute("SELECT 1"));
}

TEST_F(CopyStreamTest, WhatIsNoCopyIsRefused) {
  EXPECT_THAT(connection_->CopyOut("SELECT 1"),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(connection_->CopyOut("COPY t FROM STDIN"),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(connection_->CopyIn("COPY t TO STDOUT"),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(connection_->CopyOut("COPY nowhere TO STDOUT"),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_OK(connection_->Execute("SELECT 1"));
}

TEST_F(CopyStreamTest, ASessionKilledWhileReadingIsUnavailable) {
  ASSERT_OK_AND_ASSIGN(
      const auto stream,
      connection_->CopyOut(
          "COPY (SELECT generate_series(1, 1000000000)) TO STDOUT"));
  ASSERT_OK(stream->Next());
  KillSession();
  absl::Status failure;
  while (failure.ok()) failure = stream->Next().status();
  EXPECT_THAT(failure, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(connection_->Query("SELECT 1"),
              StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(CopyStreamTest, AStopRequestEndsAReaderThatWaits) {
  for (const char* first : {"'x'", "repeat('x', 100000)"}) {
    std::stop_source stop;
    ASSERT_OK(connection_->SetStopToken(stop.get_token()));
    std::jthread other([&stop] {
      std::this_thread::sleep_for(milliseconds(300));
      stop.request_stop();
    });
    auto stream = connection_->CopyOut(
        absl::StrCat("COPY (SELECT ", first,
                     " UNION ALL SELECT 'y' FROM pg_catalog.pg_sleep(60)) "
                     "TO STDOUT"));
    absl::Status failure = stream.status();
    while (failure.ok()) {
      const auto row = (*stream)->Next();
      failure = row.status();
      ASSERT_TRUE(!row.ok() || row->has_value()) << "the stream ended well";
    }
    EXPECT_THAT(failure, StatusIs(absl::StatusCode::kCancelled));
  }
}

TEST_F(CopyStreamTest, AnotherThreadCanCancelAReader) {
  ASSERT_OK_AND_ASSIGN(
      const auto stream,
      connection_->CopyOut(
          "COPY (SELECT generate_series(1, 1000000000)) TO STDOUT"));
  const auto canceller = connection_->MakeCanceller();
  std::jthread other([&canceller] {
    std::this_thread::sleep_for(milliseconds(100));
    EXPECT_OK(canceller->Cancel());
  });
  absl::Status failure;
  while (failure.ok()) failure = stream->Next().status();
  EXPECT_THAT(failure, StatusIs(absl::StatusCode::kCancelled));
}

TEST_F(CopyStreamTest, BytesMayBeCutAnywhere) {
  std::string data;
  for (int i = 0; i < 1000; ++i) absl::StrAppend(&data, i, "\tx\\ty\n");
  for (size_t step : {size_t{1}, size_t{7}, size_t{100000}}) {
    ASSERT_OK(connection_->Execute("TRUNCATE t"));
    ASSERT_OK_AND_ASSIGN(const auto stream,
                         connection_->CopyIn("COPY t FROM STDIN"));
    for (size_t at = 0; at < data.size(); at += step) {
      ASSERT_OK(stream->Write(absl::string_view(data).substr(at, step)));
    }
    ASSERT_OK(stream->Finish());
    EXPECT_EQ(RowCount(), 1000) << step;
  }
}

TEST_F(CopyStreamTest, AWriteLargerThanEveryBufferPasses) {
  ASSERT_OK_AND_ASSIGN(const auto stream,
                       connection_->CopyIn("COPY t FROM STDIN"));
  const std::string row =
      absl::StrCat("1\t", std::string(size_t{30} << 20, 'x'), "\n");
  ASSERT_OK(stream->Write(row));
  ASSERT_OK(stream->Write(""));
  ASSERT_OK(stream->Finish());
  EXPECT_EQ(RowCount(), 1);
}

TEST_F(CopyStreamTest, AFinishedWriterTakesNothingMore) {
  ASSERT_OK_AND_ASSIGN(const auto stream,
                       connection_->CopyIn("COPY t FROM STDIN"));
  ASSERT_OK(stream->Finish());
  EXPECT_THAT(stream->Write("1\tx\n"),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(stream->Finish(),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_F(CopyStreamTest, AnAbandonedWriterLoadsNothing) {
  {
    ASSERT_OK_AND_ASSIGN(const auto stream,
                         connection_->CopyIn("COPY t FROM STDIN"));
    ASSERT_OK(stream->Write("1\tx\n"));
  }
  EXPECT_EQ(RowCount(), 0);
}

TEST_F(CopyStreamTest, ABadRowIsNamedByTheServer) {
  ASSERT_OK_AND_ASSIGN(const auto stream,
                       connection_->CopyIn("COPY t FROM STDIN"));
  ASSERT_OK(stream->Write("1\tx\nbad\ty\n"));
  const absl::Status verdict = stream->Finish();
  EXPECT_EQ(SqlStateOf(verdict), "22P02");
  EXPECT_THAT(GetContext(verdict, ContextKey::kWhere).value_or(""),
              HasSubstr("line 2"));
  EXPECT_EQ(RowCount(), 0);
}

TEST_F(CopyStreamTest, AFailureShowsLongBeforeTheEndOfTheData) {
  ASSERT_OK_AND_ASSIGN(const auto stream,
                       connection_->CopyIn("COPY t FROM STDIN"));
  ASSERT_OK(stream->Write("bad\ty\n"));
  const std::string rows(1 << 20, '\n');
  absl::Status failure;
  int written_mib = 0;
  while (failure.ok() && written_mib < 2000) {
    failure = stream->Write(rows);
    ++written_mib;
  }
  EXPECT_EQ(SqlStateOf(failure), "22P02");
  EXPECT_LT(written_mib, 500);
  EXPECT_EQ(stream->Finish(), failure);
  EXPECT_OK(connection_->Execute("SELECT 1"));
}

TEST_F(CopyStreamTest, NoticesDuringALoadDoNotJamIt) {
  int notices = 0;
  connection_->SetNoticeHandler([&notices](const std::string&) { ++notices; });
  ASSERT_OK(connection_->Execute(
      "CREATE FUNCTION pg_temp.say() RETURNS trigger LANGUAGE plpgsql AS "
      "$$BEGIN RAISE NOTICE 'ERROR %', repeat('E', 2000); RETURN NEW; END$$; "
      "CREATE TRIGGER say BEFORE INSERT ON t FOR EACH ROW "
      "EXECUTE FUNCTION pg_temp.say()"));
  ASSERT_OK_AND_ASSIGN(const auto stream,
                       connection_->CopyIn("COPY t FROM STDIN"));
  for (int i = 0; i < 20000; ++i) {
    ASSERT_OK(stream->Write("1\tsome text that fills the line up a bit\n"));
  }
  ASSERT_OK(stream->Finish());
  EXPECT_EQ(notices, 20000);
  EXPECT_EQ(RowCount(), 20000);
}

TEST_F(CopyStreamTest, ASessionKilledWhileWritingIsUnavailable) {
  ASSERT_OK_AND_ASSIGN(const auto stream,
                       connection_->CopyIn("COPY t FROM STDIN"));
  ASSERT_OK(stream->Write("1\tx\n"));
  KillSession();
  absl::Status failure;
  for (int i = 0; i < 100000 && failure.ok(); ++i) {
    failure = stream->Write("1\tthe same row over and over\n");
  }
  if (failure.ok()) failure = stream->Finish();
  EXPECT_THAT(failure, StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(CopyStreamTest, AStopRequestEndsAWriterThatWaits) {
  std::stop_source stop;
  ASSERT_OK(connection_->SetStopToken(stop.get_token()));
  // The server is busy with the first row and reads no further.
  ASSERT_OK(connection_->Execute(
      "CREATE FUNCTION pg_temp.rest() RETURNS trigger LANGUAGE plpgsql AS "
      "$$BEGIN PERFORM pg_catalog.pg_sleep(60); RETURN NEW; END$$; "
      "CREATE TRIGGER rest BEFORE INSERT ON t FOR EACH ROW "
      "EXECUTE FUNCTION pg_temp.rest()"));
  ASSERT_OK_AND_ASSIGN(const auto stream,
                       connection_->CopyIn("COPY t FROM STDIN"));
  std::jthread other([&stop] {
    std::this_thread::sleep_for(milliseconds(300));
    stop.request_stop();
  });
  const std::string rows(1 << 20, 'x');
  absl::Status failure = stream->Write("1\tx\n2\t");
  for (int i = 0; i < 1000 && failure.ok(); ++i) failure = stream->Write(rows);
  EXPECT_THAT(failure, StatusIs(absl::StatusCode::kCancelled));
  ASSERT_OK(connection_->SetStopToken({}));
  EXPECT_EQ(RowCount(), 0);
}

// Nothing can be peeked at there, and the waits are others.
TEST_F(CopyStreamTest, StreamsWorkOverTls) {
  constexpr char kOpenSsl[] = "/usr/bin/openssl";
  if (!std::filesystem::exists(kOpenSsl)) GTEST_SKIP() << "no openssl";
  const std::string certificate = server().File("tls.crt");
  const std::string key = server().File("tls.key");
  ASSERT_TRUE(RunUnprivileged(
      {kOpenSsl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj",
       "/CN=localhost", "-days", "2", "-keyout", key, "-out", certificate},
      server().File("openssl.log")));
  ASSERT_OK(
      connection_->Execute(absl::StrCat("ALTER SYSTEM SET ssl_cert_file"
                                        " = '",
                                        certificate, "'")));
  ASSERT_OK(connection_->Execute(
      absl::StrCat("ALTER SYSTEM SET ssl_key_file = '", key, "'")));
  ASSERT_OK(connection_->Execute("ALTER SYSTEM SET ssl = on"));
  ASSERT_OK(connection_->Execute("SELECT pg_catalog.pg_reload_conf()"));
  ConnectionOptions options = server().ConnectTo(absl::StrCat(
      "host=127.0.0.1 dbname=postgres sslmode=require port=", server().port()));
  options.wait_for_server = std::chrono::seconds(20);
  // The reload takes a moment, and until then TLS is refused for good.
  absl::StatusOr<std::unique_ptr<Connection>> tls;
  for (int i = 0; i < 100; ++i) {
    tls = Connection::Open(options);
    if (tls.ok()) break;
    std::this_thread::sleep_for(milliseconds(50));
  }
  ASSERT_OK(tls);
  connection_ = *std::move(tls);
  ASSERT_OK_AND_ASSIGN(
      const Result used,
      connection_->Query("SELECT ssl FROM pg_catalog.pg_stat_ssl WHERE pid = "
                         "pg_catalog.pg_backend_pid()"));
  ASSERT_TRUE(used.Bool(0, 0));

  ASSERT_OK(connection_->Execute("CREATE TEMP TABLE t (a int, b text)"));
  const std::string row = absl::StrCat("1\t", std::string(100000, 'x'), "\n");
  {
    ASSERT_OK_AND_ASSIGN(const auto in,
                         connection_->CopyIn("COPY t FROM STDIN"));
    for (int i = 0; i < 200; ++i) ASSERT_OK(in->Write(row));
    ASSERT_OK(in->Finish());
  }
  EXPECT_EQ(RowCount(), 200);
  {
    ASSERT_OK_AND_ASSIGN(const auto out,
                         connection_->CopyOut("COPY t TO STDOUT"));
    for (int i = 0; i < 200; ++i) {
      ASSERT_OK_AND_ASSIGN(const auto read, out->Next());
      ASSERT_EQ(read.value_or(""), row);
    }
    ASSERT_OK_AND_ASSIGN(const auto end, out->Next());
    EXPECT_FALSE(end.has_value());
  }
  ASSERT_OK_AND_ASSIGN(const auto in, connection_->CopyIn("COPY t FROM STDIN"));
  ASSERT_OK(in->Write("bad\n"));
  for (int i = 0; i < 200; ++i) ASSERT_OK(in->Write(row));
  EXPECT_EQ(SqlStateOf(in->Finish()), "22P02");
}

TEST_F(CopyStreamTest, SeveralCopiesInOneMessageTakeTheirRowsInTurn) {
  ASSERT_OK_AND_ASSIGN(
      const auto stream,
      connection_->CopyIn("COPY t FROM STDIN; SELECT 1; COPY t FROM STDIN; "
                          "UPDATE t SET a = a + 10"));
  ASSERT_OK(stream->Write("1\tx\n"));
  ASSERT_OK(stream->NextCopy());
  ASSERT_OK(stream->Write("2\ty\n"));
  ASSERT_OK(stream->Finish());
  ASSERT_OK_AND_ASSIGN(const Result result,
                       connection_->Query("SELECT sum(a) FROM t"));
  EXPECT_EQ(result.Text(0, 0), "23");
}

TEST_F(CopyStreamTest, AFailureInOneOfSeveralCopiesUndoesAllOfThem) {
  ASSERT_OK_AND_ASSIGN(
      const auto stream,
      connection_->CopyIn("COPY t FROM STDIN; COPY t FROM STDIN"));
  ASSERT_OK(stream->Write("no number\tx\n"));
  EXPECT_THAT(stream->NextCopy(),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_FALSE(stream->Finish().ok());
  EXPECT_EQ(RowCount(), 0);
}

TEST_F(CopyStreamTest, WithoutAFurtherCopyThereIsNoNextOne) {
  ASSERT_OK_AND_ASSIGN(const auto stream,
                       connection_->CopyIn("COPY t FROM STDIN"));
  ASSERT_OK(stream->Write("1\tx\n"));
  EXPECT_THAT(stream->NextCopy(),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_OK(connection_->Execute("SELECT 1"));
}

}  // namespace
}  // namespace pgark
