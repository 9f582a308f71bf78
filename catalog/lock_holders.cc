#include "catalog/lock_holders.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "catalog/row_cursor.h"

namespace pgark {
namespace {

// How much of a query is shown.
constexpr size_t kQueryBytes = 120;

// Only ACCESS EXCLUSIVE keeps a reader out. A prepared transaction has no pid,
// and its lock the virtual transaction -1/xid.
std::string HoldersQuery(Oid relation) {
  return absl::StrCat(
      "SELECT l.pid, l.granted, a.usename, a.application_name, a.state, "
      "a.backend_type, pg_catalog.date_trunc('second', a.xact_start) AS since, "
      "pg_catalog.date_trunc('second', a.query_start) AS query_start, "
      "pg_catalog.left(a.query, ",
      kQueryBytes,
      ") AS query, x.gid, "
      "pg_catalog.array_to_string(CASE WHEN NOT l.granted "
      "THEN pg_catalog.pg_blocking_pids(l.pid) END, ', ') AS blocked_by "
      "FROM pg_catalog.pg_locks l "
      "LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid "
      "LEFT JOIN pg_catalog.pg_prepared_xacts x ON l.pid IS NULL "
      "AND l.virtualtransaction = '-1/' || x.transaction::pg_catalog.text "
      "WHERE l.locktype = 'relation' AND l.relation = ",
      relation,
      " AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d "
      "WHERE d.datname = pg_catalog.current_database()) "
      "AND l.mode = 'AccessExclusiveLock' "
      "AND l.pid IS DISTINCT FROM pg_catalog.pg_backend_pid() "
      "ORDER BY l.granted DESC, l.pid");
}

void AddPart(absl::string_view word, const std::string& value,
             std::vector<std::string>& parts) {
  if (!value.empty()) parts.push_back(absl::StrCat(word, value));
}

// A query's lines become one.
std::string OneLine(std::string text) {
  for (char& c : text) {
    if (absl::ascii_iscntrl(static_cast<unsigned char>(c))) c = ' ';
  }
  return text;
}

std::string DescribeSession(RowCursor& rows) {
  const std::string pid = rows.Text("pid");
  std::string text;
  if (pid.empty()) {
    const std::string name = rows.Text("gid");
    text = name.empty() ? "a prepared transaction"
                        : absl::StrCat("the prepared transaction \"",
                                       OneLine(name), "\"");
  } else {
    text = absl::StrCat("session ", pid);
  }
  std::vector<std::string> parts;
  const std::string user = rows.Text("usename");
  AddPart("user ", OneLine(user), parts);
  if (user.empty()) AddPart("", rows.Text("backend_type"), parts);
  AddPart("application ", OneLine(rows.Text("application_name")), parts);
  AddPart("", rows.Text("state"), parts);
  AddPart("in a transaction since ", rows.Text("since"), parts);
  AddPart("query since ", rows.Text("query_start"), parts);
  AddPart("query: ", OneLine(rows.Text("query")), parts);
  if (!parts.empty()) {
    absl::StrAppend(&text, " (");
    for (size_t i = 0; i < parts.size(); ++i) {
      absl::StrAppend(&text, i == 0 ? "" : ", ", parts[i]);
    }
    absl::StrAppend(&text, ")");
  }
  if (rows.Bool("granted")) {
    return absl::StrCat(text, " holds it exclusively");
  }
  const std::string blocked_by = rows.Text("blocked_by");
  return absl::StrCat(
      text, " waits to have it exclusively",
      blocked_by.empty() ? "" : absl::StrCat(", behind session ", blocked_by));
}

}  // namespace

absl::StatusOr<std::string> DescribeLockHolders(Connection& connection,
                                                Oid relation) {
  // Within a transaction what sessions do is otherwise looked up once.
  RETURN_IF_ERROR(
      connection.Execute("SELECT pg_catalog.pg_stat_clear_snapshot()"));
  ASSIGN_OR_RETURN(const Result result,
                   connection.Query(HoldersQuery(relation)));
  std::string text;
  RowCursor rows(result);
  while (rows.Next()) {
    absl::StrAppend(&text, text.empty() ? "" : "; ", DescribeSession(rows));
  }
  RETURN_IF_ERROR(rows.status());
  return text;
}

}  // namespace pgark
