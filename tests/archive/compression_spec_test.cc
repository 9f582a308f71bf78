#include "archive/compression_spec.h"

#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

struct GoodCase {
  const char* text;
  CompressionSpec spec;
  const char* formatted;
};

TEST(CompressionSpecTest, ParsesWhatPgDumpTakes) {
  const GoodCase cases[] = {
      {"0", {CompressionMethod::kNone, false, 0, false}, "none"},
      {"none", {CompressionMethod::kNone, false, 0, false}, "none"},
      {"5", {CompressionMethod::kGzip, true, 5, false}, "gzip:5"},
      {"-1", {CompressionMethod::kGzip, false, 0, false}, "gzip"},
      {"gzip", {CompressionMethod::kGzip, false, 0, false}, "gzip"},
      {"gzip:9", {CompressionMethod::kGzip, true, 9, false}, "gzip:9"},
      {"gzip:level=1", {CompressionMethod::kGzip, true, 1, false}, "gzip:1"},
      {"lz4:12", {CompressionMethod::kLz4, true, 12, false}, "lz4:12"},
      {"zstd", {CompressionMethod::kZstd, false, 0, false}, "zstd"},
      {"zstd:-7", {CompressionMethod::kZstd, true, -7, false}, "zstd:-7"},
      {"zstd:long", {CompressionMethod::kZstd, false, 0, true}, "zstd:long"},
      {"zstd:level=3,workers=4,long=yes",
       {CompressionMethod::kZstd, true, 3, true},
       "zstd:level=3,long"},
      {"zstd:long=off,level=3",
       {CompressionMethod::kZstd, true, 3, false},
       "zstd:3"},
  };
  for (const GoodCase& test : cases) {
    auto spec = ParseCompressionSpec(test.text);
    ASSERT_OK(spec) << test.text;
    EXPECT_EQ(*spec, test.spec) << test.text;
    EXPECT_EQ(FormatCompressionSpec(*spec), test.formatted);
    auto again = ParseCompressionSpec(test.formatted);
    ASSERT_OK(again) << test.formatted;
    EXPECT_EQ(*again, test.spec);
  }
}

TEST(CompressionSpecTest, RefusesWhatPgDumpRefuses) {
  for (const char* text :
       {"", "10", "GZIP", "bzip2", "none:1", "gzip:0x1", "gzip:10",
        "gzip:", "gzip:level", "gzip:level=", "gzip:long", "gzip:workers=2",
        "lz4:13", "lz4:level=a", "zstd:23", "zstd:level=1,", "zstd:long=maybe",
        "zstd:speed=1", "zstd:,"}) {
    EXPECT_THAT(ParseCompressionSpec(text),
                StatusIs(absl::StatusCode::kInvalidArgument))
        << text;
  }
}

}  // namespace
}  // namespace pgark
