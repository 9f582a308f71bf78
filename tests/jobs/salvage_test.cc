#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "archive/archive_reader.h"
#include "archive/validator.h"
#include "base/status_context.h"
#include "gtest/gtest.h"
#include "jobs/data_salvager.h"
#include "jobs/salvage_job.h"
#include "jobs/salvage_rows.h"
#include "tests/support/archive_data.h"
#include "tests/support/sample_archives.h"

namespace pgark {
namespace {

constexpr CompressionMethod kMethods[] = {
    CompressionMethod::kNone, CompressionMethod::kGzip, CompressionMethod::kLz4,
    CompressionMethod::kZstd};

struct Salvaged {
  absl::Status status;
  SalvageReport report;
  std::string archive;
};

Salvaged Salvage(const std::string& bytes, bool whole_tables = false) {
  ArchiveSource source;
  source.random_access = MakeMemorySource(bytes);
  SalvageOptions options;
  options.whole_tables = whole_tables;
  options.program_version = "1.2.3";
  StringSink sink;
  SilentObserver observer;
  auto report = SalvageArchive(std::move(source), options, sink, observer, {});
  Salvaged result;
  result.status = report.status();
  if (report.ok()) result.report = *std::move(report);
  result.archive = sink.TakeData();
  return result;
}

// The first error that verify finds in an archive, "" for none.
std::string FirstError(const std::string& archive) {
  const auto source = MakeMemorySource(archive);
  FindingList findings;
  const auto summary = Validate(*source, {}, findings);
  if (!summary.ok()) return FormatStatus(summary.status());
  for (const Finding& finding : findings.findings()) {
    if (finding.severity == Severity::kError) return FormatFinding(finding);
  }
  return "";
}

ArchiveData DataOf(const std::string& archive) {
  const auto reader = ArchiveReader::Open(MakeMemorySource(archive));
  EXPECT_TRUE(reader.ok()) << reader.status();
  if (!reader.ok()) return {};
  const auto data = ReadAllData(**reader);
  EXPECT_TRUE(data.ok()) << data.status();
  return data.ok() ? *data : ArchiveData();
}

std::string Sample(CompressionMethod method, bool is_ours) {
  return is_ours ? SamplePgarkArchive(method, true)
                 : SampleStockBuilder(method).Build();
}

TEST(SalvageTest, OfAWholeArchiveNothingIsLost) {
  for (const CompressionMethod method : kMethods) {
    for (const bool is_ours : {false, true}) {
      const std::string sample = Sample(method, is_ours);
      const Salvaged salvaged = Salvage(sample);
      ASSERT_TRUE(salvaged.status.ok()) << salvaged.status;
      EXPECT_TRUE(salvaged.report.nothing_lost())
          << salvaged.report.losses[0].reason;
      EXPECT_EQ(FirstError(salvaged.archive), "");
      EXPECT_EQ(DataOf(salvaged.archive), DataOf(sample));
    }
  }
}

// Each difference from `whole` is one that the report names.
void ExpectOnlyLostDiffers(const Salvaged& salvaged, const ArchiveData& whole,
                           size_t place) {
  std::set<int> named;
  bool contents_are_lost = false;
  for (const SalvageLoss& loss : salvaged.report.losses) {
    if (loss.entry.has_value()) named.insert(loss.entry->value);
    contents_are_lost = contents_are_lost || loss.kind == LossKind::kEntry ||
                        loss.kind == LossKind::kHeader;
  }
  const ArchiveData saved = DataOf(salvaged.archive);
  for (const auto& [key, data] : whole) {
    const auto found = saved.find(key);
    if (found != saved.end() && found->second == data) continue;
    EXPECT_TRUE(contents_are_lost || named.count(key.first) > 0)
        << "flipped at " << place << ", entry " << key.first;
  }
}

// Whatever is flipped: either there is nothing to save, or the new archive is
// one that verify finds nothing wrong with, and what is not lost is as it was.
TEST(SalvageTest, WhateverIsFlippedTheResultIsWhole) {
  for (const CompressionMethod method : kMethods) {
    for (const bool is_ours : {false, true}) {
      const std::string sample = Sample(method, is_ours);
      const ArchiveData whole = DataOf(sample);
      int saved = 0;
      for (size_t place = 0; place < sample.size(); ++place) {
        std::string damaged = sample;
        damaged[place] = static_cast<char>(damaged[place] ^ (1 << (place % 8)));
        const Salvaged salvaged = Salvage(damaged);
        if (!salvaged.status.ok()) {
          EXPECT_TRUE(IsDamage(salvaged.status))
              << place << ": " << salvaged.status;
          continue;
        }
        ++saved;
        EXPECT_EQ(FirstError(salvaged.archive), "")
            << CompressionMethodName(method) << " ours " << is_ours << " at "
            << place;
        if (is_ours) ExpectOnlyLostDiffers(salvaged, whole, place);
      }
      EXPECT_GT(saved, static_cast<int>(sample.size()) * 9 / 10);
    }
  }
}

TEST(SalvageTest, WhereverItIsCutTheResultIsWhole) {
  for (const CompressionMethod method : kMethods) {
    for (const bool is_ours : {false, true}) {
      const std::string sample = Sample(method, is_ours);
      for (size_t size = 0; size < sample.size(); ++size) {
        const Salvaged salvaged = Salvage(sample.substr(0, size));
        if (!salvaged.status.ok()) {
          EXPECT_TRUE(IsDamage(salvaged.status)) << salvaged.status;
          continue;
        }
        EXPECT_EQ(FirstError(salvaged.archive), "")
            << CompressionMethodName(method) << " ours " << is_ours
            << " cut at " << size;
      }
    }
  }
}

// With the index every flipped octet of the data costs only what it is part of.
TEST(SalvageTest, DamageInOneTableLeavesAllOthersWhole) {
  for (const CompressionMethod method : kMethods) {
    const std::string sample = Sample(method, true);
    const auto reader = ArchiveReader::Open(MakeMemorySource(sample));
    ASSERT_TRUE(reader.ok());
    const ArchiveData whole = DataOf(sample);
    for (const IndexBlock& block : (*reader)->index()->blocks) {
      for (const IndexStream& stream : block.streams) {
        for (const IndexFrame& frame : stream.frames) {
          std::string damaged = sample;
          damaged[frame.offset + frame.stored_bytes / 2] ^= 0x10;
          const Salvaged salvaged = Salvage(damaged);
          ASSERT_TRUE(salvaged.status.ok()) << salvaged.status;
          for (const auto& [key, data] : DataOf(salvaged.archive)) {
            if (key.first == block.id.value && key.second == stream.oid) {
              continue;
            }
            EXPECT_EQ(data, whole.at(key)) << key.first;
          }
          // The end marker alone is no loss.
          if (frame.rows == 0 && stream.oid == 0) continue;
          ASSERT_FALSE(salvaged.report.losses.empty());
          EXPECT_EQ(salvaged.report.losses[0].entry, block.id);
          EXPECT_EQ(salvaged.report.losses[0].begin, frame.offset);
        }
      }
    }
  }
}

TEST(SalvageTest, AFrameThatIsLostCostsItsRowsAndNoOthers) {
  const std::string sample = Sample(CompressionMethod::kZstd, true);
  const auto reader = ArchiveReader::Open(MakeMemorySource(sample));
  ASSERT_TRUE(reader.ok());
  const IndexBlock* block = (*reader)->FindIndexBlock({kSampleTableData});
  ASSERT_NE(block, nullptr);
  const IndexFrame& first = block->streams[0].frames[0];
  std::string damaged = sample;
  damaged[first.offset + 5] ^= 1;
  const Salvaged salvaged = Salvage(damaged);
  ASSERT_TRUE(salvaged.status.ok());
  ASSERT_EQ(salvaged.report.losses.size(), 1u);
  const SalvageLoss& loss = salvaged.report.losses[0];
  EXPECT_EQ(loss.first_row, 1u);
  EXPECT_EQ(loss.last_row, first.rows);
  EXPECT_EQ(salvaged.report.partial_tables, 1u);
  const std::string rows = DataOf(salvaged.archive)[{kSampleTableData, 0}];
  EXPECT_TRUE(absl::EndsWith(SampleRows(), rows));
  EXPECT_LT(rows.size(), SampleRows().size());
}

TEST(SalvageTest, WholeTablesTakesNoPart) {
  const std::string sample = Sample(CompressionMethod::kZstd, true);
  const auto reader = ArchiveReader::Open(MakeMemorySource(sample));
  ASSERT_TRUE(reader.ok());
  std::string damaged = sample;
  damaged[(*reader)
              ->FindIndexBlock({kSampleTableData})
              ->streams[0]
              .frames[0]
              .offset +
          5] ^= 1;
  const Salvaged salvaged = Salvage(damaged, true);
  ASSERT_TRUE(salvaged.status.ok());
  EXPECT_EQ(DataOf(salvaged.archive).count({kSampleTableData, 0}), 0u);
  ASSERT_FALSE(salvaged.report.losses.empty());
  EXPECT_EQ(salvaged.report.losses[0].kind, LossKind::kTable);
  EXPECT_EQ(FirstError(salvaged.archive), "");
}

// The other entries are found behind one that cannot be read.
TEST(SalvageTest, AnEntryThatCannotBeReadCostsItselfAlone) {
  ArchiveBuilder builder = SampleStockBuilder(CompressionMethod::kGzip);
  const std::string sample = builder.Build();
  const auto entries = static_cast<uint64_t>(builder.entries.size());
  std::string damaged = sample;
  damaged[builder.FieldOffset(kSampleTable, "tag") + 3] = 0x55;
  const Salvaged salvaged = Salvage(damaged);
  ASSERT_TRUE(salvaged.status.ok()) << salvaged.status;
  EXPECT_EQ(salvaged.report.entries, entries - 1);
  ASSERT_FALSE(salvaged.report.losses.empty());
  EXPECT_EQ(salvaged.report.losses[0].kind, LossKind::kEntry);
  EXPECT_EQ(DataOf(salvaged.archive), DataOf(sample));
}

TEST(SalvageTest, AHeaderThatCannotBeReadIsGuessed) {
  const std::string sample = Sample(CompressionMethod::kZstd, true);
  for (const size_t place : {0, 5, 6, 8, 9, 10}) {
    std::string damaged = sample;
    damaged[place] = 0x7b;
    const Salvaged salvaged = Salvage(damaged);
    ASSERT_TRUE(salvaged.status.ok()) << place << salvaged.status;
    EXPECT_EQ(salvaged.report.losses[0].kind, LossKind::kHeader) << place;
    EXPECT_EQ(DataOf(salvaged.archive), DataOf(sample)) << place;
  }
}

TEST(SalvageTest, APipeIsRefused) {
  ArchiveSource source;
  source.sequential =
      MakeMemoryStream(Sample(CompressionMethod::kZstd, true), 100);
  StringSink sink;
  SilentObserver observer;
  const auto report = SalvageArchive(std::move(source), {}, sink, observer, {});
  EXPECT_TRUE(absl::IsUnimplemented(report.status()));
}

class RowSalvagerTest : public ::testing::Test {
 protected:
  RowSalvagerTest()
      : rows_({.is_copy_text = true,
               .column_count = 2,
               .encoding = FindTextEncoding("UTF8")},
              [this](absl::string_view rows, uint64_t) {
                absl::StrAppend(&kept_, rows);
                return absl::OkStatus();
              }) {}

