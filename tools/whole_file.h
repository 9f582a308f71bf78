#ifndef PGARK_TOOLS_WHOLE_FILE_H_
#define PGARK_TOOLS_WHOLE_FILE_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"

namespace pgark {

// Reads a small file that the user has written; "-" is standard input. Returns
// what the system says, RESOURCE_EXHAUSTED above `most_bytes`; the path is
// attached.
absl::StatusOr<std::string> ReadWholeFile(const std::string& path,
                                          size_t most_bytes);

}  // namespace pgark

#endif  // PGARK_TOOLS_WHOLE_FILE_H_
