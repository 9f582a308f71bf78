#ifndef PGARK_JOBS_SALVAGE_LOSS_H_
#define PGARK_JOBS_SALVAGE_LOSS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "archive/dump_id.h"

namespace pgark {

enum class LossKind : uint8_t {
  kHeader,  // of the archive: fields of it were guessed
  kEntry,   // entries of the contents list
  kTable,   // all rows of a table
  kRows,    // some rows of a table
  kLargeObject,
  kBlock,  // data of an entry that is lost
};

// "header", "entry", "table", "rows", "large-object", "block".
absl::string_view LossKindName(LossKind kind);

// Something that was in the archive and is not in the new one.
struct SalvageLoss {
  LossKind kind = LossKind::kEntry;
  // Octets of the damaged file, [begin, end); of a directory or a tar both 0,
  // the message names the file.
  uint64_t begin = 0;
  uint64_t end = 0;
  std::optional<DumpId> entry;
  std::string object;  // "TABLE DATA app.orders"; "" when nobody knows
  // kRows: their places in the table, from 1, both included; absent where
  // nobody can tell.
  std::optional<uint64_t> first_row;
  std::optional<uint64_t> last_row;
  std::optional<Oid> large_object;
  std::string reason;  // what is wrong there
};

}  // namespace pgark

#endif  // PGARK_JOBS_SALVAGE_LOSS_H_
