#include "archive/validator.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "archive/frame_encoder.h"
#include "archive/large_object_list.h"
#include "base/file_source.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/archive_builder.h"
#include "tests/support/sample_archives.h"
#include "tests/support/status_matchers.h"
#include "tests/support/stock_stream.h"

namespace pgark {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Code = FindingCode;

const std::string kEnd(kCopyEndMarker);

struct Report {
  ValidationSummary summary;
  std::vector<Finding> findings;
  std::vector<Code> codes;  // of the findings, in their order
  std::string text;
};

Report Gather(absl::StatusOr<ValidationSummary> summary,
              const FindingList& list) {
  EXPECT_OK(summary.status());
  Report report;
  if (summary.ok()) report.summary = *std::move(summary);
  report.findings = list.findings();
  for (const Finding& finding : report.findings) {
    report.codes.push_back(finding.code);
    report.text += FormatFinding(finding) + "\n";
  }
  return report;
}

Report Check(const std::string& archive, const ValidatorOptions& options = {}) {
  FindingList list;
  const auto source = MakeMemorySource(archive);
  return Gather(Validate(*source, options, list), list);
}

Report CheckPipe(const std::string& archive,
                 const ValidatorOptions& options = {}) {
  FindingList list;
  const auto source = MakeMemoryStream(archive, 100);
  return Gather(ValidateStream(*source, options, list), list);
}

ValidatorOptions AtLevel(VerifyLevel level) {
  ValidatorOptions options;
  options.level = level;
  return options;
}

// One table of one column in an archive without compression, and nothing
// else but what each archive begins with.
ArchiveBuilder TableBuilder(const std::vector<std::string>& chunks,
                            CompressionMethod method = CompressionMethod::kNone,
                            const char* encoding = "UTF8") {
  ArchiveBuilder builder(16, method);
  BuiltEntry entry;
  entry.dump_id = 1;
  entry.tag = entry.desc = "ENCODING";
  entry.definition = std::string("SET client_encoding = '") + encoding + "';\n";
  entry.schema = entry.owner = std::nullopt;
  builder.AddEntry(entry);
  BuiltEntry table;
  table.dump_id = 2;
  table.drop_statement = "DROP TABLE public.t;\n";
  table.relation_kind = 'r';
  builder.AddEntry(table);
  builder.AddTableData(7, "t", chunks).dependencies = {"2"};
  return builder;
}

// As TableBuilder, with those rows.
Report CheckRows(const std::string& rows, const char* encoding = "UTF8") {
  return Check(
      TableBuilder({rows}, CompressionMethod::kNone, encoding).Build());
}

// Every finding of `code` has an entry and a region with octet `offset`.
void ExpectAt(const Report& report, Code code, std::optional<int> entry,
              uint64_t offset) {
  bool found = false;
  for (const Finding& finding : report.findings) {
    if (finding.code != code) continue;
    found = true;
    EXPECT_EQ(finding.entry.has_value(), entry.has_value()) << report.text;
    if (entry.has_value() && finding.entry.has_value()) {
      EXPECT_EQ(finding.entry->value, *entry);
    }
    EXPECT_LE(finding.begin, offset) << report.text;
    EXPECT_GE(finding.end, offset) << report.text;
  }
  EXPECT_TRUE(found) << FindingCodeName(code) << " not in:\n" << report.text;
}

// --- What is right ---------------------------------------------------------

TEST(ValidatorTest, SumsUpWhatAnArchiveHolds) {
  const Report report =
      Check(SamplePgarkArchive(CompressionMethod::kZstd, /*with_index=*/true));
  EXPECT_THAT(report.codes, IsEmpty()) << report.text;
  const ValidationSummary& summary = report.summary;
  EXPECT_TRUE(summary.is_clean());
  EXPECT_EQ(summary.entry_count, 10u);
  EXPECT_TRUE(summary.has_index);
  EXPECT_EQ(summary.checksums, ChecksumStrength::kEverything);
  EXPECT_EQ(summary.stock.oldest_release, 17);
  EXPECT_TRUE(summary.stock.from_file);
  EXPECT_TRUE(summary.stock.from_pipe);
  EXPECT_TRUE(summary.stock.in_parallel);
  ASSERT_EQ(summary.data.size(), 3u);
  const DataSummary& table = summary.data[0];
  EXPECT_EQ(table.id, DumpId{kSampleTableData});
  EXPECT_EQ(table.rows, kSampleRowCount);
  EXPECT_EQ(table.raw_bytes, SampleRows().size());
  EXPECT_EQ(table.raw_digest, ComputeDigest128(SampleRows()));
  EXPECT_TRUE(table.is_whole);
  EXPECT_EQ(summary.data[1].rows, 0u);
  EXPECT_EQ(summary.data[2].rows, std::nullopt);
  EXPECT_EQ(summary.data[2].large_objects, 2u);
}

TEST(ValidatorTest, AFileAPipeAndManyThreadsAgree) {
  for (const auto method :
       {CompressionMethod::kNone, CompressionMethod::kGzip,
        CompressionMethod::kLz4, CompressionMethod::kZstd}) {
    ArchiveBuilder builder = SampleStockBuilder(method);
    builder.set_offsets = false;
    for (const std::string& archive :
         {SamplePgarkArchive(method, true), SamplePgarkArchive(method, false),
          SegmentedPgarkArchive(method), SampleStockBuilder(method).Build(),
          builder.Build()}) {
      ValidatorOptions options;
      options.jobs = 3;
      const Report file = Check(archive);
      for (const Report& other :
           {CheckPipe(archive), Check(archive, options)}) {
        EXPECT_THAT(other.codes, IsEmpty()) << other.text;
        ASSERT_EQ(other.summary.data.size(), file.summary.data.size());
        for (size_t i = 0; i < file.summary.data.size(); ++i) {
          const DataSummary& a = file.summary.data[i];
          const DataSummary& b = other.summary.data[i];
          EXPECT_EQ(a.id, b.id);
          EXPECT_EQ(a.begin, b.begin);
          EXPECT_EQ(a.end, b.end);
          EXPECT_EQ(a.rows, b.rows);
          EXPECT_EQ(a.raw_digest, b.raw_digest);
        }
        EXPECT_EQ(other.summary.file_bytes, archive.size());
      }
    }
  }
}

TEST(ValidatorTest,
     LongStreamsAreCheckedOnAThreadOfTheirOwnWithTheSameFindings) {
  std::string rows;
  while (rows.size() < (size_t{12} << 20)) {
    rows +=
        "a row of some length, number " + std::to_string(rows.size()) + "\n";
    if (rows.size() % 1000 == 7) rows += "two\tcolumns\n";
  }
  std::vector<std::string> chunks;
  for (size_t i = 0; i < rows.size(); i += 300'000) {
    chunks.push_back(rows.substr(i, 300'000));
  }
  chunks.push_back(kEnd);
  ArchiveBuilder builder = TableBuilder(chunks);
  const std::string archive = builder.Build();
  ValidatorOptions parallel;
  parallel.jobs = 4;
  const Report one = Check(archive);
  const Report four = Check(archive, parallel);
  EXPECT_THAT(one.codes, ElementsAre(Code::kRowWidthWrong)) << one.text;
  EXPECT_EQ(four.text, one.text);
  EXPECT_EQ(four.summary.data[0].rows, one.summary.data[0].rows);
  EXPECT_EQ(four.summary.data[0].raw_digest, one.summary.data[0].raw_digest);
  // A stream whose framing breaks off far behind its begin.
  const std::string cut = archive.substr(0, archive.size() - 1'000'000);
  EXPECT_EQ(Check(cut, parallel).text, Check(cut).text);
}

TEST(ValidatorTest, SaysWhatChecksumsProve) {
  const auto strength = [](CompressionMethod method) {
    return Check(SampleStockBuilder(method).Build()).summary.checksums;
  };
  EXPECT_EQ(strength(CompressionMethod::kNone), ChecksumStrength::kNone);
  EXPECT_EQ(strength(CompressionMethod::kGzip), ChecksumStrength::kStreams);
  EXPECT_EQ(strength(CompressionMethod::kLz4), ChecksumStrength::kNone);
  EXPECT_EQ(strength(CompressionMethod::kZstd), ChecksumStrength::kNone);
  EXPECT_EQ(Check(SamplePgarkArchive(CompressionMethod::kZstd, false))
                .summary.checksums,
            ChecksumStrength::kStreams);
}

TEST(ValidatorTest, EachLevelLooksDeeper) {
  // A flipped letter inside zlib data: only decoding finds it.
  ArchiveBuilder builder = SampleStockBuilder(CompressionMethod::kGzip);
  std::string archive = builder.Build();
  const uint64_t place = builder.BlockOffset(kSampleTableData) + 30;
  archive[place] = static_cast<char>(archive[place] ^ 4);
  EXPECT_THAT(Check(archive, AtLevel(VerifyLevel::kToc)).codes, IsEmpty());
  EXPECT_THAT(Check(archive, AtLevel(VerifyLevel::kBlocks)).codes, IsEmpty());
  const Report report = Check(archive, AtLevel(VerifyLevel::kStreams));
  EXPECT_THAT(report.codes, ElementsAre(Code::kStreamDamaged)) << report.text;
  ExpectAt(report, Code::kStreamDamaged, kSampleTableData, place);
  EXPECT_FALSE(report.summary.stock.from_file);
}

TEST(ValidatorTest, WithAnIndexLevelBlocksSeesEachChangedLetter) {
  std::string archive = SamplePgarkArchive(CompressionMethod::kNone, true);
  const ValidatorOptions blocks = AtLevel(VerifyLevel::kBlocks);
  EXPECT_EQ(Check(archive, blocks).summary.checksums,
            ChecksumStrength::kEverything);
  const size_t place = archive.find(SampleRows().substr(0, 5));
  ASSERT_NE(place, std::string::npos);
  archive[place] = static_cast<char>(archive[place] ^ 1);
  for (const Report& report :
       {Check(archive, blocks), CheckPipe(archive, blocks)}) {
    EXPECT_THAT(report.codes, ElementsAre(Code::kStoredDigestWrong))
        << report.text;
    ExpectAt(report, Code::kStoredDigestWrong, kSampleTableData, place);
  }
}

TEST(ValidatorTest, RowsAreJudgedOnTheirOwnLevelOnly) {
  const std::string archive = TableBuilder({"1\t2\n" + kEnd}).Build();
  EXPECT_THAT(Check(archive, AtLevel(VerifyLevel::kStreams)).codes, IsEmpty());
  EXPECT_THAT(Check(archive).codes, ElementsAre(Code::kRowWidthWrong));
}

TEST(ValidatorTest, FieldsAreJudgedOnTheirOwnLevelOnly) {
  ArchiveBuilder builder = TableBuilder({"x\n2\nyy\n" + kEnd});
  for (BuiltEntry& entry : builder.entries) {
    if (entry.desc == "TABLE") {
      entry.definition = "CREATE TABLE public.t (\n    a integer\n);\n";
    }
    if (entry.copy_statement.has_value()) {
      entry.copy_statement = "COPY public.t (a) FROM stdin;\n";
    }
  }
  BuiltEntry path = builder.entries.front();
  path.dump_id = 3;
  path.tag = path.desc = "SEARCHPATH";
  path.definition = "SELECT pg_catalog.set_config('search_path', '', false);\n";
  const ValidatorOptions types = AtLevel(VerifyLevel::kTypes);
  // Without a search path a bare name may be a user's type.
  EXPECT_EQ(Check(builder.Build(), types).summary.errors, 0u);
  builder.AddEntry(path);
  const std::string archive = builder.Build();
  EXPECT_EQ(Check(archive).summary.errors, 0u);
  const Report report = Check(archive, types);
  EXPECT_EQ(report.summary.errors, 1u) << report.text;
  ExpectAt(report, Code::kFieldTypeWrong, 7, builder.BlockOffset(7) + 11);
  ASSERT_EQ(report.summary.data.size(), 1u);
  EXPECT_EQ(report.summary.data[0].columns, 1u);
  EXPECT_EQ(report.summary.data[0].judged_columns, 1u);
  EXPECT_EQ(CheckPipe(archive, types).codes, report.codes);
}

TEST(ValidatorTest, LevelsHaveNames) {
  for (const auto level : {VerifyLevel::kToc, VerifyLevel::kBlocks,
                           VerifyLevel::kStreams, VerifyLevel::kRows}) {
    EXPECT_EQ(ParseVerifyLevel(VerifyLevelName(level)), level);
  }
  EXPECT_EQ(ParseVerifyLevel("all"), std::nullopt);
}

TEST(ValidatorTest, ReportsProgressUpToTheSize) {
  const std::string archive =
      SamplePgarkArchive(CompressionMethod::kNone, true);
  ValidatorOptions options;
  uint64_t sum = 0;
  options.on_progress = [&sum](uint64_t octets) { sum += octets; };
  Check(archive, options);
  EXPECT_LE(sum, archive.size());
  EXPECT_GT(sum, 0u);
}

TEST(ValidatorTest, StopsWhenItIsToldTo) {
  std::stop_source stop;
  stop.request_stop();
  ValidatorOptions options;
  options.stop = stop.get_token();
  FindingList list;
  const auto source =
      MakeMemorySource(SamplePgarkArchive(CompressionMethod::kNone, true));
  EXPECT_THAT(Validate(*source, options, list),
              StatusIs(absl::StatusCode::kCancelled));
}

class FailingSource : public RandomAccessSource {
 public:
  FailingSource(std::string data, uint64_t fails_from)
      : data_(MakeMemorySource(std::move(data))), fails_from_(fails_from) {}
  absl::StatusOr<size_t> ReadAt(uint64_t offset,
                                std::span<char> buffer) const override {
    if (offset + buffer.size() > fails_from_ && offset < size() - 100) {
      return absl::UnavailableError("the disk is gone");
    }
    return data_->ReadAt(offset, buffer);
  }
  uint64_t size() const override { return data_->size(); }

 private:
  const std::unique_ptr<RandomAccessSource> data_;
  const uint64_t fails_from_;
};

TEST(ValidatorTest, ASourceThatFailsIsNoFinding) {
  const std::string archive =
      TableBuilder({std::string(300'000, 'x') + "\n" + kEnd}).Build();
  for (const uint64_t fails_from : {0u, 200'000u}) {
    FindingList list;
    const FailingSource source(archive, fails_from);
    EXPECT_THAT(Validate(source, ValidatorOptions(), list),
                StatusIs(absl::StatusCode::kUnavailable));
  }
}

// --- Header and contents list ----------------------------------------------

TEST(ValidatorTest, WhatIsNoArchiveIsSaidToBeNone) {
  for (const std::string& text : {std::string(), std::string("PGDM"),
                                  std::string("CREATE TABLE t ();\n")}) {
    EXPECT_EQ(Check(text).codes.at(0), Code::kNotAnArchive);
    EXPECT_EQ(CheckPipe(text).codes.at(0), Code::kNotAnArchive);
  }
}

TEST(ValidatorTest, ANewerVersionCannotBeChecked) {
  ArchiveBuilder builder = SampleStockBuilder(CompressionMethod::kNone);
  builder.minor_version = 17;
  FindingList list;
  const auto source = MakeMemorySource(builder.Build());
  EXPECT_THAT(Validate(*source, ValidatorOptions(), list),
              StatusIs(absl::StatusCode::kUnimplemented));
}

TEST(ValidatorTest, AnUnknownMethodIsReportedAndTheFramingChecked) {
  ArchiveBuilder builder = TableBuilder({kEnd});
  builder.compression = 9;
  const Report report = Check(builder.Build());
  EXPECT_THAT(report.codes, ElementsAre(Code::kMethodUnknown)) << report.text;
}

TEST(ValidatorTest, AHeaderThatNobodyWritesIsUnusual) {
  ArchiveBuilder builder = TableBuilder({kEnd});
  builder.created[4] = 12;
  EXPECT_THAT(Check(builder.Build()).codes, ElementsAre(Code::kHeaderUnusual));
  builder = TableBuilder({kEnd});
  builder.revision = 3;
  EXPECT_THAT(Check(builder.Build()).codes, ElementsAre(Code::kHeaderUnusual));
}

// One entry behind those of TableBuilder.
struct EntryCase {
  const char* name;
  void (*change)(BuiltEntry&);
  Code code;
};

class ValidatorEntryTest : public ::testing::TestWithParam<EntryCase> {};

TEST_P(ValidatorEntryTest, IsReportedWithTheEntry) {
  ArchiveBuilder builder = TableBuilder({kEnd});
  BuiltEntry entry;
  entry.dump_id = 30;
  entry.tag = "i";
  entry.desc = "INDEX";
  entry.section = 4;
  entry.definition = "CREATE INDEX i ON public.t USING btree (a);\n";
  entry.drop_statement = "DROP INDEX public.i;\n";
  entry.dependencies = {"2"};
  GetParam().change(entry);
  builder.AddEntry(entry);
  const std::string archive = builder.Build();
  const Report report = Check(archive);
  EXPECT_THAT(report.codes, ElementsAre(GetParam().code)) << report.text;
  ExpectAt(report, GetParam().code, 30, builder.FieldOffset(30, "tag"));
}

const EntryCase kEntryCases[] = {
    {"UnknownKind", [](BuiltEntry& e) { e.desc = "INDEXX"; },
     Code::kEntryKindUnknown},
    {"WrongSection",
     [](BuiltEntry& e) {
       e.desc = "ROW SECURITY";
       e.drop_statement = std::nullopt;
       e.section = 3;
     },
     Code::kEntrySectionWrong},
    {"MayHaveAnOffset", [](BuiltEntry& e) { e.offset_flag = 1; },
     Code::kEntryOffsetFlagWrong},
    {"PositionWithoutFlag", [](BuiltEntry& e) { e.offset = 77; },
     Code::kEntryOffsetFlagWrong},
    {"NoSchema", [](BuiltEntry& e) { e.schema = std::nullopt; },
     Code::kEntryFieldUnusual},
    {"NoDefinition", [](BuiltEntry& e) { e.definition = std::nullopt; },
     Code::kEntryFieldUnusual},
    {"CopyStatement", [](BuiltEntry& e) { e.copy_statement = "COPY"; },
     Code::kEntryFieldUnusual},
    {"WithOids", [](BuiltEntry& e) { e.with_oids = "true"; },
     Code::kEntryFieldUnusual},
    {"OtherDrop", [](BuiltEntry& e) { e.drop_statement = "DROP TABLE t;\n"; },
     Code::kEntryDropWrong},
    {"FunctionWithoutDrop",
     [](BuiltEntry& e) {
       e.desc = "FUNCTION";
       e.drop_statement = std::nullopt;
     },
     Code::kEntryDropWrong},
    {"RelationKind", [](BuiltEntry& e) { e.relation_kind = 'r'; },
     Code::kEntryRelationKindWrong},
    {"ControlCharacter", [](BuiltEntry& e) { e.tag = "a\nb"; },
     Code::kEntryNameUnprintable},
    {"SelfDependency", [](BuiltEntry& e) { e.dependencies = {"30"}; },
     Code::kDependencyCycle},
    {"LargeObjectPrivileges",
     [](BuiltEntry& e) {
       e.desc = "ACL";
       e.tag = "LARGE OBJECTS 1..2";
       e.section = 1;
       e.drop_statement = std::nullopt;
       e.dependencies = {};
     },
     Code::kAclTargetMissing},
};

INSTANTIATE_TEST_SUITE_P(Cases, ValidatorEntryTest,
                         ::testing::ValuesIn(kEntryCases),
                         [](const auto& test) {
                           return std::string(test.param.name);
                         });

TEST(ValidatorTest, AnEncodingThatPostgresDoesNotHaveIsReported) {
  const Report report = CheckRows(kEnd, "UTF9");
  EXPECT_THAT(report.codes, ElementsAre(Code::kEncodingUnknown));
  ExpectAt(report, Code::kEncodingUnknown, 1, 80);
}

TEST(ValidatorTest, ASecondEncodingIsReported) {
  ArchiveBuilder builder = TableBuilder({kEnd});
  BuiltEntry second = builder.entries[0];
  second.dump_id = 5;
  builder.entries.insert(builder.entries.begin(), second);
  const Report report = Check(builder.Build());
  EXPECT_THAT(report.codes, ElementsAre(Code::kEntryRepeated)) << report.text;
}

TEST(ValidatorTest, TableDataShouldDependOnItsTable) {
  ArchiveBuilder builder = TableBuilder({kEnd});
  builder.entries.back().dependencies = {};
  EXPECT_THAT(Check(builder.Build()).codes,
              ElementsAre(Code::kDependencyWrong));
  builder.entries.back().dependencies = {"1"};
  EXPECT_THAT(Check(builder.Build()).codes,
              ElementsAre(Code::kDependencyWrong));
  builder.entries.back().dependencies = {"99"};  // the table was not dumped
  EXPECT_THAT(Check(builder.Build()).codes, IsEmpty());
}

TEST(ValidatorTest, CirclesOfDependenciesAreFoundOnce) {
  ArchiveBuilder builder = TableBuilder({kEnd});
  builder.entries[0].dependencies = {"2", "88"};
  builder.entries[1].dependencies = {"1"};
  const Report report = Check(builder.Build());
  EXPECT_THAT(report.codes, ElementsAre(Code::kDependencyCycle)) << report.text;
}

TEST(ValidatorTest, SectionsOutOfOrderAreReportedOnce) {
  ArchiveBuilder builder = TableBuilder({kEnd});
  std::rotate(builder.entries.begin(), builder.entries.begin() + 2,
              builder.entries.end());
  const Report report = Check(builder.Build());
  EXPECT_THAT(report.codes, ElementsAre(Code::kSectionOrder)) << report.text;
}

TEST(ValidatorTest, ADamagedContentsListNamesPlaceAndEntry) {
  ArchiveBuilder builder = TableBuilder({kEnd});
  builder.entries[1].with_oids = "maybe";
  const std::string archive = builder.Build();
  const Report report = Check(archive);
  EXPECT_THAT(report.codes, ::testing::UnorderedElementsAre(Code::kTocDamaged,
                                                            Code::kNotChecked));
  ExpectAt(report, Code::kTocDamaged, 2, builder.FieldOffset(2, "with_oids"));
}

// --- Blocks ----------------------------------------------------------------

ArchiveBuilder TwoTables() {
  ArchiveBuilder builder = TableBuilder({"1\n" + kEnd});
  builder.AddTableData(8, "t", {"2\n3\n" + kEnd}).dependencies = {"2"};
  return builder;
}

TEST(ValidatorTest, AnOffsetThatIsNoBlockIsReportedAndTheBlockFound) {
  ArchiveBuilder builder = TwoTables();
  builder.entries[2].offset = 200;
  std::string archive = builder.Build();
  // The builder stores the block's place; overwrite it.
  const uint64_t field = builder.FieldOffset(7, "offset");
  archive[field + 1] = static_cast<char>(archive[field + 1] + 3);
  const Report report = Check(archive);
  EXPECT_THAT(report.codes, ElementsAre(Code::kOffsetWrong)) << report.text;
  ExpectAt(report, Code::kOffsetWrong, 7, field);
  EXPECT_EQ(report.summary.data.size(), 2u);
  EXPECT_THAT(CheckPipe(archive).codes, ElementsAre(Code::kOffsetWrong));
}

TEST(ValidatorTest, AMissingBlockIsReported) {
  ArchiveBuilder builder = TableBuilder({kEnd});
  builder.entries.push_back(builder.entries.back());
  builder.entries.back().dump_id = 9;
  builder.entries.back().offset_flag = 1;
  const Report report = Check(builder.Build());
  EXPECT_THAT(report.codes, ElementsAre(Code::kBlockMissing)) << report.text;
  ExpectAt(report, Code::kBlockMissing, 9, builder.FieldOffset(9, "tag"));
}

TEST(ValidatorTest, ASecondBlockOfAnEntryIsReported) {
  ArchiveBuilder builder = TableBuilder({kEnd});
  builder.AddDataBlock(7, {kEnd});
  const Report report = Check(builder.Build());
  EXPECT_THAT(report.codes, ElementsAre(Code::kBlockRepeated)) << report.text;
}

TEST(ValidatorTest, ManyBlocksOfAnEntryAreNotAllRemembered) {
  ArchiveBuilder builder = TableBuilder({kEnd});
  for (int i = 0; i < 2000; ++i) builder.AddDataBlock(7, {kEnd});
  ValidatorOptions options;
  options.jobs = 2;
  const Report report = Check(builder.Build(), options);
  EXPECT_EQ(report.summary.errors, 2000u);
  EXPECT_EQ(report.summary.data.size(), 2u);
}

TEST(ValidatorTest, ABlockThatNoEntryAsksForIsReported) {
  ArchiveBuilder builder = TableBuilder({kEnd});
  builder.entries.back().offset_flag = 3;
  const Report report = Check(builder.Build());
  EXPECT_THAT(report.codes,
              ::testing::UnorderedElementsAre(Code::kEntryFieldUnusual,
                                              Code::kBlockUnexpected))
      << report.text;
}

TEST(ValidatorTest, PaddingBlocksAreOnlyNoted) {
  ArchiveBuilder builder = TableBuilder({kEnd});
  builder.AddDataBlock(0, {"padding"});
  const Report report = Check(builder.Build());
  EXPECT_THAT(report.codes, ElementsAre(Code::kBlockUnknown));
  EXPECT_TRUE(report.summary.is_clean());
}

TEST(ValidatorTest, BlocksOutOfOrderCannotBePiped) {
  ArchiveBuilder builder = TwoTables();
  std::swap(builder.entries[2], builder.entries[3]);
  const Report report = Check(builder.Build());
  EXPECT_THAT(report.codes, ElementsAre(Code::kBlockOrder));
  EXPECT_TRUE(report.summary.stock.from_file);
  EXPECT_FALSE(report.summary.stock.from_pipe);
}

TEST(ValidatorTest, OctetsBetweenBlocksBelongToNothing) {
  ArchiveBuilder builder = TableBuilder({kEnd});
  builder.AddRaw("junk");
  builder.AddTableData(8, "t", {"2\n3\n" + kEnd}).dependencies = {"2"};
  const std::string archive = builder.Build();
  const Report report = Check(archive);
  EXPECT_THAT(report.codes, ElementsAre(Code::kBytesUnclaimed)) << report.text;
  EXPECT_EQ(report.findings[0].end, builder.BlockOffset(8));
  EXPECT_EQ(report.findings[0].begin, builder.BlockOffset(8) - 4);
  EXPECT_EQ(report.summary.data.size(), 2u);
}

TEST(ValidatorTest, OctetsBehindTheLastBlockAreOnlyUnusual) {
  ArchiveBuilder builder = TableBuilder({kEnd});
  const std::string archive = builder.Build();
  for (const Report& report :
       {Check(archive + "junk"), CheckPipe(archive + "junk")}) {
    EXPECT_THAT(report.codes, ElementsAre(Code::kTrailingBytes));
    EXPECT_EQ(report.findings[0].begin, archive.size());
  }
}

TEST(ValidatorTest, AContentsListThatClaimsTooFewEntriesLeavesOctetsOver) {
  ArchiveBuilder builder = TableBuilder({kEnd});
  builder.entry_count = 2;
  const std::string archive = builder.Build();
  for (const Report& report : {Check(archive), CheckPipe(archive)}) {
    EXPECT_THAT(report.codes, ElementsAre(Code::kBytesUnclaimed))
        << report.text;
    EXPECT_EQ(report.findings[0].begin, builder.FieldOffset(7, "dump_id"));
    EXPECT_EQ(report.findings[0].end, archive.size());
  }
}

TEST(ValidatorTest, ABrokenBlockLeavesTheNextOneChecked) {
  ArchiveBuilder builder = TwoTables();
  std::string archive = builder.Build();
  const uint64_t length = builder.BlockOffset(7) + 6;
  archive[length + 2] = 1;  // 256 octets more: beyond the next block
  const Report report = Check(archive);
  EXPECT_THAT(report.codes, ElementsAre(Code::kBlockOverrun)) << report.text;
  ExpectAt(report, Code::kBlockOverrun, 7, builder.BlockOffset(8));
  ASSERT_EQ(report.summary.data.size(), 2u);
  EXPECT_FALSE(report.summary.data[0].is_whole);
  EXPECT_EQ(report.summary.data[1].rows, 2u);
}

TEST(ValidatorTest, ABlockOfTheWrongTypeIsReported) {
  ArchiveBuilder builder = TableBuilder({kEnd});
  builder.entries.back().desc = "BLOBS";
  builder.entries.back().copy_statement = std::nullopt;
  builder.entries.back().schema = std::nullopt;
  const Report report = Check(builder.Build());
  EXPECT_EQ(report.codes.at(1), Code::kBlockTypeWrong) << report.text;
}

// --- Streams ---------------------------------------------------------------

TEST(ValidatorTest, FramesThatStockProgramsDropAreReported) {
  const std::string frames =
      StockStream(CompressionMethod::kZstd, "1\n") +
      StockStream(CompressionMethod::kZstd, "2\n" + kEnd);
  ArchiveBuilder builder = TableBuilder({frames}, CompressionMethod::kZstd);
  const Report report = Check(builder.Build());
  EXPECT_THAT(report.codes, ElementsAre(Code::kStreamHiddenFrames));
  EXPECT_EQ(report.summary.data.at(0).rows, 2u);
}

TEST(ValidatorTest, UnfinishedStreamsAreReported) {
  for (const auto method : {CompressionMethod::kGzip, CompressionMethod::kLz4,
                            CompressionMethod::kZstd}) {
    std::string stream = StockStream(method, RowText(5000));
    stream.pop_back();
    const Report report = Check(TableBuilder({stream}, method).Build());
    EXPECT_THAT(report.codes, ::testing::Contains(Code::kStreamDamaged))
        << CompressionMethodName(method);
    EXPECT_FALSE(report.summary.data.at(0).is_whole);
  }
}

TEST(ValidatorTest, AStreamWithoutOctetsIsNoZlibStream) {
  const Report report =
      Check(TableBuilder({}, CompressionMethod::kGzip).Build());
  EXPECT_THAT(report.codes, ElementsAre(Code::kStreamDamaged));
}

// --- Rows ------------------------------------------------------------------

struct RowCase {
  const char* name;
  std::string rows;
  std::vector<Code> codes;
};

class ValidatorRowTest : public ::testing::TestWithParam<RowCase> {};

TEST_P(ValidatorRowTest, IsReportedWithEntryAndChunk) {
  ArchiveBuilder builder = TableBuilder({"0\n", GetParam().rows});
  const std::string archive = builder.Build();
  const Report report = Check(archive);
  EXPECT_THAT(report.codes,
              ::testing::UnorderedElementsAreArray(GetParam().codes))
      << report.text;
  const uint64_t chunk = builder.BlockOffset(7) + 6 + 7 + 5;
  for (const Code code : GetParam().codes) ExpectAt(report, code, 7, chunk);
}

INSTANTIATE_TEST_SUITE_P(
    Cases, ValidatorRowTest,
    ::testing::Values(
        RowCase{"Width", "1\t2\n" + kEnd, {Code::kRowWidthWrong}},
        RowCase{
            "Incomplete", "1", {Code::kRowIncomplete, Code::kEndMarkerMissing}},
        RowCase{"NoEnd", "1\n", {Code::kEndMarkerMissing}},
        RowCase{"EndInRow", "1\\.\n" + kEnd, {Code::kEndMarkerMisplaced}},
        RowCase{"TextBehindEnd", kEnd + "2\n", {Code::kTextAfterEndMarker}},
        RowCase{"OtherEnd", "\\.\n", {Code::kEndUnusual}},
        RowCase{"CarriageReturn", "1\r\n" + kEnd, {Code::kCarriageReturn}},
        RowCase{"ZeroByte", std::string("\0\n", 2) + kEnd, {Code::kZeroByte}},
        RowCase{"Encoding", "\xff\n" + kEnd, {Code::kEncodingInvalid}},
        RowCase{"Escape", "\\x41\n" + kEnd, {Code::kEscapeUnusual}}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(ValidatorTest, RowsAreReadInTheArchivesEncoding) {
  const std::string rows = "\x95\x5c\n" + kEnd;  // SJIS, trail byte 5C
  EXPECT_THAT(CheckRows(rows, "SJIS").codes, IsEmpty());
  EXPECT_THAT(CheckRows("\xff\n" + kEnd, "SQL_ASCII").codes, IsEmpty());
  EXPECT_THAT(CheckRows("\xff\n" + kEnd, "LATIN1").codes, IsEmpty());
}

TEST(ValidatorTest, InsertStatementsAreNotJudged) {
  ArchiveBuilder builder = TableBuilder({"INSERT INTO t VALUES ('\t');\n\n\n"});
  builder.entries.back().copy_statement = std::nullopt;
  const Report report = Check(builder.Build());
  EXPECT_THAT(report.codes, IsEmpty()) << report.text;
  EXPECT_EQ(report.summary.data.at(0).rows, std::nullopt);
}

// --- Large objects ---------------------------------------------------------

TEST(ValidatorTest, DataAloneNeedNotCreateItsLargeObjects) {
  ArchiveBuilder builder = SampleStockBuilder(CompressionMethod::kNone);
  std::erase_if(builder.entries, [](const BuiltEntry& entry) {
    return entry.desc == "BLOB METADATA";
  });
  EXPECT_THAT(Check(builder.Build()).codes,
              ::testing::Contains(Code::kLargeObjectUnlisted));
  std::erase_if(builder.entries, [](const BuiltEntry& entry) {
    return entry.section == static_cast<int64_t>(Section::kPreData) &&
           entry.desc != "ENCODING" && entry.desc != "STDSTRINGS" &&
           entry.desc != "SEARCHPATH" && entry.desc != "DATABASE";
  });
  EXPECT_THAT(Check(builder.Build()).codes,
              ::testing::Not(::testing::Contains(Code::kLargeObjectUnlisted)));
}

TEST(ValidatorTest, LargeObjectsAndTheirListMustAgree) {
  ArchiveBuilder builder = SampleStockBuilder(CompressionMethod::kNone);
  for (BuiltEntry& entry : builder.entries) {
    if (entry.desc == "BLOB METADATA") entry.definition = "16500\n16501\n";
  }
  const Report report = Check(builder.Build());
  EXPECT_THAT(report.codes,
              ::testing::UnorderedElementsAre(Code::kLargeObjectUnlisted,
                                              Code::kLargeObjectWithoutData))
      << report.text;
  ExpectAt(report, Code::kLargeObjectUnlisted, kSampleObjects,
           builder.BlockOffset(kSampleObjects));
  ExpectAt(report, Code::kLargeObjectWithoutData, 22,
           builder.FieldOffset(22, "tag"));
}

TEST(ValidatorTest, AListOfLargeObjectsIsNumbersOnLines) {
  EXPECT_THAT(*ParseLargeObjectList("7\n4000000001\n"),
              ElementsAre(7u, 4000000001u));
  for (const char* text :
       {"7", "7\n0\n", "x\n", "7 \n", "-7\n", "\n", "99999999999\n"}) {
    EXPECT_EQ(ParseLargeObjectList(text), std::nullopt) << text;
  }
}

// --- The index -------------------------------------------------------------

TEST(ValidatorTest, DamageIsPlacedInItsFrame) {
  std::string archive = SamplePgarkArchive(CompressionMethod::kNone, true);
  const size_t place = archive.find("plain text");
  archive[place] = 'P';
  for (const Report& report : {Check(archive), CheckPipe(archive)}) {
    EXPECT_EQ(report.codes.at(0), Code::kStoredDigestWrong) << report.text;
    ExpectAt(report, Code::kStoredDigestWrong, kSampleTableData, place);
  }
}

TEST(ValidatorTest, AnArchiveOfOursWithoutItsIndexIsCut) {
  const std::string archive =
      SamplePgarkArchive(CompressionMethod::kNone, true);
  const std::string cut = archive.substr(0, archive.find("PGARKIDX"));
  EXPECT_THAT(Check(cut).codes, ElementsAre(Code::kIndexMissing));
  EXPECT_THAT(CheckPipe(cut).codes, ElementsAre(Code::kIndexMissing));
}

TEST(ValidatorTest, SegmentsOfTheIndexAreNoBlocksOfNobody) {
  const std::string archive = SegmentedPgarkArchive(CompressionMethod::kZstd);
  for (const Report& report : {Check(archive), CheckPipe(archive)}) {
    EXPECT_THAT(report.codes, IsEmpty()) << report.text;
    EXPECT_TRUE(report.summary.has_index);
    EXPECT_EQ(report.summary.checksums, ChecksumStrength::kEverything);
    EXPECT_EQ(report.summary.data.size(), 3u);
  }
  const std::string cut = archive.substr(0, archive.find("PGARKIDX"));
  EXPECT_THAT(Check(cut).codes, ElementsAre(Code::kIndexMissing));
  EXPECT_THAT(CheckPipe(cut).codes, ElementsAre(Code::kIndexMissing));
}

TEST(ValidatorTest, NoLevelMissesAnIndexThatIsThere) {
  const std::string archive = SegmentedPgarkArchive(CompressionMethod::kGzip);
  for (const VerifyLevel level : {VerifyLevel::kToc, VerifyLevel::kBlocks,
                                  VerifyLevel::kStreams, VerifyLevel::kRows}) {
    EXPECT_THAT(Check(archive, AtLevel(level)).codes, IsEmpty());
    EXPECT_THAT(CheckPipe(archive, AtLevel(level)).codes, IsEmpty());
  }
}

TEST(ValidatorTest, ADamagedSegmentIsPlacedThere) {
  std::string archive = SegmentedPgarkArchive(CompressionMethod::kNone);
  const size_t payload = archive.find("PGARKSEG");
  archive[payload + 30] ^= 1;
  for (const Report& report : {Check(archive), CheckPipe(archive)}) {
    EXPECT_THAT(report.codes, ElementsAre(Code::kIndexDamaged)) << report.text;
    EXPECT_EQ(report.findings.at(0).begin, payload);
  }
  archive[payload + 30] ^= 1;
  // Minus zero as its number, which is not what was written.
  ASSERT_EQ(archive[payload - 10], '\0');
  archive[payload - 10] = '\1';
  const Report report = Check(archive);
  ExpectAt(report, Code::kFramingDigestWrong, std::nullopt, payload - 10);
  EXPECT_FALSE(CheckPipe(archive).summary.is_clean());
}

TEST(ValidatorTest, PaddingInAStockArchiveIsNoted) {
  ArchiveBuilder builder = TableBuilder({"1\n", kEnd});
  builder.AddDataBlock(0, {"PGARKSEG"});
  const std::string archive = builder.Build();
  EXPECT_THAT(Check(archive).codes, ElementsAre(Code::kBlockUnknown));
  EXPECT_THAT(CheckPipe(archive).codes, ElementsAre(Code::kBlockUnknown));
}

TEST(ValidatorTest, WithTheIndexADamagedHeaderLeavesTheBlocksChecked) {
  std::string archive = SamplePgarkArchive(CompressionMethod::kNone, true);
  archive[0] = 'X';
  const Report report = Check(archive);
  EXPECT_THAT(report.codes,
              ElementsAre(Code::kNotAnArchive, Code::kTocDigestWrong));
}

}  // namespace
}  // namespace pgark
