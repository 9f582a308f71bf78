#include "protocol/libpq_connection.h"

#include <libpq-fe.h>
#include <sys/socket.h>

#include <chrono>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "protocol/libpq_canceller.h"
#include "protocol/libpq_copy_in_stream.h"
#include "protocol/libpq_copy_out_stream.h"
#include "protocol/server_failure.h"

namespace pgark {
namespace {

// No value of PostgreSQL's is larger.
constexpr size_t kMaxParameterBytes = size_t{1} << 30;

bool IsFailure(const PGresult* result) {
  switch (PQresultStatus(result)) {
    case PGRES_BAD_RESPONSE:
    case PGRES_FATAL_ERROR:
    case PGRES_PIPELINE_ABORTED:
      return true;
    default:
      return false;
  }
}

bool MovesCopyData(const PGresult* result) {
  const ExecStatusType status = PQresultStatus(result);
  return status == PGRES_COPY_IN || status == PGRES_COPY_OUT ||
         status == PGRES_COPY_BOTH;
}

absl::Status NoCopy(absl::string_view sql) {
  return WithContext(absl::FailedPreconditionError(
                         "the statement is not a COPY in this direction"),
                     ContextKey::kStatement, ShortenStatement(sql));
}

absl::string_view NoticeField(const PGresult* result, char code) {
  const char* value = PQresultErrorField(result, code);
  return value == nullptr ? "" : value;
}

// C callback: `context` is the handler, see ReceiveNotices().
void NoticeReceiver(void* context, const PGresult* result) {
  const auto* handler =
      static_cast<const std::function<void(const std::string&)>*>(context);
  if (handler == nullptr || !*handler) return;
  absl::string_view severity =
      NoticeField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
  if (severity.empty()) severity = "NOTICE";
  std::string text(NoticeField(result, PG_DIAG_MESSAGE_PRIMARY));
  if (text.empty()) text = OneLine(PQresultErrorMessage(result));
  for (const char code : {PG_DIAG_MESSAGE_DETAIL, PG_DIAG_MESSAGE_HINT}) {
    const absl::string_view more = NoticeField(result, code);
    if (!more.empty()) absl::StrAppend(&text, "; ", more);
  }
  (*handler)(absl::StrCat(severity, ": ", text));
}

}  // namespace

void ReceiveNotices(
    pg_conn* conn,
    const std::function<void(const std::string& text)>* handler) {
  // libpq's interface has no const; NoticeReceiver() restores it.
  PQsetNoticeReceiver(
      conn, NoticeReceiver,
      const_cast<std::function<void(const std::string&)>*>(handler));
}

LibpqConnection::LibpqConnection(PgConnPtr conn,
                                 ConnectionOptions worker_options)
    : conn_(std::move(conn)), worker_options_(std::move(worker_options)) {
  ReceiveNotices(conn_.get(), &notice_handler_);
  PQsetErrorVerbosity(conn_.get(), PQERRORS_DEFAULT);
  PQsetnonblocking(conn_.get(), 1);
}

// PQfinish() itself may still report something.
LibpqConnection::~LibpqConnection() { ReceiveNotices(conn_.get(), nullptr); }

int LibpqConnection::server_version_number() const {
  return PQserverVersion(conn_.get());
}

std::string LibpqConnection::Parameter(const std::string& name) const {
  const char* value = PQparameterStatus(conn_.get(), name.c_str());
  return value == nullptr ? "" : value;
}

std::string LibpqConnection::server_version_text() const {
  return Parameter("server_version");
}

std::string LibpqConnection::database() const { return PQdb(conn_.get()); }
std::string LibpqConnection::user() const { return PQuser(conn_.get()); }
std::string LibpqConnection::host() const { return PQhost(conn_.get()); }
std::string LibpqConnection::port() const { return PQport(conn_.get()); }
int LibpqConnection::backend_pid() const { return PQbackendPID(conn_.get()); }

ConnectionOptions LibpqConnection::OptionsForWorkers() const {
  return worker_options_;
}

absl::Status LibpqConnection::SetStopToken(std::stop_token stop) {
  return waiter_.SetStopToken(std::move(stop));
}

void LibpqConnection::SetNoticeHandler(
    std::function<void(const std::string& text)> handler) {
  notice_handler_ = std::move(handler);
}

std::unique_ptr<Canceller> LibpqConnection::MakeCanceller() const {
  return std::make_unique<LibpqCanceller>(conn_.get());
}

bool LibpqConnection::in_transaction() const {
  switch (PQtransactionStatus(conn_.get())) {
    case PQTRANS_ACTIVE:
    case PQTRANS_INTRANS:
    case PQTRANS_INERROR:
      return true;
    default:
      return false;
  }
}

bool LibpqConnection::transaction_failed() const {
  return PQtransactionStatus(conn_.get()) == PQTRANS_INERROR;
}

absl::Status LibpqConnection::BeginStatement(absl::string_view sql) {
  if (absl::StrContains(sql, '\0')) {
    return WithContext(
        absl::InvalidArgumentError("the statement contains a zero byte"),
        ContextKey::kStatement,
        ShortenStatement(sql.substr(0, sql.find('\0'))));
  }
  if (given_up_) {
    return absl::UnavailableError("the connection has been given up");
  }
  if (PQstatus(conn_.get()) != CONNECTION_OK) {
    return FailureFromConnection(conn_.get(), sql);
  }
  if (waiter_.stop_requested()) return absl::CancelledError("stopped");
  return absl::OkStatus();
}

void LibpqConnection::GiveUp() {
  given_up_ = true;
  shutdown(PQsocket(conn_.get()), SHUT_RDWR);
}

void LibpqConnection::LimitTheEnd(std::chrono::milliseconds time) {
  if (!end_deadline_.has_value()) {
    end_deadline_ = SocketWaiter::Clock::now() + time;
  }
  waiter_.IgnoreStop(true);
}

void LibpqConnection::StatementEnded() {
  end_deadline_.reset();
  waiter_.IgnoreStop(false);
}

absl::Status LibpqConnection::WaitForServer(bool or_writable) {
  if (may_hold_more_) {
    // Decrypted bytes do not make the socket readable. PostgreSQL's records
    // fit into what libpq takes in at once, a proxy's may be larger.
    may_hold_more_ = false;
    if (PQconsumeInput(conn_.get()) == 0) {
      return FailureFromConnection(conn_.get(), "");
    }
    return absl::OkStatus();
  }
  for (;;) {
    if (end_deadline_.has_value() &&
        SocketWaiter::Clock::now() >= *end_deadline_) {
      GiveUp();
      return absl::UnavailableError(
          "the server did not end the statement in time");
    }
    ASSIGN_OR_RETURN(
        const SocketWaiter::Happened happened,
        waiter_.Wait(PQsocket(conn_.get()), {.readable = true,
                                             .writable = or_writable,
                                             .deadline = end_deadline_}));
    if (happened.stopped) {
      RequestCancel();
    }
    if (happened.stopped || happened.timed_out()) continue;
    if (happened.readable && PQconsumeInput(conn_.get()) == 0) {
      return FailureFromConnection(conn_.get(), "");
    }
    may_hold_more_ = happened.readable && (PQsslInUse(conn_.get()) != 0 ||
                                           PQgssEncInUse(conn_.get()) != 0);
    return absl::OkStatus();
  }
}

absl::Status LibpqConnection::Flush() {
  for (;;) {
    const int unsent = PQflush(conn_.get());
    if (unsent == 0) return absl::OkStatus();
    if (unsent < 0) return FailureFromConnection(conn_.get(), "");
    RETURN_IF_ERROR(WaitForServer(/*or_writable=*/true));
  }
}

absl::StatusOr<PgResultPtr> LibpqConnection::NextResult() {
  for (;;) {
    // A failed send is not the end: the reason may be waiting to be read.
    const bool unsent = PQflush(conn_.get()) == 1;
    if (!unsent && PQisBusy(conn_.get()) == 0) break;
    const absl::Status waited = WaitForServer(unsent);
    if (waited.ok()) continue;
    if (PQstatus(conn_.get()) != CONNECTION_BAD) return waited;
    break;  // PQgetResult() turns the loss into a result
  }
  PgResultPtr result(PQgetResult(conn_.get()));
  if (result == nullptr && PQpipelineStatus(conn_.get()) == PQ_PIPELINE_OFF) {
    StatementEnded();
  }
  return result;
}

absl::StatusOr<PgResultPtr> LibpqConnection::FinishStatement(
    absl::string_view sql) {
  absl::Status failure;
  PgResultPtr last;
  for (;;) {
    ASSIGN_OR_RETURN(PgResultPtr result, NextResult());
    if (result == nullptr) break;
    if (MovesCopyData(result.get())) {
      CancelAndDrain();
      return WithContext(absl::FailedPreconditionError(
                             "a COPY that moves data needs a stream"),
                         ContextKey::kStatement, ShortenStatement(sql));
    }
    if (IsFailure(result.get()) && failure.ok()) {
      failure = FailureFromResult(result.get(), conn_.get(), sql);
    }
    last = std::move(result);
  }
  if (!failure.ok()) return failure;
  if (PQstatus(conn_.get()) == CONNECTION_BAD) {
    return FailureFromConnection(conn_.get(), sql);
  }
  return last;
}

void LibpqConnection::RequestCancel() {
  LimitTheEnd();
  // Sent or not: the statement's own end decides, or the deadline.
  LibpqCanceller(conn_.get()).Cancel().IgnoreError();
}

void LibpqConnection::CancelAndDrain() {
  if (given_up_ || PQstatus(conn_.get()) != CONNECTION_OK) return;
  RequestCancel();
  for (;;) {
    auto result = NextResult();
    if (!result.ok() || *result == nullptr) break;
    const ExecStatusType status = PQresultStatus(result->get());
    if (status == PGRES_COPY_IN || status == PGRES_COPY_BOTH) {
      // Without an end from us the server would wait for more.
      if (PQputCopyEnd(conn_.get(), "abandoned") != 1) break;
    } else if (status == PGRES_COPY_OUT) {
      for (;;) {
        char* row = nullptr;
        const int length = PQgetCopyData(conn_.get(), &row, /*async=*/1);
        const PgTextPtr owner(row);
        if (length < 0) break;
        if (length == 0 && !WaitForServer(false).ok()) return;
      }
    }
  }
  StatementEnded();
}

absl::StatusOr<Result> LibpqConnection::Query(const std::string& sql) {
  RETURN_IF_ERROR(BeginStatement(sql));
  if (PQsendQuery(conn_.get(), sql.c_str()) == 0) {
    return FailureFromConnection(conn_.get(), sql);
  }
  ASSIGN_OR_RETURN(PgResultPtr result, FinishStatement(sql));
  return Result(result.release());
}

absl::StatusOr<Result> LibpqConnection::QueryBinary(
    const std::string& sql, std::span<const absl::string_view> parameters) {
  RETURN_IF_ERROR(BeginStatement(sql));
  std::vector<const char*> values;
  std::vector<int> lengths;
  const std::vector<int> formats(parameters.size(), 1);
  for (absl::string_view parameter : parameters) {
    if (parameter.size() > kMaxParameterBytes) {
      return absl::InvalidArgumentError("a parameter is larger than 1 GiB");
    }
    // A null pointer would be NULL, an empty view may have one.
    values.push_back(parameter.empty() ? "" : parameter.data());
    lengths.push_back(static_cast<int>(parameter.size()));
  }
  if (PQsendQueryParams(conn_.get(), sql.c_str(),
                        static_cast<int>(parameters.size()), nullptr,
                        values.data(), lengths.data(), formats.data(),
                        /*resultFormat=*/1) == 0) {
    return FailureFromConnection(conn_.get(), sql);
  }
  ASSIGN_OR_RETURN(PgResultPtr result, FinishStatement(sql));
  return Result(result.release());
}

// Sends `sql` and reads up to the point where the data begin.
absl::StatusOr<PgResultPtr> LibpqConnection::StartCopy(const std::string& sql,
                                                       int expected) {
  RETURN_IF_ERROR(BeginStatement(sql));
  if (PQsendQuery(conn_.get(), sql.c_str()) == 0) {
    return FailureFromConnection(conn_.get(), sql);
  }
  ASSIGN_OR_RETURN(PgResultPtr result, NextResult());
  while (PQresultStatus(result.get()) == PGRES_COMMAND_OK) {
    ASSIGN_OR_RETURN(result, NextResult());
    if (result == nullptr) return NoCopy(sql);
  }
  if (PQresultStatus(result.get()) == expected) return result;
  if (IsFailure(result.get())) {
    absl::Status failure = FailureFromResult(result.get(), conn_.get(), sql);
    FinishStatement(sql).IgnoreError();  // reads to the end; the first counts
    return failure;
  }
  if (MovesCopyData(result.get())) {
    CancelAndDrain();
  } else {
    RETURN_IF_ERROR(FinishStatement(sql).status());
  }
  return NoCopy(sql);
}

absl::StatusOr<std::unique_ptr<CopyOutStream>> LibpqConnection::CopyOut(
    const std::string& sql) {
  RETURN_IF_ERROR(StartCopy(sql, PGRES_COPY_OUT).status());
  return std::make_unique<LibpqCopyOutStream>(*this, sql);
}

absl::StatusOr<std::unique_ptr<CopyInStream>> LibpqConnection::CopyIn(
    const std::string& sql) {
  RETURN_IF_ERROR(StartCopy(sql, PGRES_COPY_IN).status());
  return std::make_unique<LibpqCopyInStream>(*this, sql);
}

}  // namespace pgark
