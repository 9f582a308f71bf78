#ifndef PGARK_ARCHIVE_DATA_READER_H_
#define PGARK_ARCHIVE_DATA_READER_H_

#include <cstdint>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "archive/dump_id.h"

namespace pgark {

// The decoded data of one entry, wherever the archive keeps it: in a block, a
// file of a directory, members of a tar.
//
//   table data:     while (piece = Next(), !piece.empty()) ...
//   large objects:  while (oid = NextLargeObject())
//                     while (piece = Next(), !piece.empty()) ...
//
// Table data is what the archive holds: rows and then "\.\n\n\n" (or INSERT
// statements). Pieces end anywhere, also within a row. Errors carry the entry
// and the offset (of the stored octets that were being decoded); DATA_LOSS
// also when a stream ends too early. An error is returned again by every
// later call.
//
// thread-compatible
class DataReader {
 public:
  virtual ~DataReader() = default;

  // Whether the data is one of large objects.
  virtual bool has_large_objects() const = 0;

  // Returns the next object's number; nothing behind the last. What is left
  // of the one before is skipped undecoded.
  virtual absl::StatusOr<std::optional<Oid>> NextLargeObject() = 0;
  // Returns some bytes, valid until the next call; "" at the end of the
  // stream, which is then complete.
  // With large objects there is nothing before NextLargeObject() and behind
  // the last one.
  virtual absl::StatusOr<absl::string_view> Next() = 0;

  // Raw bytes so far that stock pg_restore would lose without a word: see
  // Decompressor::hidden_bytes().
  virtual uint64_t hidden_bytes() const = 0;
};

}  // namespace pgark

#endif  // PGARK_ARCHIVE_DATA_READER_H_
