// The octets of a tar: headers, the walk through the members, what they hold.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "archive/member_names.h"
#include "archive/tar_header.h"
#include "archive/tar_roles.h"
#include "archive/tar_walker.h"
#include "base/file_source.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/sample_archives.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(TarHeaderTest, ReadsWhatPgDumpWrites) {
  ASSERT_OK_AND_ASSIGN(
      const TarHeader header,
      DecodeTarHeader(TarHeaderBytes({.name = "3559.dat", .size = 288104})));
  EXPECT_EQ(header.name, "3559.dat");
  EXPECT_EQ(header.size_bytes, 288104u);
  EXPECT_TRUE(header.is_file());
}

TEST(TarHeaderTest, ReadsSizesAboveEightGigabytes) {
  const uint64_t octal = (uint64_t{1} << 33) - 1;
  const uint64_t binary = uint64_t{1} << 33;
  const uint64_t largest = (uint64_t{1} << 63) - 1;
  for (const uint64_t size : {octal, binary, 20 * binary, largest}) {
    ASSERT_OK_AND_ASSIGN(
        const TarHeader header,
        DecodeTarHeader(TarHeaderBytes({.name = "1.dat", .size = size})));
    EXPECT_EQ(header.size_bytes, size);
  }
}

TEST(TarHeaderTest, RefusesSizesThatAreNone) {
  const auto with_size = [](const std::string& field) {
    std::string block = TarHeaderBytes({.name = "1.dat", .size = 0});
    block.replace(124, 12, field);
    block.replace(148, 8, "        ");
    unsigned sum = 0;
    for (const char octet : block) sum += static_cast<unsigned char>(octet);
    std::string digits;
    for (int shift = 15; shift >= 0; shift -= 3) {
      digits.push_back(static_cast<char>('0' + ((sum >> shift) & 7)));
    }
    block.replace(148, 8, digits + std::string("\0 ", 2));
    return block;
  };
  ASSERT_OK(DecodeTarHeader(with_size("00000000017 ")));
  for (const std::string& field :
       {std::string("            "), std::string(12, '\0'),
        std::string("0000000008 \0", 12), std::string("00000000-17 "),
        std::string("7777777 7777"),
        // Negative, and beyond 2^63.
        std::string(12, '\xff'), "\x80" + std::string(11, '\xff'),
        std::string("\x80\0\0\0\x80\0\0\0\0\0\0\0", 12)}) {
    EXPECT_THAT(DecodeTarHeader(with_size(field)),
                StatusIs(absl::StatusCode::kDataLoss));
  }
}

TEST(TarHeaderTest, SeesEveryFlippedBitThatMatters) {
  const std::string block = TarHeaderBytes({.name = "1.dat", .size = 77});
  for (size_t octet = 0; octet < block.size(); ++octet) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string damaged = block;
      damaged[octet] = static_cast<char>(damaged[octet] ^ (1 << bit));
      // Around the digits of the checksum there may be blanks or zero octets.
      if (octet == 148 && damaged[octet] == ' ') continue;
      if (octet == 155 && damaged[octet] == '\0') continue;
      EXPECT_THAT(DecodeTarHeader(damaged),
                  StatusIs(absl::StatusCode::kDataLoss))
          << octet << " " << bit;
    }
  }
}

TEST(TarHeaderTest, KnowsTheMagicNumbersOfOtherTars) {
  const std::string gnu("ustar  \0", 8);
  const std::string old("ustar00\0", 8);
  EXPECT_OK(DecodeTarHeader(TarHeaderBytes({.name = "x", .magic = gnu})));
  EXPECT_OK(DecodeTarHeader(TarHeaderBytes({.name = "x", .magic = old})));
  EXPECT_THAT(DecodeTarHeader(
                  TarHeaderBytes({.name = "x", .magic = std::string(8, '\0')})),
              StatusIs(absl::StatusCode::kDataLoss));
}

TEST(TarHeaderTest, NamesThatAreTooLongForTheirFieldBeginInAnother) {
  ASSERT_OK_AND_ASSIGN(
      const TarHeader header,
      DecodeTarHeader(TarHeaderBytes({.name = "1.dat", .prefix = "folder"})));
  EXPECT_EQ(header.name, "folder/1.dat");
  const std::string longest(100, 'n');
  ASSERT_OK_AND_ASSIGN(const TarHeader whole,
                       DecodeTarHeader(TarHeaderBytes({.name = longest})));
  EXPECT_EQ(whole.name, longest);
}

