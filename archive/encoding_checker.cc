#include "archive/encoding_checker.h"

#include <algorithm>
#include <bit>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace pgark {
namespace {

uint8_t ByteAt(absl::string_view text, size_t index) {
  return static_cast<uint8_t>(text[index]);
}

// How many bytes of ASCII `text` begins with, as far as steps of 16 tell.
size_t SkipAscii(absl::string_view text) {
  constexpr uint64_t kHigh = 0x8080808080808080;
  size_t done = 0;
#if defined(__SSE2__)
  while (text.size() - done >= 64) {
    const auto load = [&](size_t place) {
      return _mm_loadu_si128(
          reinterpret_cast<const __m128i*>(text.data() + done + place));
    };
    const __m128i all = _mm_or_si128(_mm_or_si128(load(0), load(16)),
                                     _mm_or_si128(load(32), load(48)));
    if (_mm_movemask_epi8(all) != 0) break;
    done += 64;
  }
#endif
  while (text.size() - done >= 16) {
    uint64_t words[2];
    std::memcpy(words, text.data() + done, sizeof(words));
    for (const uint64_t word : words) {
      if ((word & kHigh) == 0) {
        done += 8;
        continue;
      }
      if constexpr (std::endian::native == std::endian::little) {
        done += static_cast<size_t>(std::countr_zero(word & kHigh)) / 8;
      }
      return done;
    }
  }
  return done;
}

}  // namespace

EncodingChecker::Character EncodingChecker::Utf8Character(
    absl::string_view text) {
  const uint8_t lead = ByteAt(text, 0);
  if (lead < 0xc2 || lead > 0xf4) return {Verdict::kInvalid, 1};
  // The second byte is what rules out overlong forms, surrogates and values
  // that are too large.
  uint8_t least = 0x80;
  uint8_t greatest = 0xbf;
  if (lead == 0xe0) least = 0xa0;
  if (lead == 0xed) greatest = 0x9f;
  if (lead == 0xf0) least = 0x90;
  if (lead == 0xf4) greatest = 0x8f;
  const size_t length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  for (size_t i = 1; i < length; ++i) {
    if (i == text.size()) return {Verdict::kIncomplete, i};
    const uint8_t byte = ByteAt(text, i);
    if (byte < least || byte > greatest) return {Verdict::kInvalid, i};
    least = 0x80;
    greatest = 0xbf;
  }
  return {Verdict::kValid, length};
}

EncodingChecker::Character EncodingChecker::HighTrailCharacter(
    absl::string_view text) const {
  const size_t length = encoding_.lengths[ByteAt(text, 0)];
  if (length == 0) return {Verdict::kInvalid, 1};
  for (size_t i = 1; i < length; ++i) {
    if (i == text.size()) return {Verdict::kIncomplete, i};
    const uint8_t byte = ByteAt(text, i);
    if (encoding_.trails[byte] == 0 || (i == 1 && ByteAt(text, 0) == 0x8e &&
                                        byte > encoding_.last_behind_8e)) {
      return {Verdict::kInvalid, i};
    }
  }
  return {Verdict::kValid, length};
}

EncodingChecker::Character EncodingChecker::NextCharacter(
    absl::string_view text) const {
  if (ByteAt(text, 0) < 0x80) return {Verdict::kValid, 1};
  return encoding_.family == EncodingFamily::kUtf8 ? Utf8Character(text)
                                                   : HighTrailCharacter(text);
}

bool EncodingChecker::IsJudged(const TextEncoding& encoding) {
  return encoding.family == EncodingFamily::kUtf8 ||
         encoding.family == EncodingFamily::kHighTrail ||
         (encoding.family == EncodingFamily::kSingleByte &&
          encoding.has_undefined_bytes());
}

void EncodingChecker::Write(absl::string_view text) {
  if (!is_judged_) return;
  // A character across the cut is put together first.
  while (carry_size_ > 0 && !text.empty()) {
    carry_[carry_size_] = text.front();
    const Character character =
        NextCharacter(absl::string_view(carry_, carry_size_ + 1));
    if (character.verdict == Verdict::kInvalid) {
      // The new byte is judged again, on its own.
      Report(position_ - carry_size_);
      carry_size_ = 0;
      break;
    }
    ++position_;
    ++carry_size_;
    text.remove_prefix(1);
    if (character.verdict == Verdict::kValid) carry_size_ = 0;
  }
  const bool is_utf8 = encoding_.family == EncodingFamily::kUtf8;
  const char* next = text.data();
  const char* const end = next + text.size();
  while (next < end) {
    const auto lead = static_cast<uint8_t>(*next);
    const absl::string_view rest(next, static_cast<size_t>(end - next));
    if (lead < 0x80) {
      next += std::max<size_t>(SkipAscii(rest), 1);
      continue;
    }
    // Most of what is not ASCII, without a call.
    if (is_utf8 && lead >= 0xc2 && lead < 0xe0 && rest.size() >= 2 &&
        (next[1] & 0xc0) == 0x80) {
      next += 2;
      continue;
    }
    const Character character = NextCharacter(rest);
    if (character.verdict == Verdict::kInvalid) {
      Report(position_ + text.size() - rest.size());
    }
    if (character.verdict == Verdict::kIncomplete) {
      std::memcpy(carry_, next, rest.size());
      carry_size_ = rest.size();
    }
    next += character.length;
  }
  position_ += text.size();
}

void EncodingChecker::Finish() {
  if (carry_size_ > 0) Report(position_ - carry_size_);
  carry_size_ = 0;
}

void EncodingChecker::Report(uint64_t offset) {
  if (invalid_count_ == 0) first_invalid_offset_ = offset;
  ++invalid_count_;
}

}  // namespace pgark
