// Small archives of every codec, cut at every octet and with every bit
// flipped. With our index everything is reported. Without one, all that the
// format makes detectable: what is left out stands in UndetectableOctets.

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "archive/validator.h"
#include "base/file_source.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/archive_builder.h"
#include "tests/support/sample_archives.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

// What one check said.
struct Verdict {
  absl::Status status;
  uint64_t errors = 0;
  std::string text;  // of all findings

  // An error, or that it is no archive that we can read.
  bool is_reported() const {
    return errors > 0 || absl::IsUnimplemented(status);
  }
};

Verdict Judge(const absl::StatusOr<ValidationSummary>& summary,
              const FindingList& list) {
  Verdict verdict;
  verdict.status = summary.status();
  for (const Finding& finding : list.findings()) {
    if (finding.severity == Severity::kError) ++verdict.errors;
    absl::StrAppend(&verdict.text, FormatFinding(finding), "\n");
  }
  return verdict;
}

Verdict Check(const std::string& archive, bool through_pipe) {
  FindingList list;
  if (through_pipe) {
    const auto source = MakeMemoryStream(archive, 1000);
    return Judge(ValidateStream(*source, ValidatorOptions(), list), list);
  }
  const auto source = MakeMemorySource(archive);
  return Judge(Validate(*source, ValidatorOptions(), list), list);
}

std::string FlipBit(std::string archive, size_t octet, int bit) {
  archive[octet] = static_cast<char>(archive[octet] ^ (1 << bit));
  return archive;
}

struct Case {
  CompressionMethod method;
  bool through_pipe;
};

class ValidatorDamageTest : public ::testing::TestWithParam<Case> {};

// With an index, in one part or in segments.
struct IndexCase {
  CompressionMethod method;
  bool through_pipe;
  bool has_segments;
};

class IndexDamageTest : public ::testing::TestWithParam<IndexCase> {
 protected:
  std::string GetPgarkArchive() const {
    return GetParam().has_segments
               ? SegmentedPgarkArchive(GetParam().method)
               : SamplePgarkArchive(GetParam().method, true);
  }
};

TEST_P(ValidatorDamageTest, TheUndamagedArchivesAreClean) {
  const auto [method, pipe] = GetParam();
  for (const std::string& archive :
       {SamplePgarkArchive(method, true), SamplePgarkArchive(method, false),
        SegmentedPgarkArchive(method), SampleStockBuilder(method).Build()}) {
    const Verdict verdict = Check(archive, pipe);
    EXPECT_OK(verdict.status);
    EXPECT_EQ(verdict.text, "");
  }
}

TEST_P(IndexDamageTest, EveryFlippedBitIsReported) {
  const bool pipe = GetParam().through_pipe;
  const std::string archive = GetPgarkArchive();
  for (size_t octet = 0; octet < archive.size(); ++octet) {
    for (int bit = 0; bit < 8; ++bit) {
      const Verdict verdict = Check(FlipBit(archive, octet, bit), pipe);
      ASSERT_TRUE(verdict.is_reported())
          << "octet " << octet << " of " << archive.size() << ", bit " << bit
          << "\n"
          << verdict.text << FormatStatus(verdict.status);
      // Through a pipe the index comes too late to tell a newer version from
      // a damaged octet.
      if (!pipe) {
        ASSERT_OK(verdict.status) << "octet " << octet << ", bit " << bit;
      }
    }
  }
}

TEST_P(IndexDamageTest, EveryCutIsReported) {
  const bool pipe = GetParam().through_pipe;
  const std::string archive = GetPgarkArchive();
  for (size_t size = 0; size < archive.size(); ++size) {
    const Verdict verdict = Check(archive.substr(0, size), pipe);
    ASSERT_OK(verdict.status) << "cut to " << size;
    ASSERT_GT(verdict.errors, 0u)
        << "cut to " << size << " of " << archive.size();
  }
}

TEST_P(ValidatorDamageTest, EveryCutOfAStockArchiveIsReported) {
  const auto [method, pipe] = GetParam();
  const std::string archive = SampleStockBuilder(method).Build();
  for (size_t size = 0; size < archive.size(); ++size) {
    const Verdict verdict = Check(archive.substr(0, size), pipe);
    ASSERT_OK(verdict.status) << "cut to " << size;
    ASSERT_GT(verdict.errors, 0u)
        << "cut to " << size << " of " << archive.size();
  }
}

// The octets of a stock archive that nothing in it protects, so that a
// changed one makes another archive that is as good as the first.
class UndetectableOctets {
 public:
  UndetectableOctets(const ArchiveBuilder& builder, const std::string& archive,
                     CompressionMethod method)
      : builder_(builder), archive_(archive), free_(archive.size(), false) {
    MarkHeader();
    for (const BuiltEntry& entry : builder.entries) MarkEntry(entry);
    MarkBlocks(method);
  }

  bool Contains(size_t octet) const { return free_[octet]; }

 private:
  static constexpr size_t kIntBytes = 5;

  void Mark(uint64_t begin, uint64_t end) {
    for (uint64_t i = begin; i < end; ++i) free_[i] = true;
  }
  int32_t IntAt(uint64_t place) const {
    const auto octet = [&](uint64_t i) {
      return static_cast<unsigned char>(archive_[place + i]);
    };
    const int32_t value =
        octet(1) | octet(2) << 8 | octet(3) << 16 | octet(4) << 24;
    return octet(0) != 0 ? -value : value;
  }
  // The characters of a string; its length is protected by what follows.
  void MarkText(uint64_t place) {
    const int32_t size = IntAt(place);
    if (size > 0) {
      Mark(place + kIntBytes, place + kIntBytes + static_cast<uint64_t>(size));
    }
  }

