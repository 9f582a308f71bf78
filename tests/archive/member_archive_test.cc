// Archives of several files: a directory, or a tar from a file and from a pipe.

#include <sys/stat.h>
#include <unistd.h>

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "archive/archive_source.h"
#include "archive/directory_archive.h"
#include "archive/sequential_tar_reader.h"
#include "archive/tar_archive.h"
#include "base/folder.h"
#include "base/status_macros.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/archive_data.h"
#include "tests/support/sample_archives.h"
#include "tests/support/status_matchers.h"
#include "tests/support/stock_stream.h"
#include "tests/support/temporary_directory.h"

namespace pgark {
namespace {

using Files = std::map<std::string, std::string>;
using Members = std::vector<std::pair<std::string, std::string>>;

constexpr auto kNone = CompressionMethod::kNone;
constexpr auto kGzip = CompressionMethod::kGzip;

ArchiveData SampleData() {
  return {{{kSampleTableData, 0}, SampleRows()},
          {{kSampleEmptyData, 0}, "\\.\n\n\n"},
          {{kSampleObjects, kSampleFirstObject}, "large object\n\\.\n"},
          {{kSampleObjects, kSampleLastObject}, ""}};
}

absl::StatusOr<ArchiveData> ReadDirectory(const Files& files) {
  auto archive = DirectoryArchive::Open(MakeMemoryFolder(files));
  if (!archive.ok()) return archive.status();
  return ReadAllData(**archive);
}

absl::StatusOr<ArchiveData> ReadTar(const std::string& tar) {
  auto archive = TarArchive::Open(MakeMemorySource(tar));
  if (!archive.ok()) return archive.status();
  return ReadAllData(**archive);
}

absl::StatusOr<ArchiveData> ReadPipedTar(const std::string& tar) {
  auto archive = SequentialTarReader::Open(MakeMemoryStream(tar, 100));
  if (!archive.ok()) return archive.status();
  return ReadAllData(**archive);
}

class DirectoryArchiveTest : public testing::TestWithParam<CompressionMethod> {
};

TEST_P(DirectoryArchiveTest, ReadsWhatPgDumpWrites) {
  ASSERT_OK_AND_ASSIGN(const ArchiveData data,
                       ReadDirectory(SampleDirectory(GetParam())));
  EXPECT_EQ(data, SampleData());
}

INSTANTIATE_TEST_SUITE_P(AllMethods, DirectoryArchiveTest,
                         testing::Values(kNone, kGzip, CompressionMethod::kLz4,
                                         CompressionMethod::kZstd),
                         [](const auto& method) {
                           return CompressionMethodName(method.param);
                         });

// The sample, not compressed, with another toc.dat.
Files WithContents(std::string contents) {
  Files files = SampleDirectory(kNone);
  files["toc.dat"] = std::move(contents);
  return files;
}

TEST(DirectoryFilesTest, EachFileIsDecodedAsItsNameSays) {
  Files files = SampleDirectory(kGzip);
  files.erase("20.dat.gz");
  files["20.dat.zst"] = StockFile(CompressionMethod::kZstd, SampleRows());
  EXPECT_EQ(*ReadDirectory(files), SampleData());
  // Stock pg_restore prefers the one without a suffix, too.
  files["20.dat"] = "9\tother\n\\.\n\n\n";
  EXPECT_EQ((*ReadDirectory(files))[std::pair(kSampleTableData, 0u)],
            "9\tother\n\\.\n\n\n");
}

TEST(DirectoryFilesTest, ListsMayBeCompressedByHand) {
  Files files = SampleDirectory(kNone);
  for (const std::string name : {"toc.dat", "blobs_23.toc"}) {
    files[name + ".gz"] = StockFile(kGzip, files[name]);
    files.erase(name);
  }
  EXPECT_EQ(*ReadDirectory(files), SampleData());
}

TEST(DirectoryFilesTest, AFewOctetsDoNotStandForAHugeList) {
  const std::string bomb =
      StockFile(CompressionMethod::kZstd, std::string(64 << 20, '\0'));
  Files files = SampleDirectory(kNone);
  files.erase("toc.dat");
  files["toc.dat.zst"] = bomb;
  EXPECT_THAT(ReadDirectory(files),
              StatusIs(absl::StatusCode::kResourceExhausted));
  files = SampleDirectory(kNone);
  files.erase("blobs_23.toc");
  files["blobs_23.toc.zst"] = bomb;
  EXPECT_THAT(ReadDirectory(files), StatusIs(absl::StatusCode::kDataLoss));
}

TEST(DirectoryFilesTest, BeforeGroupsTheListOfObjectsHasOneName) {
  ArchiveBuilder builder = SampleContentsBuilder(kNone, false);
  builder.minor_version = 14;
  Files files = WithContents(builder.BuildContents());
  files["blobs.toc"] = files["blobs_23.toc"];
  files.erase("blobs_23.toc");
  EXPECT_EQ(*ReadDirectory(files), SampleData());
}

TEST(DirectoryFilesTest, AFileThatIsMissingIsNamed) {
  for (const char* const name : {"20.dat", "blob_16500.dat", "blobs_23.toc"}) {
    Files files = SampleDirectory(kNone);
    files.erase(name);
    const absl::Status status = ReadDirectory(files).status();
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kDataLoss)) << name;
    EXPECT_EQ(GetContext(status, ContextKey::kPath), name);
    EXPECT_TRUE(GetContext(status, ContextKey::kObject).has_value());
  }
  Files files = SampleDirectory(kNone);
  files.erase("toc.dat");
  EXPECT_THAT(ReadDirectory(files), StatusIs(absl::StatusCode::kDataLoss));
}

