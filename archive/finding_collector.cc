#include "archive/finding_collector.h"

#include <algorithm>
#include <iterator>
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

// The order of the report. Everything counts, so that it does not depend on
// which thread came first.
bool ComesBefore(const Finding& a, const Finding& b) {
  const auto key = [](const Finding& f) {
    return std::tuple(absl::string_view(f.file), f.begin, f.severity, f.code,
                      f.entry.has_value() ? f.entry->value : 0, f.end,
                      absl::string_view(f.message));
  };
  return key(a) < key(b);
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
  ++counts_[static_cast<size_t>(code)];
  // A heap with the last one in front: the first ones are kept, whenever they
  // come.
  std::vector<Finding>& kept = findings_[static_cast<size_t>(code)];
  if (kept.size() == kMaxKeptPerCode) {
    if (!ComesBefore(finding, kept.front())) return;
    std::pop_heap(kept.begin(), kept.end(), ComesBefore);
    kept.pop_back();
  }
  kept.push_back(std::move(finding));
  std::push_heap(kept.begin(), kept.end(), ComesBefore);
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
    for (std::vector<Finding>& kept : findings_) {
      std::move(kept.begin(), kept.end(), std::back_inserter(findings));
      kept.clear();
    }
    for (const uint64_t count : counts_) {
      if (count > kMaxKeptPerCode) omitted += count - kMaxKeptPerCode;
    }
  }
  std::sort(findings.begin(), findings.end(), ComesBefore);
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
