#ifndef PGARK_ARCHIVE_TAR_HEADER_H_
#define PGARK_ARCHIVE_TAR_HEADER_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace pgark {

// Headers and contents of members fill blocks of this size.
inline constexpr size_t kTarBlockBytes = 512;

// What a member's header says (docs/archive-format.md, "Tars").
struct TarHeader {
  std::string name;
  uint64_t size_bytes = 0;
  char type = '0';

  // Whether the member is a file: not a link, a directory, or what other
  // programs store beside files.
  bool is_file() const { return type == '0' || type == '\0' || type == '7'; }
  // Whether it says something about the member behind it (long names, PAX).
  bool is_extension() const {
    return type == 'x' || type == 'g' || type == 'L' || type == 'K';
  }
};

// Decodes one block. Returns DATA_LOSS when its checksum, its magic number or
// its size is wrong.
absl::StatusOr<TarHeader> DecodeTarHeader(absl::string_view block);

// Whether a file that begins so is meant to be a tar archive, though perhaps a
// damaged one. Takes at least a block, or all there is.
bool LooksLikeTar(absl::string_view begin);

}  // namespace pgark

#endif  // PGARK_ARCHIVE_TAR_HEADER_H_
