#ifndef PGARK_STORE_MANIFEST_H_
#define PGARK_STORE_MANIFEST_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace pgark {

inline constexpr char kManifestFile[] = "manifest.json";
// What this program writes, and the greatest that it reads.
inline constexpr int kManifestVersion = 1;

// What the check of a set has found.
enum class SetVerdict {
  kUnverified,  // not checked, or not as deep as its data
  kVerified,
  kFailed,
};
// "unverified", "verified", "failed".
absl::string_view SetVerdictName(SetVerdict verdict);
std::optional<SetVerdict> ParseSetVerdict(absl::string_view name);

// A file of the set. Its digest stands in SHA256SUMS as well.
struct ManifestFile {
  std::string name;
  uint64_t bytes = 0;
  std::string sha256;  // "" for none

  friend bool operator==(const ManifestFile&, const ManifestFile&) = default;
};

struct ManifestTable {
  std::string schema;
  std::string name;
  std::optional<uint64_t> rows;  // absent: not counted
  uint64_t data_bytes = 0;       // before compression
  std::string digest;            // of that, "xxh3-128:..."; "" = unknown

  friend bool operator==(const ManifestTable&, const ManifestTable&) = default;
};

// Where the data comes from. No passwords, and no connection strings.
struct ManifestSource {
  std::string database;
  std::string host;
  std::string port;
  std::string server_version;
  std::string lsn;       // of the write-ahead log when the snapshot was taken
  std::string snapshot;  // pg_current_snapshot(): "xmin:xmax:..."
  bool is_standby = false;

  friend bool operator==(const ManifestSource&,
                         const ManifestSource&) = default;
};

// What stands in a set's manifest.json (docs/backups.md, "A set"). Written
// once; nothing in it changes later.
struct Manifest {
  std::string set;       // the set's name
  std::string database;  // the folder that it is in, as a database's name
  std::string kind;
  std::string description;
  std::string run_id;  // the same for all databases of one run
  std::string program_version;
  absl::Time started;
  absl::Time finished;
  double dump_seconds = 0;
  double verify_seconds = 0;

  ManifestSource source;

  std::string archive;  // the file's name
  std::string archive_version;
  std::string compression;
  uint64_t entry_count = 0;
  uint64_t table_count = 0;
  std::optional<uint64_t> row_count;
  uint64_t data_bytes = 0;
  std::vector<ManifestFile> files;
  std::vector<ManifestTable> tables;

  SetVerdict verdict = SetVerdict::kUnverified;
  std::string verify_level;
  // Made with options that leave something out of the database.
  bool is_partial = false;
  // As given, by name without dashes; those without a value have "".
  std::map<std::string, std::vector<std::string>> options;
  // What restore does with this set unless it is told otherwise.
  bool restore_no_owner = false;
  bool restore_no_privileges = false;
  std::vector<std::string> roles;
  std::vector<std::string> extensions;
  std::vector<std::string> warnings;

  // All files together.
  uint64_t total_bytes() const;

  friend bool operator==(const Manifest&, const Manifest&) = default;
};

std::string WriteManifest(const Manifest& manifest);

// Never trusts the text. Returns DATA_LOSS, with the field, for what is no
// manifest, FAILED_PRECONDITION for one of a newer program's version.
absl::StatusOr<Manifest> ReadManifest(absl::string_view text);

}  // namespace pgark

#endif  // PGARK_STORE_MANIFEST_H_
