#ifndef PGARK_ARCHIVE_DUMP_ID_H_
#define PGARK_ARCHIVE_DUMP_ID_H_

#include <compare>
#include <cstdint>
#include <functional>

namespace pgark {

// The number of an entry within one archive, 1 to 2^31-1. Value 0 stands for
// "none" in memory and never reaches a TOC.
struct DumpId {
  int32_t value = 0;

  // clang-tidy takes the 0 of what the compiler writes here for a pointer.
  friend auto operator<=>(DumpId, DumpId) = default;  // NOLINT
  friend bool operator==(DumpId, DumpId) = default;
};

using Oid = uint32_t;

// An object of the source database: the catalog that describes it and its row
// there. Both zero where an entry has no object of its own.
struct CatalogId {
  Oid table_oid = 0;
  Oid oid = 0;

  friend auto operator<=>(const CatalogId&,
                          const CatalogId&) = default;  // NOLINT
  friend bool operator==(const CatalogId&, const CatalogId&) = default;
};

}  // namespace pgark

template <>
struct std::hash<pgark::DumpId> {
  size_t operator()(pgark::DumpId id) const noexcept {
    return std::hash<int32_t>()(id.value);
  }
};

template <>
struct std::hash<pgark::CatalogId> {
  size_t operator()(const pgark::CatalogId& id) const noexcept {
    return std::hash<uint64_t>()((uint64_t{id.table_oid} << 32) | id.oid);
  }
};

#endif  // PGARK_ARCHIVE_DUMP_ID_H_
