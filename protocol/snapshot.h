#ifndef PGARK_PROTOCOL_SNAPSHOT_H_
#define PGARK_PROTOCOL_SNAPSHOT_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "protocol/connection.h"

namespace pgark {

struct SnapshotOptions {
  // SERIALIZABLE READ ONLY DEFERRABLE instead of REPEATABLE READ READ ONLY;
  // taking the snapshot then may wait for others' transactions.
  bool serializable_deferrable = false;
  // Take this exported snapshot instead of a new one.
  std::optional<std::string> import_id = std::nullopt;
  // Make the snapshot joinable: id() is set.
  bool export_id = false;
};

// The transaction in which one state of the database is read, on the leader's
// connection. Others can join an exported snapshot as long as this lives.
//
// thread-compatible (a connection is a world)
class Snapshot {
 public:
  // Begins the transaction. `leader` must outlive the snapshot and have no
  // transaction open; after a failure it has none. Returns the server's
  // failures (an unknown snapshot: NOT_FOUND or FAILED_PRECONDITION, by
  // release), INVALID_ARGUMENT for an imported snapshot together with
  // serializable_deferrable.
  static absl::StatusOr<std::unique_ptr<Snapshot>> Begin(
      Connection& leader, const SnapshotOptions& options);

  // Ends the transaction without a word if End() was not called.
  ~Snapshot();
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

  // What JoinSnapshot() takes: the exported snapshot, or the imported one if
  // none was exported; "" without either.
  const std::string& id() const { return id_; }

  // Ends the transaction: no one can join any more.
  absl::Status End();

 private:
  Snapshot(Connection& leader, std::string id)
      : leader_(leader), id_(std::move(id)) {}

  Connection& leader_;
  const std::string id_;
  bool ended_ = false;
};

// Begins a transaction (REPEATABLE READ READ ONLY) on a worker's connection
// that sees what the snapshot `id` sees. One round trip.
absl::Status JoinSnapshot(Connection& worker, const std::string& id);

}  // namespace pgark

#endif  // PGARK_PROTOCOL_SNAPSHOT_H_
