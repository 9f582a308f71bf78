#ifndef PGARK_ARCHIVE_COLUMN_TYPE_H_
#define PGARK_ARCHIVE_COLUMN_TYPE_H_

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/strings/string_view.h"
#include "archive/toc.h"

namespace pgark {

// The built-in types whose texts can be judged without a server.
enum class ColumnTypeKind : uint8_t {
  kUnjudged,  // everything else: types of users, domains, arrays, text
  kSmallint,
  kInteger,
  kBigint,
  kOid,
  kNumeric,
  kReal,
  kDoublePrecision,
  kBoolean,
  kDate,
  kTime,
  kTimeWithZone,
  kTimestamp,
  kTimestampWithZone,
  kUuid,
  kJson,
  kJsonb,
  kBytea,
  kInet,
  kCidr,
  kMacaddr,
  kMacaddr8,
  kBit,
  kVarbit,
  kVarchar,
  kBpchar,
  kLogPosition,
};

// "integer", "timestamp with time zone".
absl::string_view ColumnTypeName(ColumnTypeKind kind);

struct ColumnType {
  ColumnTypeKind kind = ColumnTypeKind::kUnjudged;
  // character varying(n), character(n), bit(n), bit varying(n): n; 0 without.
  uint32_t length = 0;

  friend bool operator==(const ColumnType&, const ColumnType&) = default;
};

// Returns the types of the columns that a CREATE TABLE statement of pg_dump's
// declares, by name; columns whose type is not judged are left out, and so is
// everything when the statement is another one, or of a table of a type.
//
// A bare type name is one of PostgreSQL's own only where nothing but its own
// schema is searched: the caller knows (HasEmptySearchPath()).
std::unordered_map<std::string, ColumnType> ParseTableColumnTypes(
    absl::string_view definition);

// Whether the archive's statements were written for an empty search path, as
// all releases since early 2018 do: types of users are then qualified.
bool HasEmptySearchPath(const Toc& toc);

// Returns the types of the columns of a TABLE DATA entry's COPY data in their
// order, kUnjudged where the type is not one of ours for sure. Empty when
// nothing can be judged.
std::vector<ColumnType> FindColumnTypes(const Toc& toc, const TocEntry& data);

}  // namespace pgark

#endif  // PGARK_ARCHIVE_COLUMN_TYPE_H_
