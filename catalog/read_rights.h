#ifndef PGARK_CATALOG_READ_RIGHTS_H_
#define PGARK_CATALOG_READ_RIGHTS_H_

#include "absl/status/status.h"
#include "catalog/read_context.h"
#include "protocol/connection.h"

namespace pgark {

// Finds out, before anything is locked or read, what of the objects to dump
// the session's role may not read: schemas without USAGE, tables and sequences
// without SELECT, tables whose rows row security hides, large objects. One
// round trip, none for superusers (docs/objects.md, "Rights").
//
// Returns PERMISSION_DENIED when there is anything: the detail lists every
// object with the right that is missing, the hint the options that leave these
// objects out, ready to be pasted. With a single one the message names it.
// Subscriptions, which a dump leaves out with a warning, are listed too then.
//
// REQUIRES: the phase-one readers ran; the transaction is open.
absl::Status CheckReadRights(Connection& connection,
                             const ReadContext& context);

}  // namespace pgark

#endif  // PGARK_CATALOG_READ_RIGHTS_H_
