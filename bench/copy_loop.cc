// The least that a client must do: receives what COPY statements send, in a
// bare libpq loop, and drops it. The floor that dumps are measured against.
//
//   pgark_copy_loop STATEMENT...    connection as libpq's environment says
//
// Prints what came: messages, bytes.
#include <libpq-fe.h>

#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace {

[[noreturn]] void Fail(PGconn* connection) {
  std::fprintf(stderr, "pgark_copy_loop: %s", PQerrorMessage(connection));
  std::exit(1);
}

}  // namespace

int main(int argc, char** argv) {
  PGconn* const connection = PQconnectdb("");
  if (PQstatus(connection) != CONNECTION_OK) Fail(connection);
  uint64_t messages = 0;
  uint64_t bytes = 0;
  for (int i = 1; i < argc; ++i) {
    PGresult* result = PQexec(connection, argv[i]);
    if (PQresultStatus(result) != PGRES_COPY_OUT) Fail(connection);
    PQclear(result);
    char* row = nullptr;
    int length = 0;
    while ((length = PQgetCopyData(connection, &row, /*async=*/0)) > 0) {
      ++messages;
      bytes += static_cast<uint64_t>(length);
      PQfreemem(row);
    }
    while ((result = PQgetResult(connection)) != nullptr) {
      if (PQresultStatus(result) != PGRES_COMMAND_OK) Fail(connection);
      PQclear(result);
    }
  }
  PQfinish(connection);
  std::printf("%" PRIu64 " messages, %" PRIu64 " bytes\n", messages, bytes);
}
