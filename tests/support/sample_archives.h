#ifndef PGARK_TESTS_SUPPORT_SAMPLE_ARCHIVES_H_
#define PGARK_TESTS_SUPPORT_SAMPLE_ARCHIVES_H_

#include <string>

#include "archive/compression_spec.h"
#include "tests/support/archive_builder.h"

namespace pgark {

// Small whole archives that have a little of everything: the entries that
// each archive begins with, two tables, one of them in several frames and
// with every escape, an empty one, a group of large objects, an index.

// As pgark writes them, with or without the index.
std::string SamplePgarkArchive(CompressionMethod method, bool with_index);
// With the index, a segment of it behind each block but the last.
std::string SegmentedPgarkArchive(CompressionMethod method);

// As pg_dump writes them. The builder knows where the fields are.
ArchiveBuilder SampleStockBuilder(CompressionMethod method);

// The ids that both use.
inline constexpr int kSampleTable = 10;
inline constexpr int kSampleTableData = 20;
inline constexpr int kSampleEmptyData = 21;
inline constexpr int kSampleObjects = 23;

// The contents of kSampleTableData, and how many rows that is.
std::string SampleRows();
inline constexpr int kSampleRowCount = 4;

}  // namespace pgark

#endif  // PGARK_TESTS_SUPPORT_SAMPLE_ARCHIVES_H_