TEST(DirectoryFilesTest, NamesThatLeadOutOfTheDirectoryAreRefused) {
  for (const char* const name :
       {"../20.dat", "/etc/passwd", "..", "sub/20.dat"}) {
    ArchiveBuilder builder = SampleContentsBuilder(kNone, false);
    for (BuiltEntry& entry : builder.entries) {
      if (entry.dump_id == kSampleTableData) entry.file_name = name;
    }
    Files files = WithContents(builder.BuildContents());
    files[name] = SampleRows();
    EXPECT_THAT(ReadDirectory(files), StatusIs(absl::StatusCode::kDataLoss))
        << name;
    files = SampleDirectory(kNone);
    files["blobs_23.toc"] = std::string("16500 ") + name + "\n";
    EXPECT_THAT(ReadDirectory(files), StatusIs(absl::StatusCode::kDataLoss))
        << name;
  }
}

TEST(DirectoryFilesTest, ANameThatIsNullIsRefused) {
  ArchiveBuilder builder = SampleContentsBuilder(kNone, false);
  builder.entries.back().file_name = std::nullopt;
  EXPECT_THAT(ReadDirectory(WithContents(builder.BuildContents())),
              StatusIs(absl::StatusCode::kDataLoss));
}

TEST(DirectoryFilesTest, EntriesThatTheListDoesNotCountAreNotPassedOver) {
  ArchiveBuilder builder = SampleContentsBuilder(kNone, false);
  builder.entry_count = 5;
  EXPECT_THAT(ReadDirectory(WithContents(builder.BuildContents())),
              StatusIs(absl::StatusCode::kDataLoss));
}

TEST(DirectoryFilesTest, AWholeArchiveIsNoContentsList) {
  EXPECT_THAT(ReadDirectory(WithContents(SampleStockBuilder(kNone).Build())),
              StatusIs(absl::StatusCode::kDataLoss));
}

// In a real directory.
class FolderArchiveTest : public testing::Test {
 protected:
  void Write(const Files& files) {
    for (const auto& [name, contents] : files) {
      WriteFile(directory_.File(name), contents);
    }
  }
  absl::StatusOr<ArchiveData> Read() {
    ASSIGN_OR_RETURN(ArchiveSource source,
                     OpenArchiveSource(directory_.path()));
    EXPECT_EQ(source.layout, ArchiveLayout::kDirectory);
    ASSIGN_OR_RETURN(const ReadingArchive archive,
                     OpenArchive(std::move(source)));
    return ReadAllData(*archive.in_any_order);
  }

