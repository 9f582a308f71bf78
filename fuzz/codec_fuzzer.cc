// For each codec: what was compressed is decoded to the same; arbitrary bytes
// decode to the same whatever the pieces they come in, or fail; a frame that
// one decoder takes, the other takes with the same result.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "archive/codec.h"
#include "fuzz/fuzz_input.h"

namespace pgark {
namespace {

struct Decoded {
  bool ok = false;
  bool is_cut = false;  // by kMaxFuzzOutput
  std::string raw;
};

// Nothing has an offset here: codecs do not know where their bytes are.
void CheckCodecFailure(const absl::Status& status) {
  FuzzCheck(status.ok() || absl::IsDataLoss(status) ||
                absl::IsUnimplemented(status) ||
                absl::IsResourceExhausted(status),
            "bad streams fail as such");
}

Decoded Decode(CompressionMethod method, absl::string_view stored,
               size_t piece_bytes) {
  Decoded decoded;
  const auto decompressor = MakeDecompressor(method, FuzzLimits());
  FuzzCheck(decompressor.ok(), "every method has a decoder");
  absl::Status status;
  while (status.ok() && !stored.empty()) {
    const absl::string_view piece = stored.substr(0, piece_bytes);
    stored.remove_prefix(piece.size());
    status = (*decompressor)
                 ->Write(
                     piece,
                     [&decoded](absl::string_view raw) {
                       decoded.raw.append(raw.data(), raw.size());
                       if (decoded.raw.size() <= kMaxFuzzOutput)
                         return absl::OkStatus();
                       decoded.is_cut = true;
                       return absl::ResourceExhaustedError("enough");
                     },
                     stored.empty());
  }
  if (status.ok()) status = (*decompressor)->Finish();
  CheckCodecFailure(status);
  decoded.ok = status.ok();
  return decoded;
}

void CheckRoundTrip(CompressionMethod method, absl::string_view raw) {
  CompressionSpec spec;
  spec.method = method;
  const auto compressor = MakeCompressor(spec);
  FuzzCheck(compressor.ok(), "every method has a compressor");
  std::string stored;
  FuzzCheck((*compressor)->CompressFrame(raw, &stored).ok(), "compresses");
  std::string again;
  FuzzCheck((*compressor)->CompressFrame(raw, &again).ok() && again == stored,
            "compresses to the same a second time");
  const auto frames = MakeFrameDecompressor(method);
  FuzzCheck(frames.ok(), "every method has a frame decoder");
  std::string decoded;
  FuzzCheck((*frames)->DecompressFrame(stored, raw.size(), &decoded).ok() &&
                decoded == raw,
            "the frame decodes to what was compressed");
  if (method == CompressionMethod::kGzip) {
    stored = std::string(ZlibStreamHeader()) + stored;
    AppendZlibStreamEnd(ComputeAdler32(raw), &stored);
  }
  const Decoded stream = Decode(method, stored, stored.size());
  FuzzCheck(stream.ok && stream.raw == raw,
            "the stream decodes to what was compressed");
}

void Run(FuzzInput input) {
  const auto method = static_cast<CompressionMethod>(input.TakeNumber(3));
  const size_t piece = 1 + input.TakeNumber(200);
  const uint64_t frame_bytes = input.TakeNumber(255) * 16;
  const absl::string_view bytes = input.bytes();
  const Decoded whole =
      Decode(method, bytes, std::max<size_t>(bytes.size(), 1));
  const Decoded pieces = Decode(method, bytes, piece);
  if (!whole.is_cut && !pieces.is_cut) {
    // libzstd takes an empty last block of any type when the frame comes in
    // pieces, and a compressed one of no bytes is none: no data is at stake.
    const bool is_lenient = method == CompressionMethod::kZstd && pieces.ok;
    FuzzCheck(whole.ok == pieces.ok || is_lenient,
              "success does not depend on the pieces");
    FuzzCheck(!whole.ok || whole.raw == pieces.raw,
              "the result does not depend on the pieces");
  }
  const auto frames = MakeFrameDecompressor(method);
  std::string raw;
  const absl::Status status =
      (*frames)->DecompressFrame(bytes, frame_bytes, &raw);
  CheckCodecFailure(status);
  FuzzCheck(!status.ok() || raw.size() == frame_bytes,
            "a frame has the size that was asked for");
  if (status.ok() && method != CompressionMethod::kGzip) {
    FuzzCheck(whole.ok && whole.raw == raw, "both decoders agree");
  }
  CheckRoundTrip(method, bytes);
}

}  // namespace
}  // namespace pgark

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  pgark::Run(pgark::FuzzInput(data, size));
  return 0;
}
