#ifndef PGARK_CATALOG_RELATION_LOCKING_H_
#define PGARK_CATALOG_RELATION_LOCKING_H_

#include "absl/status/status.h"
#include "catalog/read_context.h"
#include "protocol/connection.h"

namespace pgark {

// Takes ACCESS SHARE on every table and partitioned table of which more than
// comments and privileges is wanted, so that nobody changes or drops it before
// it is deparsed and copied. Views, sequences and foreign tables can't be
// locked this way and stay unlocked, as with pg_dump.
//
// Returns, naming the table, NOT_FOUND when it vanished since it was read,
// PERMISSION_DENIED when the role may not read it, DEADLINE_EXCEEDED when its
// lock is not granted within options.lock_wait_timeout; INVALID_ARGUMENT when
// the server doesn't understand that time. The transaction is then over.
//
// REQUIRES: the phase-one readers ran; a transaction is open.
absl::Status LockRelations(Connection& connection, const ReadContext& context);

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
