#include "archive/file_codec.h"

#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>

#include <cstdint>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "archive/codec_internal.h"

namespace pgark {
namespace {

// The flags in front of a gzip member's data.
constexpr uint8_t kHasHeaderCrc = 2;
constexpr uint8_t kHasExtraField = 4;
constexpr uint8_t kHasName = 8;
constexpr uint8_t kHasComment = 16;
constexpr uint8_t kReservedFlags = 0xe0;

// Reads the header of a gzip member octet by octet.
class GzipHeader {
 public:
  // Takes the next octet; *ended tells whether it was the last one.
  absl::Status Take(uint8_t octet, bool* ended);
  bool has_begun() const { return step_ != Step::kFixed || count_ > 0; }
  void Reset() { *this = GzipHeader(); }

 private:
  // In the order of the file.
  enum class Step {
    kFixed,
    kExtraLength,
    kExtraField,
    kName,
    kComment,
    kCrc,
    kEnd
  };

  absl::Status TakeFixed(uint8_t octet);
  // Goes to the next part that the flags announce.
  void Advance();

  Step step_ = Step::kFixed;
  uint32_t count_ = 0;  // octets of the current step
  uint8_t flags_ = 0;
  uint32_t extra_bytes_ = 0;
  uint32_t crc_ = 0;         // of the header so far
  uint32_t stored_crc_ = 0;  // the low half of it, as stored
};

absl::Status GzipHeader::TakeFixed(uint8_t octet) {
  constexpr uint8_t kStart[] = {0x1f, 0x8b, 8};  // magic number, deflate
  constexpr uint32_t kFlagsPlace = 3;
  if (count_ < kFlagsPlace && octet != kStart[count_]) {
    return absl::DataLossError(
        "the octets are no gzip file, or follow the end of one");
  }
  if (count_ == kFlagsPlace) {
    flags_ = octet;
    if ((flags_ & kReservedFlags) != 0) {
      return absl::DataLossError("a gzip header has unknown flags");
    }
  }
  return absl::OkStatus();
}

absl::Status GzipHeader::Take(uint8_t octet, bool* ended) {
  constexpr uint32_t kFixedBytes = 10;
  const uint32_t crc_before = crc_;
  crc_ = crc32_gzip_refl(crc_, &octet, 1);
  bool step_ends = false;
  switch (step_) {
    case Step::kFixed: {
      absl::Status status = TakeFixed(octet);
      if (!status.ok()) return status;
      step_ends = count_ + 1 == kFixedBytes;
      break;
    }
    case Step::kExtraLength:
      extra_bytes_ |= static_cast<uint32_t>(octet) << (8 * count_);
      step_ends = count_ == 1;
      break;
    case Step::kExtraField:
      step_ends = count_ + 1 == extra_bytes_;
      break;
    case Step::kName:
    case Step::kComment:
      step_ends = octet == 0;
      break;
    case Step::kCrc:
      crc_ = crc_before;
      stored_crc_ |= static_cast<uint32_t>(octet) << (8 * count_);
      step_ends = count_ == 1;
      if (step_ends && stored_crc_ != (crc_ & 0xffff)) {
        return absl::DataLossError("a gzip header's checksum is wrong");
      }
      break;
    case Step::kEnd:
      break;
  }
  ++count_;
  if (step_ends) Advance();
  *ended = step_ == Step::kEnd;
  return absl::OkStatus();
}

void GzipHeader::Advance() {
  const auto is_there = [this](Step step) {
    switch (step) {
      case Step::kExtraLength:
        return (flags_ & kHasExtraField) != 0;
      case Step::kExtraField:
        return extra_bytes_ > 0;
      case Step::kName:
        return (flags_ & kHasName) != 0;
      case Step::kComment:
        return (flags_ & kHasComment) != 0;
      case Step::kCrc:
        return (flags_ & kHasHeaderCrc) != 0;
      default:
        return true;
    }
  };
  do {
    step_ = static_cast<Step>(static_cast<int>(step_) + 1);
  } while (!is_there(step_));
  count_ = 0;
}

// The 8 octets behind a member's data: checksum and size of what it decodes
// to.
class GzipTrailer {
 public:
  // Takes the next octet; returns whether it was the last one.
  bool Take(uint8_t octet) {
    value_ |= static_cast<uint64_t>(octet) << (8 * count_);
    return ++count_ == 8;
  }
  bool Fits(uint32_t crc, uint64_t raw_bytes) const {
    return static_cast<uint32_t>(value_) == crc &&
           static_cast<uint32_t>(value_ >> 32) ==
               static_cast<uint32_t>(raw_bytes);
  }
  void Reset() { *this = GzipTrailer(); }

