#include "archive/codec.h"

#include <array>

#include "absl/strings/str_cat.h"
#include "archive/codec_internal.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

struct Codec {
  // What we do when no level is asked for. gzip: ISA-L's level 1, which packs
  // about as zlib's 3 to 6 at ten times the speed. zstd: 2, with parameters of
  // our own (codec_zstd.cc). lz4: the fast mode.
  int default_level;
  std::unique_ptr<Compressor> (*make_compressor)(const CompressionSpec&);
  std::unique_ptr<Decompressor> (*make_decompressor)(const ReadLimits&);
  std::unique_ptr<FrameDecompressor> (*make_frame_decompressor)();
};

// By CompressionMethod.
constexpr std::array<Codec, 4> kCodecs = {{
    {0, internal::MakeNoneCompressor, internal::MakeNoneDecompressor,
     internal::MakeNoneFrameDecompressor},
    {1, internal::MakeGzipCompressor, internal::MakeGzipDecompressor,
     internal::MakeGzipFrameDecompressor},
    {0, internal::MakeLz4Compressor, internal::MakeLz4Decompressor,
     internal::MakeLz4FrameDecompressor},
    {2, internal::MakeZstdCompressor, internal::MakeZstdDecompressor,
     internal::MakeZstdFrameDecompressor},
}};

absl::StatusOr<const Codec*> FindCodec(CompressionMethod method) {
  const auto place = static_cast<size_t>(method);
  if (place >= kCodecs.size()) {
    return absl::UnimplementedError(
        absl::StrCat("compression method ", place, " is unknown"));
  }
  return &kCodecs[place];
}

}  // namespace

int DefaultCompressionLevel(CompressionMethod method) {
  const absl::StatusOr<const Codec*> codec = FindCodec(method);
  return codec.ok() ? (*codec)->default_level : 0;
}

absl::StatusOr<std::unique_ptr<Compressor>> MakeCompressor(
    const CompressionSpec& spec) {
  ASSIGN_OR_RETURN(const Codec* codec, FindCodec(spec.method));
  // The parser knows which levels there are.
  RETURN_IF_ERROR(ParseCompressionSpec(FormatCompressionSpec(spec)).status());
  CompressionSpec complete = spec;
  if (!complete.has_level) complete.level = codec->default_level;
  return codec->make_compressor(complete);
}

absl::StatusOr<std::unique_ptr<Decompressor>> MakeDecompressor(
    CompressionMethod method, const ReadLimits& limits) {
  ASSIGN_OR_RETURN(const Codec* codec, FindCodec(method));
  return codec->make_decompressor(limits);
}

absl::StatusOr<std::unique_ptr<FrameDecompressor>> MakeFrameDecompressor(
    CompressionMethod method) {
  ASSIGN_OR_RETURN(const Codec* codec, FindCodec(method));
  return codec->make_frame_decompressor();
}

absl::Status Decompressor::Write(absl::string_view stored, Output output,
                                 bool ends_chunk) {
  SetInput(stored);
  while (true) {
    ASSIGN_OR_RETURN(const absl::string_view raw, Next());
    if (raw.empty()) break;
    RETURN_IF_ERROR(output(raw));
  }
  if (ends_chunk) EndChunk();
  return absl::OkStatus();
}

}  // namespace pgark
