#ifndef PGARK_STORE_SET_NAME_H_
#define PGARK_STORE_SET_NAME_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace pgark {

// What a backup set is called: when it was begun, in UTC and to the second, and
// what for: "20261120T020000Z-scheduled". Names sort by time.
struct SetName {
  absl::Time time;
  std::string kind;

  std::string ToString() const;
  // Returns nothing for what ToString() does not write.
  static std::optional<SetName> Parse(absl::string_view text);

  friend bool operator==(const SetName&, const SetName&) = default;
};

// Kinds that mean something to us; any other name is as good as kManual.
inline constexpr char kManualKind[] = "manual";
inline constexpr char kScheduledKind[] = "scheduled";
inline constexpr char kPreMigrationKind[] = "pre-migration";
inline constexpr char kSafetyKind[] = "safety";

// Lower-case letters, digits and dashes, a letter in front, at most 40.
bool IsKindName(absl::string_view text);

// The name of a database's folder: letters, digits, "_", "-" and "." as they
// are, every other octet as %XX, and so a leading "." and the names that the
// store uses itself. Two databases never share one.
std::string FolderNameOfDatabase(absl::string_view database);
// Returns nothing for what FolderNameOfDatabase() does not write.
std::optional<std::string> DatabaseOfFolderName(absl::string_view folder);

// "2026-11-20T02:00:00Z", and back; with fractions where there are some.
std::string FormatTimestamp(absl::Time time);
std::optional<absl::Time> ParseTimestamp(absl::string_view text);

}  // namespace pgark

#endif  // PGARK_STORE_SET_NAME_H_
