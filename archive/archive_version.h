#ifndef PGARK_ARCHIVE_ARCHIVE_VERSION_H_
#define PGARK_ARCHIVE_ARCHIVE_VERSION_H_

#include <compare>
#include <cstdint>

namespace pgark {

// The version of the archive format, not of PostgreSQL. What a version has is
// asked by name, never by comparing numbers at the call site
// (docs/archive-format.md, "Versions").
struct ArchiveVersion {
  uint8_t major_number = 1;
  uint8_t minor_number = 0;
  uint8_t revision = 0;

  friend auto operator<=>(const ArchiveVersion&,
                          const ArchiveVersion&) = default;
  friend bool operator==(const ArchiveVersion&,
                         const ArchiveVersion&) = default;

  // A method byte instead of a zlib level in the header; lz4 and zstd.
  bool HasCompressionMethod() const { return AtLeast(15); }
  // The table access method of an entry.
  bool HasTableAccessMethod() const { return AtLeast(14); }
  // The relation kind of an entry; large objects in groups with BLOB METADATA.
  bool HasRelationKind() const { return AtLeast(16); }
  // The section of an entry is stored, not derived from its description.
  bool HasSection() const { return AtLeast(11); }
  // Large objects are created by entries of their own, not while their data
  // is loaded.
  bool HasLargeObjectEntries() const { return AtLeast(12); }

  // The oldest major release of pg_restore that reads it; 12 stands for 12 and
  // before (docs/archive-format.md).
  int OldestPgRestore() const {
    if (HasRelationKind()) return 17;
    return HasCompressionMethod() ? 16 : 12;
  }

 private:
  bool AtLeast(uint8_t minor) const {
    return major_number > 1 || (major_number == 1 && minor_number >= minor);
  }
};

inline constexpr ArchiveVersion kArchiveVersion1_10{1, 10, 0};
inline constexpr ArchiveVersion kArchiveVersion1_14{1, 14, 0};
inline constexpr ArchiveVersion kArchiveVersion1_15{1, 15, 0};
inline constexpr ArchiveVersion kArchiveVersion1_16{1, 16, 0};

inline constexpr ArchiveVersion kOldestReadableVersion = kArchiveVersion1_10;
inline constexpr ArchiveVersion kNewestReadableVersion = kArchiveVersion1_16;

}  // namespace pgark

#endif  // PGARK_ARCHIVE_ARCHIVE_VERSION_H_
