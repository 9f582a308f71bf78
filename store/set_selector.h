#ifndef PGARK_STORE_SET_SELECTOR_H_
#define PGARK_STORE_SET_SELECTOR_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "store/stored_set.h"

namespace pgark {

// How a person names a set: "[DB:]WHICH" (docs/backups.md, "Naming a set").
struct SetSelector {
  std::string database;  // "" = the store's only one
  std::string which;     // "latest", "oldest", a date, a name or its beginning
};

// Splits at the first colon if a database's name stands in front of it; the
// colon of a time does not count.
SetSelector ParseSetSelector(absl::string_view text,
                             const std::vector<std::string>& databases);

// Which database is meant. Returns INVALID_ARGUMENT with the names that there
// are when none is named and there are several; NOT_FOUND for one that the
// store does not have, and for an empty store.
absl::StatusOr<std::string> ChooseDatabase(
    const SetSelector& selector, const std::vector<std::string>& databases);

// Chooses among the sets of one database, oldest first. `kind` limits "latest",
// "oldest" and dates to sets of that kind ("" = any but safety). Those choose
// verified whole sets only; a name takes whatever has it. Sets from the future
// (a wrong clock) are `latest` only when there is no other.
// Returns NOT_FOUND, saying what there is instead; INVALID_ARGUMENT for the
// beginning of several names.
absl::StatusOr<const StoredSet*> SelectSet(const std::vector<StoredSet>& sets,
                                           absl::string_view which,
                                           absl::string_view kind,
                                           absl::Time now);

}  // namespace pgark

#endif  // PGARK_STORE_SET_SELECTOR_H_
