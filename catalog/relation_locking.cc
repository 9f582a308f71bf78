#include "catalog/relation_locking.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "catalog/array_text.h"
#include "catalog/lock_holders.h"
#include "catalog/lock_room.h"
#include "catalog/relation_query.h"
#include "catalog/row_cursor.h"
#include "protocol/sql_text.h"
#include "protocol/sqlstate.h"

namespace pgark {
namespace {

using std::chrono::milliseconds;

// At first many tables go into one statement, which the server takes far less
// time for, and nobody is waited for.
constexpr size_t kTablesInStatement = 500;
// When that fails, one table a statement, so that a failure tells which one;
// many statements in flight, so that the round trips don't count.
constexpr size_t kStatementsInFlight = 1000;

// How long the session queues at a time. Less than deadlock_timeout's default
// of a second: when the other session looks for a deadlock, there is none.
constexpr milliseconds kSlice{500};
// Afterwards the user hears who is in the way.
constexpr milliseconds kPatience{1000};

// Whether more than comments and privileges is wanted: the system catalogs and
// the members of extensions are written without looking into them.
bool NeedsParts(const Object& object) {
  return object.wanted.Has(Component::kDefinition) ||
         object.wanted.Has(Component::kData) ||
         object.wanted.Has(Component::kStatistics) ||
         object.wanted.Has(Component::kPolicy);
}

struct Table {
  Oid oid = 0;
  std::string name;  // qualified and quoted

  std::string Description() const {
    return absl::StrCat(name, " (OID ", oid, ")");
  }
};

std::vector<Table> TablesToLock(const ReadContext& context) {
  // The longest list of keywords: a quote too many does no harm here.
  const SqlStyle style{.release = 18};
  std::vector<Table> tables;
  for (const RelationObject& relation : context.catalog.relations) {
    const Object& object = context.catalog.Get(relation.id);
    if (!IsLocked(object, relation)) continue;
    tables.push_back(
        {relation.oid, QuoteQualified(context.catalog.SchemaName(object),
                                      relation.name, style)});
  }
  return tables;
}

// Of the tables, those that are no longer what the snapshot says. The names
// and files come from the current catalogs, by functions.
std::string ChangedTablesQuery(std::span<const Table> tables) {
  std::vector<Oid> oids;
  oids.reserve(tables.size());
  for (const Table& table : tables) oids.push_back(table.oid);
  return absl::StrCat(
      "SELECT * FROM (SELECT c.oid, "
      // regclass leaves this schema out, and nobody renames what is in it.
      "n.nspname <> 'pg_catalog' AND "
      "c.oid::pg_catalog.regclass::pg_catalog.text <> "
      "pg_catalog.format('%I.%I', n.nspname, c.relname) AS has_other_name, "
      "c.relkind = 'r' AND c.relfilenode <> 0 AND "
      "pg_catalog.pg_relation_filenode(c.oid) IS DISTINCT FROM c.relfilenode "
      "AS has_other_file "
      "FROM pg_catalog.unnest('",
      FormatOidArray(oids),
      "'::pg_catalog.oid[]) AS locked(oid) "
      "JOIN pg_catalog.pg_class c ON c.oid = locked.oid "
      "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace) AS tables "
      "WHERE has_other_name OR has_other_file ORDER BY oid");
}

// Asks the server how long "2s" is, in the units that it knows.
absl::StatusOr<milliseconds> ParseTimeout(Connection& connection,
                                          const std::string& text) {
  const absl::StatusOr<std::vector<Result>> results =
      connection.Pipeline(std::vector<std::string>{
          absl::StrCat("SET LOCAL lock_timeout = ", QuoteLiteralForQuery(text)),
          "SELECT setting FROM pg_catalog.pg_settings "
          "WHERE name = 'lock_timeout'"});
  const absl::Status& status = results.status();
  if (absl::StartsWith(SqlStateOf(status), "22")) {
    return WithContext(
        absl::InvalidArgumentError(absl::StrCat(
            "\"", text,
            "\" is no time for the lock wait timeout: ", status.message())),
        ContextKey::kSqlState, SqlStateOf(status));
  }
  RETURN_IF_ERROR(status);
  RowCursor rows((*results)[1]);
  const int64_t count = rows.Next() ? rows.BigInt("setting") : 0;
  RETURN_IF_ERROR(rows.status());
  return milliseconds(count);
}

// Locks all tables or none of them, as often as it takes.
class TableLocker {
 public:
  // A timeout of 0 is none.
  TableLocker(Connection& connection, std::vector<Table> tables,
              milliseconds timeout, const WaitListener& listener)
      : connection_(connection),
        tables_(std::move(tables)),
        timeout_(timeout),
        listener_(listener) {}