TEST(TarHeaderTest, RecognizesDamagedTarsToo) {
  const std::string tar = SampleTar();
  EXPECT_TRUE(LooksLikeTar(tar));
  EXPECT_TRUE(LooksLikeTar(tar.substr(0, 100)));
  for (size_t octet = 0; octet < 512; ++octet) {
    std::string damaged = tar;
    damaged[octet] = '\x55';
    EXPECT_TRUE(LooksLikeTar(damaged)) << octet;
  }
  EXPECT_FALSE(LooksLikeTar(""));
  EXPECT_FALSE(LooksLikeTar(std::string(512, '\0')));
  std::string custom = "PGDMP" + std::string(1000, 'x');
  EXPECT_FALSE(LooksLikeTar(custom));
  custom.replace(257, 5, "ustar");
  EXPECT_FALSE(LooksLikeTar(custom));
}

// Names and contents, as the walker gives them, then what it returned.
struct Walk {
  std::vector<std::string> members;
  absl::Status status;
  std::vector<FindingCode> findings;
};

Walk WalkThrough(const std::string& tar, bool through_pipe, bool reads = true) {
  Walk walk;
  FindingCollector findings;
  const auto source = MakeMemorySource(tar);
  const auto stream = MakeMemoryStream(tar, 100);
  auto input = through_pipe ? std::make_unique<ArchiveInput>(*stream)
                            : std::make_unique<ArchiveInput>(*source, 0);
  TarWalker walker(*input, &findings);
  while (walk.status.ok()) {
    const auto member = walker.Next();
    walk.status = member.status();
    if (!member.ok() || !member->has_value()) break;
    std::string text = (*member)->header.name + "=";
    EXPECT_EQ((*member)->begin - (*member)->header_begin, 512u);
    while (reads && walk.status.ok()) {
      const auto piece = walker.ReadPiece();
      walk.status = piece.status();
      if (!piece.ok() || piece->empty()) break;
      text.append(piece->data(), piece->size());
    }
    walk.members.push_back(text);
  }
  FindingList list;
  findings.Deliver(list);
  for (const Finding& finding : list.findings()) {
    walk.findings.push_back(finding.code);
  }
  return walk;
}

class TarWalkerTest : public testing::TestWithParam<bool> {
 protected:
  Walk Through(const std::string& tar, bool reads = true) const {
    return WalkThrough(tar, GetParam(), reads);
  }
};

TEST_P(TarWalkerTest, GivesMembersWithTheirContents) {
  const std::string large(1500, 'x');
  const std::string tar = BuildTar({{"a", "1\n"}, {"b", ""}, {"c", large}});
  const Walk walk = Through(tar);
  EXPECT_OK(walk.status);
  EXPECT_THAT(walk.members, ElementsAre("a=1\n", "b=", "c=" + large));
  EXPECT_THAT(walk.findings, IsEmpty());
  EXPECT_THAT(Through(tar, false).members, ElementsAre("a=", "b=", "c="));
}

TEST_P(TarWalkerTest, EmptyBlocksBetweenMembersAreSkipped) {
  const std::string tar = TarMemberBytes("a", "1") + TarEnd() +
                          TarMemberBytes("b", "2") + TarEnd() + TarEnd();
  const Walk walk = Through(tar);
  EXPECT_OK(walk.status);
  EXPECT_THAT(walk.members, ElementsAre("a=1", "b=2"));
  EXPECT_THAT(walk.findings, IsEmpty());
}

TEST_P(TarWalkerTest, SaysWhatIsOddButHurtsNobody) {
  std::string padded = TarMemberBytes("a", "1");
  padded.back() = 'x';
  EXPECT_THAT(Through(padded + TarEnd()).findings,
              ElementsAre(FindingCode::kTarPaddingWrong));
  EXPECT_THAT(Through(TarMemberBytes("a", "1")).findings,
              ElementsAre(FindingCode::kTarEndMissing));
  const Walk trailing = Through(BuildTar({{"a", "1"}}) + "junk");
  EXPECT_OK(trailing.status);
  EXPECT_THAT(trailing.findings, ElementsAre(FindingCode::kTrailingBytes));
}

