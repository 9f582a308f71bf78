#ifndef PGARK_STORE_SUSPICION_H_
#define PGARK_STORE_SUSPICION_H_

#include <cstdint>
#include <string>
#include <vector>

#include "store/manifest.h"

namespace pgark {

// What about a set looks wrong although its check found nothing: somebody has
// emptied a table, or the wrong database was saved.
struct SuspicionRules {
  // Size, rows of a table or number of tables fell by more than this share.
  double share = 0.5;
  // Tables that had fewer rows may come and go: queues, sessions.
  uint64_t least_rows = 100;
};

// Compares a set with the one before it of the same database and as whole;
// `before` is nullptr for the first. Returns a phrase for each suspicion:
// "table public.users has 0 rows, and had 41237".
std::vector<std::string> FindSuspicions(const Manifest& set,
                                        const Manifest* before,
                                        const SuspicionRules& rules);

}  // namespace pgark

#endif  // PGARK_STORE_SUSPICION_H_
