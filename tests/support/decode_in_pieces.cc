#include "tests/support/decode_in_pieces.h"

#include <utility>

#include "base/status_macros.h"

namespace pgark {

absl::StatusOr<std::string> DecodeInPieces(MadeDecompressor made,
                                           absl::string_view stored,
                                           size_t input_bytes,
                                           bool ends_chunk) {
  ASSIGN_OR_RETURN(const auto decompressor, std::move(made));
  std::string raw;
  const auto collect = [&raw](absl::string_view piece) {
    raw.append(piece.data(), piece.size());
    return absl::OkStatus();
  };
  for (size_t i = 0; i < stored.size(); i += input_bytes) {
    RETURN_IF_ERROR(decompressor->Write(stored.substr(i, input_bytes), collect,
                                        ends_chunk));
  }
  RETURN_IF_ERROR(decompressor->Finish());
  return raw;
}

}  // namespace pgark
