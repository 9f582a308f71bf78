#include "archive/frame_data_reader.h"

#include "base/status_context.h"
#include "base/status_macros.h"

namespace pgark {

absl::StatusOr<absl::string_view> FrameDataReader::Next() {
  RETURN_IF_ERROR(status_);
  while (next_ < frames_.size()) {
    const IndexFrame& frame = frames_[next_++];
    if (frame.raw_bytes == 0) continue;  // "" would be the end
    status_ = WithObject(reader_->Read(frame, &raw_), entry_);
    RETURN_IF_ERROR(status_);
    return absl::string_view(raw_);
  }
  return absl::string_view();
}

}  // namespace pgark