  absl::Status Run() {
    ASSIGN_OR_RETURN(const bool has_all, LockAtOnce());
    while (!has_all) {
      const milliseconds slice = Slice();
      absl::Status status = Attempt(slice);
      if (status.ok()) break;
      const std::optional<size_t> failed = FailedTable(status);
      if (!failed.has_value()) return status;
      // That is not the fault of the table for which there was no room.
      if (IsLackOfMemory(status)) return status;
      if (SqlStateOf(status) != SqlState::kLockNotAvailable) {
        return Explain(status, tables_[*failed]);
      }
      waited_[tables_[*failed].oid] += slice;
      RETURN_IF_ERROR(connection_.Execute("ROLLBACK TO SAVEPOINT pgark_locks"));
      RETURN_IF_ERROR(LookAround(tables_[*failed]));
      // First, so that nothing is held while it is waited for.
      const auto blocked =
          tables_.begin() + static_cast<std::ptrdiff_t>(*failed);
      std::rotate(tables_.begin(), blocked, blocked + 1);
    }
    return CheckUnchanged();
  }

 private:
  // As long as a slice, or as what is left of the timeout.
  milliseconds Slice() const {
    milliseconds slice = kSlice;
    if (timeout_.count() == 0) return slice;
    for (const auto& [oid, waited] : waited_) {
      slice = std::min(slice, timeout_ - waited);
    }
    return std::max(std::min(slice, timeout_), milliseconds(1));
  }

  // Takes all locks if they can be had without waiting. Returns false, with
  // none of them, when the server refuses one for whatever reason.
  absl::StatusOr<bool> LockAtOnce() {
    std::vector<std::string> statements = {"SAVEPOINT pgark_locks"};
    for (size_t i = 0; i < tables_.size(); ++i) {
      if (i % kTablesInStatement == 0) statements.emplace_back("LOCK TABLE ");
      const bool is_last =
          (i + 1) % kTablesInStatement == 0 || i + 1 == tables_.size();
      absl::StrAppend(&statements.back(), "ONLY ", tables_[i].name,
                      is_last ? " IN ACCESS SHARE MODE NOWAIT" : ", ");
    }
    statements.emplace_back("SET LOCAL lock_timeout = 0");
    statements.emplace_back("RELEASE SAVEPOINT pgark_locks");
    const absl::Status status = connection_.Pipeline(statements).status();
    if (status.ok()) return true;
    if (SqlStateOf(status).empty() || absl::IsUnavailable(status) ||
        absl::IsCancelled(status)) {
      return status;
    }
    RETURN_IF_ERROR(connection_.Execute("ROLLBACK TO SAVEPOINT pgark_locks"));
    RETURN_IF_ERROR(connection_.Execute("RELEASE SAVEPOINT pgark_locks"));
    return false;
  }

  absl::Status Attempt(milliseconds slice) {
    std::vector<std::string> statements;
    statements.emplace_back("SAVEPOINT pgark_locks");
    statements.push_back(
        absl::StrCat("SET LOCAL lock_timeout = ", slice.count()));
    for (size_t i = 0; i < tables_.size(); ++i) {
      // Children have statements of their own where they are wanted. The
      // number tells which one failed, however the text is shortened.
      statements.push_back(absl::StrCat(kNumberBegin, i, kNumberEnd,
                                        "LOCK TABLE ONLY ", tables_[i].name,
                                        " IN ACCESS SHARE MODE"));
      if (statements.size() >= kStatementsInFlight) {
        RETURN_IF_ERROR(connection_.Pipeline(statements).status());
        statements.clear();
      }
    }
    statements.emplace_back("SET LOCAL lock_timeout = 0");
    statements.emplace_back("RELEASE SAVEPOINT pgark_locks");
    return connection_.Pipeline(statements).status();
  }

  std::optional<size_t> FailedTable(const absl::Status& status) const {
    const std::string statement =
        GetContext(status, ContextKey::kStatement).value_or("");
    absl::string_view text = statement;
    if (!absl::ConsumePrefix(&text, kNumberBegin)) return std::nullopt;
    size_t number = 0;
    if (!absl::SimpleAtoi(text.substr(0, text.find(' ')), &number) ||
        number >= tables_.size()) {
      return std::nullopt;
    }
    return number;
  }

