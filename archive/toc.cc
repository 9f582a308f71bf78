#include "archive/toc.h"

#include <utility>

namespace pgark {

Toc::Toc(std::vector<TocEntry> entries) : entries_(std::move(entries)) {
  index_by_id_.reserve(entries_.size());
  for (size_t i = 0; i < entries_.size(); ++i) {
    index_by_id_.emplace(entries_[i].id, i);
  }
}

const TocEntry* Toc::Find(DumpId id) const {
  const size_t place = IndexOf(id);
  return place < entries_.size() ? &entries_[place] : nullptr;
}

size_t Toc::IndexOf(DumpId id) const {
  const auto found = index_by_id_.find(id);
  return found == index_by_id_.end() ? entries_.size() : found->second;
}

}  // namespace pgark
