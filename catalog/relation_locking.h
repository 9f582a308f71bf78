#ifndef PGARK_CATALOG_RELATION_LOCKING_H_
#define PGARK_CATALOG_RELATION_LOCKING_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "catalog/read_context.h"
#include "protocol/connection.h"

namespace pgark {

// Told in words while a lock is waited for, and who is in the way.
using WaitListener = std::function<void(const std::string& text)>;

// Whether LockRelations() locks it: tables and partitioned tables of which more
// than comments and privileges is wanted.
bool IsLocked(const Object& object, const RelationObject& relation);

// Takes ACCESS SHARE on every table that IsLocked(), so that nobody changes or
// drops it before it is deparsed and copied. Views, sequences and foreign
// tables can't be locked this way and stay unlocked, as with pg_dump.
//
// Where somebody holds or awaits ACCESS EXCLUSIVE, the session queues for half
// a second at a time, holds none of its other locks between, and so neither
// stops others behind itself for longer nor takes part in a deadlock
// (docs/objects.md, "Locks"). `listener` (may be empty) hears
// after about a second who is in the way, and again when that changes. Without
// options.lock_wait_timeout this lasts as long as it takes.
//
// Returns, naming the table and its OID,
// NOT_FOUND when it vanished or got another name since it was read,
// ABORTED when its file was replaced since (TRUNCATE, ALTER TABLE, VACUUM
// FULL, CLUSTER), so that the snapshot may not see its rows: a new transaction
// will,
// PERMISSION_DENIED when the role may not read it,
// DEADLINE_EXCEEDED when the lock is not granted within
// options.lock_wait_timeout, with those who are in the way as detail,
// RESOURCE_EXHAUSTED when the server has no room for so many locks;
// INVALID_ARGUMENT when the server doesn't understand that time.
// The transaction is then over.
//
// REQUIRES: the phase-one readers ran; a transaction is open.
absl::Status LockRelations(Connection& connection, const ReadContext& context,
                           const WaitListener& listener);

// Decides whose columns and parts are read: of everything of which more than
// comments and privileges is wanted, of the direct parents of wanted tables (to
// see what is inherited), of the extensions' configuration tables, of the
// tables that own wanted sequences. Sets RelationObject::is_interesting and
// context.interesting_relations.
//
// REQUIRES: the phase-one readers ran.
void MarkInterestingRelations(ReadContext& context);

}  // namespace pgark

#endif  // PGARK_CATALOG_RELATION_LOCKING_H_
