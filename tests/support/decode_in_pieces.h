#ifndef PGARK_TESTS_SUPPORT_DECODE_IN_PIECES_H_
#define PGARK_TESTS_SUPPORT_DECODE_IN_PIECES_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "archive/codec.h"

namespace pgark {

// What MakeDecompressor() and MakeFileDecompressor() return.
using MadeDecompressor = absl::StatusOr<std::unique_ptr<Decompressor>>;

// Decodes `stored` given in pieces of `input_bytes`, each a chunk or, with
// `ends_chunk` false, a part of one. Returns the first failure, that of making
// the decompressor included.
absl::StatusOr<std::string> DecodeInPieces(MadeDecompressor decompressor,
                                           absl::string_view stored,
                                           size_t input_bytes,
                                           bool ends_chunk = true);

}  // namespace pgark

#endif  // PGARK_TESTS_SUPPORT_DECODE_IN_PIECES_H_
