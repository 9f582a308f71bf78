#ifndef PGARK_ARCHIVE_MEMBER_DATA_READER_H_
#define PGARK_ARCHIVE_MEMBER_DATA_READER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "archive/archive_input.h"
#include "archive/codec.h"
#include "archive/data_reader.h"
#include "archive/member_archive.h"

namespace pgark {

// The decoded contents of the members that hold an entry's data.
//
// thread-compatible
class MemberDataReader : public DataReader {
 public:
  // `archive` must outlive this. `entry` is how messages name the entry.
  MemberDataReader(const MemberArchive& archive,
                   std::vector<DataMember> members, bool has_large_objects,
                   std::string entry);
  MemberDataReader(const MemberDataReader&) = delete;
  MemberDataReader& operator=(const MemberDataReader&) = delete;

  bool has_large_objects() const override { return has_large_objects_; }
  absl::StatusOr<std::optional<Oid>> NextLargeObject() override;
  absl::StatusOr<absl::string_view> Next() override;
  uint64_t hidden_bytes() const override { return 0; }

 private:
  // Opens member number `number_`.
  absl::Status Begin();
  absl::StatusOr<absl::string_view> Advance();
  absl::Status Fail(absl::Status status);

  const MemberArchive& archive_;
  const std::vector<DataMember> members_;
  const bool has_large_objects_;
  const std::string entry_;
  absl::Status status_;
  size_t number_ = 0;  // of the current member, once it has begun
  bool has_begun_ = false;
  bool in_stream_;

  // Of the current member.
  std::unique_ptr<RandomAccessSource> source_;
  std::unique_ptr<ArchiveInput> input_;
  uint64_t stored_left_ = 0;
  uint64_t piece_offset_ = 0;
  Decompressor* decompressor_ = nullptr;
  // Those in use, by method: members of one entry may differ.
  std::array<std::unique_ptr<Decompressor>, 4> decompressors_;
};

}  // namespace pgark

#endif  // PGARK_ARCHIVE_MEMBER_DATA_READER_H_
