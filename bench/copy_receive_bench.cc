// Receiving COPY data against a bare libpq loop, from the server that libpq's
// environment names. CPU time is the client's; without a server nothing runs.
#include <benchmark/benchmark.h>
#include <libpq-fe.h>

#include <cstdint>
#include <memory>
#include <string>

#include "protocol/connection.h"

namespace pgark {
namespace {

// Rows of about 150 bytes that cost the server little.
constexpr char kStatement[] =
    "COPY (SELECT i, repeat('x', 140) FROM generate_series(1, 500000) AS i) "
    "TO STDOUT";

void Receive(benchmark::State& state) {
  auto connection = Connection::Open({});
  if (!connection.ok()) {
    state.SkipWithError("no server");
    return;
  }
  int64_t bytes = 0;
  int64_t rows = 0;
  for (auto _ : state) {
    auto stream = (*connection)->CopyOut(kStatement);
    while (stream.ok()) {
      const auto row = (*stream)->Next();
      if (!row.ok() || !row->has_value()) break;
      bytes += static_cast<int64_t>((*row)->size());
      ++rows;
    }
  }
  if (rows == 0) state.SkipWithError("no rows");
  state.SetBytesProcessed(bytes);
  state.SetItemsProcessed(rows);
}
BENCHMARK(Receive)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime();

void BareLoop(benchmark::State& state) {
  const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(PQconnectdb(""),
                                                                PQfinish);
  if (PQstatus(connection.get()) != CONNECTION_OK) {
    state.SkipWithError("no server");
    return;
  }
  int64_t bytes = 0;
  int64_t rows = 0;
  for (auto _ : state) {
    PQclear(PQexec(connection.get(), kStatement));
    char* row = nullptr;
    int length = 0;
    while ((length = PQgetCopyData(connection.get(), &row, 0)) > 0) {
      bytes += length;
      ++rows;
      PQfreemem(row);
    }
    while (PGresult* result = PQgetResult(connection.get())) PQclear(result);
  }
  if (rows == 0) state.SkipWithError("no rows");
  state.SetBytesProcessed(bytes);
  state.SetItemsProcessed(rows);
}
BENCHMARK(BareLoop)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime();

}  // namespace
}  // namespace pgark
