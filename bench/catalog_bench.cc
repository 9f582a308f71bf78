// Quoting, and the order of objects by what they need.
#include <benchmark/benchmark.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "bench/bench_data.h"
#include "catalog/catalog.h"
#include "catalog/dependency_sort.h"
#include "protocol/sql_text.h"

namespace pgark {
namespace {

void QuoteNames(benchmark::State& state) {
  const std::vector<std::string> names = {"orders", "customer_id", "Order",
                                          "select", "größe",       "a\"b"};
  const SqlStyle style;
  for (auto _ : state) {
    for (const std::string& name : names) {
      benchmark::DoNotOptimize(QuoteIdentifier(name, style));
    }
  }
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations()) *
                          static_cast<int64_t>(names.size()));
}
BENCHMARK(QuoteNames);

void QuoteTexts(benchmark::State& state) {
  std::string text = MakeCopyText(BenchText::kProse, size_t{1} << 20);
  for (size_t i = 0; i < text.size(); i += 100) text[i] = '\'';
  for (auto _ : state) {
    benchmark::DoNotOptimize(QuoteLiteral(text, SqlStyle()));
  }
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations()) *
                          static_cast<int64_t>(text.size()));
}
BENCHMARK(QuoteTexts);

// The bound: the text copied.
void CopyTexts(benchmark::State& state) {
  const std::string text = MakeCopyText(BenchText::kProse, size_t{1} << 20);
  for (auto _ : state) {
    std::string copy(text);
    benchmark::DoNotOptimize(copy.data());
  }
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations()) *
                          static_cast<int64_t>(text.size()));
}
BENCHMARK(CopyTexts);

// Tables, each with data, a key and an index; every tenth needs another table.
Catalog MakeCatalog(int64_t tables) {
  Catalog catalog;
  BenchNumbers numbers(3);
  uint32_t oid = 16384;
  const auto add = [&](ObjectKind kind, const std::string& name) {
    Object object;
    object.kind = kind;
    object.name = name;
    object.catalog_id = CatalogId{1, oid++};
    object.wanted = Components::All();
    return catalog.Add(std::move(object));
  };
  std::vector<DumpId> made;
  for (int64_t i = 0; i < tables; ++i) {
    const std::string name = absl::StrCat("item_", numbers.Below(1000000));
    const DumpId table = add(ObjectKind::kRelation, name);
    for (const ObjectKind kind :
         {ObjectKind::kTableData, ObjectKind::kConstraint,
          ObjectKind::kIndex}) {
      catalog.AddDependency(add(kind, name), table);
    }
    if (i % 10 == 9) {
      catalog.AddDependency(table, made[numbers.Below(made.size())]);
    }
    made.push_back(table);
  }
  return catalog;
}

void SortByName(benchmark::State& state) {
  const Catalog catalog = MakeCatalog(state.range(0) / 4);
  for (auto _ : state) {
    benchmark::DoNotOptimize(InitialOrder(catalog, SortRules()));
  }
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations()) *
                          state.range(0));
}
BENCHMARK(SortByName)->Arg(1000)->Arg(100000)->Unit(benchmark::kMillisecond);

void SortByDependency(benchmark::State& state) {
  const Catalog catalog = MakeCatalog(state.range(0) / 4);
  const std::vector<DumpId> initial = InitialOrder(catalog, SortRules());
  for (auto _ : state) {
    if (!TopologicalOrder(catalog, initial).has_value()) {
      state.SkipWithError("there are loops");
    }
  }
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations()) *
                          state.range(0));
}
BENCHMARK(SortByDependency)
    ->Arg(1000)
    ->Arg(100000)
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace pgark
