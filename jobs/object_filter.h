#ifndef PGARK_JOBS_OBJECT_FILTER_H_
#define PGARK_JOBS_OBJECT_FILTER_H_

#include <string>
#include <unordered_set>
#include <vector>

#include "absl/status/statusor.h"
#include "archive/toc.h"
#include "jobs/entry_pattern.h"

namespace pgark {

// -n, -N, -t, -T: patterns as pg_dump takes them.
struct ObjectPatterns {
  std::vector<std::string> schemas{};
  std::vector<std::string> excluded_schemas{};
  std::vector<std::string> tables{};
  std::vector<std::string> excluded_tables{};

  bool empty() const {
    return schemas.empty() && excluded_schemas.empty() && tables.empty() &&
           excluded_tables.empty();
  }
};

// Chooses entries of contents lists by patterns as pg_dump chooses objects:
// with -t relations and what belongs to them, with -n schemas and what is in
// them; -N and -T take away.
//
// thread-safe
class ObjectFilter {
 public:
  // Returns INVALID_ARGUMENT as NamePattern::Create().
  static absl::StatusOr<ObjectFilter> Create(const ObjectPatterns& patterns);

  // Returns the ids of the entries that are wanted.
  std::unordered_set<DumpId> Choose(const Toc& toc) const;

 private:
  bool IsIncluded(const TocEntry& entry) const;
  bool IsExcluded(const TocEntry& entry) const;

  std::vector<NamePattern> schemas_;
  std::vector<NamePattern> excluded_schemas_;
  std::vector<NamePattern> tables_;
  std::vector<NamePattern> excluded_tables_;
};

}  // namespace pgark

#endif  // PGARK_JOBS_OBJECT_FILTER_H_
