#include "archive/compression_spec.h"

#include <array>
#include <optional>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

struct MethodTraits {
  const char* name;
  bool has_levels;
  int min_level;
  int max_level;
  int unset_level;  // also accepted; means "no level given"
  bool has_long_distance;
};

// By CompressionMethod; the ranges are those of pg_dump.
constexpr std::array<MethodTraits, 4> kMethods = {{
    {"none", false, 0, 0, 0, false},
    {"gzip", true, 1, 9, -1, false},
    {"lz4", true, 1, 12, 0, false},
    {"zstd", true, -131072, 22, 0, true},
}};

const MethodTraits& Traits(CompressionMethod method) {
  return kMethods[static_cast<size_t>(method)];
}

absl::Status SetLevel(int level, CompressionSpec* spec) {
  const MethodTraits& traits = Traits(spec->method);
  if (!traits.has_levels) {
    return absl::InvalidArgumentError(
        absl::StrCat("compression \"", traits.name, "\" has no level"));
  }
  if (level == traits.unset_level) {
    spec->has_level = false;
    spec->level = 0;
    return absl::OkStatus();
  }
  if (level < traits.min_level || level > traits.max_level) {
    return absl::InvalidArgumentError(absl::StrCat(
        "compression level ", level, " is not one of \"", traits.name,
        "\": ", traits.min_level, " to ", traits.max_level));
  }
  spec->has_level = true;
  spec->level = level;
  return absl::OkStatus();
}

std::optional<bool> ParseSwitch(absl::string_view text) {
  struct Word {
    const char* text;
    bool value;
  };
  constexpr std::array<Word, 6> kWords = {{{"yes", true},
                                           {"on", true},
                                           {"1", true},
                                           {"no", false},
                                           {"off", false},
                                           {"0", false}}};
  for (const Word& word : kWords) {
    if (text == word.text) return word.value;
  }
  return std::nullopt;
}

// One "keyword" or "keyword=value" of the detail.
absl::Status ParseOption(absl::string_view option, CompressionSpec* spec) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(option, absl::MaxSplits('=', 1));
  const auto [keyword, value] = parts;
  const bool has_value = keyword.size() < option.size();
  if (keyword == "long") {
    if (!Traits(spec->method).has_long_distance) {
      return absl::InvalidArgumentError(
          absl::StrCat("compression \"", Traits(spec->method).name,
                       "\" has no long-distance mode"));
    }
    const std::optional<bool> on =
        has_value ? ParseSwitch(value) : std::optional<bool>(true);
    if (!on.has_value()) {
      return absl::InvalidArgumentError(absl::StrCat(
          R"(compression option "long" is yes or no, not ")", value, "\""));
    }
    spec->long_distance = *on;
    return absl::OkStatus();
  }
  if (keyword != "level" && keyword != "workers") {
    return absl::InvalidArgumentError(
        absl::StrCat("unknown compression option \"", keyword,
                     "\" (level, workers and long are known)"));
  }
  int number = 0;
  if (!has_value || !absl::SimpleAtoi(value, &number)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "compression option \"", keyword, "\" needs a whole number"));
  }
  if (keyword == "level") return SetLevel(number, spec);
  // Accepted for the sake of pg_dump's command lines: our frames are always
  // compressed by as many threads as there are.
  if (!Traits(spec->method).has_long_distance) {
    return absl::InvalidArgumentError(absl::StrCat(
        "compression \"", Traits(spec->method).name, "\" has no workers"));
  }
  return absl::OkStatus();
}

}  // namespace

const char* CompressionMethodName(CompressionMethod method) {
  const auto place = static_cast<size_t>(method);
  return place < kMethods.size() ? kMethods[place].name : "unknown";
}

absl::StatusOr<CompressionSpec> ParseCompressionSpec(absl::string_view text) {
  CompressionSpec spec;
  int number = 0;
  if (absl::SimpleAtoi(text, &number)) {
    if (number == 0) return spec;
    spec.method = CompressionMethod::kGzip;
    RETURN_IF_ERROR(SetLevel(number, &spec));
    return spec;
  }
  const size_t colon = text.find(':');
  const absl::string_view name = text.substr(0, colon);
  size_t place = 0;
  while (place < kMethods.size() && name != kMethods[place].name) ++place;
  if (place == kMethods.size()) {
    return absl::InvalidArgumentError(
        absl::StrCat("unknown compression \"", name,
                     "\" (none, gzip, lz4 and zstd are known)"));
  }
  spec.method = static_cast<CompressionMethod>(place);
  if (colon == absl::string_view::npos) return spec;
  const absl::string_view detail = text.substr(colon + 1);
  if (absl::SimpleAtoi(detail, &number)) {
    RETURN_IF_ERROR(SetLevel(number, &spec));
    return spec;
  }
  for (absl::string_view option : absl::StrSplit(detail, ',')) {
    RETURN_IF_ERROR(ParseOption(option, &spec));
  }
  return spec;
}

std::string FormatCompressionSpec(const CompressionSpec& spec) {
  std::string text = CompressionMethodName(spec.method);
  if (spec.has_level && spec.long_distance) {
    absl::StrAppend(&text, ":level=", spec.level, ",long");
  } else if (spec.has_level) {
    absl::StrAppend(&text, ":", spec.level);
  } else if (spec.long_distance) {
    absl::StrAppend(&text, ":long");
  }
  return text;
}

}  // namespace pgark
