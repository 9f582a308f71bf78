#include "catalog/relation_locking.h"

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "catalog/array_text.h"
#include "catalog/relation_query.h"
#include "protocol/sql_text.h"
#include "protocol/sqlstate.h"

namespace pgark {
namespace {

// One table a statement, so that a failure tells which one; many statements in
// flight, so that the round trips don't count.
constexpr size_t kStatementsInFlight = 1000;

// Whether more than comments and privileges is wanted: the system catalogs and
// the members of extensions are written without looking into them.
bool NeedsParts(const Object& object) {
  return object.wanted.Has(Component::kDefinition) ||
         object.wanted.Has(Component::kData) ||
         object.wanted.Has(Component::kStatistics) ||
         object.wanted.Has(Component::kPolicy);
}

bool NeedsLock(const Object& object, const RelationObject& relation) {
  return NeedsParts(object) &&
         (relation.kind == RelationKind::kTable ||
          relation.kind == RelationKind::kPartitionedTable);
}

std::vector<std::string> TablesToLock(const ReadContext& context) {
  // The longest list of keywords: a quote too many does no harm here.
  const SqlStyle style{.release = 18};
  std::vector<std::string> tables;
  for (const RelationObject& relation : context.catalog.relations) {
    const Object& object = context.catalog.Get(relation.id);
    if (!NeedsLock(object, relation)) continue;
    tables.push_back(QuoteQualified(context.catalog.SchemaName(object),
                                    relation.name, style));
  }
  return tables;
}

// A lock that was waited for in vain ends as a cancelled statement.
absl::Status TimedOut(const absl::Status& status) {
  absl::Status late = absl::DeadlineExceededError(
      "the lock was not granted within the lock wait timeout");
  status.ForEachPayload(
      [&late](absl::string_view type, const absl::Cord& payload) {
        late.SetPayload(type, payload);
      });
  return late;
}

absl::Status LockTables(Connection& connection,
                        std::span<const std::string> tables) {
  std::vector<std::string> statements;
  while (!tables.empty()) {
    const auto some =
        tables.first(std::min(tables.size(), kStatementsInFlight));
    statements.clear();
    for (const std::string& table : some) {
      statements.push_back(
          absl::StrCat("LOCK TABLE ", table, " IN ACCESS SHARE MODE"));
    }
    absl::Status status = connection.Pipeline(statements).status();
    if (!status.ok()) {
      const std::string failed =
          GetContext(status, ContextKey::kStatement).value_or("");
      const auto place =
          std::find(statements.begin(), statements.end(), failed);
      if (place == statements.end()) return status;
      return WithObject(status, some[place - statements.begin()]);
    }
    tables = tables.subspan(some.size());
  }
  return absl::OkStatus();
}

absl::Status LockWithTimeout(Connection& connection,
                             const std::vector<std::string>& tables,
                             const std::string& timeout) {
  absl::Status set = connection.Execute(
      absl::StrCat("SET statement_timeout = ", QuoteLiteralForQuery(timeout)));
  if (absl::StartsWith(SqlStateOf(set), "22")) {
    return WithContext(
        absl::InvalidArgumentError(absl::StrCat(
            "\"", timeout,
            "\" is no time for the lock wait timeout: ", set.message())),
        ContextKey::kSqlState, SqlStateOf(set));
  }
  RETURN_IF_ERROR(set);
  const absl::Status status = LockTables(connection, tables);
  const std::string sqlstate = SqlStateOf(status);
  if (sqlstate == "57014" || sqlstate == "55P03") return TimedOut(status);
  RETURN_IF_ERROR(status);
  return connection.Execute("SET statement_timeout = 0");
}

}  // namespace

absl::Status LockRelations(Connection& connection, const ReadContext& context) {
  const std::vector<std::string> tables = TablesToLock(context);
  if (tables.empty()) return absl::OkStatus();
  if (context.options.lock_wait_timeout) {
    return LockWithTimeout(connection, tables,
                           *context.options.lock_wait_timeout);
  }
  return LockTables(connection, tables);
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
