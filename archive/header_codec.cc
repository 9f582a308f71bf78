#include "archive/header_codec.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "archive/primitive_codec.h"
#include "base/status_context.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

// The zlib levels that headers up to 1.14 hold.
constexpr int32_t kDefaultZlibLevel = -1;
constexpr int32_t kMaxZlibLevel = 9;

// Octets of magic, version, sizes and format.
constexpr size_t kFixedPartBytes = 11;
constexpr uint64_t kVersionOffset = 5;
constexpr uint64_t kRevisionOffset = 7;
constexpr uint64_t kIntegerSizeOffset = 8;
constexpr uint64_t kOffsetSizeOffset = 9;
constexpr uint64_t kFormatOffset = 10;

// A release reads revisions as a signed octet and takes 128 and more for an
// older version.
constexpr uint8_t kMaxRevision = 127;

std::string VersionText(const ArchiveVersion& version) {
  return absl::StrCat(version.major_number, ".", version.minor_number);
}

bool IsReadable(const ArchiveVersion& version) {
  return version.major_number == 1 &&
         version.minor_number >= kOldestReadableVersion.minor_number &&
         version.minor_number <= kNewestReadableVersion.minor_number;
}

absl::Status Damaged(uint64_t offset, absl::string_view what) {
  return WithOffset(absl::DataLossError(what), offset);
}

absl::Status CheckEncodable(const ArchiveHeader& header) {
  if (!IsReadable(header.version) || header.version.revision > kMaxRevision) {
    return absl::InvalidArgumentError(absl::StrCat(
        "archive version ", VersionText(header.version), " is none we write"));
  }
  if (header.integer_size < 1 || header.integer_size > kMaxIntegerBytes ||
      header.offset_size < 1 || header.offset_size > kMaxOffsetBytes) {
    return absl::InvalidArgumentError("a size in the header is out of range");
  }
  const bool needs_method = header.compression != CompressionMethod::kNone &&
                            header.compression != CompressionMethod::kGzip;
  if (needs_method && !header.version.HasCompressionMethod()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "archive version ", VersionText(header.version), " has no ",
        CompressionMethodName(header.compression), ", only none and gzip"));
  }
  return absl::OkStatus();
}

absl::Status DecodeFixedPart(ArchiveInput& input, ArchiveHeader* header) {
  ASSIGN_OR_RETURN(const absl::string_view octets, input.Peek(kFixedPartBytes));
  const uint64_t begin = input.position();
  if (octets.substr(0, kArchiveMagic.size()) != kArchiveMagic) {
    return Damaged(begin,
                   "not a PostgreSQL archive (it does not begin with PGDMP)");
  }
  ASSIGN_OR_RETURN(const absl::string_view fixed,
                   input.ReadExact(kFixedPartBytes));
  const auto octet = [&fixed](uint64_t offset) {
    return static_cast<uint8_t>(fixed[offset]);
  };
  header->version = {octet(kVersionOffset), octet(kVersionOffset + 1),
                     octet(kRevisionOffset)};
  if (!IsReadable(header->version)) {
    return WithOffset(
        absl::UnimplementedError(absl::StrCat(
            "unsupported archive version ", VersionText(header->version), " (",
            VersionText(kOldestReadableVersion), " to ",
            VersionText(kNewestReadableVersion), " can be read)")),
        begin + kVersionOffset);
  }
  if (header->version.revision > kMaxRevision) {
    return Damaged(
        begin + kRevisionOffset,
        absl::StrCat("the version's revision is ", header->version.revision));
  }
  header->integer_size = octet(kIntegerSizeOffset);
  if (header->integer_size < 1 || header->integer_size > kMaxIntegerBytes) {
    return Damaged(
        begin + kIntegerSizeOffset,
        absl::StrCat("integers have ", header->integer_size, " octets"));
  }
  header->offset_size = octet(kOffsetSizeOffset);
  if (header->offset_size < 1 || header->offset_size > kMaxOffsetBytes) {
    return Damaged(
        begin + kOffsetSizeOffset,
        absl::StrCat("offsets have ", header->offset_size, " octets"));
  }
  header->format = static_cast<ArchiveFormat>(octet(kFormatOffset));
  if (header->format != ArchiveFormat::kCustom &&
      header->format != ArchiveFormat::kTar) {
    return Damaged(begin + kFormatOffset,
                   absl::StrCat("the format is ", octet(kFormatOffset),
                                ", which is none"));
  }
  return absl::OkStatus();
}

absl::Status DecodeCompression(PrimitiveDecoder& decoder, uint64_t offset,
                               ArchiveHeader* header) {
  if (header->version.HasCompressionMethod()) {
    ASSIGN_OR_RETURN(const uint8_t method, decoder.Octet());
    header->compression = static_cast<CompressionMethod>(method);
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(header->compression_level, decoder.Int());
  if (header->compression_level < kDefaultZlibLevel ||
      header->compression_level > kMaxZlibLevel) {
    return Damaged(offset, absl::StrCat("the compression level is ",
                                        header->compression_level));
  }
  header->compression = header->compression_level == 0
                            ? CompressionMethod::kNone
                            : CompressionMethod::kGzip;
  return absl::OkStatus();
}

}  // namespace

absl::Status EncodeHeader(const ArchiveHeader& header, std::string* out) {
  RETURN_IF_ERROR(CheckEncodable(header));
  out->append(kArchiveMagic.data(), kArchiveMagic.size());
  PrimitiveEncoder encoder(header.integer_size, header.offset_size, out);
  encoder.Octet(header.version.major_number);
  encoder.Octet(header.version.minor_number);
  encoder.Octet(header.version.revision);
  encoder.Octet(header.integer_size);
  encoder.Octet(header.offset_size);
  encoder.Octet(static_cast<uint8_t>(header.format));
  if (header.version.HasCompressionMethod()) {
    encoder.Octet(static_cast<uint8_t>(header.compression));
  } else if (header.compression == CompressionMethod::kNone) {
    encoder.Int(0);
  } else {
    encoder.Int(header.compression_level == 0 ? kDefaultZlibLevel
                                              : header.compression_level);
  }
  const ArchiveTimestamp& created = header.created;
  for (int32_t field :
       {created.second, created.minute, created.hour, created.day,
        created.month, created.year, created.daylight_saving}) {
    encoder.Int(field);
  }
  encoder.NullableString(header.database_name);
  encoder.NullableString(header.server_version);
  encoder.NullableString(header.dump_version);
  return encoder.status();
}

absl::StatusOr<ArchiveHeader> DecodeHeader(ArchiveInput& input,
                                           const ReadLimits& limits) {
  ArchiveHeader header;
  RETURN_IF_ERROR(DecodeFixedPart(input, &header));
  PrimitiveDecoder decoder(input, header.integer_size, header.offset_size,
                           limits);
  RETURN_IF_ERROR(DecodeCompression(decoder, input.position(), &header));
  ArchiveTimestamp& created = header.created;
  for (int32_t* field :
       {&created.second, &created.minute, &created.hour, &created.day,
        &created.month, &created.year, &created.daylight_saving}) {
    ASSIGN_OR_RETURN(*field, decoder.Int());
  }
  ASSIGN_OR_RETURN(header.database_name, decoder.String());
  ASSIGN_OR_RETURN(header.server_version, decoder.String());
  ASSIGN_OR_RETURN(header.dump_version, decoder.String());
  return header;
}

}  // namespace pgark
