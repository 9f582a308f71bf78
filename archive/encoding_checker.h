#ifndef PGARK_ARCHIVE_ENCODING_CHECKER_H_
#define PGARK_ARCHIVE_ENCODING_CHECKER_H_

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "archive/text_encoding.h"

namespace pgark {

// Checks that a text, which comes in any cuts, is valid in an encoding. For
// the families kUtf8, kHighTrail, and kSingleByte, where only undefined bytes
// are wrong; the others are never wrong here (what CopyTextScanner meets in
// kAsciiTrail it judges itself, since it has to walk the characters anyway).
//
// UTF-8 as PostgreSQL takes it: no overlong forms, no surrogates, nothing
// above U+10FFFF.
//
// thread-compatible
class EncodingChecker {
 public:
  explicit EncodingChecker(const TextEncoding& encoding)
      : encoding_(encoding), is_judged_(IsJudged(encoding)) {}

  // Takes the next piece of the text.
  void Write(absl::string_view text);
  // The text is over: a character cut short is invalid.
  void Finish();

  // The number of invalid sequences so far, and where the first one begins.
  uint64_t invalid_count() const { return invalid_count_; }
  uint64_t first_invalid_offset() const { return first_invalid_offset_; }

 private:
  enum class Verdict { kValid, kInvalid, kIncomplete };
  // The character at the front of a text: its length, or that of what stands
  // there in place of one (1 at least).
  struct Character {
    Verdict verdict;
    size_t length;
  };
  static Character Utf8Character(absl::string_view text);
  Character HighTrailCharacter(absl::string_view text) const;
  // REQUIRES: !text.empty().
  Character NextCharacter(absl::string_view text) const;
  void Report(uint64_t offset);

  static bool IsJudged(const TextEncoding& encoding);

  const TextEncoding& encoding_;
  const bool is_judged_;
  // The first bytes of a character that the last cut went through.
  char carry_[4] = {};
  size_t carry_size_ = 0;
  uint64_t position_ = 0;
  uint64_t invalid_count_ = 0;
  uint64_t first_invalid_offset_ = 0;
};

}  // namespace pgark

#endif  // PGARK_ARCHIVE_ENCODING_CHECKER_H_
