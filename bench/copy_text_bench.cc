// What happens to rows on the CPU: cutting them into frames, checking them.
#include <benchmark/benchmark.h>

#include <cstring>
#include <string>
#include <vector>

#include "archive/copy_text_scanner.h"
#include "archive/text_encoding.h"
#include "bench/bench_data.h"
#include "jobs/frame_cutter.h"

namespace pgark {
namespace {

constexpr size_t kTextBytes = size_t{16} << 20;

std::vector<absl::string_view> RowsOf(absl::string_view text) {
  std::vector<absl::string_view> rows;
  while (!text.empty()) {
    const size_t end = text.find('\n') + 1;
    rows.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return rows;
}

void SetCounters(benchmark::State& state, size_t bytes, size_t rows) {
  const auto iterations = static_cast<int64_t>(state.iterations());
  state.SetBytesProcessed(iterations * static_cast<int64_t>(bytes));
  state.SetItemsProcessed(iterations * static_cast<int64_t>(rows));
}

void CutFrames(benchmark::State& state) {
  const std::string text = MakeCopyText(BenchText::kKeys, kTextBytes);
  const std::vector<absl::string_view> rows = RowsOf(text);
  FrameCutter cutter{FrameSizes()};
  std::string recycled;
  for (auto _ : state) {
    for (const absl::string_view row : rows) {
      if (cutter.MustCutBefore(row.size()) || cutter.AddRow(row)) {
        recycled = cutter.TakeFrame(std::move(recycled));
      }
    }
  }
  SetCounters(state, text.size(), rows.size());
}
BENCHMARK(CutFrames);

// The bound: the same rows copied one behind the other.
void AppendRows(benchmark::State& state) {
  const std::string text = MakeCopyText(BenchText::kKeys, kTextBytes);
  const std::vector<absl::string_view> rows = RowsOf(text);
  std::string frame;
  for (auto _ : state) {
    for (const absl::string_view row : rows) {
      frame.append(row.data(), row.size());
      if (frame.size() >= FrameSizes().middle) frame.clear();
    }
  }
  SetCounters(state, text.size(), rows.size());
}
BENCHMARK(AppendRows);

void ScanRows(benchmark::State& state) {
  const auto kind = static_cast<BenchText>(state.range(0));
  const std::string text = MakeCopyText(kind, kTextBytes);
  CopyTextOptions options;
  options.column_count = ColumnCount(kind);
  options.encoding = FindTextEncoding("UTF8");
  options.expects_end_marker = false;
  uint64_t rows = 0;
  for (auto _ : state) {
    CopyTextScanner scanner(options);
    scanner.Write(text);
    scanner.Finish();
    rows = scanner.row_count();
    if (!scanner.problems().empty()) {
      state.SkipWithError("problems in the text");
    }
  }
  state.SetLabel(kBenchTextNames[state.range(0)]);
  SetCounters(state, text.size(), rows);
}
BENCHMARK(ScanRows)->DenseRange(0, 3);

// The bound: the C library finds the newlines.
void CountNewlines(benchmark::State& state) {
  const auto kind = static_cast<BenchText>(state.range(0));
  const std::string text = MakeCopyText(kind, kTextBytes);
  uint64_t rows = 0;
  for (auto _ : state) {
    rows = 0;
    const char* place = text.data();
    const char* const end = place + text.size();
    while ((place = static_cast<const char*>(std::memchr(
                place, '\n', static_cast<size_t>(end - place)))) != nullptr) {
      ++rows;
      if (++place == end) break;
    }
    benchmark::DoNotOptimize(rows);
  }
  state.SetLabel(kBenchTextNames[state.range(0)]);
  SetCounters(state, text.size(), rows);
}
BENCHMARK(CountNewlines)->DenseRange(0, 3);

}  // namespace
}  // namespace pgark
