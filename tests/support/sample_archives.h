#ifndef PGARK_TESTS_SUPPORT_SAMPLE_ARCHIVES_H_
#define PGARK_TESTS_SUPPORT_SAMPLE_ARCHIVES_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

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

// The same as pg_dump writes it into a directory: names and contents of its
// files. The builder knows where the fields of toc.dat are.
std::map<std::string, std::string> SampleDirectory(CompressionMethod method);
ArchiveBuilder SampleContentsBuilder(CompressionMethod method, bool is_tar);

// One member as pg_dump writes it: header, contents, padding.
std::string TarMemberBytes(const std::string& name,
                           const std::string& contents);
// The header of a member with these fields, its checksum right. The size goes
// as octal digits, or in binary when it is too large for them.
struct TarHeaderFields {
  std::string name = "x";
  uint64_t size = 0;
  char type = '0';
  std::string magic = std::string(
      "ustar\0"
      "00",
      8);
  std::string prefix = {};
};
std::string TarHeaderBytes(const TarHeaderFields& fields);
// The two empty blocks.
std::string TarEnd();

// The sample as pg_dump writes it into a tar: name and contents of the members
// in order, and the whole.
std::vector<std::pair<std::string, std::string>> SampleTarMembers();
std::string SampleTar();
std::string BuildTar(
    const std::vector<std::pair<std::string, std::string>>& members);

// The large objects of the samples.
inline constexpr uint32_t kSampleFirstObject = 16500;
inline constexpr uint32_t kSampleLastObject = 4000000001;  // empty

// The ids that all use.
inline constexpr int kSampleTable = 10;
inline constexpr int kSampleTableData = 20;
inline constexpr int kSampleEmptyData = 21;
inline constexpr int kSampleObjects = 23;

// The contents of kSampleTableData, and how many rows that is.
std::string SampleRows();
inline constexpr int kSampleRowCount = 4;

}  // namespace pgark

#endif  // PGARK_TESTS_SUPPORT_SAMPLE_ARCHIVES_H_
