// Frames against the bare library that makes them: method and level x size of
// the frame x kind of text. The counter `ratio` is raw bytes by stored bytes.
#include <benchmark/benchmark.h>
#include <isa-l/igzip_lib.h>
#include <lz4frame.h>
#include <zlib.h>
#include <zstd.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "archive/codec.h"
#include "archive/digest.h"
#include "archive/frame_encoder.h"
#include "bench/bench_data.h"

namespace pgark {
namespace {

constexpr size_t kMiB = size_t{1} << 20;

CompressionSpec Spec(CompressionMethod method, int level) {
  CompressionSpec spec;
  spec.method = method;
  spec.has_level = level != 0;
  spec.level = level;
  return spec;
}

void SetCounters(benchmark::State& state, size_t raw, size_t stored) {
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * raw));
  state.counters["ratio"] =
      static_cast<double>(raw) / static_cast<double>(stored);
}

// As a dump does it: compressed, with both digests.
void Encode(benchmark::State& state, CompressionSpec spec, BenchText kind,
            size_t bytes) {
  const std::string raw = MakeCopyText(kind, bytes);
  auto encoder = FrameEncoder::Create(spec);
  EncodedFrame frame;
  for (auto _ : state) {
    if (!encoder.ok() || !(*encoder)->EncodeCopy(raw, 1, &frame).ok()) {
      state.SkipWithError("the frame was not made");
      return;
    }
  }
  SetCounters(state, raw.size(), frame.stored.size());
}

void Decode(benchmark::State& state, CompressionSpec spec, BenchText kind,
            size_t bytes) {
  const std::string raw = MakeCopyText(kind, bytes);
  auto encoder = FrameEncoder::Create(spec);
  auto decoder = MakeFrameDecompressor(spec.method);
  EncodedFrame frame;
  if (!encoder.ok() || !(*encoder)->EncodeCopy(raw, 1, &frame).ok() ||
      !decoder.ok()) {
    state.SkipWithError("the frame was not made");
    return;
  }
  std::string decoded;
  for (auto _ : state) {
    if (!(*decoder)->DecompressFrame(frame.stored, raw.size(), &decoded).ok()) {
      state.SkipWithError("the frame was not read");
      return;
    }
  }
  SetCounters(state, raw.size(), frame.stored.size());
}

// The bare libraries.

void LibraryZstd(benchmark::State& state, int level, BenchText kind,
                 size_t bytes) {
  const std::string raw = MakeCopyText(kind, bytes);
  std::vector<char> out(ZSTD_compressBound(raw.size()));
  ZSTD_CCtx* const context = ZSTD_createCCtx();
  size_t size = 1;
  for (auto _ : state) {
    size = ZSTD_compressCCtx(context, out.data(), out.size(), raw.data(),
                             raw.size(), level);
    benchmark::DoNotOptimize(out.data());
  }
  ZSTD_freeCCtx(context);
  SetCounters(state, raw.size(), size);
}

void LibraryLz4(benchmark::State& state, int level, BenchText kind,
                size_t bytes) {
  const std::string raw = MakeCopyText(kind, bytes);
  LZ4F_preferences_t preferences = LZ4F_INIT_PREFERENCES;
  preferences.compressionLevel = level;
  std::vector<char> out(LZ4F_compressFrameBound(raw.size(), &preferences));
  size_t size = 1;
  for (auto _ : state) {
    size = LZ4F_compressFrame(out.data(), out.size(), raw.data(), raw.size(),
                              &preferences);
    benchmark::DoNotOptimize(out.data());
  }
  SetCounters(state, raw.size(), size);
}

void LibraryZlib(benchmark::State& state, int level, BenchText kind,
                 size_t bytes) {
  const std::string raw = MakeCopyText(kind, bytes);
  uLong size = compressBound(raw.size());
  std::vector<Bytef> out(size);
  for (auto _ : state) {
    size = out.size();
    compress2(out.data(), &size, reinterpret_cast<const Bytef*>(raw.data()),
              raw.size(), level);
    benchmark::DoNotOptimize(out.data());
  }
  SetCounters(state, raw.size(), size);
}

