// A filter file becomes rules or INVALID_ARGUMENT; and the rules, given to
// options, become INVALID_ARGUMENT or patterns.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "fuzz/fuzz_input.h"
#include "tools/filter_file.h"

namespace pgark {
namespace {

void CheckUsage(const absl::Status& status) {
  FuzzCheck(status.ok() || absl::IsInvalidArgument(status),
            "bad text is INVALID_ARGUMENT");
}

void Run(absl::string_view text) {
  const absl::StatusOr<std::vector<FilterRule>> rules = ParseFilter(text);
  CheckUsage(rules.status());
  if (!rules.ok()) return;
  int line = 0;
  for (const FilterRule& rule : *rules) {
    FuzzCheck(rule.line >= line && rule.line >= 1, "lines come in order");
    FuzzCheck(!rule.object.empty(), "each rule has an object");
    line = rule.line;
  }
  DumpOptions dump;
  CheckUsage(AddFilterRules(*rules, &dump));
  EntrySelectionOptions selection;
  CheckUsage(AddFilterRules(*rules, &selection));
}

}  // namespace
}  // namespace pgark

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  pgark::Run(pgark::FuzzInput(data, size).bytes());
  return 0;
}
