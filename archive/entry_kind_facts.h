#ifndef PGARK_ARCHIVE_ENTRY_KIND_FACTS_H_
#define PGARK_ARCHIVE_ENTRY_KIND_FACTS_H_

#include <cstdint>

#include "absl/strings/string_view.h"
#include "archive/entry_kind.h"
#include "archive/section.h"

namespace pgark {

// Whether entries of a kind have a field.
enum class Presence : uint8_t { kAlways, kNever, kEither };

// What the releases from 12 on write for entries of a kind (archive versions
// 1.14 and later; docs/archive-format.md, "Entry kinds").
struct EntryKindFacts {
  EntryKind kind;
  // Bit 1 << section.
  uint8_t sections;
  Presence schema;
  Presence owner;
  // The letters of pg_class.relkind from 1.16 on; "" = zero.
  absl::string_view relation_kinds;
  // What a drop statement begins with, alternatives separated by '|'; "" =
  // there is none.
  absl::string_view drop_prefixes;

  bool AllowsSection(Section section) const {
    return (sections >> static_cast<int>(section) & 1) != 0;
  }
};

// Returns nullptr for kinds of older releases and for kUnknown.
const EntryKindFacts* FindEntryKindFacts(EntryKind kind);

}  // namespace pgark

#endif  // PGARK_ARCHIVE_ENTRY_KIND_FACTS_H_