void LibraryIsal(benchmark::State& state, int level, BenchText kind,
                 size_t bytes) {
  std::string raw = MakeCopyText(kind, bytes);
  constexpr uint32_t kLevelBytes[] = {
      1, ISAL_DEF_LVL1_DEFAULT, ISAL_DEF_LVL2_DEFAULT, ISAL_DEF_LVL3_DEFAULT};
  std::vector<uint8_t> level_buffer(kLevelBytes[level]);
  std::vector<uint8_t> out(raw.size() + raw.size() / 100 + 1024);
  const auto stream = std::make_unique<isal_zstream>();
  for (auto _ : state) {
    isal_deflate_init(stream.get());
    stream->level = static_cast<uint32_t>(level);
    stream->level_buf = level_buffer.data();
    stream->level_buf_size = level == 0 ? 0 : kLevelBytes[level];
    stream->end_of_stream = 1;
    stream->next_in = reinterpret_cast<uint8_t*>(raw.data());
    stream->avail_in = static_cast<uint32_t>(raw.size());
    stream->next_out = out.data();
    stream->avail_out = static_cast<uint32_t>(out.size());
    isal_deflate(stream.get());
    benchmark::DoNotOptimize(out.data());
  }
  SetCounters(state, raw.size(), stream->total_out);
}

// What is computed over every raw byte besides.
void Digest(benchmark::State& state) {
  const std::string raw = MakeCopyText(BenchText::kKeys, 3 * kMiB);
  for (auto _ : state) benchmark::DoNotOptimize(ComputeDigest128(raw));
  SetCounters(state, raw.size(), raw.size());
}
void Adler32(benchmark::State& state) {
  const std::string raw = MakeCopyText(BenchText::kKeys, 3 * kMiB);
  for (auto _ : state) benchmark::DoNotOptimize(ComputeAdler32(raw));
  SetCounters(state, raw.size(), raw.size());
}

struct Library {
  CompressionMethod method;
  std::vector<int> our_levels;  // 0 = our default
  void (*run)(benchmark::State&, int, BenchText, size_t);
  const char* name;
  std::vector<int> levels;
};

void RegisterAll() {
  const Library kLibraries[] = {
      {CompressionMethod::kNone, {0}, nullptr, "", {}},
      {CompressionMethod::kGzip, {0, 6, 9}, LibraryIsal, "isal", {1, 2, 3}},
      {CompressionMethod::kGzip, {}, LibraryZlib, "zlib", {6}},
      {CompressionMethod::kLz4, {0}, LibraryLz4, "lz4", {0}},
      {CompressionMethod::kZstd,
       {0, 1, 2, 3, 4},
       LibraryZstd,
       "zstd",
       {1, 2, 3, 4}},
  };
  const auto add = [](const std::string& name, auto run) {
    benchmark::RegisterBenchmark(name.c_str(), run);
  };
  for (const Library& library : kLibraries) {
    for (int text = 0; text < 4; ++text) {
      const auto kind = static_cast<BenchText>(text);
      for (const size_t size :
           {kMiB / 4, kMiB, 2 * kMiB, 3 * kMiB, 4 * kMiB, 8 * kMiB}) {
        const std::string place =
            absl::StrCat("/", kBenchTextNames[text], "/", size >> 10, "KiB");
        // Every size for one kind of text, one size for the others.
        if (kind != BenchText::kKeys && size != 3 * kMiB) continue;
        for (const int level : library.our_levels) {
          const CompressionSpec spec = Spec(library.method, level);
          const std::string codec = FormatCompressionSpec(spec);
          add(absl::StrCat("Encode/", codec, place),
              [=](benchmark::State& s) { Encode(s, spec, kind, size); });
          if (level == 0) {
            add(absl::StrCat("Decode/", codec, place),
                [=](benchmark::State& s) { Decode(s, spec, kind, size); });
          }
        }
        for (const int level : library.levels) {
          const auto run = library.run;
          add(absl::StrCat("Library/", library.name, ":", level, place),
              [=](benchmark::State& s) { run(s, level, kind, size); });
        }
      }
    }
  }
  benchmark::RegisterBenchmark("Digest", Digest);
  benchmark::RegisterBenchmark("Adler32", Adler32);
}

const bool kRegistered = (RegisterAll(), true);

}  // namespace
}  // namespace pgark