  static absl::Status Explain(const absl::Status& status, const Table& table) {
    absl::Status explained = WithObject(status, table.Description());
    if (absl::IsNotFound(status)) {
      explained = WithHint(
          std::move(explained),
          "it was dropped or renamed after the dump had seen it; dump again");
    }
    return explained;
  }

  // Tells who is in the way; fails when that lasts too long.
  absl::Status LookAround(const Table& table) {
    const milliseconds waited = waited_[table.oid];
    const bool is_over = timeout_.count() != 0 && waited >= timeout_;
    if (!is_over && waited < kPatience) return absl::OkStatus();
    ASSIGN_OR_RETURN(std::string holders,
                     DescribeLockHolders(connection_, table.oid));
    if (is_over) {
      if (holders.empty()) holders = "nobody is in the way any more";
      absl::Status status = WithObject(
          absl::DeadlineExceededError(
              "the lock was not granted within the lock wait timeout"),
          table.Description());
      status = WithContext(std::move(status), ContextKey::kSqlState,
                           SqlState::kLockNotAvailable);
      return WithContext(std::move(status), ContextKey::kDetail, holders);
    }
    if (holders.empty()) return absl::OkStatus();
    std::string note = absl::StrCat("waiting for the lock on table ",
                                    table.name, ": ", holders);
    if (note != last_note_ && listener_) listener_(note);
    last_note_ = std::move(note);
    return absl::OkStatus();
  }

  absl::Status CheckUnchanged() {
    ASSIGN_OR_RETURN(const Result result,
                     connection_.Query(ChangedTablesQuery(tables_)));
    RowCursor rows(result);
    if (!rows.Next()) return rows.status();
    const Oid oid = rows.Oid("oid");
    const auto table =
        std::find_if(tables_.begin(), tables_.end(),
                     [oid](const Table& one) { return one.oid == oid; });
    if (table == tables_.end()) {
      return absl::InternalError(absl::StrCat("unknown OID ", oid));
    }
    if (rows.Bool("has_other_name")) {
      return WithHint(
          WithObject(absl::NotFoundError("the table was dropped, renamed or "
                                         "moved after the dump had seen it"),
                     table->Description()),
          "dump again");
    }
    return WithObject(
        absl::AbortedError("the table's file was replaced (TRUNCATE, ALTER "
                           "TABLE, VACUUM FULL, CLUSTER) after the snapshot "
                           "was taken, which may not see its rows"),
        table->Description());
  }

  static constexpr absl::string_view kNumberBegin = "/* ";
  static constexpr absl::string_view kNumberEnd = " */ ";

  Connection& connection_;
  std::vector<Table> tables_;
  const milliseconds timeout_;
  const WaitListener& listener_;
  std::map<Oid, milliseconds> waited_;
  std::string last_note_;
};

}  // namespace

bool IsLocked(const Object& object, const RelationObject& relation) {
  return NeedsParts(object) &&
         (relation.kind == RelationKind::kTable ||
          relation.kind == RelationKind::kPartitionedTable);
}

absl::Status LockRelations(Connection& connection, const ReadContext& context,
                           const WaitListener& listener) {
  std::vector<Table> tables = TablesToLock(context);
  if (tables.empty()) return absl::OkStatus();
  milliseconds timeout{0};
  if (context.options.lock_wait_timeout) {
    ASSIGN_OR_RETURN(
        timeout, ParseTimeout(connection, *context.options.lock_wait_timeout));
  }
  return TableLocker(connection, std::move(tables), timeout, listener).Run();
}

void MarkInterestingRelations(ReadContext& context) {
  Catalog& catalog = context.catalog;
  for (RelationObject& relation : catalog.relations) {
    const Object& object = catalog.Get(relation.id);
    if (!NeedsParts(object)) continue;
    relation.is_interesting = true;
    for (const DumpId parent : relation.parents) {
      RelationAt(catalog, parent).is_interesting = true;
    }
    if (relation.sequence.owner_relation.value != 0) {
      RelationAt(catalog, relation.sequence.owner_relation).is_interesting =
          true;
    }
  }
  for (const ExtensionObject& extension : catalog.extensions) {
    for (const Oid oid : extension.config_relations) {
      RelationObject* relation = FindRelation(catalog, oid);
      if (relation != nullptr) relation->is_interesting = true;
    }
  }
  std::vector<Oid> oids;
  for (const RelationObject& relation : catalog.relations) {
    if (relation.is_interesting) oids.push_back(relation.oid);
  }
  context.interesting_relations = FormatOidArray(oids);
}

}  // namespace pgark