 private:
  uint64_t value_ = 0;
  int count_ = 0;
};

class GzipFileDecompressor : public Decompressor {
 public:
  GzipFileDecompressor()
      : state_(new inflate_state), output_(new char[internal::kOutputBytes]) {
    Reset();
  }

  void SetInput(absl::string_view stored) override { input_ = stored; }
  absl::StatusOr<absl::string_view> Next() override;
  void EndChunk() override {}

  // Unlike other streams, one of no octets is not complete: gzip writes a
  // header even for nothing.
  absl::Status Finish() override {
    if (step_ == Step::kHeader && !header_.has_begun() && member_count_ > 0) {
      return absl::OkStatus();
    }
    return absl::DataLossError("the gzip file ends too early");
  }

  void Reset() override {
    input_ = {};
    member_count_ = 0;
    read_ahead_ = 0;
    read_ahead_bytes_ = 0;
    BeginMember();
  }

  uint64_t hidden_bytes() const override { return 0; }
  uint64_t frame_count() const override { return member_count_; }

 private:
  enum class Step { kHeader, kData, kTrailer };

  void BeginMember();
  // Decodes some of a member's data; "" when more input is needed, or the data
  // ends.
  absl::StatusOr<absl::string_view> Inflate();
  void EndData();
  // Octets of the trailer and header until there is data or no input.
  absl::Status TakeWrapper();
  // The next octet behind the data: ISA-L reads ahead.
  bool TakeOctet(uint8_t* octet);

