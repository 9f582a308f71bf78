#ifndef PGARK_ARCHIVE_TOC_H_
#define PGARK_ARCHIVE_TOC_H_

#include <cstddef>
#include <unordered_map>
#include <vector>

#include "archive/dump_id.h"
#include "archive/toc_entry.h"

namespace pgark {

// The entries of an archive in file order, with look-up by id. Immutable.
//
// thread-safe
class Toc {
 public:
  Toc() = default;
  // REQUIRES: the ids are unique (the reader checks them; writers make them).
  explicit Toc(std::vector<TocEntry> entries);

  const std::vector<TocEntry>& entries() const { return entries_; }
  size_t size() const { return entries_.size(); }

  // Returns the entry with that id, or nullptr. Lives as long as the Toc.
  const TocEntry* Find(DumpId id) const;
  // Returns its place in entries(), or size() when there is none.
  size_t IndexOf(DumpId id) const;

 private:
  std::vector<TocEntry> entries_;
  std::unordered_map<DumpId, size_t> index_by_id_;
};

}  // namespace pgark

#endif  // PGARK_ARCHIVE_TOC_H_