  TemporaryDirectory directory_;
};

TEST_F(FolderArchiveTest, IsFoundByItsPath) {
  Write(SampleDirectory(kGzip));
  ASSERT_OK_AND_ASSIGN(const ArchiveData data, Read());
  EXPECT_EQ(data, SampleData());
  // A link to the directory is the user's own.
  const TemporaryDirectory other;
  ASSERT_EQ(symlink(directory_.path().c_str(), other.File("link").c_str()), 0);
  EXPECT_OK(OpenArchiveSource(other.File("link")));
}

TEST_F(FolderArchiveTest, LinksAndPipesInItAreNotRead) {
  const TemporaryDirectory outside;
  WriteFile(outside.File("secret"), SampleRows());
  Files files = SampleDirectory(kNone);
  files.erase("20.dat");
  Write(files);
  ASSERT_EQ(symlink(outside.File("secret").c_str(),
                    directory_.File("20.dat").c_str()),
            0);
  EXPECT_THAT(Read(), StatusIs(absl::StatusCode::kDataLoss));
  unlink(directory_.File("20.dat").c_str());
  ASSERT_EQ(mkfifo(directory_.File("20.dat").c_str(), 0600), 0);
  EXPECT_THAT(Read(), StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(FolderArchiveTest, FilesThatBecomeLinksAreNotFollowed) {
  Write(SampleDirectory(kNone));
  ASSERT_OK_AND_ASSIGN(const auto folder, OpenFolder(directory_.path()));
  unlink(directory_.File("20.dat").c_str());
  ASSERT_EQ(symlink("21.dat", directory_.File("20.dat").c_str()), 0);
  EXPECT_THAT(folder->Open("20.dat"),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(folder->Open("none"), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(FolderArchiveTest, AnEmptyDirectoryIsNoArchive) {
  EXPECT_THAT(Read(), StatusIs(absl::StatusCode::kDataLoss));
}

TEST(TarArchiveTest, ReadsWhatPgDumpWrites) {
  EXPECT_EQ(*ReadTar(SampleTar()), SampleData());
  EXPECT_EQ(*ReadPipedTar(SampleTar()), SampleData());
}

TEST(TarArchiveTest, IsRecognizedByItsContents) {
  OpenedSource file;
  file.random_access = MakeMemorySource(SampleTar());
  ASSERT_OK_AND_ASSIGN(ArchiveSource source, RecognizeArchive(std::move(file)));
  EXPECT_EQ(source.layout, ArchiveLayout::kTar);
  ASSERT_OK_AND_ASSIGN(ReadingArchive archive, OpenArchive(std::move(source)));
  EXPECT_EQ(*ReadAllData(*archive.in_any_order), SampleData());
  OpenedSource pipe;
  pipe.sequential = MakeMemoryStream(SampleTar(), 7);
  ASSERT_OK_AND_ASSIGN(source, RecognizeArchive(std::move(pipe)));
  EXPECT_EQ(source.layout, ArchiveLayout::kTar);
  ASSERT_OK_AND_ASSIGN(archive, OpenArchive(std::move(source)));
  EXPECT_EQ(*ReadAllData(*archive.in_order), SampleData());
}

TEST(TarArchiveTest, PipesOfCustomArchivesAreStillRecognized) {
  OpenedSource pipe;
  pipe.sequential = MakeMemoryStream(SampleStockBuilder(kGzip).Build(), 7);
  ASSERT_OK_AND_ASSIGN(ArchiveSource source, RecognizeArchive(std::move(pipe)));
  EXPECT_EQ(source.layout, ArchiveLayout::kCustom);
  ASSERT_OK_AND_ASSIGN(const ReadingArchive archive,
                       OpenArchive(std::move(source)));
  EXPECT_EQ(*ReadAllData(*archive.in_order), SampleData());
}

// restore.sql, lists, and what other programs put beside are not needed.
TEST(TarArchiveTest, OtherMembersAreSkipped) {
  Members members = SampleTarMembers();
  members.pop_back();
  members.insert(members.begin() + 2, {"README", "hello"});
  for (const auto read : {ReadTar, ReadPipedTar}) {
    ASSERT_OK_AND_ASSIGN(const ArchiveData data, read(BuildTar(members)));
    EXPECT_EQ(data, SampleData());
  }
  TarHeaderFields pax;
  pax.name = "./PaxHeaders/toc.dat";
  pax.type = 'x';
  const std::string tar = TarHeaderBytes(pax) + SampleTar();
  EXPECT_EQ(*ReadTar(tar), SampleData());
  EXPECT_EQ(*ReadPipedTar(tar), SampleData());
}

TEST(TarArchiveTest, OnlyAPipeNeedsTheOrderOfTheContentsList) {
  Members members = SampleTarMembers();
  std::swap(members[0], members[1]);
  EXPECT_EQ(*ReadTar(BuildTar(members)), SampleData());
  EXPECT_THAT(ReadPipedTar(BuildTar(members)),
              StatusIs(absl::StatusCode::kDataLoss));
  members = SampleTarMembers();
  std::swap(members[1], members[2]);
  EXPECT_EQ(*ReadTar(BuildTar(members)), SampleData());
}

TEST(TarArchiveTest, AMemberThatIsMissingIsReported) {
  Members members = SampleTarMembers();
  members.erase(members.begin() + 1);
  for (const auto read : {ReadTar, ReadPipedTar}) {
    const absl::Status status = read(BuildTar(members)).status();
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kDataLoss));
    EXPECT_EQ(GetContext(status, ContextKey::kObject),
              "20 TABLE DATA public.t");
  }
  EXPECT_THAT(ReadTar(TarEnd()), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(ReadPipedTar(TarEnd()), StatusIs(absl::StatusCode::kDataLoss));
}

TEST(TarArchiveTest, WhatStandsInFrontOfDamageIsReadByPosition) {
  std::string tar = SampleTar();
  const size_t place = tar.find("blob_16500.dat");
  tar[place] ^= 1;
  ASSERT_OK_AND_ASSIGN(const auto archive,
                       TarArchive::Open(MakeMemorySource(tar)));
  EXPECT_OK(archive->OpenData({kSampleTableData}));
  EXPECT_THAT(archive->OpenData({kSampleObjects}),
              StatusIs(absl::StatusCode::kDataLoss));
}

TEST(TarArchiveTest, LargeObjectsMayBeLeftUnread) {
  ASSERT_OK_AND_ASSIGN(
      const auto archive,
      SequentialTarReader::Open(MakeMemoryStream(SampleTar(), 100)));
  std::vector<int> ids;
  while (true) {
    ASSERT_OK_AND_ASSIGN(const std::optional<DumpId> id, archive->NextData());
    if (!id.has_value()) break;
    ids.push_back(id->value);
    EXPECT_FALSE(archive->AwaitsData(*id));
    if (id->value != kSampleObjects) continue;
    ASSERT_OK_AND_ASSIGN(DataReader * data, archive->OpenData());
    EXPECT_TRUE(data->has_large_objects());
    ASSERT_OK_AND_ASSIGN(const std::optional<Oid> first,
                         data->NextLargeObject());
    EXPECT_EQ(first, kSampleFirstObject);
  }
  EXPECT_THAT(ids, testing::ElementsAre(kSampleTableData, kSampleEmptyData,
                                        kSampleObjects));
}

TEST(TarArchiveTest, SizesAndPlacesAreThoseOfTheMembers) {
  ASSERT_OK_AND_ASSIGN(const auto archive,
                       TarArchive::Open(MakeMemorySource(SampleTar())));
  const DataSizes sizes = archive->EstimateSizes();
  EXPECT_EQ(sizes.at({kSampleTableData}).stored_bytes, SampleRows().size());
  EXPECT_EQ(archive->DescribeData({kSampleTableData}), "File: 20.dat");
  EXPECT_EQ(archive->DescribeData({kSampleTable}), "");
  EXPECT_FALSE(archive->HasData({kSampleTable}));
  EXPECT_THAT(archive->OpenData({kSampleTable}),
              StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace pgark
