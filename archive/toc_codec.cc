#include "archive/toc_codec.h"

#include <algorithm>
#include <limits>
#include <unordered_set>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "archive/primitive_codec.h"
#include "base/status_context.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

constexpr absl::string_view kTrue = "true";
constexpr absl::string_view kFalse = "false";

// Numbers in the smallest entry of any version that we read.
constexpr uint64_t kMinIntsPerEntry = 14;

absl::Status Damaged(uint64_t offset, absl::string_view what) {
  return WithOffset(absl::DataLossError(what), offset);
}

absl::Status BeyondLimit(uint64_t offset, absl::string_view what,
                         uint64_t limit) {
  return WithOffset(absl::ResourceExhaustedError(
                        absl::StrCat(what, ", more than the limit of ", limit)),
                    offset);
}

// Numbers in texts have neither signs nor blanks.
template <typename Number>
bool ParseDigits(absl::string_view text, Number* number) {
  return text.find_first_not_of("0123456789") == absl::string_view::npos &&
         absl::SimpleAtoi(text, number);
}

// Reads the entries of one contents list.
class TocDecoder {
 public:
  TocDecoder(ArchiveInput& input, const ArchiveHeader& header,
             const ReadLimits& limits)
      : input_(input),
        header_(header),
        limits_(limits),
        decoder_(input, header.integer_size, header.offset_size, limits) {}

  absl::StatusOr<DecodedToc> Decode();
  absl::StatusOr<DecodedTocEntry> DecodeOne();

 private:
  absl::StatusOr<int32_t> ReadCount();
  absl::Status ReadEntry(TocEntry* entry);
  absl::Status ReadPlace(DecodedToc* toc);
  uint64_t MinEntryBytes() const;
  absl::Status ReadIdentity(TocEntry* entry);
  absl::Status ReadStatements(TocEntry* entry);
  absl::Status ReadStorage(TocEntry* entry);
  absl::Status ReadOwnership(TocEntry* entry);
  absl::Status ReadDependencies(TocEntry* entry);
  absl::StatusOr<Oid> ReadOid(absl::string_view what);
  absl::Status CheckDumpId(int32_t value, uint64_t offset,
                           absl::string_view what) const;

  ArchiveInput& input_;
  const ArchiveHeader& header_;
  const ReadLimits& limits_;
  PrimitiveDecoder decoder_;
  std::unordered_set<int32_t> ids_;
};

uint64_t TocDecoder::MinEntryBytes() const {
  const uint64_t integer_bytes = 1u + header_.integer_size;
  const uint64_t place_bytes = header_.format == ArchiveFormat::kCustom
                                   ? 1u + header_.offset_size
                                   : integer_bytes;  // a name's length
  return kMinIntsPerEntry * integer_bytes + place_bytes;
}

absl::StatusOr<int32_t> TocDecoder::ReadCount() {
  const uint64_t begin = input_.position();
  ASSIGN_OR_RETURN(const int32_t count, decoder_.Int());
  if (count < 0) {
    return Damaged(begin, absl::StrCat("the number of entries is ", count));
  }
  const auto entries = static_cast<uint64_t>(count);
  if (entries > limits_.max_entries) {
    return BeyondLimit(begin,
                       absl::StrCat("the archive has ", count, " entries"),
                       limits_.max_entries);
  }
  const uint64_t min_entry_bytes = MinEntryBytes();
  if (entries > input_.remaining() / min_entry_bytes) {
    return Damaged(begin, absl::StrCat("the number of entries is ", count,
                                       ", but the file has room for ",
                                       input_.remaining() / min_entry_bytes));
  }
  return count;
}

