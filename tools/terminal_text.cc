#include "tools/terminal_text.h"

#include <unistd.h>

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"

namespace pgark {

std::string TerminalText(absl::string_view text, bool keeps_lines) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const auto byte = static_cast<unsigned char>(c);
    // 0x80 to 0x9f are control characters of their own: in UTF-8 behind 0xc2.
    const bool is_c1 = byte == 0xc2 && i + 1 < text.size() &&
                       static_cast<unsigned char>(text[i + 1]) >= 0x80 &&
                       static_cast<unsigned char>(text[i + 1]) < 0xa0;
    if (keeps_lines && (c == '\n' || c == '\t')) {
      out.push_back(c);
    } else if (is_c1) {
      ++i;
      absl::StrAppendFormat(&out, "\\x%02x",
                            int{static_cast<unsigned char>(text[i])});
    } else if (absl::ascii_iscntrl(byte)) {
      absl::StrAppendFormat(&out, "\\x%02x", int{byte});
    } else {
      out.push_back(c);
    }
  }
  return out;
}

bool GoesToTerminal(const std::string& path) {
  return path == "-" && isatty(STDOUT_FILENO) != 0;
}

}  // namespace pgark