  std::string kept_;
  RowSalvager rows_;
};

TEST_F(RowSalvagerTest, RowsThatCopyWouldRefuseAreDropped) {
  ASSERT_TRUE(rows_.Write("1\ta\n2\n3\tc\td\n4\t\xff\n5\te\n\\.\n\n\n").ok());
  ASSERT_TRUE(rows_.Finish().ok());
  EXPECT_EQ(kept_, "1\ta\n5\te\n");
  EXPECT_EQ(rows_.kept_rows(), 2u);
  EXPECT_EQ(rows_.refused_rows(), 3u);
  EXPECT_EQ(rows_.first_refused_row(), 2u);
  EXPECT_TRUE(rows_.ended());
}

TEST_F(RowSalvagerTest, ABreakCostsTheRowsThatItGoesThrough) {
  ASSERT_TRUE(rows_.Write("1\ta\n2\tb").ok());
  ASSERT_TRUE(rows_.Break(false).ok());
  ASSERT_TRUE(rows_.Write("xx\n3\tc\n").ok());
  ASSERT_TRUE(rows_.Break(true).ok());
  ASSERT_TRUE(rows_.Write("4\td\n5").ok());
  ASSERT_TRUE(rows_.Finish().ok());
  EXPECT_EQ(kept_, "1\ta\n3\tc\n4\td\n");
  EXPECT_FALSE(rows_.ended());
}

}  // namespace
}  // namespace pgark
