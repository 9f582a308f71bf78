#ifndef PGARK_STORE_CHECKSUM_LIST_H_
#define PGARK_STORE_CHECKSUM_LIST_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace pgark {

// The name of the file in a set, and its contents: file to SHA-256 in
// hexadecimal digits. As `sha256sum -c` reads it.
inline constexpr char kChecksumFile[] = "SHA256SUMS";
using ChecksumList = std::map<std::string, std::string>;

std::string FormatChecksums(const ChecksumList& checksums);

// Returns DATA_LOSS, with the line, for what is no such list, for a name that
// stands twice, and for one that leads out of the set's folder.
absl::StatusOr<ChecksumList> ParseChecksums(absl::string_view text);

// Whether `name` is a file's name and no path: nothing else is believed.
bool IsSetFileName(absl::string_view name);

}  // namespace pgark

#endif  // PGARK_STORE_CHECKSUM_LIST_H_
