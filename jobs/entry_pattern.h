#ifndef PGARK_JOBS_ENTRY_PATTERN_H_
#define PGARK_JOBS_ENTRY_PATTERN_H_

#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "archive/toc.h"

namespace pgark {

// A pattern for names as psql and pg_dump -t have them (docs/objects.md, "Name
// patterns"), tried on names of an archive instead of on a server's.
//
// thread-safe
class NamePattern {
 public:
  // NAME or SCHEMA.NAME. Returns INVALID_ARGUMENT for more parts, and for what
  // is no regular expression.
  static absl::StatusOr<NamePattern> Create(absl::string_view pattern);

  // Whether it has a part for the schema.
  bool has_schema() const { return parts_.size() == 2; }
  // Whether one name alone fits the last part.
  bool MatchesName(absl::string_view name) const;
  // A pattern without schema fits names of all.
  bool Matches(absl::string_view schema, absl::string_view name) const;

 private:
  class Regex;
  std::vector<std::shared_ptr<const Regex>> parts_;
};

// The name of the object that an entry is about, as patterns see it: routines
// without their arguments, columns' defaults, constraints, triggers, rules and
// policies without their table. "" for entries that are about the object of
// another entry (comments, privileges), and for those of the session.
std::string ObjectName(const Toc& toc, const TocEntry& entry);

// Whether the entry says something about the object of one of `owners`, and
// goes with it: its comment, privileges and security label, its constraints,
// indexes, defaults, triggers, rules, policies, statistics, the value and the
// owner of a sequence, the place in a partitioned table.
bool BelongsTo(const Toc& toc, const TocEntry& entry,
               const std::unordered_set<DumpId>& owners);

// Returns what `names` ask for, in the order of the archive: a number is the
// entry with that id alone; anything else a pattern for the names of objects,
// with all that belongs to them. Without names everything.
// Returns NOT_FOUND for an id, and for a pattern, that nothing fits, with the
// nearest names as a hint, and INVALID_ARGUMENT as NamePattern::Create().
absl::StatusOr<std::vector<const TocEntry*>> FindEntries(
    const Toc& toc, const std::vector<std::string>& names);

}  // namespace pgark

#endif  // PGARK_JOBS_ENTRY_PATTERN_H_
