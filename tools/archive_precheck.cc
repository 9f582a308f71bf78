#include "tools/archive_precheck.h"

#include <algorithm>
#include <thread>

#include "absl/strings/str_cat.h"
#include "archive/archive_source.h"
#include "archive/validator.h"
#include "base/status_context.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

constexpr int kMaxJobs = 4;

// Shows the first errors; all of them are what `verify` is for.
class ErrorShower : public FindingSink {
 public:
  explicit ErrorShower(ProgressDisplay& display) : display_(display) {}

  void Add(const Finding& finding) override {
    constexpr int kMaxShown = 5;
    if (finding.severity != Severity::kError) return;
    if (++shown_ <= kMaxShown) display_.Error(FormatFinding(finding));
  }

 private:
  ProgressDisplay& display_;
  int shown_ = 0;
};

}  // namespace

absl::Status CheckWholeArchive(const std::string& path,
                               ProgressDisplay& display,
                               const std::stop_token& stop) {
  ValidatorOptions options;
  options.jobs = std::clamp(
      static_cast<int>(std::thread::hardware_concurrency()), 1, kMaxJobs);
  options.stop = stop;
  options.on_progress = [&display](uint64_t bytes) { display.AddBytes(bytes); };
  ASSIGN_OR_RETURN(ArchiveSource source, OpenArchiveSource(path));
  display.BeginPhase("checking the archive", source.size_bytes());
  ErrorShower errors(display);
  ASSIGN_OR_RETURN(const ValidationSummary summary,
                   ValidateArchive(source, options, errors));
  if (summary.is_clean()) return absl::OkStatus();
  return absl::DataLossError(
      absl::StrCat("the archive is damaged (errors: ", summary.errors,
                   "; pgark verify lists them)"));
}

}  // namespace pgark
