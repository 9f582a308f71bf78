#include "archive/validator.h"

#include <iterator>
#include <memory>
#include <utility>

#include "archive/block_validation.h"
#include "archive/member_validation.h"

namespace pgark {
namespace {

constexpr absl::string_view kLevelNames[] = {"toc", "blocks", "streams", "rows",
                                             "types"};

}  // namespace

absl::string_view VerifyLevelName(VerifyLevel level) {
  return kLevelNames[static_cast<size_t>(level)];
}

std::optional<VerifyLevel> ParseVerifyLevel(absl::string_view name) {
  for (size_t i = 0; i < std::size(kLevelNames); ++i) {
    if (name == kLevelNames[i]) return static_cast<VerifyLevel>(i);
  }
  return std::nullopt;
}

absl::StatusOr<ValidationSummary> Validate(const RandomAccessSource& source,
                                           const ValidatorOptions& options,
                                           FindingSink& sink) {
  BlockValidation validation(options);
  const absl::Status status = validation.CheckFile(source);
  return validation.Finish(status, sink);
}

absl::StatusOr<ValidationSummary> ValidateStream(
    SequentialSource& source, const ValidatorOptions& options,
    FindingSink& sink) {
  BlockValidation validation(options);
  const absl::Status status = validation.CheckPipe(source);
  return validation.Finish(status, sink);
}

absl::StatusOr<ValidationSummary> ValidateArchive(
    ArchiveSource& source, const ValidatorOptions& options, FindingSink& sink) {
  if (source.layout == ArchiveLayout::kCustom) {
    return source.random_access != nullptr
               ? Validate(*source.random_access, options, sink)
               : ValidateStream(*source.sequential, options, sink);
  }
  MemberValidation validation(options);
  const absl::Status status =
      source.folder != nullptr
          ? validation.CheckDirectory(std::move(source.folder))
      : source.random_access != nullptr
          ? validation.CheckTar(*source.random_access)
          : validation.CheckTarPipe(*source.sequential);
  return validation.Finish(status, sink);
}

}  // namespace pgark
