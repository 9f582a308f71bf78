#include "absl/strings/str_cat.h"
#include "archive/codec_internal.h"

namespace pgark::internal {
namespace {

class NoneCompressor : public Compressor {
 public:
  absl::Status CompressFrame(absl::string_view raw,
                             std::string* stored) override {
    stored->assign(raw.data(), raw.size());
    return absl::OkStatus();
  }
};

class NoneDecompressor : public Decompressor {
 public:
  void SetInput(absl::string_view stored) override { input_ = stored; }
  absl::StatusOr<absl::string_view> Next() override {
    const absl::string_view raw = input_;
    input_ = {};
    return raw;
  }
  void EndChunk() override {}
  absl::Status Finish() override { return absl::OkStatus(); }
  void Reset() override { input_ = {}; }
  uint64_t hidden_bytes() const override { return 0; }
  uint64_t frame_count() const override { return 0; }

 private:
  absl::string_view input_;
};

class NoneFrameDecompressor : public FrameDecompressor {
 public:
  absl::Status DecompressFrame(absl::string_view stored, uint64_t raw_bytes,
                               std::string* raw) override {
    if (stored.size() != raw_bytes) {
      return absl::DataLossError(absl::StrCat(
          "the frame has ", stored.size(), " octets instead of ", raw_bytes));
    }
    raw->assign(stored.data(), stored.size());
    return absl::OkStatus();
  }
};

}  // namespace

std::unique_ptr<Compressor> MakeNoneCompressor(const CompressionSpec&) {
  return std::make_unique<NoneCompressor>();
}

std::unique_ptr<Decompressor> MakeNoneDecompressor(const ReadLimits&) {
  return std::make_unique<NoneDecompressor>();
}

std::unique_ptr<FrameDecompressor> MakeNoneFrameDecompressor() {
  return std::make_unique<NoneFrameDecompressor>();
}

}  // namespace pgark::internal
