// A list file asks only for entries that there are, each once, whatever stands
// in it; and what it asks for survives being written and read again.

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "archive/toc.h"
#include "fuzz/fuzz_input.h"
#include "jobs/list_file.h"

namespace pgark {
namespace {

// Every third number has an entry.
Toc SampleToc() {
  std::vector<TocEntry> entries;
  for (int32_t id = 1; id < 300; id += 3) {
    TocEntry entry;
    entry.id = {id};
    entries.push_back(std::move(entry));
  }
  return Toc(std::move(entries));
}

void Run(absl::string_view text) {
  static const Toc toc = SampleToc();
  const absl::StatusOr<ListedEntries> listed = ParseListFile(text, toc);
  if (!listed.ok()) {
    FuzzCheck(absl::IsNotFound(listed.status()),
              "an unreadable line is ignored, an unknown number NOT_FOUND");
    return;
  }
  std::unordered_set<int32_t> seen;
  std::string again;
  for (const DumpId id : listed->ids) {
    FuzzCheck(toc.Find(id) != nullptr, "each number has an entry");
    FuzzCheck(seen.insert(id.value).second, "each number comes once");
    absl::StrAppend(&again, id.value, "; a comment\n");
  }
  const absl::StatusOr<ListedEntries> same = ParseListFile(again, toc);
  FuzzCheck(same.ok() && same->ids == listed->ids && same->warnings.empty(),
            "the numbers survive");
}

}  // namespace
}  // namespace pgark

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  pgark::Run(pgark::FuzzInput(data, size).bytes());
  return 0;
}
