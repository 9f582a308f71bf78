// What verify says about directories and tars: damage of every kind, and every
// cut and every flipped bit of small ones.

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "archive/validator.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/sample_archives.h"
#include "tests/support/status_matchers.h"
#include "tests/support/stock_stream.h"
#include "tests/support/temporary_directory.h"

namespace pgark {
namespace {

using Files = std::map<std::string, std::string>;
using Members = std::vector<std::pair<std::string, std::string>>;
using ::testing::Contains;
using ::testing::ElementsAre;

constexpr auto kNone = CompressionMethod::kNone;
constexpr auto kGzip = CompressionMethod::kGzip;

struct Verdict {
  absl::StatusOr<ValidationSummary> summary = absl::UnknownError("not run");
  std::vector<Finding> findings;
  std::string text;

  bool HasError() const { return summary.ok() && !summary->is_clean(); }
  bool IsReported() const { return !summary.ok() || !findings.empty(); }
  // "code file" of each.
  std::vector<std::string> Codes() const {
    std::vector<std::string> codes;
    for (const Finding& finding : findings) {
      codes.push_back(
          absl::StrCat(FindingCodeName(finding.code), " ", finding.file));
    }
    return codes;
  }
};

Verdict Check(ArchiveSource source,
              const ValidatorOptions& options = ValidatorOptions()) {
  Verdict verdict;
  FindingList list;
  verdict.summary = ValidateArchive(source, options, list);
  verdict.findings = list.findings();
  for (const Finding& finding : verdict.findings) {
    absl::StrAppend(&verdict.text, FormatFinding(finding), "\n");
    EXPECT_LE(finding.begin, finding.end);
  }
  return verdict;
}

Verdict CheckDirectory(const Files& files,
                       const ValidatorOptions& options = ValidatorOptions()) {
  ArchiveSource source;
  source.layout = ArchiveLayout::kDirectory;
  source.folder = MakeMemoryFolder(files);
  return Check(std::move(source), options);
}

Verdict CheckTar(const std::string& tar, bool through_pipe,
                 const ValidatorOptions& options = ValidatorOptions()) {
  OpenedSource opened;
  if (through_pipe) {
    opened.sequential = MakeMemoryStream(tar, 1000);
  } else {
    opened.random_access = MakeMemorySource(tar);
  }
  auto source = RecognizeArchive(std::move(opened));
  EXPECT_OK(source);
  return Check(*std::move(source), options);
}

std::string FlipBit(std::string bytes, size_t octet, int bit) {
  bytes[octet] = static_cast<char>(bytes[octet] ^ (1 << bit));
  return bytes;
}

class DirectoryValidationTest
    : public testing::TestWithParam<CompressionMethod> {};

TEST_P(DirectoryValidationTest, AWholeOneIsClean) {
  const Files files = SampleDirectory(GetParam());
  uint64_t bytes = 0;
  for (const auto& [name, contents] : files) bytes += contents.size();
  for (const int jobs : {1, 3}) {
    ValidatorOptions options;
    options.jobs = jobs;
    const Verdict verdict = CheckDirectory(files, options);
    ASSERT_OK(verdict.summary);
    EXPECT_EQ(verdict.text, "");
    EXPECT_EQ(verdict.summary->layout, ArchiveLayout::kDirectory);
    EXPECT_EQ(verdict.summary->file_bytes, bytes);
    ASSERT_EQ(verdict.summary->data.size(), 3u);
    EXPECT_EQ(verdict.summary->data[0].rows, kSampleRowCount);
    EXPECT_EQ(verdict.summary->data[0].raw_bytes, SampleRows().size());
    EXPECT_EQ(verdict.summary->data[2].large_objects, 2u);
    EXPECT_TRUE(absl::StartsWith(verdict.summary->data[0].file, "20.dat"));
    EXPECT_TRUE(verdict.summary->stock.in_parallel);
    EXPECT_FALSE(verdict.summary->stock.from_pipe);
    EXPECT_EQ(verdict.summary->checksums, GetParam() == kGzip
                                              ? ChecksumStrength::kStreams
                                              : ChecksumStrength::kNone);
  }
}

TEST_P(DirectoryValidationTest, EveryCutOfAFileIsReported) {
  const Files files = SampleDirectory(GetParam());
  for (const auto& [name, contents] : files) {
    for (size_t size = 0; size < contents.size(); ++size) {
      Files damaged = files;
      damaged[name] = contents.substr(0, size);
      const Verdict verdict = CheckDirectory(damaged);
      ASSERT_OK(verdict.summary) << name << " cut to " << size;
      const bool is_object = absl::StartsWith(name, "blob_");
      // Nothing says how long an object is that is not compressed, and no
      // octets are an lz4 or zstd stream.
      const bool is_unseen = is_object && (GetParam() == kNone ||
                                           (size == 0 && GetParam() != kGzip));
      EXPECT_NE(verdict.IsReported(), is_unseen)
          << name << " cut to " << size << " of " << contents.size();
      // The last newlines of rows that are not compressed are no loss.
      if (is_unseen || (GetParam() == kNone && size + 3 >= contents.size())) {
        continue;
      }
      EXPECT_TRUE(verdict.HasError())
          << name << " cut to " << size << " of " << contents.size() << "\n"
          << verdict.text;
    }
  }
}

TEST_P(DirectoryValidationTest, EveryFileThatIsMissingIsReported) {
  for (const auto& [name, contents] : SampleDirectory(GetParam())) {
    Files damaged = SampleDirectory(GetParam());
    damaged.erase(name);
    const Verdict verdict = CheckDirectory(damaged);
    EXPECT_TRUE(verdict.HasError()) << name;
    EXPECT_THAT(verdict.Codes(), Contains(testing::StartsWith("file-missing ")))
        << name;
  }
}

// The texts of a contents list are covered by nothing, nor are uncompressed
// rows and the inside of streams without checksums. Everything else is.
TEST_P(DirectoryValidationTest, FlippedBitsAreReported) {
  const Files files = SampleDirectory(GetParam());
  size_t unseen = 0;
  for (const auto& [name, contents] : files) {
    const bool has_checksum = absl::EndsWith(name, ".gz");
    for (size_t octet = 0; octet < contents.size(); ++octet) {
      for (int bit = 0; bit < 8; ++bit) {
        Files damaged = files;
        damaged[name] = FlipBit(contents, octet, bit);
        const Verdict verdict = CheckDirectory(damaged);
        ASSERT_TRUE(verdict.summary.ok() ||
                    absl::IsUnimplemented(verdict.summary.status()))
            << FormatStatus(verdict.summary.status());
        if (!verdict.IsReported()) ++unseen;
        // Whether it is text, time, level and system in the header; the bits
        // that fill up the last octet of the data.
        const bool is_free = (octet == 3 && bit == 0) ||
                             (octet >= 4 && octet < 10) ||
                             octet + 9 == contents.size();
        if (!has_checksum || is_free) continue;
        EXPECT_TRUE(verdict.HasError())
            << name << ", octet " << octet << ", bit " << bit;
      }
    }
    // Numbers and names must fit the files.
    if (!absl::EndsWith(name, ".toc")) continue;
    for (size_t octet = 0; octet < contents.size(); ++octet) {
      Files damaged = files;
      damaged[name] = FlipBit(contents, octet, 0);
      EXPECT_TRUE(CheckDirectory(damaged).HasError())
          << name << ", octet " << octet;
    }
  }
  EXPECT_GT(unseen, 0u);
}

TEST_P(DirectoryValidationTest, TheNumbersOfTheContentsListAreChecked) {
  ArchiveBuilder builder = SampleContentsBuilder(GetParam(), false);
  const std::string contents = builder.BuildContents();
  for (const BuiltEntry& entry : builder.entries) {
    const int id = static_cast<int>(entry.dump_id);
    for (const char* const field :
         {"had_dumper", "section", "file_name", "dependencies"}) {
      const uint64_t place = builder.FieldOffset(id, field);
      for (uint64_t octet = place; octet < place + 5; ++octet) {
        for (int bit = 0; bit < 8; ++bit) {
          Files damaged = SampleDirectory(GetParam());
          damaged["toc.dat"] = FlipBit(contents, octet, bit);
          EXPECT_TRUE(CheckDirectory(damaged).HasError())
              << id << " " << field << ", octet " << octet << ", bit " << bit;
        }
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(AllMethods, DirectoryValidationTest,
                         testing::Values(kNone, kGzip, CompressionMethod::kLz4,
                                         CompressionMethod::kZstd),
                         [](const auto& method) {
                           return CompressionMethodName(method.param);
                         });

TEST(DirectoryFindingTest, NamesTheFileAndThePlace) {
  Files files = SampleDirectory(kNone);
  files["20.dat"] = "1\ttwo\tcolumns too many\n\\.\n\n\n";
  const Verdict verdict = CheckDirectory(files);
  ASSERT_EQ(verdict.findings.size(), 1u) << verdict.text;
  EXPECT_EQ(verdict.findings[0].code, FindingCode::kRowWidthWrong);
  EXPECT_EQ(verdict.findings[0].file, "20.dat");
  EXPECT_EQ(verdict.findings[0].end, files["20.dat"].size());
  EXPECT_EQ(verdict.findings[0].entry, DumpId{kSampleTableData});
}

TEST(DirectoryFindingTest, FilesOfNobodyAreToldOf) {
  Files files = SampleDirectory(kNone);
  files["99.dat"] = "1\n";
  files["20.dat.gz"] = "";
  const Verdict verdict = CheckDirectory(files);
  ASSERT_OK(verdict.summary);
  EXPECT_TRUE(verdict.summary->is_clean());
  EXPECT_THAT(verdict.Codes(),
              ElementsAre("file-unknown 20.dat.gz", "file-unknown 99.dat"));
}

TEST(DirectoryFindingTest, AFileMayBelongToOneEntryOnly) {
  ArchiveBuilder builder = SampleContentsBuilder(kNone, false);
  for (BuiltEntry& entry : builder.entries) {
    if (entry.dump_id == kSampleEmptyData) entry.file_name = "20.dat";
  }
  Files files = SampleDirectory(kNone);
  files["toc.dat"] = builder.BuildContents();
  const Verdict verdict = CheckDirectory(files);
  EXPECT_THAT(verdict.Codes(), Contains("file-repeated toc.dat"));
}

TEST(DirectoryFindingTest, NamesThatLeadOutsideAreErrors) {
  for (const char* const name : {"../x", "/etc/passwd", "a/b"}) {
    ArchiveBuilder builder = SampleContentsBuilder(kNone, false);
    for (BuiltEntry& entry : builder.entries) {
      if (entry.dump_id == kSampleTableData) entry.file_name = name;
    }
    Files files = SampleDirectory(kNone);
    files["toc.dat"] = builder.BuildContents();
    EXPECT_THAT(CheckDirectory(files).Codes(),
                Contains("file-name-wrong toc.dat"));
  }
  Files files = SampleDirectory(kNone);
  files["blobs_23.toc"] = "16500 ../blob\n";
  EXPECT_THAT(CheckDirectory(files).Codes(),
              Contains("object-list-damaged blobs_23.toc"));
}

TEST(DirectoryFindingTest, MixedMethodsAreOnlyUnusual) {
  Files files = SampleDirectory(kGzip);
  files.erase("20.dat.gz");
  files["20.dat.zst"] = StockFile(CompressionMethod::kZstd, SampleRows());
  const Verdict verdict = CheckDirectory(files);
  ASSERT_OK(verdict.summary);
  EXPECT_TRUE(verdict.summary->is_clean());
  EXPECT_THAT(verdict.Codes(), ElementsAre("file-compression-mixed toc.dat"));
}

TEST(DirectoryFindingTest, ObjectsAndTheirListsMustFit) {
  Files files = SampleDirectory(kNone);
  files["blobs_23.toc"] = "16500 blob_16500.dat\n";
  EXPECT_THAT(CheckDirectory(files).Codes(),
              ElementsAre("file-unknown blob_4000000001.dat",
                          "large-object-without-data toc.dat"));
}

TEST(DirectoryFindingTest, BytesBehindTheContentsListAreErrors) {
  ArchiveBuilder builder = SampleContentsBuilder(kNone, false);
  builder.entry_count = 9;
  Files files = SampleDirectory(kNone);
  files["toc.dat"] = builder.BuildContents();
  EXPECT_THAT(CheckDirectory(files).Codes(),
              Contains("bytes-unclaimed toc.dat"));
}

TEST(DirectoryFindingTest, LinksAndPipesAreErrors) {
  const TemporaryDirectory directory;
  Files files = SampleDirectory(kNone);
  files.erase("20.dat");
  files.erase("21.dat");
  for (const auto& [name, contents] : files) {
    WriteFile(directory.File(name), contents);
  }
  ASSERT_EQ(symlink("/etc/passwd", directory.File("20.dat").c_str()), 0);
  ASSERT_EQ(mkfifo(directory.File("21.dat").c_str(), 0600), 0);
  ASSERT_OK_AND_ASSIGN(ArchiveSource source,
                       OpenArchiveSource(directory.path()));
  EXPECT_THAT(
      Check(std::move(source)).Codes(),
      ElementsAre("file-type-wrong toc.dat", "file-type-wrong toc.dat"));
}

TEST(DirectoryFindingTest, LevelsBelowReadLess) {
  Files files = SampleDirectory(kGzip);
  files["20.dat.gz"].back() ^= 1;
  for (const VerifyLevel level : {VerifyLevel::kToc, VerifyLevel::kBlocks}) {
    ValidatorOptions options;
    options.level = level;
    EXPECT_EQ(CheckDirectory(files, options).text, "");
  }
  ValidatorOptions options;
  options.level = VerifyLevel::kStreams;
  EXPECT_THAT(CheckDirectory(files, options).Codes(),
              ElementsAre("stream-damaged 20.dat.gz"));
}

// A blank in front of the digits of a checksum, or a zero octet behind them,
// changes nothing.
bool LeavesTheSameChecksum(const std::string& tar, size_t octet) {
  const size_t place = octet % 512;
  return (place == 148 && tar[octet] == ' ') ||
         (place == 155 && tar[octet] == '\0');
}

class TarValidationTest : public testing::TestWithParam<bool> {
 protected:
  Verdict CheckIt(const std::string& tar) const {
    return CheckTar(tar, GetParam());
  }
};

TEST_P(TarValidationTest, AWholeOneIsClean) {
  const Verdict verdict = CheckIt(SampleTar());
  ASSERT_OK(verdict.summary);
  EXPECT_EQ(verdict.text, "");
  EXPECT_EQ(verdict.summary->layout, ArchiveLayout::kTar);
  EXPECT_EQ(verdict.summary->file_bytes, SampleTar().size());
  ASSERT_EQ(verdict.summary->data.size(), 3u);
  EXPECT_EQ(verdict.summary->data[0].rows, kSampleRowCount);
  EXPECT_EQ(verdict.summary->data[0].file, "20.dat");
  EXPECT_EQ(verdict.summary->data[2].large_objects, 2u);
  EXPECT_TRUE(verdict.summary->stock.from_pipe);
  EXPECT_FALSE(verdict.summary->stock.in_parallel);
}

TEST_P(TarValidationTest, EveryCutIsReported) {
  const std::string tar = SampleTar();
  for (size_t size = 0; size < tar.size(); ++size) {
    const Verdict verdict = CheckIt(tar.substr(0, size));
    ASSERT_OK(verdict.summary) << "cut to " << size;
    EXPECT_TRUE(verdict.IsReported()) << "cut to " << size;
    // Behind the large objects nothing is lost.
    if (size < tar.size() - 1024) {
      EXPECT_TRUE(verdict.HasError() || size >= tar.find("blobs_23.toc"))
          << "cut to " << size << "\n"
          << verdict.text;
    }
  }
}

TEST_P(TarValidationTest, FlippedBitsAreReported) {
  const std::string tar = SampleTar();
  // The texts of the contents list, of rows and objects, and the script are
  // covered by nothing.
  std::vector<bool> is_free(tar.size(), false);
  size_t begin = 0;
  for (const auto& [name, text] : SampleTarMembers()) {
    begin += 512;
    if (!absl::EndsWith(name, ".toc")) {
      std::fill_n(is_free.begin() + static_cast<ptrdiff_t>(begin), text.size(),
                  true);
    }
    begin += (text.size() + 511) / 512 * 512;
  }
  for (size_t octet = 0; octet < tar.size(); ++octet) {
    for (int bit = 0; bit < 8; ++bit) {
      const std::string damaged = FlipBit(tar, octet, bit);
      const Verdict verdict = CheckIt(damaged);
      ASSERT_TRUE(verdict.summary.ok() ||
                  absl::IsUnimplemented(verdict.summary.status()))
          << FormatStatus(verdict.summary.status());
      if (is_free[octet] || LeavesTheSameChecksum(damaged, octet)) continue;
      EXPECT_TRUE(verdict.IsReported()) << "octet " << octet << " bit " << bit;
    }
  }
}

TEST_P(TarValidationTest, MissingAndUnknownMembersAreReported) {
  for (size_t i = 1; i <= 2; ++i) {
    Members members = SampleTarMembers();
    members.erase(members.begin() + static_cast<ptrdiff_t>(i));
    EXPECT_THAT(CheckIt(BuildTar(members)).Codes(),
                ElementsAre("file-missing toc.dat"));
  }
  Members members = SampleTarMembers();
  members.insert(members.begin() + 2, {"99.dat", "1\n"});
  members.insert(members.begin() + 3, {"20.dat", SampleRows()});
  const Verdict verdict = CheckIt(BuildTar(members));
  EXPECT_THAT(verdict.Codes(),
              testing::UnorderedElementsAre("file-repeated 20.dat",
                                            "file-unknown 99.dat"));
  EXPECT_TRUE(verdict.HasError());
}

TEST_P(TarValidationTest, TheOrderOfMembersMatters) {
  Members members = SampleTarMembers();
  std::swap(members[1], members[2]);
  EXPECT_THAT(CheckIt(BuildTar(members)).Codes(),
              ElementsAre("file-order 20.dat"));
  members = SampleTarMembers();
  std::swap(members[0], members[1]);
  EXPECT_THAT(CheckIt(BuildTar(members)).Codes(),
              Contains(testing::StartsWith("file-order ")));
}

TEST_P(TarValidationTest, ListsOfObjectsAreCompared) {
  Members members = SampleTarMembers();
  members[5].second = "16500 blob_16500.dat\n";
  EXPECT_THAT(CheckIt(BuildTar(members)).Codes(),
              ElementsAre("object-list-mismatch blobs_23.toc"));
  members.erase(members.begin() + 5);
  EXPECT_THAT(CheckIt(BuildTar(members)).Codes(),
              ElementsAre("object-list-mismatch toc.dat"));
  members = SampleTarMembers();
  members.erase(members.begin() + 4);
  members[4].second = "16500 blob_16500.dat\n";
  EXPECT_THAT(CheckIt(BuildTar(members)).Codes(),
              ElementsAre("large-object-without-data toc.dat"));
}

TEST_P(TarValidationTest, NamesThatLeadOutsideAreErrors) {
  ArchiveBuilder builder = SampleContentsBuilder(kNone, true);
  for (BuiltEntry& entry : builder.entries) {
    if (entry.dump_id == kSampleTableData) entry.file_name = "../20.dat";
  }
  Members members = SampleTarMembers();
  members[0].second = builder.BuildContents();
  members[1].first = "../20.dat";
  EXPECT_TRUE(CheckIt(BuildTar(members)).HasError());
}

TEST_P(TarValidationTest, StopsWhenItIsToldTo) {
  std::stop_source stop;
  stop.request_stop();
  ValidatorOptions options;
  options.stop = stop.get_token();
  EXPECT_THAT(CheckTar(SampleTar(), GetParam(), options).summary,
              StatusIs(absl::StatusCode::kCancelled));
}

INSTANTIATE_TEST_SUITE_P(FileAndPipe, TarValidationTest, testing::Bool(),
                         [](const auto& is_pipe) {
                           return is_pipe.param ? "Pipe" : "File";
                         });

}  // namespace
}  // namespace pgark
