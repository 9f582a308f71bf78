#include "jobs/restore_copy_stream.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

struct Filtered {
  absl::Status status;
  std::string rows;
  uint64_t row_count = 0;
};

Filtered Filter(absl::string_view stream, size_t piece_bytes) {
  Filtered filtered;
  const ByteConsumer collect = [&filtered](absl::string_view bytes) {
    filtered.rows.append(bytes.data(), bytes.size());
    return absl::OkStatus();
  };
  CopyRowFilter filter(collect);
  for (size_t at = 0; at < stream.size() && filtered.status.ok();
       at += piece_bytes) {
    filtered.status = filter.Write(stream.substr(at, piece_bytes));
  }
  if (filtered.status.ok()) filtered.status = filter.Finish();
  filtered.row_count = filter.row_count();
  EXPECT_EQ(filter.byte_count(), filtered.rows.size());
  return filtered;
}

class CopyRowFilterTest : public testing::TestWithParam<size_t> {};

TEST_P(CopyRowFilterTest, TakesTheEndMarkerOffWhereverPiecesAreCut) {
  const std::string rows = "1\ta\n\\N\t\\\\.\n\\\\.\n\n.\n\\.x\ty\n";
  const Filtered filtered = Filter(rows + "\\.\n\n\n", GetParam());
  EXPECT_OK(filtered.status);
  EXPECT_EQ(filtered.rows, rows);
  EXPECT_EQ(filtered.row_count, 6u);
}

TEST_P(CopyRowFilterTest, TakesAnEmptyTable) {
  const Filtered filtered = Filter("\\.\n\n\n", GetParam());
  EXPECT_OK(filtered.status);
  EXPECT_EQ(filtered.rows, "");
  EXPECT_EQ(filtered.row_count, 0u);
}

TEST_P(CopyRowFilterTest, RefusesWhatComesBehindAnEndMarker) {
  for (const char* stream : {"1\n\\.\n\\! touch /tmp/x\n\\.\n\n\n",
                             "1\n\\.\r\nDROP TABLE t;\n", "\\.\n\n\n1\n"}) {
    EXPECT_THAT(Filter(stream, GetParam()).status,
                StatusIs(absl::StatusCode::kDataLoss))
        << stream;
  }
}

TEST_P(CopyRowFilterTest, RefusesAStreamWithoutEndMarker) {
  for (const char* stream : {"", "1\n", "1", "1\n\\.", "1\n\\", "1\\.\n"}) {
    EXPECT_THAT(Filter(stream, GetParam()).status,
                StatusIs(absl::StatusCode::kDataLoss))
        << stream;
  }
}

INSTANTIATE_TEST_SUITE_P(Pieces, CopyRowFilterTest,
                         testing::Values(1, 2, 3, 4, 1000));

TEST(CopyRowFilterFailureTest, ReturnsWhatTheConsumerFailsWith) {
  const ByteConsumer fail = [](absl::string_view) {
    return absl::ResourceExhaustedError("full");
  };
  CopyRowFilter filter(fail);
  EXPECT_THAT(filter.Write("1\n"),
              StatusIs(absl::StatusCode::kResourceExhausted));
}

}  // namespace
}  // namespace pgark
