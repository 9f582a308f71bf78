#ifndef PGARK_TOOLS_SET_JSON_H_
#define PGARK_TOOLS_SET_JSON_H_

#include <nlohmann/json.hpp>
#include <string>

#include "absl/time/time.h"
#include "store/stored_set.h"

namespace pgark {

// A set in the reports of `backups`, `backup` and `status`.
nlohmann::json SetAsJson(const StoredSet& set, absl::Time now);
// The whole manifest too.
nlohmann::json SetInFullAsJson(const StoredSet& set, absl::Time now);

// "verified", "failed", "damaged", "partial", ...: one word for people.
std::string SetState(const StoredSet& set);
// "3 h", "12 d": an age in the largest unit that fits.
std::string FormatAge(absl::Duration age);

}  // namespace pgark

#endif  // PGARK_TOOLS_SET_JSON_H_
