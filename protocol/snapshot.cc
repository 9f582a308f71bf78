#include "protocol/snapshot.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "protocol/sql_text.h"

namespace pgark {
namespace {

std::string BeginSql(bool serializable_deferrable) {
  return serializable_deferrable
             ? "BEGIN ISOLATION LEVEL SERIALIZABLE, READ ONLY, DEFERRABLE"
             : "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY";
}

std::string ImportSql(const std::string& id) {
  return absl::StrCat("SET TRANSACTION SNAPSHOT ", QuoteLiteralForQuery(id));
}

// Leaves no failed transaction behind.
absl::Status RollBackAfter(Connection& connection, absl::Status failure) {
  return connection.in_transaction()
             ? FirstFailure(std::move(failure), connection.Execute("ROLLBACK"))
             : failure;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Snapshot>> Snapshot::Begin(
    Connection& leader, const SnapshotOptions& options) {
  if (options.import_id.has_value()) {
    if (options.serializable_deferrable) {
      return absl::InvalidArgumentError(
          "a given snapshot cannot be serializable and deferrable");
    }
    RETURN_IF_ERROR(JoinSnapshot(leader, *options.import_id));
    // Its exporter may go at any time, so that workers cannot rely on the
    // given id: ours is exported again.
    if (!options.export_id) {
      return std::unique_ptr<Snapshot>(
          new Snapshot(leader, *options.import_id));
    }
  } else {
    RETURN_IF_ERROR(leader.Execute(BeginSql(options.serializable_deferrable)));
  }
  // DEFERRABLE waits with the first statement that needs a snapshot.
  const char* first_statement =
      options.export_id ? "SELECT pg_catalog.pg_export_snapshot()" : "SELECT 1";
  auto result = leader.Query(first_statement);
  if (!result.ok()) return RollBackAfter(leader, result.status());
  if (result->row_count() != 1) {
    return RollBackAfter(
        leader, absl::InternalError("pg_export_snapshot() returned no row"));
  }
  std::string id(options.export_id ? result->Text(0, 0) : "");
  return std::unique_ptr<Snapshot>(new Snapshot(leader, std::move(id)));
}

Snapshot::~Snapshot() {
  // Nothing was written: that it fails has no consequence.
  if (!ended_ && leader_.in_transaction()) {
    leader_.Execute("ROLLBACK").IgnoreError();
  }
}

absl::Status Snapshot::End() {
  ended_ = true;
  return leader_.Execute("COMMIT");
}

absl::Status JoinSnapshot(Connection& worker, const std::string& id) {
  absl::Status status =
      worker.Execute(absl::StrCat(BeginSql(false), "; ", ImportSql(id)));
  if (status.ok()) return status;
  return RollBackAfter(worker, std::move(status));
}

}  // namespace pgark