TEST_P(TarWalkerTest, FailsAtEveryCutInsideOfAMember) {
  const std::string member = TarMemberBytes("a", "contents");
  for (size_t size = 1; size < member.size(); ++size) {
    const Walk walk = Through(member.substr(0, size));
    EXPECT_THAT(walk.status, StatusIs(absl::StatusCode::kDataLoss)) << size;
    EXPECT_TRUE(GetOffset(walk.status).has_value());
    EXPECT_THAT(Through(member.substr(0, size), false).status,
                StatusIs(absl::StatusCode::kDataLoss))
        << size;
  }
}

TEST_P(TarWalkerTest, FailsWhereNoMemberBegins) {
  const Walk walk =
      Through(TarMemberBytes("a", "1") + std::string(512, 'x') + TarEnd());
  EXPECT_THAT(walk.status, StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_EQ(GetOffset(walk.status), 1024u);
  EXPECT_THAT(walk.members, ElementsAre("a=1"));
}

TEST_P(TarWalkerTest, BelievesNoSize) {
  for (const uint64_t size :
       {uint64_t{1} << 20, uint64_t{1} << 40, (uint64_t{1} << 63) - 1}) {
    const std::string tar =
        TarHeaderBytes({.name = "a", .size = size}) + std::string(512, 'x');
    EXPECT_THAT(Through(tar).status, StatusIs(absl::StatusCode::kDataLoss));
    EXPECT_THAT(Through(tar, false).status,
                StatusIs(absl::StatusCode::kDataLoss));
  }
}

INSTANTIATE_TEST_SUITE_P(FileAndPipe, TarWalkerTest, testing::Bool(),
                         [](const auto& is_pipe) {
                           return is_pipe.param ? "Pipe" : "File";
                         });

TocEntry DataEntry(int id, EntryKind kind, const std::string& tag) {
  TocEntry entry;
  entry.id = {id};
  entry.kind = kind;
  entry.tag = tag;
  entry.has_data = true;
  return entry;
}

// What the members hold: "data 0", "object 2 700", ...
std::vector<std::string> Roles(const std::vector<TocEntry>& entries,
                               const std::vector<std::string>& file_names,
                               const ArchiveVersion& version,
                               const std::vector<std::string>& members) {
  const Toc toc(entries);
  TarRoles roles(toc, file_names, version);
  std::vector<std::string> result;
  for (const std::string& name : members) {
    TarHeader header;
    header.name = name;
    const TarRole role = roles.Classify(header);
    switch (role.kind) {
      case TarRole::Kind::kData:
        result.push_back(absl::StrCat("data ", role.entry));
        break;
      case TarRole::Kind::kObject:
        result.push_back(absl::StrCat("object ", role.entry, " ", role.oid));
        break;
      case TarRole::Kind::kObjectList:
        result.push_back(absl::StrCat("list ", role.entry));
        break;
      case TarRole::Kind::kRepeated:
        result.push_back(absl::StrCat("repeated ", role.entry));
        break;
      default:
        result.emplace_back(role.kind == TarRole::Kind::kUnknown ? "unknown"
                                                                 : "other");
    }
  }
  return result;
}

TEST(TarRolesTest, GroupsOfLargeObjectsBeginWithTheirFirstOne) {
  const std::vector<TocEntry> entries = {
      DataEntry(5, EntryKind::kTableData, "t"),
      DataEntry(6, EntryKind::kBlobs, "700..702"),
      DataEntry(7, EntryKind::kBlobs, "800")};
  EXPECT_THAT(
      Roles(entries, {"5.dat", "6.dat", "7.dat"}, kArchiveVersion1_16,
            {"toc.dat", "5.dat", "blob_700.dat", "blob_702.dat", "blobs_6.toc",
             "blob_800.dat", "blobs_7.toc", "blob_801.dat", "restore.sql"}),
      ElementsAre("other", "data 0", "object 1 700", "object 1 702", "list 1",
                  "object 2 800", "list 2", "unknown", "other"));
}

TEST(TarRolesTest, BeforeGroupsTheFirstRunOfLargeObjectsCounts) {
  const std::vector<TocEntry> entries = {
      DataEntry(6, EntryKind::kBlobs, "BLOBS")};
  EXPECT_THAT(Roles(entries, {"6.dat"}, kArchiveVersion1_14,
                    {"blob_9.dat", "blob_3.dat", "blobs.toc", "blob_4.dat"}),
              ElementsAre("object 0 9", "object 0 3", "list 0", "unknown"));
}

TEST(TarRolesTest, ASecondMemberOfANameIsNobodys) {
  const std::vector<TocEntry> entries = {
      DataEntry(5, EntryKind::kTableData, "t")};
  EXPECT_THAT(Roles(entries, {"5.dat"}, kArchiveVersion1_16,
                    {"5.dat", "5.dat", "6.dat", "./5.dat"}),
              ElementsAre("data 0", "repeated 0", "unknown", "unknown"));
}

TEST(MemberNamesTest, OnlyNamesOfFilesBesideTheArchivesArePlain) {
  for (const char* const name : {"12.dat", "a..b", "..a", "blob 1", "-"}) {
    EXPECT_TRUE(IsPlainFileName(name)) << name;
  }
  for (const char* const name :
       {"", ".", "..", "../x", "/etc/passwd", "a/b", "a/", "/"}) {
    EXPECT_FALSE(IsPlainFileName(name)) << name;
  }
  EXPECT_FALSE(IsPlainFileName(std::string("a\0b", 3)));
  EXPECT_FALSE(IsPlainFileName(std::string(256, 'a')));
}

TEST(MemberNamesTest, FilesOfLargeObjectsAreNamedByTheirNumber) {
  EXPECT_EQ(ParseObjectFileName("blob_4000000001.dat"), 4000000001u);
  for (const char* const name :
       {"blob_0.dat", "blob_.dat", "blob_-1.dat", "blob_01.dat", "blob_1.toc",
        "blob_4294967296.dat", "blob_1.dat.gz", "xblob_1.dat"}) {
    EXPECT_EQ(ParseObjectFileName(name), std::nullopt) << name;
  }
}

TEST(MemberNamesTest, ListsOfLargeObjectsAreReadLineByLine) {
  const ReadLimits limits;
  ASSERT_OK_AND_ASSIGN(
      const std::vector<ListedObject> objects,
      ParseObjectFileList("700 blob_700.dat\n4000000001 any name\n", limits));
  ASSERT_EQ(objects.size(), 2u);
  EXPECT_EQ(objects[1].oid, 4000000001u);
  EXPECT_EQ(objects[1].file_name, "any name");
  EXPECT_OK(ParseObjectFileList("", limits));
  for (const char* const line :
       {"700 ../x\n", "700 /etc/passwd\n", "700 \n", "700\n", "0 blob_0.dat\n",
        "-1 x\n", "x y\n", "\n", "4294967296 x\n", "700 x", "7 x\n"}) {
    const auto damaged =
        ParseObjectFileList(absl::StrCat("7 blob_7.dat\n", line), limits);
    EXPECT_THAT(damaged, StatusIs(absl::StatusCode::kDataLoss)) << line;
    EXPECT_GE(GetOffset(damaged.status()).value_or(0), 13u) << line;
  }
  EXPECT_THAT(ParseObjectFileList(
                  absl::StrCat("7 ", std::string(300, 'x'), "\n"), limits),
              StatusIs(absl::StatusCode::kDataLoss));
  ObjectListParser parser(limits);
  for (const char* const piece : {"70", "0 bl", "ob", "\n", "8 x\n9 ", "y\n"}) {
    ASSERT_OK(parser.Take(piece));
  }
  ASSERT_OK_AND_ASSIGN(const auto pieced, parser.Finish());
  ASSERT_EQ(pieced.size(), 3u);
  EXPECT_EQ(pieced[0].file_name, "blob");
  EXPECT_EQ(pieced[2].file_name, "y");
  ReadLimits one;
  one.max_entries = 1;
  EXPECT_THAT(ParseObjectFileList("1 a\n2 b\n", one),
              StatusIs(absl::StatusCode::kResourceExhausted));
}

TEST(MemberNamesTest, TheTagOfAGroupTellsItsFirstObject) {
  EXPECT_EQ(FirstObjectOfTag("700..999"), 700u);
  EXPECT_EQ(FirstObjectOfTag("700"), 700u);
  EXPECT_EQ(FirstObjectOfTag("BLOBS"), std::nullopt);
}

}  // namespace
}  // namespace pgark
