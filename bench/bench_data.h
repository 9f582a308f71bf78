#ifndef PGARK_BENCH_BENCH_DATA_H_
#define PGARK_BENCH_BENCH_DATA_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "archive/toc_entry.h"
#include "base/file_source.h"

namespace pgark {

// Kinds of COPY text, from what hardly compresses to what compresses well.
enum class BenchText {
  kRandom,   // base64 of random octets
  kKeys,     // numbers, times, hexadecimal keys: as bench/big_tables.sql
  kNumbers,  // measurements
  kProse,    // words of a language in sentences
};
inline constexpr const char* kBenchTextNames[] = {"random", "keys", "numbers",
                                                  "prose"};

// At least `bytes` of whole rows; the same with each call.
std::string MakeCopyText(BenchText kind, size_t bytes);

// Columns of a row of MakeCopyText().
size_t ColumnCount(BenchText kind);

// A contents list as a database with `count` entries has it: tables, their
// data, keys and indexes, each needing its schema and its table.
std::vector<TocEntry> MakeEntries(int count);

// Numbers that look random and are the same with each run (splitmix64).
class BenchNumbers {
 public:
  explicit BenchNumbers(uint64_t seed) : state_(seed) {}
  uint64_t Next();
  uint64_t Below(uint64_t bound) { return Next() % bound; }

 private:
  uint64_t state_;
};

// A file in memory. thread-safe
class StringSource : public RandomAccessSource {
 public:
  explicit StringSource(std::string bytes) : bytes_(std::move(bytes)) {}

  absl::StatusOr<size_t> ReadAt(uint64_t offset,
                                std::span<char> buffer) const override;
  uint64_t size() const override { return bytes_.size(); }

 private:
  const std::string bytes_;
};

}  // namespace pgark

#endif  // PGARK_BENCH_BENCH_DATA_H_
