#ifndef PGARK_JOBS_COMPARISON_H_
#define PGARK_JOBS_COMPARISON_H_

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "archive/row_digest.h"
#include "archive/toc.h"
#include "base/line_diff.h"
#include "jobs/content_digest.h"

namespace pgark {

// One of the two that are compared: an archive, or a database as a dump of it
// would be.
struct ComparedSide {
  const Toc* toc = nullptr;  // must outlive the comparison
  // The entries of which definition, and of which data is compared.
  std::unordered_set<DumpId> definitions;
  std::unordered_set<DumpId> data;
  ContentDigests digests;  // of `data`
  std::string encoding;
};

enum class DifferenceSide : uint8_t { kOnlyInA, kOnlyInB, kDiffers };

// An object whose definition differs, or that one side does not have.
struct ObjectDifference {
  DifferenceSide presence = DifferenceSide::kDiffers;
  const TocEntry* a = nullptr;
  const TocEntry* b = nullptr;
  // kDiffers: the SQL's lines.
  std::vector<DiffLine> lines;

  const TocEntry& entry() const { return a != nullptr ? *a : *b; }
};

struct RowDifference {
  const TocEntry* a = nullptr;
  const TocEntry* b = nullptr;
  std::optional<RowDigest> rows_a;
  std::optional<RowDigest> rows_b;
  // One side has INSERT statements, the other COPY text.
  bool has_other_form = false;

  const TocEntry& entry() const { return a != nullptr ? *a : *b; }
};

struct SequenceDifference {
  const TocEntry* a = nullptr;
  const TocEntry* b = nullptr;
  // "5, true": value, and whether it was given out; "" where it is not there.
  std::string value_a;
  std::string value_b;

  const TocEntry& entry() const { return a != nullptr ? *a : *b; }
};

struct LargeObjectDifference {
  Oid oid = 0;
  std::optional<LargeObjectDigest> a;
  std::optional<LargeObjectDigest> b;
};

struct Comparison {
  std::vector<ObjectDifference> objects;
  std::vector<RowDifference> rows;
  std::vector<SequenceDifference> sequences;
  std::vector<LargeObjectDifference> large_objects;
  bool encodings_differ = false;
  // What was compared, differing or not.
  uint64_t object_count = 0;
  uint64_t table_count = 0;
  uint64_t sequence_count = 0;
  uint64_t large_object_count = 0;
  uint64_t row_count_a = 0;
  uint64_t row_count_b = 0;

  bool is_equal() const {
    return objects.empty() && rows.empty() && sequences.empty() &&
           large_objects.empty() && !encodings_differ;
  }
};

// Compares what the two sides hold. Objects are the same when kind, schema and
// tag are (several of one name, as operators may be, are paired as they fit
// best); ids and order do not matter. Definitions differ when SQL, owner,
// tablespace or access method do. Pure.
Comparison CompareSides(const ComparedSide& a, const ComparedSide& b);

}  // namespace pgark

#endif  // PGARK_JOBS_COMPARISON_H_
