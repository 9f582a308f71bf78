#ifndef PGARK_TESTS_SUPPORT_ARCHIVE_DATA_H_
#define PGARK_TESTS_SUPPORT_ARCHIVE_DATA_H_

#include <map>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "archive/archive_header.h"
#include "archive/archive_reader.h"
#include "archive/sequential_archive_reader.h"
#include "base/byte_sink.h"

namespace pgark {

// The decoded data of an archive: by entry, and within it by large object (0
// for a table's data).
using ArchiveData = std::map<std::pair<int, Oid>, std::string>;

// Reads all that `reader` gives for one entry into *data.
absl::Status ReadBlockData(DataReader& reader, DumpId id, ArchiveData* data);

// Everything, by position and in order.
absl::StatusOr<ArchiveData> ReadAllData(const ReadableArchive& reader);
absl::StatusOr<ArchiveData> ReadAllData(StreamedArchive& reader);

// Everything through the index, frame by frame.
absl::StatusOr<ArchiveData> ReadAllFrames(const ArchiveReader& reader);

// Writes the archive again: other version, codec and frames of `frame_bytes`,
// same entries and data. The end marker of COPY data gets its own frame.
absl::Status RewriteArchive(const ArchiveReader& reader,
                            const ArchiveHeader& header, size_t frame_bytes,
                            ByteSink& sink);

}  // namespace pgark

#endif  // PGARK_TESTS_SUPPORT_ARCHIVE_DATA_H_
