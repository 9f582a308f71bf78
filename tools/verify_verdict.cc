#include "tools/verify_verdict.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tools/report.h"

namespace pgark {
namespace {

// Streams of large objects and INSERT statements have no rows that we know.
bool IsTable(const DataSummary& data) { return data.desc == "TABLE DATA"; }

uint64_t CountWhole(const ValidationSummary& summary) {
  return static_cast<uint64_t>(
      std::count_if(summary.data.begin(), summary.data.end(),
                    [](const DataSummary& data) { return data.is_whole; }));
}

std::string OkText(const ValidationSummary& summary) {
  uint64_t rows = 0;
  uint64_t raw_bytes = 0;
  for (const DataSummary& data : summary.data) {
    rows += data.rows.value_or(0);
    raw_bytes += data.raw_bytes;
  }
  std::string text =
      absl::StrCat("ok (level ", VerifyLevelName(summary.level),
                   "): ", Counted(summary.entry_count, "entr"), ", ",
                   FormatBytes(static_cast<double>(summary.file_bytes)));
  if (summary.level >= VerifyLevel::kRows) {
    absl::StrAppend(&text, ", ", Counted(rows, "row"), ", ",
                    FormatBytes(static_cast<double>(raw_bytes)), " of data");
  }
  absl::StrAppend(&text, "; ", StrengthText(summary.checksums));
  if (summary.stock.oldest_release > 0) {
    absl::StrAppend(
        &text, "; pg_restore ", summary.stock.oldest_release,
        " and later read it",
        summary.stock.from_pipe || summary.layout == ArchiveLayout::kDirectory
            ? ""
            : ", but not from a pipe");
  }
  return text;
}

}  // namespace

std::string Counted(uint64_t count, absl::string_view what) {
  if (absl::EndsWith(what, "entr")) {
    return absl::StrCat(count, " ", what, count == 1 ? "y" : "ies");
  }
  return absl::StrCat(count, " ", what, count == 1 ? "" : "s");
}

std::string Escaped(absl::string_view text) {
  std::string escaped;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (absl::ascii_iscntrl(byte)) {
      absl::StrAppendFormat(&escaped, "\\x%02x", byte);
    } else {
      escaped.push_back(c);
    }
  }
  return escaped;
}

absl::string_view StrengthText(ChecksumStrength strength) {
  switch (strength) {
    case ChecksumStrength::kNone:
      return "no checksums in this archive: a changed letter would not be "
             "seen";
    case ChecksumStrength::kStreams:
      return "the data carries checksums, the contents list does not";
    case ChecksumStrength::kEverything:
      return "checksums cover every byte";
  }
  return "";
}

std::string RestorableText(const ValidationSummary& summary) {
  const StockRestore& stock = summary.stock;
  if (!summary.is_clean()) {
    return absl::StrCat("not as a whole; the data of ", CountWhole(summary),
                        " of ", Counted(summary.data.size(), "entr"),
                        " could be read to its end");
  }
  if (stock.oldest_release == 0) return "by no pg_restore that we know";
  std::string text =
      absl::StrCat("by pg_restore ", stock.oldest_release, " and later");
  // How, is known once the data was looked at.
  if (summary.level < VerifyLevel::kBlocks) return text;
  const bool is_directory = summary.layout == ArchiveLayout::kDirectory;
  return absl::StrCat(
      text, is_directory ? ", from its directory" : ", from a file",
      stock.from_pipe ? ", through a pipe" : ", not through a pipe",
      stock.in_parallel ? ", with -j" : ", not with -j");
}

std::string VerdictText(const ValidationSummary& summary) {
  if (summary.is_clean()) return OkText(summary);
  return absl::StrCat("DAMAGED: ", Counted(summary.errors, "error"), ", ",
                      Counted(summary.warnings, "warning"), " (level ",
                      VerifyLevelName(summary.level), ")");
}

std::vector<std::string> BlindSpots(const ValidationSummary& summary) {
  std::vector<std::string> spots;
  if (summary.level < VerifyLevel::kBlocks) {
    spots.emplace_back(
        "anything behind the contents list: it was not looked at");
  } else if (summary.level < VerifyLevel::kStreams) {
    spots.emplace_back("damage inside of the data: it was not decoded");
  } else if (summary.level < VerifyLevel::kRows) {
    spots.emplace_back("rows that COPY would refuse: they were not looked at");
  } else if (summary.level < VerifyLevel::kTypes) {
    spots.emplace_back(
        "values that are no text of their column's type: --level=types looks");
  }
  if (summary.level >= VerifyLevel::kStreams) {
    if (summary.checksums == ChecksumStrength::kNone) {
      spots.emplace_back(
          "a letter of a row or a definition changed into another one: no "
          "checksum covers it");
    } else if (summary.checksums == ChecksumStrength::kStreams) {
      spots.emplace_back(
          "a letter of a name or a definition changed into another one: no "
          "checksum covers the contents list");
    }
  }
  if (summary.level >= VerifyLevel::kRows) {
    if (summary.encoding.empty() || summary.encoding == "SQL_ASCII") {
      spots.emplace_back("characters that are none: the encoding does not say");
    }
    if (std::any_of(summary.data.begin(), summary.data.end(),
                    [](const DataSummary& data) {
                      return IsTable(data) && !data.rows.has_value();
                    })) {
      spots.emplace_back(
          "rows stored as INSERT statements: they are not counted");
    }
  }
  spots.emplace_back("what was wrong or missing when the archive was written");
  return spots;
}

std::string DataName(const DataSummary& data) {
  if (!IsTable(data)) {
    return Escaped(data.desc == data.tag || data.tag.empty()
                       ? data.desc
                       : absl::StrCat(data.desc, " ", data.tag));
  }
  return Escaped(data.schema.has_value()
                     ? absl::StrCat(*data.schema, ".", data.tag)
                     : data.tag);
}

double CompressionRatio(const DataSummary& data) {
  if (data.stored_bytes == 0) return 0;
  return static_cast<double>(data.raw_bytes) /
         static_cast<double>(data.stored_bytes);
}

std::string DataText(const DataSummary& data, VerifyLevel level) {
  std::vector<std::string> parts;
  if (data.rows.has_value()) parts.push_back(Counted(*data.rows, "row"));
  if (data.large_objects > 0) {
    parts.push_back(Counted(data.large_objects, "large object"));
  }
  if (level >= VerifyLevel::kStreams) {
    parts.push_back(absl::StrCat(data.raw_bytes, " bytes of data"));
  }
  parts.push_back(absl::StrCat(data.stored_bytes, " stored"));
  if (level >= VerifyLevel::kStreams) {
    parts.push_back(absl::StrFormat("ratio %.1f", CompressionRatio(data)));
    parts.push_back(absl::StrFormat("xxh3-128:%016x%016x", data.raw_digest.high,
                                    data.raw_digest.low));
  }
  if (data.row_digest.has_value()) {
    parts.push_back(FormatRowSum(*data.row_digest));
  }
  if (data.columns > 0) {
    parts.push_back(absl::StrCat(data.judged_columns, " of ",
                                 Counted(data.columns, "column"), " judged"));
  }
  if (!data.is_whole) parts.emplace_back("NOT WHOLE");
  std::string text;
  for (const std::string& part : parts) {
    absl::StrAppend(&text, text.empty() ? "" : ", ", part);
  }
  return text;
}

}  // namespace pgark
