#ifndef PGARK_ARCHIVE_MEMBER_ARCHIVE_H_
#define PGARK_ARCHIVE_MEMBER_ARCHIVE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "archive/archive_header.h"
#include "archive/archive_input.h"
#include "archive/compression_spec.h"
#include "archive/read_limits.h"
#include "archive/readable_archive.h"
#include "archive/toc.h"
#include "archive/toc_codec.h"
#include "base/file_source.h"

namespace pgark {

// One file of an archive that consists of several: the octets [begin, end) of
// a source, which is the file itself, or a tar.
struct ArchiveMember {
  std::string name;
  uint64_t begin = 0;
  uint64_t end = 0;

  uint64_t size_bytes() const { return end - begin; }
};

// A member that holds data, and how it is compressed.
struct DataMember {
  ArchiveMember member;
  CompressionMethod method = CompressionMethod::kNone;
  Oid oid = 0;  // of the large object, 0 for a table's data
};

// Header and contents list as they stand in toc.dat.
struct MemberContents {
  ArchiveHeader header;
  DecodedToc toc;
};

// Reads the contents of toc.dat, where `input` stands and which it ends with.
// Returns what DecodeHeader() and DecodeToc() return, and DATA_LOSS when the
// header is that of another format, or something follows the contents list:
// entries that it does not count would be lost without a word.
absl::StatusOr<MemberContents> ReadMemberContents(ArchiveInput& input,
                                                  const ReadLimits& limits);

// An archive whose data lies in members of their own, a directory or a tar:
// all that the two have in common.
//
// thread-safe: const
class MemberArchive : public ReadableArchive {
 public:
  const ArchiveHeader& header() const override { return header_; }
  const Toc& toc() const override { return toc_; }
  const ReadLimits& limits() const { return limits_; }

  bool HasData(DumpId id) const override;
  absl::StatusOr<std::unique_ptr<DataReader>> OpenData(
      DumpId id) const override;
  std::string DescribeData(DumpId id) const override;

  // The name that the contents list gives for the data of an entry, which is
  // named by its place in the list; "" when it has none.
  const std::string& FileName(size_t entry) const { return file_names_[entry]; }
  // All of them, beside toc().entries().
  const std::vector<std::string>& file_names() const { return file_names_; }
  // Returns where the data of an entry is: one member of a table's, any number
  // of large objects, in the order of the archive. Returns DATA_LOSS when it
  // is not there, or is not to be read.
  // REQUIRES: FileName(entry) is not "".
  virtual absl::StatusOr<std::vector<DataMember>> FindData(
      size_t entry) const = 0;
  // Opens what holds a member; offsets in it are those of ArchiveMember. The
  // archive must outlive the result.
  virtual absl::StatusOr<std::unique_ptr<RandomAccessSource>> OpenMember(
      const ArchiveMember& member) const = 0;
  // Returns `status` with the place of the member's octets, unless the path
  // of the whole archive is that.
  virtual absl::Status WithMemberPath(absl::Status status,
                                      const ArchiveMember& member) const = 0;

 protected:
  MemberArchive(MemberContents contents, const ReadLimits& limits);

 private:
  const ReadLimits limits_;
  const ArchiveHeader header_;
  const Toc toc_;
  const std::vector<std::string> file_names_;  // beside toc_.entries()
};

}  // namespace pgark

#endif  // PGARK_ARCHIVE_MEMBER_ARCHIVE_H_
