// The contents list and the index, written and read.
#include <benchmark/benchmark.h>

#include <memory>
#include <string>
#include <utility>

#include "archive/archive_index.h"
#include "archive/archive_reader.h"
#include "archive/archive_writer.h"
#include "archive/index_codec.h"
#include "archive/toc.h"
#include "bench/bench_data.h"

namespace pgark {
namespace {

// An archive whose tables have one small frame each.
bool WriteArchive(const Toc& toc, ByteSink& sink) {
  ArchiveHeader header;
  header.database_name = "bench";
  header.server_version = "17.0";
  header.dump_version = "17.0";
  auto writer = ArchiveWriter::Create(sink, header, toc);
  if (!writer.ok()) return false;
  EncodedFrame frame;
  frame.stored = std::string(kCopyEndMarker);
  frame.raw_bytes = frame.stored.size();
  for (const TocEntry& entry : toc.entries()) {
    if (!entry.has_data) continue;
    if (!(*writer)->BeginBlock(entry.id).ok() ||
        !(*writer)->AppendFrame(frame).ok() || !(*writer)->EndBlock().ok()) {
      return false;
    }
  }
  return (*writer)->Finish().ok();
}

void WriteContents(benchmark::State& state) {
  const Toc toc(MakeEntries(static_cast<int>(state.range(0))));
  size_t bytes = 0;
  for (auto _ : state) {
    StringSink sink;
    if (!WriteArchive(toc, sink)) state.SkipWithError("not written");
    bytes = sink.position();
  }
  const auto iterations = static_cast<int64_t>(state.iterations());
  state.SetBytesProcessed(iterations * static_cast<int64_t>(bytes));
  state.SetItemsProcessed(iterations * state.range(0));
}
BENCHMARK(WriteContents)
    ->Arg(100)
    ->Arg(10000)
    ->Arg(500000)
    ->Unit(benchmark::kMillisecond);

void ReadContents(benchmark::State& state) {
  StringSink sink;
  if (!WriteArchive(Toc(MakeEntries(static_cast<int>(state.range(0)))), sink)) {
    state.SkipWithError("not written");
    return;
  }
  const std::string& bytes = sink.data();
  for (auto _ : state) {
    const auto reader =
        ArchiveReader::Open(std::make_unique<StringSource>(bytes));
    if (!reader.ok() || (*reader)->index() == nullptr) {
      state.SkipWithError("not read");
    }
  }
  const auto iterations = static_cast<int64_t>(state.iterations());
  state.SetBytesProcessed(iterations * static_cast<int64_t>(bytes.size()));
  state.SetItemsProcessed(iterations * state.range(0));
}
BENCHMARK(ReadContents)
    ->Arg(100)
    ->Arg(10000)
    ->Arg(500000)
    ->Unit(benchmark::kMillisecond);

// One block with as many frames as a table of 3 MiB each.
IndexPart MakePart(int64_t frames) {
  IndexPart part;
  IndexBlock block;
  block.id = DumpId{1};
  block.streams.emplace_back();
  uint64_t offset = 100;
  BenchNumbers numbers(5);
  for (int64_t i = 0; i < frames; ++i) {
    const uint64_t stored = 500000 + numbers.Below(500000);
    block.streams[0].frames.push_back({offset,
                                       stored,
                                       3000000 + numbers.Below(500000),
                                       numbers.Below(40000),
                                       {numbers.Next(), numbers.Next()},
                                       {numbers.Next(), numbers.Next()}});
    offset += stored + 5;
  }
  part.begin = 90;
  block.begin = 90;
  block.end = offset;
  part.blocks.push_back(std::move(block));
  return part;
}

void EncodeIndex(benchmark::State& state) {
  const IndexPart part = MakePart(state.range(0));
  size_t bytes = 0;
  for (auto _ : state) bytes = EncodeIndexSegment(part).size();
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations()) *
                          state.range(0));
  state.counters["bytes_per_frame"] =
      static_cast<double>(bytes) / static_cast<double>(state.range(0));
}
BENCHMARK(EncodeIndex)->Arg(1000)->Arg(100000);

void DecodeIndex(benchmark::State& state) {
  const std::string bytes = EncodeIndexSegment(MakePart(state.range(0)));
  for (auto _ : state) {
    if (!DecodeIndexSegment(bytes).ok()) state.SkipWithError("not read");
  }
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations()) *
                          state.range(0));
}
BENCHMARK(DecodeIndex)->Arg(1000)->Arg(100000);

}  // namespace
}  // namespace pgark
