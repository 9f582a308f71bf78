#include "tools/whole_file.h"

#include <array>

#include "absl/strings/str_cat.h"
#include "base/file_source.h"
#include "base/status_context.h"
#include "base/status_macros.h"

namespace pgark {

absl::StatusOr<std::string> ReadWholeFile(const std::string& path,
                                          size_t most_bytes) {
  ASSIGN_OR_RETURN(OpenedSource opened, OpenSource(path));
  std::string contents;
  std::array<char, 65536> buffer;
  while (true) {
    ASSIGN_OR_RETURN(const size_t count, opened.sequential != nullptr
                                             ? opened.sequential->Read(buffer)
                                             : opened.random_access->ReadAt(
                                                   contents.size(), buffer));
    if (count == 0) return contents;
    contents.append(buffer.data(), count);
    if (contents.size() > most_bytes) {
      return WithPath(absl::ResourceExhaustedError(absl::StrCat(
                          "the file may have at most ", most_bytes, " bytes")),
                      path);
    }
  }
}

}  // namespace pgark
