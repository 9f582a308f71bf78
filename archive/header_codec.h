#ifndef PGARK_ARCHIVE_HEADER_CODEC_H_
#define PGARK_ARCHIVE_HEADER_CODEC_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "archive/archive_header.h"
#include "archive/archive_input.h"
#include "archive/read_limits.h"

namespace pgark {

// The first octets of every archive.
inline constexpr absl::string_view kArchiveMagic = "PGDMP";

// Appends the header as its version stores it, with the integer and offset
// sizes that it names. Returns INVALID_ARGUMENT for what cannot be stored:
// versions outside of 1.10 to 1.16, sizes outside of what DecodeHeader()
// takes, lz4 or zstd before 1.15, a NUL octet in a string.
absl::Status EncodeHeader(const ArchiveHeader& header, std::string* out);

// Reads the header; `input` stands at offset 0, and behind the header
// afterwards. Returns DATA_LOSS ("not a PostgreSQL archive" when the magic is
// missing), UNIMPLEMENTED for versions outside of 1.10 to 1.16,
// RESOURCE_EXHAUSTED beyond a limit. A compression method that we do not know
// is kept: such an archive can be listed.
absl::StatusOr<ArchiveHeader> DecodeHeader(ArchiveInput& input,
                                           const ReadLimits& limits);

}  // namespace pgark

#endif  // PGARK_ARCHIVE_HEADER_CODEC_H_
