#ifndef PGARK_TOOLS_TERMINAL_TEXT_H_
#define PGARK_TOOLS_TERMINAL_TEXT_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "base/byte_sink.h"

namespace pgark {

// Text from an archive as a terminal may show it: control characters, which
// could do anything there, become \x1b and the like. `keeps_lines`: tabs and
// newlines stay.
std::string TerminalText(absl::string_view text, bool keeps_lines);

// Whether what is written to `path` ("-": standard output) goes to a terminal.
bool GoesToTerminal(const std::string& path);

// Gives text on to another sink; with `escapes` as a terminal may show it.
//
// thread-compatible
class TerminalSink : public ByteSink {
 public:
  // `sink` must outlive this.
  TerminalSink(ByteSink& sink, bool escapes) : sink_(sink), escapes_(escapes) {}

  absl::Status Append(absl::string_view bytes) override {
    return escapes_ ? sink_.Append(TerminalText(bytes, true))
                    : sink_.Append(bytes);
  }
  bool can_patch() const override { return false; }
  absl::Status PatchAt(uint64_t, absl::string_view) override {
    return absl::FailedPreconditionError("a terminal cannot be patched");
  }
  uint64_t position() const override { return sink_.position(); }

 private:
  ByteSink& sink_;
  const bool escapes_;
};

}  // namespace pgark

#endif  // PGARK_TOOLS_TERMINAL_TEXT_H_
