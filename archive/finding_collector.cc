#include "archive/finding_collector.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace pgark {
namespace {

constexpr size_t kMaxMessageBytes = 600;

std::string Printable(absl::string_view text) {
  std::string printable;
  for (const char c : text) {
    if (printable.size() >= kMaxMessageBytes) {
      printable += "...";
      break;
    }
    const auto byte = static_cast<unsigned char>(c);
    if (absl::ascii_iscntrl(byte)) {
      constexpr char kDigits[] = "0123456789abcdef";
      printable += {'\\', 'x', kDigits[byte >> 4], kDigits[byte & 15]};
    } else {
      printable.push_back(c);
    }
  }
  return printable;
}

}  // namespace

void FindingCollector::Add(FindingCode code, FileRegion region,
                           std::optional<DumpId> entry,
                           absl::string_view message) {
  Finding finding;
  finding.severity = FindingSeverity(code);
  finding.code = code;
  finding.begin = region.begin;
  finding.end = std::max(region.begin, region.end);
  finding.file = Printable(region.file);
  finding.entry = entry;
  finding.message = Printable(message);
  MutexLock lock(mutex_);
  if (++counts_[static_cast<size_t>(code)] <= kMaxKeptPerCode) {
    findings_.push_back(std::move(finding));
  }
}

uint64_t FindingCollector::count(FindingCode code) const {
  MutexLock lock(mutex_);
  return counts_[static_cast<size_t>(code)];
}

uint64_t FindingCollector::count(Severity severity) const {
  MutexLock lock(mutex_);
  uint64_t sum = 0;
  for (size_t i = 0; i < counts_.size(); ++i) {
    if (FindingSeverity(static_cast<FindingCode>(i)) == severity) {
      sum += counts_[i];
    }
  }
  return sum;
}

void FindingCollector::Deliver(FindingSink& sink) {
  std::vector<Finding> findings;
  uint64_t omitted = 0;
  {
    MutexLock lock(mutex_);
    findings = std::move(findings_);
    for (const uint64_t count : counts_) {
      if (count > kMaxKeptPerCode) omitted += count - kMaxKeptPerCode;
    }
  }
  const auto key = [](const Finding& f) {
    return std::tuple(absl::string_view(f.file), f.begin, f.severity, f.code,
                      f.entry.has_value() ? f.entry->value : 0, f.end);
  };
  std::stable_sort(
      findings.begin(), findings.end(),
      [&key](const Finding& a, const Finding& b) { return key(a) < key(b); });
  for (const Finding& finding : findings) sink.Add(finding);
  if (omitted == 0) return;
  Finding note;
  note.code = FindingCode::kFindingsOmitted;
  note.severity = FindingSeverity(note.code);
  if (!findings.empty()) {
    note.begin = note.end = findings.back().end;
    note.file = findings.back().file;
  }
  note.message = absl::StrCat(
      omitted, " more findings, of codes with more than ", kMaxKeptPerCode);
  sink.Add(note);
}

}  // namespace pgark
