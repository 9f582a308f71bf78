#ifndef PGARK_JOBS_WHOLE_TABLE_H_
#define PGARK_JOBS_WHOLE_TABLE_H_

#include <string>
#include <unordered_set>
#include <vector>

#include "absl/status/statusor.h"
#include "archive/dump_id.h"
#include "archive/toc.h"
#include "jobs/restore_plan.h"

namespace pgark {

// A pattern for relations: [schema.]name with * and ?, in lower case unless it
// stands in double quotes, in which nothing is special.
//
// thread-compatible
class RelationPattern {
 public:
  // Returns INVALID_ARGUMENT for more than two parts and for open quotes.
  static absl::StatusOr<RelationPattern> Parse(absl::string_view text);

  // Without a schema in the pattern any will do.
  bool Matches(absl::string_view schema, absl::string_view name) const;

 private:
  struct Sign {
    enum class Kind { kLetter, kOne, kAny } kind = Kind::kLetter;
    char letter = '\0';
  };
  using Part = std::vector<Sign>;
  static bool PartMatches(const Part& part, absl::string_view name);

  std::vector<Part> parts_;
};

// Returns the tables that one of the patterns matches. NOT_FOUND for a pattern
// that matches none, INVALID_ARGUMENT for one that is none.
absl::StatusOr<std::unordered_set<DumpId>> FindTables(
    const Toc& toc, const std::vector<std::string>& patterns);

// Returns the tables with everything that is theirs (docs/restore.md, "Whole
// tables"): rows, sequences, defaults, indexes, constraints, foreign keys from
// and to them, triggers, rules, policies, statistics, comments, labels and
// rights; of a partitioned table its partitions. Schemas, types, functions and
// other tables that they need are not.
std::unordered_set<DumpId> WholeTables(const Toc& toc,
                                       std::unordered_set<DumpId> tables);

// Counts what the tables that a plan creates or fills have, and the plan leaves
// out, by description: "2 INDEX, 1 TRIGGER"; "" for nothing.
std::string DescribePartsLeftOut(const Toc& toc, const RestorePlan& plan);

}  // namespace pgark

#endif  // PGARK_JOBS_WHOLE_TABLE_H_
