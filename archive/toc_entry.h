#ifndef PGARK_ARCHIVE_TOC_ENTRY_H_
#define PGARK_ARCHIVE_TOC_ENTRY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "archive/dump_id.h"
#include "archive/entry_kind.h"
#include "archive/section.h"

namespace pgark {

// One entry of the table of contents: stored fields and nothing else. NULL
// and "" are different on disk and stay different here.
struct TocEntry {
  DumpId id;
  // Whether the entry owns a data block (stored as hadDumper).
  bool has_data = false;
  CatalogId catalog_id;
  std::string tag;
  // The kind as stored. `kind` is derived from it and is kUnknown for text
  // that no release writes.
  std::string desc;
  EntryKind kind = EntryKind::kUnknown;
  Section section = Section::kNone;
  std::optional<std::string> definition;
  std::optional<std::string> drop_statement;
  std::optional<std::string> copy_statement;
  std::optional<std::string> schema;      // "namespace" in the format
  std::optional<std::string> tablespace;  // "" = the database's default
  std::optional<std::string> table_access_method;
  char relation_kind = '\0';  // pg_class.relkind, 1.16 on
  std::optional<std::string> owner;
  bool with_oids = false;            // only before PostgreSQL 12
  std::vector<DumpId> dependencies;  // may name absent entries

  friend bool operator==(const TocEntry&, const TocEntry&) = default;
};

// "42 TABLE DATA public.orders": how messages name an entry.
std::string DescribeEntry(const TocEntry& entry);

}  // namespace pgark

#endif  // PGARK_ARCHIVE_TOC_ENTRY_H_
