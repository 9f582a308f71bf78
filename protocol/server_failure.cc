#include "protocol/server_failure.h"

#include <libpq-fe.h>

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "base/status_context.h"
#include "protocol/sqlstate.h"

namespace pgark {
namespace {

constexpr size_t kShownBytes = 600;
constexpr size_t kShownBefore = 200;

bool IsContinuation(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

// The byte where the `position`th character begins, if the text is UTF-8; in
// other encodings a place nearby.
size_t ByteOfCharacter(absl::string_view text, int position) {
  int seen = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (!IsContinuation(text[i]) && ++seen == position) return i;
  }
  return text.size();
}

absl::string_view Field(const PGresult* result, int code) {
  const char* value = PQresultErrorField(result, code);
  return value == nullptr ? "" : value;
}

absl::Status AttachStatement(absl::Status status, absl::string_view sql,
                             std::optional<int> position) {
  if (sql.empty()) return status;
  return WithContext(std::move(status), ContextKey::kStatement,
                     ShortenStatement(sql, position));
}

// "FATAL:  28P01: text": the word may be translated, two blanks and the code
// are not.
bool SplitSqlState(absl::string_view line, std::string* sqlstate,
                   std::string* without) {
  for (size_t at = line.find(":  "); at != absl::string_view::npos;
       at = line.find(":  ", at + 1)) {
    const absl::string_view rest = line.substr(at + 3);
    if (rest.size() < 7 || rest.substr(5, 2) != ": ") continue;
    const absl::string_view code = rest.substr(0, 5);
    if (!std::all_of(code.begin(), code.end(), [](char c) {
          return absl::ascii_isdigit(c) || absl::ascii_isupper(c);
        })) {
      continue;
    }
    *sqlstate = std::string(code);
    *without = absl::StrCat(line.substr(0, at), ": ", rest.substr(7));
    return true;
  }
  return false;
}

}  // namespace

std::string OneLine(absl::string_view text) {
  std::string line;
  for (absl::string_view part : absl::StrSplit(text, '\n')) {
    part = absl::StripAsciiWhitespace(part);
    if (part.empty()) continue;
    absl::StrAppend(&line, line.empty() ? "" : "; ", part);
  }
  return line;
}

std::string ShortenStatement(absl::string_view sql,
                             std::optional<int> position) {
  const std::string lower = absl::AsciiStrToLower(sql);
  const size_t secret = lower.find("password");
  const bool hides = secret != std::string::npos;
  if (hides) sql = sql.substr(0, secret + 8);

  size_t begin = 0;
  if (position.has_value() && sql.size() > kShownBytes) {
    const size_t at = ByteOfCharacter(sql, *position);
    if (at > kShownBefore) begin = at - kShownBefore;
    while (begin < sql.size() && IsContinuation(sql[begin])) ++begin;
  }
  size_t end = std::min(sql.size(), begin + kShownBytes);
  while (end > begin && end < sql.size() && IsContinuation(sql[end])) --end;
  return absl::StrCat(begin > 0 ? "..." : "", sql.substr(begin, end - begin),
                      hides || end < sql.size() ? "..." : "");
}

absl::Status FailureFromResult(const pg_result* result, const pg_conn* conn,
                               absl::string_view sql) {
  if (result == nullptr) return FailureFromConnection(conn, sql);
  const absl::string_view sqlstate = Field(result, PG_DIAG_SQLSTATE);
  std::string message(Field(result, PG_DIAG_MESSAGE_PRIMARY));
  if (message.empty()) message = OneLine(PQresultErrorMessage(result));
  if (message.empty()) message = OneLine(PQerrorMessage(conn));

  absl::StatusCode code = StatusCodeFromSqlState(sqlstate);
  if (PQstatus(conn) == CONNECTION_BAD) code = absl::StatusCode::kUnavailable;
  absl::Status status(code, message);
  struct Part {
    int field;
    ContextKey key;
  };
  static constexpr Part kParts[] = {
      {PG_DIAG_SQLSTATE, ContextKey::kSqlState},
      {PG_DIAG_MESSAGE_DETAIL, ContextKey::kDetail},
      {PG_DIAG_MESSAGE_HINT, ContextKey::kHint},
      {PG_DIAG_CONTEXT, ContextKey::kWhere},
  };
  for (const Part& part : kParts) {
    const absl::string_view value = Field(result, part.field);
    if (!value.empty()) status = WithContext(status, part.key, value);
  }
  std::optional<int> position;
  int number = 0;
  if (absl::SimpleAtoi(Field(result, PG_DIAG_STATEMENT_POSITION), &number)) {
    position = number;
  }
  return AttachStatement(std::move(status), sql, position);
}

absl::Status FailureFromConnection(const pg_conn* conn, absl::string_view sql) {
  const bool lost = PQstatus(conn) == CONNECTION_BAD;
  std::string message = OneLine(PQerrorMessage(conn));
  if (message.empty()) {
    message = lost ? "the connection to the server was lost"
                   : "libpq refused the call without a reason";
  }
  return AttachStatement(absl::Status(lost ? absl::StatusCode::kUnavailable
                                           : absl::StatusCode::kInternal,
                                      message),
                         sql, std::nullopt);
}

LoginFailure ParseLoginFailure(absl::string_view verbose_message) {
  LoginFailure failure;
  std::string kept;
  for (absl::string_view line : absl::StrSplit(verbose_message, '\n')) {
    if (absl::StartsWith(line, "LOCATION:  ")) continue;
    std::string without;
    // Of several hosts' answers the last one stays, as libpq does itself.
    if (SplitSqlState(line, &failure.sqlstate, &without)) {
      absl::StrAppend(&kept, without, "\n");
    } else {
      absl::StrAppend(&kept, line, "\n");
    }
  }
  failure.message = OneLine(kept);
  return failure;
}

}  // namespace pgark
