#include "tools/verify_page.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/verify_verdict.h"

namespace pgark {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr absl::string_view kHostile = "<script>\"'&\x1b[2J\n";

VerifiedArchive HostileArchive() {
  VerifiedArchive archive;
  archive.path = std::string(kHostile);
  archive.summary.emplace();
  archive.summary->contents_end = 100;
  archive.summary->file_bytes = 1000;
  archive.summary->errors = 1;
  DataSummary data;
  data.id = DumpId{7};
  data.desc = "TABLE DATA";
  data.schema = std::string(kHostile);
  data.tag = std::string(kHostile);
  data.begin = 100;
  data.end = 900;
  data.stored_bytes = 790;
  archive.summary->data = {data};
  Finding finding;
  finding.severity = Severity::kError;
  finding.code = FindingCode::kStreamDamaged;
  finding.begin = 200;
  finding.end = 210;
  finding.message = std::string(kHostile);
  archive.findings = {finding};
  return archive;
}

TEST(VerifyPageTest, EscapesEverythingThatComesFromAnArchive) {
  const std::string page = VerifyPage({HostileArchive()});
  EXPECT_THAT(page, AllOf(Not(HasSubstr("<script")), Not(HasSubstr("\x1b")),
                          HasSubstr("&lt;script&gt;&quot;&#39;&amp;\\x1b[2J")));
}

TEST(VerifyPageTest, NeedsNothingElse) {
  const std::string page = VerifyPage({HostileArchive()});
  EXPECT_THAT(page, AllOf(Not(HasSubstr("http://")), Not(HasSubstr("https://")),
                          Not(HasSubstr("src=")), Not(HasSubstr("@import")),
                          HasSubstr("prefers-color-scheme:dark")));
}

TEST(VerifyPageTest, ShowsVerdictFindingMapAndSizes) {
  const std::string page = VerifyPage({HostileArchive()});
  for (const char* part : {"DAMAGED", "stream-damaged", "200..210",
                           "Map of the file", "Sizes by table"}) {
    EXPECT_THAT(page, HasSubstr(part));
  }
}

TEST(VerifyPageTest, TellsOfArchivesThatCouldNotBeChecked) {
  VerifiedArchive archive;
  archive.path = "x.dump";
  archive.status = absl::NotFoundError("no such file");
  EXPECT_THAT(VerifyPage({archive}), HasSubstr("could not be checked"));
}

TEST(VerifyPageTest, StaysSmallWithVeryManyFindingsAndTables) {
  VerifiedArchive archive = HostileArchive();
  archive.summary->data.resize(100'000, archive.summary->data[0]);
  archive.findings.resize(100'000, archive.findings[0]);
  EXPECT_LT(VerifyPage({archive}).size(), size_t{4} << 20);
}

TEST(VerifyVerdictTest, SaysWhatCouldNotBeSeen) {
  ValidationSummary summary;
  summary.encoding = "UTF8";
  summary.level = VerifyLevel::kTypes;
  summary.checksums = ChecksumStrength::kEverything;
  // What the archive's writer did wrong nobody sees.
  EXPECT_EQ(BlindSpots(summary).size(), 1u);
  summary.checksums = ChecksumStrength::kNone;
  EXPECT_EQ(BlindSpots(summary).size(), 2u);
  summary.level = VerifyLevel::kToc;
  EXPECT_EQ(BlindSpots(summary).size(), 2u);
}

TEST(VerifyVerdictTest, NamesHaveNoControlCharacters) {
  DataSummary data;
  data.desc = "TABLE DATA";
  data.schema = "s";
  data.tag = "a\x1b\nb";
  EXPECT_EQ(DataName(data), "s.a\\x1b\\x0ab");
  data.desc = data.tag = "BLOBS";
  EXPECT_EQ(DataName(data), "BLOBS");
}

}  // namespace
}  // namespace pgark
