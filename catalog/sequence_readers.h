#ifndef PGARK_CATALOG_SEQUENCE_READERS_H_
#define PGARK_CATALOG_SEQUENCE_READERS_H_

#include "absl/status/status.h"
#include "catalog/catalog.h"
#include "protocol/connection.h"

namespace pgark {

// kSequenceReader stands in relation_readers.h with the others. From server 18
// on it reads the values, too.

// Reads last_value and is_called of every sequence that has a kSequenceSet
// object: on servers before 18 by one statement each, all sent at once.
// Returns PERMISSION_DENIED naming the sequence that the role may not read;
// values are never made up.
absl::Status ReadSequenceValues(Connection& connection, Catalog& catalog);

}  // namespace pgark

#endif  // PGARK_CATALOG_SEQUENCE_READERS_H_
