#ifndef PGARK_CATALOG_RELATION_DDL_H_
#define PGARK_CATALOG_RELATION_DDL_H_

#include "absl/status/status.h"
#include "catalog/toc_builder.h"

namespace pgark {

// EmitFunctions (toc_builder.h) of relations and of what belongs to their
// definition. All fail only with FAILED_PRECONDITION naming the object.

// kRelation: TABLE, FOREIGN TABLE, VIEW, MATERIALIZED VIEW; SEQUENCE with
// SEQUENCE OWNED BY; then comments, labels and privileges. Composite types have
// no entry here.
absl::Status EmitRelation(const DdlContext& context, const Object& object,
                          TocBuilder& toc);

// kTableAttach: TABLE ATTACH, from 14 on.
absl::Status EmitTableAttach(const DdlContext& context, const Object& object,
                             TocBuilder& toc);

// kDefault: DEFAULT, when it is not written with its table.
absl::Status EmitDefault(const DdlContext& context, const Object& object,
                         TocBuilder& toc);

}  // namespace pgark

#endif  // PGARK_CATALOG_RELATION_DDL_H_
