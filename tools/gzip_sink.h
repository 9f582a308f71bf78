#ifndef PGARK_TOOLS_GZIP_SINK_H_
#define PGARK_TOOLS_GZIP_SINK_H_

#include <cstdint>
#include <memory>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "base/byte_sink.h"

namespace pgark {

// Writes what it gets as a gzip file (RFC 1952) into another sink. The file
// holds no name and no time: the same text gives the same octets.
//
// thread-compatible
class GzipSink : public ByteSink {
 public:
  // `sink` must outlive this object.
  explicit GzipSink(ByteSink& sink);
  ~GzipSink() override;
  GzipSink(const GzipSink&) = delete;
  GzipSink& operator=(const GzipSink&) = delete;

  absl::Status Append(absl::string_view bytes) override;
  bool can_patch() const override { return false; }
  absl::Status PatchAt(uint64_t offset, absl::string_view bytes) override;
  uint64_t position() const override { return position_; }  // of the text
  // Ends the file; without it the file is cut.
  absl::Status Finish();

 private:
  struct Stream;
  absl::Status Run(absl::string_view bytes, int flush);

  ByteSink& sink_;
  std::unique_ptr<Stream> stream_;
  uint64_t position_ = 0;
};

}  // namespace pgark

#endif  // PGARK_TOOLS_GZIP_SINK_H_
