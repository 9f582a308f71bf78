// Archives that the real pg_dump made, and what the real pg_restore lists.
// They lie in the directory that PGARK_TEST_DATA names; without it nothing
// can be compared.

#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <set>
#include <sstream>

#include "absl/strings/match.h"
#include "archive/archive_listing.h"
#include "archive/archive_reader.h"
#include "archive/directory_archive.h"
#include "archive/sequential_tar_reader.h"
#include "archive/tar_archive.h"
#include "archive/validator.h"
#include "base/folder.h"
#include "gtest/gtest.h"
#include "tests/support/archive_data.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_directory.h"

namespace pgark {
namespace {

class GoldenTest : public testing::Test {
 protected:
  void SetUp() override {
    const char* directory = std::getenv("PGARK_TEST_DATA");
    if (directory == nullptr) {
      GTEST_SKIP() << "skipped: PGARK_TEST_DATA names no directory";
    }
    directory_ = directory;
    for (const char* folder : {"", "/golden"}) {
      for (const auto& file :
           std::filesystem::directory_iterator(directory_ + folder)) {
        if (file.path().extension() == ".dump") {
          archives_.insert(file.path().string());
        }
      }
    }
    ASSERT_FALSE(archives_.empty()) << "no archives in " << directory_;
  }

  std::string directory_;
  std::set<std::string> archives_;
};

absl::StatusOr<std::unique_ptr<ArchiveReader>> Open(const std::string& path) {
  auto source = OpenRandomAccess(path);
  if (!source.ok()) return source.status();
  return ArchiveReader::Open(*std::move(source));
}

// What pg_restore lists without options: everything but the settings, the
// database and what belongs to it.
bool IsListedByDefault(const TocEntry& entry) {
  switch (entry.kind) {
    case EntryKind::kEncoding:
    case EntryKind::kStdStrings:
    case EntryKind::kSearchPath:
    case EntryKind::kDatabase:
    case EntryKind::kDatabaseProperties:
      return false;
    case EntryKind::kAcl:
    case EntryKind::kComment:
    case EntryKind::kSecurityLabel:
      return !absl::StartsWith(entry.tag, "DATABASE ");
    default:
      return true;
  }
}

// The release that made the archive: "18" of "18.6 (Debian 18.6-3)".
int ReleaseOf(const ArchiveHeader& header) {
  return std::atoi(header.dump_version.value_or("0").c_str());
}

std::string WithoutHead(const std::string& listing) {
  const size_t begin = listing.find("; Selected TOC Entries:");
  return begin == std::string::npos ? listing : listing.substr(begin);
}

TEST_F(GoldenTest, ListingsAreThoseOfPgRestore) {
  setenv("TZ", "UTC", 1);
  tzset();
  int lists = 0;
  for (const std::string& path : archives_) {
    SCOPED_TRACE(path);
    const std::string name = std::filesystem::path(path).stem().string();
    const std::string list =
        directory_ + "/golden/" + name.substr(0, name.find('-')) + ".list";
    if (!std::filesystem::exists(list)) continue;
    ASSERT_OK_AND_ASSIGN(const auto reader, Open(path));
    const std::string listing =
        FormatListing(reader->header(), reader->toc(), IsListedByDefault,
                      {.release = ReleaseOf(reader->header())});
    const std::string want = ReadFile(list);
    EXPECT_EQ(WithoutHead(listing), WithoutHead(want));
    // The lists were made from these; the others have other times and methods.
    if (absl::EndsWith(name, "pipe-no-offsets")) {
      EXPECT_EQ(listing, want);
      ++lists;
    }
  }
  EXPECT_GT(lists, 0);
}

TEST_F(GoldenTest, AllDataDecodesByPositionAndInOrder) {
  for (const std::string& path : archives_) {
    SCOPED_TRACE(path);
    ASSERT_OK_AND_ASSIGN(const auto reader, Open(path));
    EXPECT_THAT(reader->index_status(), StatusIs(absl::StatusCode::kNotFound));
    ASSERT_OK_AND_ASSIGN(const ArchiveData data, ReadAllData(*reader));
    EXPECT_FALSE(data.empty());
    ASSERT_OK_AND_ASSIGN(
        const auto pipe,
        SequentialArchiveReader::Open(MakeMemoryStream(ReadFile(path), 8192)));
    EXPECT_EQ(pipe->header(), reader->header());
    EXPECT_EQ(pipe->toc().entries(), reader->toc().entries());
    ASSERT_OK_AND_ASSIGN(const ArchiveData in_order, ReadAllData(*pipe));
    EXPECT_TRUE(in_order == data);
  }
}

// The method is the only difference between the archives of one release.
TEST_F(GoldenTest, ArchivesOfOneReleaseHoldTheSameData) {
  std::map<int, ArchiveData> by_release;
  for (const std::string& path : archives_) {
    if (!absl::StrContains(path, "/golden/")) continue;
    SCOPED_TRACE(path);
    ASSERT_OK_AND_ASSIGN(const auto reader, Open(path));
    ASSERT_OK_AND_ASSIGN(const ArchiveData data, ReadAllData(*reader));
    const auto [place, is_first] =
        by_release.emplace(ReleaseOf(reader->header()), data);
    EXPECT_TRUE(is_first || data == place->second);
  }
}

// The files of a directory archive that somebody has packed into a tar.
absl::StatusOr<std::unique_ptr<Folder>> Unpack(const std::string& path) {
  const auto source = MakeMemorySource(ReadFile(path));
  ArchiveInput input(*source, 0);
  TarWalker walker(input);
  std::map<std::string, std::string> files;
  while (true) {
    const auto member = walker.Next();
    if (!member.ok()) return member.status();
    if (!member->has_value()) return MakeMemoryFolder(std::move(files));
    if (!(*member)->header.is_file()) continue;
    std::string& contents =
        files[std::filesystem::path((*member)->header.name).filename()];
    while (true) {
      const auto piece = walker.ReadPiece();
      if (!piece.ok()) return piece.status();
      if (piece->empty()) break;
      contents.append(piece->data(), piece->size());
    }
  }
}

// The same database in every format.
TEST_F(GoldenTest, DirectoriesAndTarsHoldTheSameDataAsCustomArchives) {
  int formats = 0;
  for (const std::string& path : archives_) {
    if (!absl::EndsWith(path, "pipe-no-offsets.dump")) continue;
    SCOPED_TRACE(path);
    const std::string stem = path.substr(0, path.find('-', path.rfind('/')));
    ASSERT_OK_AND_ASSIGN(const auto custom, Open(path));
    ASSERT_OK_AND_ASSIGN(const ArchiveData want, ReadAllData(*custom));

    ASSERT_OK_AND_ASSIGN(
        const auto tar,
        TarArchive::Open(MakeMemorySource(ReadFile(stem + ".tar"))));
    ASSERT_OK_AND_ASSIGN(const ArchiveData from_tar, ReadAllData(*tar));
    EXPECT_TRUE(from_tar == want);
    EXPECT_EQ(tar->toc().entries(), custom->toc().entries());
    ASSERT_OK_AND_ASSIGN(const auto pipe,
                         SequentialTarReader::Open(
                             MakeMemoryStream(ReadFile(stem + ".tar"), 8192)));
    ASSERT_OK_AND_ASSIGN(const ArchiveData from_pipe, ReadAllData(*pipe));
    EXPECT_TRUE(from_pipe == want);

    ASSERT_OK_AND_ASSIGN(auto folder, Unpack(stem + "-directory.tar"));
    ASSERT_OK_AND_ASSIGN(const auto directory,
                         DirectoryArchive::Open(std::move(folder)));
    ASSERT_OK_AND_ASSIGN(const ArchiveData from_directory,
                         ReadAllData(*directory));
    EXPECT_TRUE(from_directory == want);
    EXPECT_EQ(directory->toc().entries(), custom->toc().entries());
    ++formats;
  }
  EXPECT_GT(formats, 0);
}

TEST_F(GoldenTest, DirectoriesAndTarsAreClean) {
  int count = 0;
  for (const auto& file :
       std::filesystem::directory_iterator(directory_ + "/golden")) {
    const std::string path = file.path().string();
    if (!absl::EndsWith(path, ".tar")) continue;
    SCOPED_TRACE(path);
    ArchiveSource source;
    if (absl::EndsWith(path, "-directory.tar")) {
      source.layout = ArchiveLayout::kDirectory;
      ASSERT_OK_AND_ASSIGN(source.folder, Unpack(path));
    } else {
      source.layout = ArchiveLayout::kTar;
      source.random_access = MakeMemorySource(ReadFile(path));
    }
    FindingList findings;
    ASSERT_OK(ValidateArchive(source, ValidatorOptions(), findings));
    // They have names with line ends in them.
    for (const Finding& finding : findings.findings()) {
      EXPECT_EQ(finding.code, FindingCode::kEntryNameUnprintable)
          << FormatFinding(finding);
    }
    ++count;
  }
  EXPECT_GT(count, 0);
}

std::vector<TocEntry> WithoutNewFields(std::vector<TocEntry> entries) {
  for (TocEntry& entry : entries) entry.relation_kind = '\0';
  return entries;
}

TEST_F(GoldenTest, RewrittenArchivesHoldTheSame) {
  struct Target {
    ArchiveVersion version;
    CompressionMethod method;
  };
  const Target targets[] = {
      {kArchiveVersion1_14, CompressionMethod::kNone},
      {kArchiveVersion1_14, CompressionMethod::kGzip},
      {kArchiveVersion1_15, CompressionMethod::kLz4},
      {kArchiveVersion1_15, CompressionMethod::kZstd},
      {kArchiveVersion1_16, CompressionMethod::kNone},
      {kArchiveVersion1_16, CompressionMethod::kGzip},
      {kArchiveVersion1_16, CompressionMethod::kLz4},
      {kArchiveVersion1_16, CompressionMethod::kZstd},
  };
  for (const std::string& path : archives_) {
    SCOPED_TRACE(path);
    ASSERT_OK_AND_ASSIGN(const auto original, Open(path));
    ASSERT_OK_AND_ASSIGN(const ArchiveData want, ReadAllData(*original));
    for (const Target& target : targets) {
      ArchiveHeader header = original->header();
      header.version = target.version;
      header.compression = target.method;
      header.compression_level = 0;
      StringSink sink;
      ASSERT_OK(RewriteArchive(*original, header, 100'000, sink));
      ASSERT_OK_AND_ASSIGN(
          const auto copy,
          ArchiveReader::Open(MakeMemorySource(sink.TakeData())));
      EXPECT_OK(copy->index_status());
      EXPECT_EQ(WithoutNewFields(copy->toc().entries()),
                WithoutNewFields(original->toc().entries()));
      ASSERT_OK_AND_ASSIGN(const ArchiveData data, ReadAllData(*copy));
      EXPECT_TRUE(data == want);
      ASSERT_OK_AND_ASSIGN(const ArchiveData frames, ReadAllFrames(*copy));
      EXPECT_TRUE(frames == want);
    }
  }
}

}  // namespace
}  // namespace pgark