  // When it was made and by whom; a revision is only unusual.
  void MarkHeader() {
    const uint64_t version = builder_.HeaderFieldOffset("version");
    Mark(version + 2, version + 3);
    const uint64_t created = builder_.HeaderFieldOffset("created0");
    Mark(created, builder_.HeaderFieldOffset("database_name"));
    for (const char* name :
         {"database_name", "server_version", "dump_version"}) {
      MarkText(builder_.HeaderFieldOffset(name));
    }
  }

  void MarkEntry(const BuiltEntry& entry) {
    const int id = static_cast<int>(entry.dump_id);
    // The number of an entry with data stands in its block, too.
    if (entry.had_dumper == 0) {
      const uint64_t place = builder_.FieldOffset(id, "dump_id");
      Mark(place, place + kIntBytes);
    }
    for (const char* name : {"table_oid", "oid", "tag", "desc", "definition",
                             "drop_statement", "copy_statement", "schema",
                             "tablespace", "table_access_method", "owner"}) {
      MarkText(builder_.FieldOffset(id, name));
    }
    uint64_t place = builder_.FieldOffset(id, "dependencies");
    for (const std::string& dependency : entry.dependencies) {
      MarkText(place);
      place += kIntBytes + dependency.size();
    }
  }

  // What the chunks hold. With gzip a checksum covers it, except for the bits
  // that fill up the last octet of the deflate data.
  void MarkBlocks(CompressionMethod method) {
    for (const int id : {kSampleTableData, kSampleEmptyData}) {
      MarkChunks(builder_.BlockOffset(id) + 1 + kIntBytes, method, true);
    }
    uint64_t place = builder_.BlockOffset(kSampleObjects) + 1 + kIntBytes;
    while (IntAt(place) != 0) {
      place = MarkChunks(place + kIntBytes, method, false);
    }
  }
  uint64_t MarkChunks(uint64_t place, CompressionMethod method,
                      bool is_copy_text) {
    constexpr uint64_t kAdlerBytes = 4;
    while (IntAt(place) != 0) {
      const uint64_t begin = place + kIntBytes;
      const uint64_t end = begin + static_cast<uint64_t>(IntAt(place));
      if (method == CompressionMethod::kGzip) {
        Mark(end - kAdlerBytes - 1, end - kAdlerBytes);
      } else {
        Mark(begin, end);
      }
      if (method == CompressionMethod::kNone && is_copy_text) {
        // Separators structure the rows: another number of columns shows.
        for (uint64_t i = begin; i < end; ++i) {
          if (archive_[i] == '\t' || archive_[i] == '\n') free_[i] = false;
        }
      }
      place = end;
    }
    return place + kIntBytes;
  }

  const ArchiveBuilder& builder_;
  const std::string& archive_;
  std::vector<bool> free_;
};

TEST_P(ValidatorDamageTest, WhatAStockArchiveMakesDetectableIsReported) {
  const auto [method, pipe] = GetParam();
  ArchiveBuilder builder = SampleStockBuilder(method);
  const std::string archive = builder.Build();
  const UndetectableOctets undetectable(builder, archive, method);
  for (size_t octet = 0; octet < archive.size(); ++octet) {
    for (int bit = 0; bit < 8; ++bit) {
      const Verdict verdict = Check(FlipBit(archive, octet, bit), pipe);
      ASSERT_TRUE(verdict.status.ok() || absl::IsUnimplemented(verdict.status))
          << FormatStatus(verdict.status);
      if (undetectable.Contains(octet)) continue;
      EXPECT_TRUE(verdict.is_reported())
          << "octet " << octet << " of " << archive.size() << ", bit " << bit
          << "\n"
          << verdict.text;
    }
  }
}

std::string CaseName(const ::testing::TestParamInfo<Case>& info) {
  return absl::StrCat(CompressionMethodName(info.param.method),
                      info.param.through_pipe ? "Pipe" : "File");
}

INSTANTIATE_TEST_SUITE_P(
    AllMethods, ValidatorDamageTest,
    ::testing::Values(Case{CompressionMethod::kNone, false},
                      Case{CompressionMethod::kGzip, false},
                      Case{CompressionMethod::kLz4, false},
                      Case{CompressionMethod::kZstd, false},
                      Case{CompressionMethod::kNone, true},
                      Case{CompressionMethod::kGzip, true},
                      Case{CompressionMethod::kLz4, true},
                      Case{CompressionMethod::kZstd, true}),
    CaseName);

std::vector<IndexCase> AllIndexCases() {
  std::vector<IndexCase> cases;
  for (const CompressionMethod method :
       {CompressionMethod::kNone, CompressionMethod::kGzip,
        CompressionMethod::kLz4, CompressionMethod::kZstd}) {
    for (const bool through_pipe : {false, true}) {
      cases.push_back({method, through_pipe, false});
      cases.push_back({method, through_pipe, true});
    }
  }
  return cases;
}

std::string IndexCaseName(const ::testing::TestParamInfo<IndexCase>& info) {
  return absl::StrCat(CompressionMethodName(info.param.method),
                      info.param.through_pipe ? "Pipe" : "File",
                      info.param.has_segments ? "InSegments" : "");
}

INSTANTIATE_TEST_SUITE_P(AllMethods, IndexDamageTest,
                         ::testing::ValuesIn(AllIndexCases()), IndexCaseName);

}  // namespace
}  // namespace pgark
