#include "store/stored_set.h"

#include <map>
#include <utility>

namespace pgark {

void ApplyLog(const std::vector<LogRecord>& records,
              std::vector<StoredSet>* sets) {
  std::map<std::pair<std::string, std::string>, SetVerdict> last;
  for (const LogRecord& record : records) {
    if (record.action != "verify") continue;
    const std::optional<SetVerdict> verdict = ParseSetVerdict(record.verdict);
    // A look at the surface says nothing against a deeper one.
    if (!verdict.has_value() || *verdict == SetVerdict::kUnverified) continue;
    last[{record.database, record.set}] = *verdict;
  }
  for (StoredSet& set : *sets) {
    const auto found = last.find({set.database, set.name.ToString()});
    if (found != last.end()) set.verdict = found->second;
  }
}

}  // namespace pgark
