#include "jobs/task_output.h"

#include <optional>
#include <utility>

namespace pgark {
namespace {

Digest128 DigestOf(const RawBatch& batch) {
  BatchDigester digester;
  for (const RawPart& part : batch) {
    digester.Add(part.large_object, ComputeDigest128(part.raw));
  }
  return digester.Get();
}

absl::Status OtherRows() {
  return absl::DataLossError(
      "reading it again after a lost connection gave other rows");
}

}  // namespace

absl::Status TaskOutput::Put(RawBatch batch) {
  if (limiter_ != nullptr) {
    limiter_->Take(RawBytes(batch), [this] { return !frames_.status().ok(); });
  }
  if (seen_count_ < digests_.size()) {
    if (DigestOf(batch) != digests_[seen_count_]) return OtherRows();
    ++seen_count_;
    return absl::OkStatus();
  }
  const std::optional<size_t> place = frames_.Reserve(task_, RawBytes(batch));
  if (!place.has_value()) return frames_.status();
  compressor_.Submit(task_, *place, std::move(batch));
  ++seen_count_;
  ++put_count_;
  return absl::OkStatus();
}

absl::Status TaskOutput::Rewind() {
  std::optional<std::vector<Digest128>> digests = frames_.DigestsOf(task_);
  if (!digests.has_value()) return frames_.status();
  digests_ = *std::move(digests);
  seen_count_ = 0;
  return absl::OkStatus();
}

absl::Status TaskOutput::EndReading() const {
  return seen_count_ < digests_.size() ? OtherRows() : absl::OkStatus();
}

}  // namespace pgark
