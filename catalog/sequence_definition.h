#ifndef PGARK_CATALOG_SEQUENCE_DEFINITION_H_
#define PGARK_CATALOG_SEQUENCE_DEFINITION_H_

#include <string>

#include "absl/status/statusor.h"
#include "catalog/relation_objects.h"
#include "catalog/toc_builder.h"

namespace pgark {

// CREATE SEQUENCE, or the ALTER TABLE ... ADD GENERATED that creates the
// sequence of an identity column. Pure.
// Returns FAILED_PRECONDITION naming the sequence when its type is none that a
// sequence can have, or when the table of an identity column is not known.
absl::StatusOr<std::string> SequenceDefinition(const DdlContext& context,
                                               const RelationObject& sequence);

// START WITH to CYCLE: every clause on its own line, with four blanks before
// it, the last one without a newline. What is the default for type and
// direction reads NO MINVALUE, NO MAXVALUE.
absl::StatusOr<std::string> SequenceClauses(const SequenceParameters& sequence);

}  // namespace pgark

#endif  // PGARK_CATALOG_SEQUENCE_DEFINITION_H_
