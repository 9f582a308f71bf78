#include "archive/frame_reader.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "base/status_macros.h"

namespace pgark {

absl::Status FrameReader::Fetch(const IndexFrame& frame,
                                std::string* stored) const {
  const uint64_t largest = std::max(frame.stored_bytes, frame.raw_bytes);
  if (largest > limits_.max_frame_bytes) {
    return WithOffset(
        absl::ResourceExhaustedError(absl::StrCat(
            "a frame has ", largest, " octets, more than the limit of ",
            limits_.max_frame_bytes)),
        frame.offset);
  }
  stored->resize(frame.stored_bytes);
  ASSIGN_OR_RETURN(const size_t count,
                   source_.ReadAt(frame.offset, std::span<char>(*stored)));
  if (count < frame.stored_bytes) {
    return WithOffset(absl::DataLossError("the file ends within a frame"),
                      frame.offset + count);
  }
  return absl::OkStatus();
}

absl::Status FrameReader::Read(const IndexFrame& frame, std::string* raw) {
  RETURN_IF_ERROR(Fetch(frame, &stored_));
  absl::Status status =
      decompressor_->DecompressFrame(stored_, frame.raw_bytes, raw);
  if (status.ok() && ComputeDigest128(*raw) != frame.raw_digest) {
    status = absl::DataLossError("a frame's checksum is wrong");
  }
  return WithOffset(std::move(status), frame.offset);
}

absl::Status FrameReader::ReadStored(const IndexFrame& frame,
                                     std::string* stored) {
  RETURN_IF_ERROR(Fetch(frame, stored));
  if (ComputeDigest128(*stored) == frame.stored_digest) return absl::OkStatus();
  return WithOffset(absl::DataLossError("a frame's checksum is wrong"),
                    frame.offset);
}

}  // namespace pgark