absl::StatusOr<DecodedToc> TocDecoder::Decode() {
  ASSIGN_OR_RETURN(const int32_t count, ReadCount());
  DecodedToc toc;
  for (int32_t i = 0; i < count; ++i) {
    TocEntry entry;
    toc.entry_begins.push_back(input_.position());
    absl::Status status = ReadEntry(&entry);
    if (status.ok()) status = ReadPlace(&toc);
    if (status.ok() && input_.position() > limits_.max_toc_bytes) {
      status = BeyondLimit(toc.entry_begins.back(),
                           "the contents list ends behind that offset",
                           limits_.max_toc_bytes);
    }
    if (!status.ok()) {
      // Before the number is known only the place in the list names it.
      const bool known = entry.id.value > 0;
      return WithObject(
          std::move(status),
          known ? DescribeEntry(entry) : absl::StrCat("entry number ", i + 1));
    }
    toc.entries.push_back(std::move(entry));
  }
  return toc;
}

absl::StatusOr<DecodedTocEntry> TocDecoder::DecodeOne() {
  DecodedTocEntry result;
  DecodedToc place;
  absl::Status status = ReadEntry(&result.entry);
  if (status.ok()) status = ReadPlace(&place);
  if (!status.ok()) {
    return result.entry.id.value > 0
               ? WithObject(std::move(status), DescribeEntry(result.entry))
               : status;
  }
  result.offset = place.offsets[0];
  if (!place.file_names.empty()) {
    result.file_name = std::move(place.file_names[0]);
  }
  return result;
}

absl::Status TocDecoder::CheckDumpId(int32_t value, uint64_t offset,
                                     absl::string_view what) const {
  if (value <= 0) return Damaged(offset, absl::StrCat(what, " is ", value));
  if (value > limits_.max_dump_id) {
    return BeyondLimit(offset, absl::StrCat(what, " is ", value),
                       static_cast<uint64_t>(limits_.max_dump_id));
  }
  return absl::OkStatus();
}

absl::StatusOr<Oid> TocDecoder::ReadOid(absl::string_view what) {
  const uint64_t begin = input_.position();
  ASSIGN_OR_RETURN(const std::string text, decoder_.RequiredString(what));
  uint32_t oid = 0;
  if (!ParseDigits(text, &oid)) {
    return Damaged(begin, absl::StrCat(what, " is not a number"));
  }
  return oid;
}

absl::Status TocDecoder::ReadIdentity(TocEntry* entry) {
  const uint64_t id_begin = input_.position();
  ASSIGN_OR_RETURN(const int32_t id, decoder_.Int());
  RETURN_IF_ERROR(CheckDumpId(id, id_begin, "the entry's number"));
  entry->id = {id};
  if (!ids_.insert(id).second) {
    return Damaged(id_begin, absl::StrCat("two entries have the number ", id));
  }
  const uint64_t data_begin = input_.position();
  ASSIGN_OR_RETURN(const int32_t has_data, decoder_.Int());
  if (has_data != 0 && has_data != 1) {
    return Damaged(data_begin,
                   absl::StrCat("the entry's data mark is ", has_data));
  }
  entry->has_data = has_data == 1;
  ASSIGN_OR_RETURN(entry->catalog_id.table_oid, ReadOid("the catalog's oid"));
  ASSIGN_OR_RETURN(entry->catalog_id.oid, ReadOid("the object's oid"));
  ASSIGN_OR_RETURN(entry->tag, decoder_.RequiredString("the tag"));
  ASSIGN_OR_RETURN(entry->desc, decoder_.RequiredString("the kind"));
  entry->kind = ParseEntryKind(entry->desc);
  return absl::OkStatus();
}

