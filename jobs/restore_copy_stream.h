#ifndef PGARK_JOBS_RESTORE_COPY_STREAM_H_
#define PGARK_JOBS_RESTORE_COPY_STREAM_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "jobs/restore_data_source.h"

namespace pgark {

// The end of COPY data in an archive: the line "\." and two empty lines.
inline constexpr absl::string_view kCopyEndMarker = "\\.\n\n\n";

// Takes the COPY stream of an archive in pieces, and passes its rows on,
// without the end marker behind them.
//
// What a stream says must end where the archive says: psql and servers stop at
// the first line "\.", so one in the middle would make psql execute the rows
// behind it, and a server forget them; and without any, psql would load the
// rest of its script.
//
// thread-compatible
class CopyRowFilter {
 public:
  // `rows` gets whole and partial rows; it must outlive the filter.
  explicit CopyRowFilter(const ByteConsumer& rows) : rows_(rows) {}

  // Returns DATA_LOSS when the stream goes on behind its end marker, or what
  // `rows` fails with.
  absl::Status Write(absl::string_view bytes);
  // Returns DATA_LOSS when there was no end marker.
  absl::Status Finish() const;

  uint64_t row_count() const { return row_count_; }
  // Without the end marker.
  uint64_t byte_count() const { return byte_count_; }

 private:
  absl::Status Pass(absl::string_view bytes);
  absl::Status CheckBehindEnd(absl::string_view bytes) const;
  // Goes on with a line that an earlier piece began: consumes bytes until it
  // is clear what the line is.
  absl::Status ResolveHeldLine(absl::string_view* bytes);
  absl::Status WriteLines(absl::string_view bytes);

  const ByteConsumer& rows_;
  // The front of a line that may become the end marker; not passed on yet.
  std::string held_line_;
  bool in_row_ = false;  // otherwise at the front of a line
  bool ended_ = false;
  uint64_t row_count_ = 0;
  uint64_t byte_count_ = 0;
};

}  // namespace pgark

#endif  // PGARK_JOBS_RESTORE_COPY_STREAM_H_
