#include <cstdint>
#include <vector>

#include "absl/strings/ascii.h"
#include "archive/field_checks.h"

namespace pgark {
namespace {

bool IsDigit(char c) {
  return absl::ascii_isdigit(static_cast<unsigned char>(c));
}

// Eats a JSON text from the front. Nesting is kept in a vector, not on the
// stack.
class JsonReader {
 public:
  JsonReader(absl::string_view text, bool is_jsonb)
      : text_(text), is_jsonb_(is_jsonb) {}

  bool Run() {
    while (true) {
      bool is_opened = false;
      if (!Value(&is_opened)) return false;
      if (is_opened) continue;
      bool expects_value = false;
      while (!expects_value) {
        SkipSpaces();
        if (is_object_.empty()) return text_.empty();
        if (Take(',')) {
          if (is_object_.back() && !Key()) return false;
          expects_value = true;
        } else if (Take(is_object_.back() ? '}' : ']')) {
          is_object_.pop_back();
        } else {
          return false;
        }
      }
    }
  }

 private:
  void SkipSpaces() {
    const size_t size = text_.find_first_not_of(" \t\n\r");
    text_.remove_prefix(size == absl::string_view::npos ? text_.size() : size);
  }
  bool Take(char c) {
    if (text_.empty() || text_.front() != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  bool TakeWord(absl::string_view word) {
    if (text_.substr(0, word.size()) != word) return false;
    text_.remove_prefix(word.size());
    return true;
  }
  size_t TakeDigits() {
    size_t count = 0;
    while (count < text_.size() && IsDigit(text_[count])) ++count;
    text_.remove_prefix(count);
    return count;
  }

  // A whole value, or up to the first one that is in it.
  bool Value(bool* is_opened) {
    SkipSpaces();
    if (Take('{')) {
      SkipSpaces();
      if (Take('}')) return true;
      is_object_.push_back(true);
      *is_opened = true;
      return Key();
    }
    if (Take('[')) {
      SkipSpaces();
      if (Take(']')) return true;
      is_object_.push_back(false);
      *is_opened = true;
      return true;
    }
    if (!text_.empty() && text_.front() == '"') return String();
    return TakeWord("true") || TakeWord("false") || TakeWord("null") ||
           Number();
  }
  bool Key() {
    SkipSpaces();
    if (!String()) return false;
    SkipSpaces();
    return Take(':');
  }
  bool Number() {
    Take('-');
    if (!Take('0') && TakeDigits() == 0) return false;
    if (Take('.') && TakeDigits() == 0) return false;
    if (Take('e') || Take('E')) {
      if (!Take('+')) Take('-');
      if (TakeDigits() == 0) return false;
    }
    return true;
  }
  bool String() {
    if (!Take('"')) return false;
    bool expects_low = false;
    while (!text_.empty()) {
      const auto c = static_cast<unsigned char>(text_.front());
      text_.remove_prefix(1);
      if (c == '\\') {
        if (!Escape(&expects_low)) return false;
        continue;
      }
      if (c < 0x20 || (expects_low && is_jsonb_)) return false;
      if (c == '"') return true;
    }
    return false;
  }
  bool Escape(bool* expects_low) {
    if (Take('u')) return Unicode(expects_low);
    constexpr absl::string_view kEscaped = "\"\\/bfnrt";
    if (text_.empty() ||
        kEscaped.find(text_.front()) == absl::string_view::npos) {
      return false;
    }
    text_.remove_prefix(1);
    return !*expects_low || !is_jsonb_;
  }
  bool Unicode(bool* expects_low) {
    uint32_t value = 0;
    if (text_.size() < 4) return false;
    for (int i = 0; i < 4; ++i) {
      const auto c = static_cast<unsigned char>(text_.front());
      if (!absl::ascii_isxdigit(c)) return false;
      const uint32_t digit =
          IsDigit(text_.front())
              ? static_cast<uint32_t>(c - '0')
              : static_cast<uint32_t>(absl::ascii_tolower(c) - 'a' + 10);
      value = value * 16 + digit;
      text_.remove_prefix(1);
    }
    if (!is_jsonb_) return true;
    const bool is_high = value >= 0xd800 && value <= 0xdbff;
    const bool is_low = value >= 0xdc00 && value <= 0xdfff;
    if (value == 0 || is_low != *expects_low) return false;
    *expects_low = is_high;
    return true;
  }

  absl::string_view text_;
  const bool is_jsonb_;
  std::vector<bool> is_object_;  // what we are in, from the outside
};

}  // namespace

bool IsJsonText(absl::string_view text, bool is_jsonb) {
  return JsonReader(text, is_jsonb).Run();
}

}  // namespace pgark
