#include "protocol/pg_handles.h"

#include <libpq-fe.h>

namespace pgark {

void PgConnFinish::operator()(pg_conn* conn) const { PQfinish(conn); }
void PgResultClear::operator()(pg_result* result) const { PQclear(result); }
void PgMemoryFree::operator()(void* memory) const { PQfreemem(memory); }

}  // namespace pgark
