#include "archive/large_object_list.h"

#include "absl/strings/numbers.h"

namespace pgark {

std::optional<std::vector<Oid>> ParseLargeObjectList(
    absl::string_view definition) {
  std::vector<Oid> oids;
  while (!definition.empty()) {
    const size_t end = definition.find('\n');
    if (end == absl::string_view::npos) return std::nullopt;
    const absl::string_view line = definition.substr(0, end);
    Oid oid = 0;
    if (line.find_first_not_of("0123456789") != absl::string_view::npos ||
        !absl::SimpleAtoi(line, &oid) || oid == 0) {
      return std::nullopt;
    }
    oids.push_back(oid);
    definition.remove_prefix(end + 1);
  }
  return oids;
}

}  // namespace pgark
