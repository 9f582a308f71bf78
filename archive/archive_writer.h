#ifndef PGARK_ARCHIVE_ARCHIVE_WRITER_H_
#define PGARK_ARCHIVE_ARCHIVE_WRITER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "archive/archive_header.h"
#include "archive/archive_index.h"
#include "archive/digest.h"
#include "archive/dump_id.h"
#include "archive/frame_encoder.h"
#include "archive/index_codec.h"
#include "archive/toc.h"
#include "base/byte_sink.h"

namespace pgark {

struct ArchiveWriterOptions {
  // Write the index: its segments between the blocks, and behind the last one
  // the tail and the footer.
  bool write_index = true;
  // When the blocks since the last segment take more than this in the index,
  // a segment is written in front of the next block. So what stands behind the
  // last block is small: stock pg_restore does not read it, and a program that
  // writes to its pipe fails unless it fits there (64 KiB with Linux, 16 KiB
  // elsewhere).
  size_t index_segment_bytes = size_t{8} << 10;
};

// Writes one archive in the custom format, front to back:
//
//   ASSIGN_OR_RETURN(auto writer, ArchiveWriter::Create(sink, header, toc));
//   for each entry with data, in the order of the contents list:
//     writer->BeginBlock(id)
//     table data:     AppendFrame()...  the last one is kCopyEndMarker
//     large objects:  { BeginLargeObject(oid) AppendFrame()... }...
//     writer->EndBlock()
//   writer->Finish()
//
// It makes no frames: only lengths, heads and ends of zlib streams, and the
// checksums' combination happen here. Frames may be of any size below 1 GiB.
// After an error nothing more may be called. Without Finish() the output is
// not an archive; the destructor does nothing.
//
// thread-compatible
class ArchiveWriter {
 public:
  // Writes header and contents list with offsets not set. `sink` must outlive
  // the writer; `toc` is copied as far as it is needed. Returns
  // INVALID_ARGUMENT when the version is none that we write (1.14 to 1.16),
  // when its method is lz4 or zstd before 1.15, or when an entry cannot be
  // written: a NUL octet, a number out of range, twice the same id; or what
  // the sink says.
  // REQUIRES: sink.position() == 0 (offsets count from the file's begin).
  static absl::StatusOr<std::unique_ptr<ArchiveWriter>> Create(
      ByteSink& sink, const ArchiveHeader& header, const Toc& toc,
      const ArchiveWriterOptions& options = {});

  ~ArchiveWriter();
  ArchiveWriter(const ArchiveWriter&) = delete;
  ArchiveWriter& operator=(const ArchiveWriter&) = delete;

  // Begins the block of the next entry with data. A BLOBS entry gets a block
  // of large objects. Returns FAILED_PRECONDITION when another entry is next.
  absl::Status BeginBlock(DumpId id);
  // Begins the next object of such a block and ends the one before.
  // REQUIRES: oid != 0 (INVALID_ARGUMENT otherwise).
  absl::Status BeginLargeObject(Oid oid);
  // Writes `frame` as a chunk. A frame without stored octets is left out.
  // Returns FAILED_PRECONDITION outside of a block or object or when the
  // frame's method is not the archive's.
  absl::Status AppendFrame(const EncodedFrame& frame);
  absl::Status EndBlock();

  // Sets the offsets in the contents list if the sink can patch, and writes
  // the index. Returns FAILED_PRECONDITION when an entry has got no block.
  absl::Status Finish();

  // What has been written so far.
  uint64_t raw_bytes() const { return raw_bytes_; }
  uint64_t rows() const { return rows_; }
  // REQUIRES: Finish() has returned OK.
  const ArchiveIndex& index() const { return index_; }

 private:
  enum class State { kBetweenBlocks, kInTable, kInObjects, kInObject, kDone };
  // An entry with data: where its offset field is, and what it will hold.
  struct PendingBlock {
    DumpId id;
    bool large_objects = false;
    uint64_t field_offset = 0;
    uint64_t block_offset = 0;
  };

  ArchiveWriter(ByteSink& sink, const ArchiveHeader& header,
                const ArchiveWriterOptions& options);

  uint64_t position() const { return sink_.position() + buffer_.size(); }
  // Framing collects in scratch_ and goes out with this.
  absl::Status WriteFraming();
  absl::Status Write(absl::string_view bytes);
  absl::Status Flush();
  absl::Status BeginStream(Oid oid);
  absl::Status EndStream();
  absl::Status PatchOffsets();
  // Writes what the index has about the blocks since the last segment, if that
  // has become enough.
  absl::Status MaybeWriteIndexSegment();
  absl::Status WriteIndexTail();

  ByteSink& sink_;
  const CompressionMethod method_;
  const int integer_bytes_;
  const int offset_bytes_;
  const ArchiveWriterOptions options_;
  State state_ = State::kBetweenBlocks;
  std::string toc_bytes_;  // header and contents list, offsets as in the file
  std::vector<PendingBlock> pending_;
  size_t next_block_ = 0;  // in pending_
  uint32_t stream_adler32_ = 1;
  std::string scratch_;
  std::string buffer_;  // small writes on their way to the sink
  DigestStream framing_digest_;
  ArchiveIndex index_;
  IndexPartEncoder index_part_{0};  // of the blocks since the last segment
  uint64_t raw_bytes_ = 0;
  uint64_t rows_ = 0;
};

}  // namespace pgark

#endif  // PGARK_ARCHIVE_ARCHIVE_WRITER_H_
