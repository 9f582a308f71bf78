#ifndef PGARK_ARCHIVE_ROW_DIGEST_H_
#define PGARK_ARCHIVE_ROW_DIGEST_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "archive/digest.h"

namespace pgark {

// What a table's rows are, whatever their order: their number, and the sum
// modulo 2^128 of the XXH3 digests (128 bits) of each row's COPY text without
// its newline. Two tables with the same rows have the same; a row that differs,
// is missing or is there once more changes it. It finds differences; it is no
// proof against somebody who wants it to match.
struct RowDigest {
  uint64_t rows = 0;
  Digest128 sum;

  // The rows of both.
  RowDigest& operator+=(const RowDigest& other);
  friend bool operator==(const RowDigest&, const RowDigest&) = default;
};

// "xxh3-128-sum:" and 32 hexadecimal digits, the high half first.
std::string FormatRowSum(const RowDigest& digest);

// Computes it from COPY text that comes in pieces, cut anywhere:
//
//   RowDigester digester;
//   while (more) digester.Write(piece);
//   digester.Finish();
//   digester.digest()
//
// A newline always ends a row: inside of values COPY writes \n. Rows end at the
// line `\.`, if there is one; what follows is not looked at. Text without its
// newline at the end is a row. Any other text, INSERT statements, is taken line
// by line. Memory is constant, whatever the length of a row.
//
// thread-compatible
class RowDigester {
 public:
  void Write(absl::string_view text);
  void Finish();

  // Of the whole rows so far.
  const RowDigest& digest() const { return digest_; }
  // Whether the end marker has come.
  bool ended() const { return ended_; }

 private:
  void AddRow(const Digest128& row);
  void AddBegunRow(absl::string_view rest);

  RowDigest digest_;
  bool ended_ = false;
  // A row of which some pieces have come.
  bool has_begun_ = false;
  uint64_t begun_bytes_ = 0;
  char begin_[2] = {};  // its first octets: is it the end marker?
  DigestStream begun_;
};

}  // namespace pgark

#endif  // PGARK_ARCHIVE_ROW_DIGEST_H_
