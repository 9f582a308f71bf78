#ifndef PGARK_PROTOCOL_PG_HANDLES_H_
#define PGARK_PROTOCOL_PG_HANDLES_H_

#include <memory>

struct pg_conn;
struct pg_result;

namespace pgark {

// libpq's objects with an owner. Any number of them may be empty.

struct PgConnFinish {
  void operator()(pg_conn* conn) const;
};
using PgConnPtr = std::unique_ptr<pg_conn, PgConnFinish>;

struct PgResultClear {
  void operator()(pg_result* result) const;
};
using PgResultPtr = std::unique_ptr<pg_result, PgResultClear>;

// What libpq allocates by itself: PQgetCopyData(), PQconninfoParse()'s text.
struct PgMemoryFree {
  void operator()(void* memory) const;
};
using PgTextPtr = std::unique_ptr<char, PgMemoryFree>;

}  // namespace pgark

#endif  // PGARK_PROTOCOL_PG_HANDLES_H_