  const std::unique_ptr<inflate_state> state_;
  const std::unique_ptr<char[]> output_;
  absl::string_view input_;
  Step step_ = Step::kHeader;
  GzipHeader header_;
  GzipTrailer trailer_;
  uint64_t raw_bytes_ = 0;        // of the current member
  bool output_was_full_ = false;  // there may be more without input
  uint64_t read_ahead_ = 0;       // octets behind the data, the next one lowest
  int read_ahead_bytes_ = 0;
  uint64_t member_count_ = 0;
};

void GzipFileDecompressor::BeginMember() {
  step_ = Step::kHeader;
  header_.Reset();
  trailer_.Reset();
  raw_bytes_ = 0;
  output_was_full_ = false;
  isal_inflate_init(state_.get());
  state_->crc_flag = ISAL_GZIP_NO_HDR;
}

absl::StatusOr<absl::string_view> GzipFileDecompressor::Next() {
  while (true) {
    if (step_ == Step::kData) {
      absl::StatusOr<absl::string_view> raw = Inflate();
      if (!raw.ok() || !raw->empty()) return raw;
    }
    if (step_ == Step::kData) return absl::string_view();
    absl::Status status = TakeWrapper();
    if (!status.ok()) return status;
    if (step_ != Step::kData) return absl::string_view();
  }
}

absl::Status GzipFileDecompressor::TakeWrapper() {
  uint8_t octet = 0;
  while (step_ != Step::kData && TakeOctet(&octet)) {
    if (step_ == Step::kTrailer) {
      if (!trailer_.Take(octet)) continue;
      if (!trailer_.Fits(state_->crc, raw_bytes_)) {
        return absl::DataLossError("the gzip file's checksum is wrong");
      }
      ++member_count_;
      BeginMember();
      continue;
    }
    bool ended = false;
    absl::Status status = header_.Take(octet, &ended);
    if (!status.ok()) return status;
    if (ended) step_ = Step::kData;
  }
  return absl::OkStatus();
}

bool GzipFileDecompressor::TakeOctet(uint8_t* octet) {
  if (read_ahead_bytes_ > 0) {
    *octet = static_cast<uint8_t>(read_ahead_);
    read_ahead_ >>= 8;
    --read_ahead_bytes_;
    return true;
  }
  if (input_.empty()) return false;
  *octet = static_cast<uint8_t>(input_.front());
  input_.remove_prefix(1);
  return true;
}

absl::StatusOr<absl::string_view> GzipFileDecompressor::Inflate() {
  // A short member may lie in what was read ahead as a whole.
  char front[sizeof(read_ahead_)];
  while (read_ahead_bytes_ > 0 || !input_.empty() || output_was_full_) {
    const bool takes_read_ahead = read_ahead_bytes_ > 0;
    absl::string_view input = input_;
    if (takes_read_ahead) {
      for (int i = 0; i < read_ahead_bytes_; ++i) {
        front[i] = static_cast<char>(read_ahead_ >> (8 * i));
      }
      input = {front, static_cast<size_t>(read_ahead_bytes_)};
      read_ahead_bytes_ = 0;
      read_ahead_ = 0;
    }
    state_->next_in = internal::Octets(input.data());
    state_->avail_in = static_cast<uint32_t>(input.size());
    state_->next_out = internal::Octets(output_.get());
    state_->avail_out = static_cast<uint32_t>(internal::kOutputBytes);
    const int result = isal_inflate(state_.get());
    if (result != ISAL_DECOMP_OK && result != ISAL_END_INPUT) {
      return absl::DataLossError(
          absl::StrCat("the gzip file is damaged: code ", result));
    }
    input.remove_prefix(input.size() - state_->avail_in);
    const size_t size = internal::kOutputBytes - state_->avail_out;
    output_was_full_ = state_->avail_out == 0;
    raw_bytes_ += size;
    const bool data_ends = state_->block_state == ISAL_BLOCK_FINISH;
    if (data_ends) EndData();
    if (takes_read_ahead) {
      // What is left of it comes behind what ISA-L has read ahead again.
      for (const char octet : input) {
        read_ahead_ |= static_cast<uint64_t>(static_cast<uint8_t>(octet))
                       << (8 * read_ahead_bytes_++);
      }
    } else {
      input_ = input;
    }
    if (size > 0) return absl::string_view(output_.get(), size);
    if (data_ends) break;
    output_was_full_ = false;
  }
  return absl::string_view();
}

void GzipFileDecompressor::EndData() {
  step_ = Step::kTrailer;
  // Whole octets only: the rest fills up the last one of the data.
  read_ahead_bytes_ = state_->read_in_length / 8;
  read_ahead_ = state_->read_in >> (state_->read_in_length % 8);
  if (read_ahead_bytes_ < 8) {
    read_ahead_ &= (uint64_t{1} << (8 * read_ahead_bytes_)) - 1;
  }
}

}  // namespace

CompressionMethod MethodOfFileName(absl::string_view name) {
  for (const FileSuffix& known : kFileSuffixes) {
    if (!known.suffix.empty() && absl::EndsWith(name, known.suffix)) {
      return known.method;
    }
  }
  return CompressionMethod::kNone;
}

absl::StatusOr<std::unique_ptr<Decompressor>> MakeFileDecompressor(
    CompressionMethod method, const ReadLimits& limits) {
  if (method == CompressionMethod::kGzip) {
    return std::make_unique<GzipFileDecompressor>();
  }
  return MakeDecompressor(method, limits);
}

}  // namespace pgark
