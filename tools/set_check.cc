#include "tools/set_check.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "archive/archive_source.h"
#include "base/sha256.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "store/checksum_list.h"
#include "store/store_files.h"

namespace pgark {
namespace {

constexpr int kMaxJobs = 4;
constexpr size_t kMaxChecksumBytes = size_t{1} << 20;

absl::StatusOr<std::string> DigestOf(const std::string& path,
                                     const std::stop_token& stop) {
  ASSIGN_OR_RETURN(const auto source, OpenRandomAccess(path));
  return Sha256OfSource(*source, [&stop](uint64_t) {
    return stop.stop_requested() ? absl::CancelledError("interrupted")
                                 : absl::OkStatus();
  });
}

// What is damaged is a problem of the set; what stops us from looking is not.
bool IsOurFailure(const absl::Status& status) {
  return absl::IsCancelled(status) || absl::IsPermissionDenied(status);
}

}  // namespace

absl::StatusOr<ArchiveCheck> CheckArchive(const std::string& path,
                                          VerifyLevel level,
                                          JobObserver& observer,
                                          const std::stop_token& stop) {
  ArchiveCheck check;
  ASSIGN_OR_RETURN(ArchiveSource source, OpenArchiveSource(path));
  check.bytes = source.size_bytes();
  ValidatorOptions options;
  options.level = level;
  options.jobs = std::clamp(
      static_cast<int>(std::thread::hardware_concurrency()), 1, kMaxJobs);
  options.stop = stop;
  options.on_progress = [&observer](uint64_t bytes) {
    observer.AddBytes(bytes);
  };
  observer.BeginPhase("checking", check.bytes);
  // Both read the same octets: one of them finds them in memory.
  absl::StatusOr<std::string> digest;
  std::thread hashing([&] { digest = DigestOf(path, stop); });
  FindingList findings;
  auto summary = ValidateArchive(source, options, findings);
  hashing.join();
  if (!summary.ok()) return WithPath(summary.status(), path);
  RETURN_IF_ERROR(digest.status());
  check.summary = *std::move(summary);
  check.findings = findings.findings();
  check.sha256 = *digest;
  return check;
}

SetVerdict VerdictOf(const ArchiveCheck& check) {
  if (!check.summary.is_clean()) return SetVerdict::kFailed;
  return check.summary.level >= VerifyLevel::kStreams ? SetVerdict::kVerified
                                                      : SetVerdict::kUnverified;
}

absl::StatusOr<SetCheck> CheckSet(const StoredSet& set, VerifyLevel level,
                                  JobObserver& observer,
                                  const std::stop_token& stop) {
  SetCheck result;
  result.verdict = SetVerdict::kFailed;
  if (!set.problem.ok()) {
    if (absl::IsFailedPrecondition(set.problem)) return set.problem;
    result.problems.push_back(FormatStatus(set.problem));
    return result;
  }
  ASSIGN_OR_RETURN(const std::string text,
                   ReadSmallFile(absl::StrCat(set.location, "/", kChecksumFile),
                                 kMaxChecksumBytes));
  ASSIGN_OR_RETURN(const ChecksumList checksums, ParseChecksums(text));
  for (const auto& [name, expected] : checksums) {
    const auto digest = DigestOf(absl::StrCat(set.location, "/", name), stop);
    if (IsOurFailure(digest.status())) return digest.status();
    if (!digest.ok()) {
      result.problems.push_back(FormatStatus(digest.status()));
    } else if (*digest != expected) {
      result.problems.push_back(
          absl::StrCat(name,
                       " is not the file that was published: its "
                       "SHA-256 differs"));
    }
  }
  const std::string archive =
      absl::StrCat(set.location, "/", set.manifest.archive);
  const auto check = CheckArchive(archive, level, observer, stop);
  if (IsOurFailure(check.status())) return check.status();
  if (!check.ok()) {
    result.problems.push_back(FormatStatus(check.status()));
    return result;
  }
  for (const Finding& finding : check->findings) {
    if (finding.severity == Severity::kError) {
      result.problems.push_back(FormatFinding(finding));
    }
  }
  if (result.problems.empty()) result.verdict = VerdictOf(*check);
  return result;
}

}  // namespace pgark