absl::Status TocDecoder::ReadStatements(TocEntry* entry) {
  if (header_.version.HasSection()) {
    const uint64_t begin = input_.position();
    ASSIGN_OR_RETURN(const int32_t section, decoder_.Int());
    if (section < static_cast<int32_t>(Section::kNone) ||
        section > static_cast<int32_t>(Section::kPostData)) {
      return Damaged(begin, absl::StrCat("the section is ", section));
    }
    entry->section = static_cast<Section>(section);
  } else {
    entry->section = DeriveSection(entry->kind);
  }
  const uint64_t begin = input_.position();
  ASSIGN_OR_RETURN(entry->definition, decoder_.String());
  const bool needs_definition = entry->kind == EntryKind::kEncoding ||
                                entry->kind == EntryKind::kStdStrings ||
                                entry->kind == EntryKind::kSearchPath;
  if (needs_definition && !entry->definition.has_value()) {
    return Damaged(begin, "the definition is NULL");
  }
  ASSIGN_OR_RETURN(entry->drop_statement, decoder_.String());
  ASSIGN_OR_RETURN(entry->copy_statement, decoder_.String());
  return absl::OkStatus();
}

absl::Status TocDecoder::ReadStorage(TocEntry* entry) {
  ASSIGN_OR_RETURN(entry->schema, decoder_.String());
  ASSIGN_OR_RETURN(entry->tablespace, decoder_.String());
  if (header_.version.HasTableAccessMethod()) {
    ASSIGN_OR_RETURN(entry->table_access_method, decoder_.String());
  }
  if (header_.version.HasRelationKind()) {
    const uint64_t begin = input_.position();
    ASSIGN_OR_RETURN(const int32_t kind, decoder_.Int());
    if (kind < 0 || kind > std::numeric_limits<signed char>::max()) {
      return Damaged(begin, absl::StrCat("the relation kind is ", kind));
    }
    entry->relation_kind = static_cast<char>(kind);
  }
  return absl::OkStatus();
}

absl::Status TocDecoder::ReadOwnership(TocEntry* entry) {
  ASSIGN_OR_RETURN(entry->owner, decoder_.String());
  const uint64_t begin = input_.position();
  ASSIGN_OR_RETURN(const std::string with_oids,
                   decoder_.RequiredString("the WITH OIDS mark"));
  if (with_oids != kTrue && with_oids != kFalse) {
    return Damaged(begin, "the WITH OIDS mark is neither true nor false");
  }
  entry->with_oids = with_oids == kTrue;
  return absl::OkStatus();
}

absl::Status TocDecoder::ReadDependencies(TocEntry* entry) {
  while (true) {
    const uint64_t begin = input_.position();
    ASSIGN_OR_RETURN(const std::optional<std::string> text, decoder_.String());
    if (!text.has_value()) return absl::OkStatus();
    int32_t id = 0;
    if (!ParseDigits(*text, &id)) {
      return Damaged(begin, "a dependency is not a dump id");
    }
    RETURN_IF_ERROR(CheckDumpId(id, begin, "a dependency's number"));
    if (entry->dependencies.size() >= limits_.max_dependencies) {
      return BeyondLimit(begin, "the entry has more dependencies",
                         limits_.max_dependencies);
    }
    entry->dependencies.push_back({id});
  }
}

