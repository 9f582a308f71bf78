#include "tools/verify_page.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "base/status_context.h"
#include "tools/report.h"
#include "tools/verify_verdict.h"

namespace pgark {
namespace {

constexpr size_t kMaxFindings = 1000;
constexpr size_t kMaxTables = 40;
constexpr size_t kMaxSegments = 2000;
constexpr double kMapWidth = 1000;
constexpr double kChartWidth = 1000;

constexpr absl::string_view kHead = R"(<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>pgark verify</title>
<style>
:root{color-scheme:light dark;--ink:#1b1f24;--soft:#5b6570;--page:#fff;--line:#d5dae0;
--ok:#1a7f4b;--bad:#c0262d;--warn:#9a6700;--contents:#7c5cbf;--data:#3574b5;--other:#c9d0d8}
@media (prefers-color-scheme:dark){:root{--ink:#e4e8ed;--soft:#9aa4af;--page:#14181d;--line:#333b45;
--ok:#4cc38a;--bad:#ff6b6b;--warn:#e3b341;--contents:#a58be0;--data:#6ba6e0;--other:#3a434e}}
body{font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--page);max-width:70rem;
margin:2rem auto;padding:0 1rem}
h1{font-size:1.4rem}h2{font-size:1.15rem;overflow-wrap:anywhere;border-top:1px solid var(--line);
padding-top:1.2rem;margin-top:2rem}h3{font-size:1rem;margin-bottom:.3rem}
.ok{color:var(--ok)}.error{color:var(--bad)}.warning{color:var(--warn)}.note{color:var(--soft)}
.verdict{font-size:1.1rem;font-weight:600}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{text-align:left;padding:.25rem .6rem .25rem 0;border-bottom:1px solid var(--line);
vertical-align:top;overflow-wrap:anywhere}td.number,th.number{text-align:right;white-space:nowrap}
code{font-size:.85em}svg{width:100%;height:auto}svg text{fill:var(--ink);font:13px system-ui,sans-serif}
.soft{color:var(--soft)}
</style></head><body>
<h1>pgark verify</h1>
)";

// For text and for attributes in double quotes.
std::string Html(absl::string_view text) {
  std::string html;
  for (const char c : Escaped(text)) {
    switch (c) {
      case '&':
        html += "&amp;";
        break;
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      case '"':
        html += "&quot;";
        break;
      case '\'':
        html += "&#39;";
        break;
      default:
        html.push_back(c);
    }
  }
  return html;
}

std::string Bytes(uint64_t bytes) {
  return FormatBytes(static_cast<double>(bytes));
}

// A part of the file, and how the map paints it.
struct Segment {
  uint64_t begin = 0;
  uint64_t end = 0;
  const char* color = "";
  std::string title;
};

// Where each data begins on the map. The files of a directory have no places
// of their own: one behind the other.
std::vector<Segment> MakeSegments(const ValidationSummary& summary,
                                  uint64_t* map_bytes) {
  std::vector<Segment> segments;
  const bool is_directory = summary.layout == ArchiveLayout::kDirectory;
  if (summary.contents_end > 0) {
    segments.push_back({0, summary.contents_end, "var(--contents)",
                        "header and contents list"});
  }
  uint64_t next = summary.contents_end;
  for (const DataSummary& data : summary.data) {
    Segment segment;
    segment.begin = is_directory ? next : data.begin;
    segment.end = is_directory ? next + data.stored_bytes
                               : std::max(data.begin, data.end);
    next = segment.end;
    segment.color = data.is_whole ? "var(--data)" : "var(--bad)";
    segment.title = absl::StrCat(DataName(data), ", entry ", data.id.value,
                                 ", ", Bytes(data.stored_bytes));
    segments.push_back(std::move(segment));
  }
  *map_bytes =
      std::max<uint64_t>({is_directory ? next : summary.file_bytes, next, 1});
  if (segments.size() > kMaxSegments) {
    std::nth_element(segments.begin(), segments.begin() + kMaxSegments,
                     segments.end(), [](const Segment& a, const Segment& b) {
                       return a.end - a.begin > b.end - b.begin;
                     });
    segments.resize(kMaxSegments);
  }
  return segments;
}

std::string Rectangle(double x, double width, absl::string_view rest) {
  return absl::StrFormat(R"(<rect x="%.2f" width="%.2f" %s)", x,
                         std::max(width, 0.5), rest);
}

std::string MapSvg(const VerifiedArchive& archive) {
  uint64_t map_bytes = 1;
  const std::vector<Segment> segments =
      MakeSegments(*archive.summary, &map_bytes);
  const double scale = kMapWidth / static_cast<double>(map_bytes);
  std::string svg =
      "<h3>Map of the file</h3>\n<svg viewBox=\"0 0 1000 64\" role=\"img\" "
      "aria-label=\"Map of the file\">\n";
  absl::StrAppend(&svg, Rectangle(0, kMapWidth,
                                  "y=\"14\" height=\"30\" fill=\"var(--other)\""
                                  "><title>other octets</title></rect>\n"));
  for (const Segment& segment : segments) {
    absl::StrAppend(
        &svg,
        Rectangle(static_cast<double>(segment.begin) * scale,
                  static_cast<double>(segment.end - segment.begin) * scale,
                  absl::StrCat(R"(y="14" height="30" fill=")", segment.color,
                               "\" stroke=\"var(--page)\" stroke-width=\"0.3\">"
                               "<title>",
                               Html(segment.title), "</title></rect>\n")));
  }
  size_t marks = 0;
  for (const Finding& finding : archive.findings) {
    if (finding.severity == Severity::kNote || !finding.file.empty()) continue;
    if (++marks > kMaxSegments) break;
    absl::StrAppend(
        &svg,
        Rectangle(static_cast<double>(finding.begin) * scale, 2,
                  absl::StrCat(
                      R"(y="6" height="46" fill="var()",
                      finding.severity == Severity::kError ? "--bad" : "--warn",
                      ")\"><title>", Html(FormatFinding(finding)),
                      "</title></rect>\n")));
  }
  absl::StrAppend(&svg,
                  "<text x=\"0\" y=\"62\">0</text><text x=\"1000\" "
                  "y=\"62\" text-anchor=\"end\">",
                  Html(Bytes(map_bytes)), "</text></svg>\n");
  return absl::StrCat(
      svg,
      "<p class=\"soft\">Contents list, data of entries in their order, what "
      "is left (framing, index); marks are findings.</p>\n");
}

std::string ChartSvg(const ValidationSummary& summary) {
  std::vector<const DataSummary*> tables;
  for (const DataSummary& data : summary.data) tables.push_back(&data);
  const size_t count = tables.size();
  const auto size = [](const DataSummary* data) {
    return std::max(data->raw_bytes, data->stored_bytes);
  };
  std::stable_sort(tables.begin(), tables.end(),
                   [&size](const DataSummary* a, const DataSummary* b) {
                     return size(a) > size(b);
                   });
  tables.resize(std::min(count, kMaxTables));
  if (tables.empty()) return "";
  const double scale =
      kChartWidth / static_cast<double>(std::max<uint64_t>(size(tables[0]), 1));
  constexpr int kStep = 38;
  std::string svg =
      absl::StrCat("<h3>Sizes by table</h3>\n<svg viewBox=\"0 0 1000 ",
                   tables.size() * kStep + 4,
                   "\" role=\"img\" aria-label=\"Sizes by table\">\n");
  int y = 0;
  for (const DataSummary* data : tables) {
    const auto bar = [&](uint64_t bytes, const char* color, const char* what) {
      return Rectangle(
          0, static_cast<double>(bytes) * scale,
          absl::StrCat("y=\"", y + 18, R"(" height="14" fill="var()", color,
                       ")\"><title>", Html(Bytes(bytes)), " ", what,
                       "</title></rect>\n"));
    };
    absl::StrAppend(&svg, R"(<text x="0" y=")", y + 14, "\">",
                    Html(DataName(*data)), ": ");
    if (data->raw_bytes > 0) {
      absl::StrAppend(&svg, Html(Bytes(data->raw_bytes)), " of data, ");
    }
    absl::StrAppend(&svg, Html(Bytes(data->stored_bytes)), " stored</text>\n",
                    bar(data->raw_bytes, "--other", "of data"),
                    bar(data->stored_bytes, "--data", "stored"));
    y += kStep;
  }
  absl::StrAppend(&svg, "</svg>\n");
  if (count > tables.size()) {
    absl::StrAppend(&svg, "<p class=\"soft\">The ", tables.size(),
                    " largest of ", count, ".</p>\n");
  }
  return svg;
}

std::string TablesHtml(const ValidationSummary& summary) {
  if (summary.data.empty()) return "";
  std::string html =
      "<h3>Data</h3>\n<table><tr><th>Entry</th><th>Name</th><th "
      "class=\"number\">Rows</th><th class=\"number\">Bytes</th><th "
      "class=\"number\">Stored</th><th "
      "class=\"number\">Ratio</th><th>Digest</th></tr>\n";
  size_t shown = 0;
  for (const DataSummary& data : summary.data) {
    if (++shown > kMaxFindings) break;
    const bool is_decoded = summary.level >= VerifyLevel::kStreams;
    absl::StrAppend(
        &html, "<tr><td>", data.id.value, "</td><td>", Html(DataName(data)),
        data.is_whole ? "" : " <span class=\"error\">not whole</span>",
        "</td><td class=\"number\">",
        data.rows.has_value() ? absl::StrCat(*data.rows) : "",
        "</td><td class=\"number\">",
        is_decoded ? absl::StrCat(data.raw_bytes) : "",
        "</td><td class=\"number\">", data.stored_bytes,
        "</td><td class=\"number\">",
        is_decoded ? absl::StrFormat("%.1f", CompressionRatio(data)) : "",
        "</td><td><code>",
        data.row_digest.has_value() ? FormatRowSum(*data.row_digest)
        : is_decoded ? absl::StrFormat("%016x%016x", data.raw_digest.high,
                                       data.raw_digest.low)
                     : "",
        "</code></td></tr>\n");
  }
  absl::StrAppend(&html, "</table>\n");
  if (summary.data.size() > kMaxFindings) {
    absl::StrAppend(&html, "<p class=\"soft\">The first ", kMaxFindings, " of ",
                    summary.data.size(), ".</p>\n");
  }
  return html;
}

std::string FindingsHtml(const std::vector<Finding>& findings) {
  if (findings.empty()) return "<p>No findings.</p>\n";
  std::string html =
      "<h3>Findings</h3>\n<table><tr><th>Severity</th><th>Code</th>"
      "<th>Place</th><th>Entry</th><th>What</th></tr>\n";
  for (size_t i = 0; i < std::min(findings.size(), kMaxFindings); ++i) {
    const Finding& finding = findings[i];
    const absl::string_view severity = SeverityName(finding.severity);
    absl::StrAppend(&html, "<tr><td class=\"", severity, "\">", severity,
                    "</td><td><code>", FindingCodeName(finding.code),
                    "</code></td><td>", Html(finding.file), " ", finding.begin,
                    "..", finding.end, "</td><td>");
    if (finding.entry.has_value()) absl::StrAppend(&html, finding.entry->value);
    absl::StrAppend(&html, "</td><td>", Html(finding.message), "</td></tr>\n");
  }
  absl::StrAppend(&html, "</table>\n");
  if (findings.size() > kMaxFindings) {
    absl::StrAppend(&html, "<p class=\"soft\">The first ", kMaxFindings, " of ",
                    findings.size(), ".</p>\n");
  }
  return html;
}

std::string ArchiveHtml(const VerifiedArchive& archive) {
  std::string html = absl::StrCat("<h2>", Html(archive.path), "</h2>\n");
  if (!archive.summary.has_value()) {
    absl::StrAppend(&html, "<p class=\"verdict error\">could not be checked: ",
                    Html(FormatStatus(archive.status)), "</p>\n",
                    FindingsHtml(archive.findings));
    return html;
  }
  const ValidationSummary& summary = *archive.summary;
  absl::StrAppend(
      &html, "<p class=\"verdict ", summary.is_clean() ? "ok" : "error", "\">",
      Html(VerdictText(summary)),
      "</p>\n<ul>\n<li>Restorable: ", Html(RestorableText(summary)),
      "</li>\n<li>Checksums: ", Html(StrengthText(summary.checksums)),
      "</li>\n");
  for (const std::string& spot : BlindSpots(summary)) {
    absl::StrAppend(&html, "<li>Not seen: ", Html(spot), "</li>\n");
  }
  absl::StrAppend(&html, "</ul>\n", FindingsHtml(archive.findings),
                  MapSvg(archive), ChartSvg(summary), TablesHtml(summary));
  return html;
}

}  // namespace

std::string VerifyPage(const std::vector<VerifiedArchive>& archives) {
  std::string page(kHead);
  for (const VerifiedArchive& archive : archives) {
    absl::StrAppend(&page, ArchiveHtml(archive));
  }
  return absl::StrCat(page, "<p class=\"soft\">pgark ", ProgramVersion(),
                      "; docs/findings.md explains each code.</p>\n"
                      "</body></html>\n");
}

}  // namespace pgark