// Where the entry's data is.
absl::Status TocDecoder::ReadPlace(DecodedToc* toc) {
  if (header_.format == ArchiveFormat::kCustom) {
    ASSIGN_OR_RETURN(const DataOffset offset, decoder_.Offset());
    toc->offsets.push_back(offset);
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(std::string name, decoder_.RequiredString("the file name"));
  DataOffset offset;
  if (!name.empty()) offset.state = DataOffsetState::kNotSet;
  toc->offsets.push_back(offset);
  toc->file_names.push_back(std::move(name));
  return absl::OkStatus();
}

absl::Status TocDecoder::ReadEntry(TocEntry* entry) {
  RETURN_IF_ERROR(ReadIdentity(entry));
  RETURN_IF_ERROR(ReadStatements(entry));
  RETURN_IF_ERROR(ReadStorage(entry));
  RETURN_IF_ERROR(ReadOwnership(entry));
  return ReadDependencies(entry);
}

void EncodeEntry(const TocEntry& entry, const ArchiveHeader& header,
                 PrimitiveEncoder& encoder) {
  encoder.Int(entry.id.value);
  encoder.Int(entry.has_data ? 1 : 0);
  encoder.String(absl::StrCat(entry.catalog_id.table_oid));
  encoder.String(absl::StrCat(entry.catalog_id.oid));
  encoder.String(entry.tag);
  encoder.String(entry.desc);
  if (header.version.HasSection()) {
    encoder.Int(static_cast<int32_t>(entry.section));
  }
  encoder.NullableString(entry.definition);
  encoder.NullableString(entry.drop_statement);
  encoder.NullableString(entry.copy_statement);
  encoder.NullableString(entry.schema);
  encoder.NullableString(entry.tablespace);
  if (header.version.HasTableAccessMethod()) {
    encoder.NullableString(entry.table_access_method);
  }
  if (header.version.HasRelationKind()) {
    encoder.Int(static_cast<unsigned char>(entry.relation_kind));
  }
  encoder.NullableString(entry.owner);
  encoder.String(entry.with_oids ? kTrue : kFalse);
  for (DumpId dependency : entry.dependencies) {
    encoder.String(absl::StrCat(dependency.value));
  }
  encoder.Null();
}

// What a reader would refuse, apart from what the encoder sees itself.
absl::Status CheckEncodable(const TocEntry& entry,
                            std::unordered_set<int32_t>* ids) {
  if (entry.id.value <= 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("an entry's number is ", entry.id.value));
  }
  if (!ids->insert(entry.id.value).second) {
    return absl::InvalidArgumentError("two entries have the same number");
  }
  if (static_cast<unsigned char>(entry.relation_kind) >
      std::numeric_limits<signed char>::max()) {
    return absl::InvalidArgumentError("the relation kind is no ASCII letter");
  }
  for (DumpId dependency : entry.dependencies) {
    if (dependency.value <= 0) {
      return absl::InvalidArgumentError(
          absl::StrCat("a dependency's number is ", dependency.value));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<DecodedToc> DecodeToc(ArchiveInput& input,
                                     const ArchiveHeader& header,
                                     const ReadLimits& limits) {
  return TocDecoder(input, header, limits).Decode();
}

absl::StatusOr<DecodedTocEntry> DecodeTocEntry(ArchiveInput& input,
                                               const ArchiveHeader& header,
                                               const ReadLimits& limits) {
  return TocDecoder(input, header, limits).DecodeOne();
}

absl::Status EncodeToc(std::span<const TocEntry> entries,
                       std::span<const DataOffset> offsets,
                       const ArchiveHeader& header, std::string* out,
                       std::vector<uint64_t>* field_positions) {
  PrimitiveEncoder encoder(header.integer_size, header.offset_size, out);
  encoder.Int(static_cast<int64_t>(entries.size()));
  std::unordered_set<int32_t> ids;
  field_positions->clear();
  for (size_t i = 0; i < entries.size(); ++i) {
    const TocEntry& entry = entries[i];
    absl::Status status = CheckEncodable(entry, &ids);
    if (status.ok()) {
      EncodeEntry(entry, header, encoder);
      field_positions->push_back(out->size());
      encoder.Offset(offsets[i]);
      status = encoder.status();
    }
    if (!status.ok()) {
      return WithObject(std::move(status), DescribeEntry(entry));
    }
  }
  return encoder.status();
}

Section DeriveSection(EntryKind kind) {
  switch (kind) {
    case EntryKind::kComment:
    case EntryKind::kAcl:
    case EntryKind::kAclLanguage:
      return Section::kNone;
    case EntryKind::kTableData:
    case EntryKind::kBlobs:
    case EntryKind::kBlobComments:
      return Section::kData;
    case EntryKind::kConstraint:
    case EntryKind::kCheckConstraint:
    case EntryKind::kForeignKeyConstraint:
    case EntryKind::kIndex:
    case EntryKind::kRule:
    case EntryKind::kTrigger:
      return Section::kPostData;
    default:
      return Section::kPreData;
  }
}

}  // namespace pgark
