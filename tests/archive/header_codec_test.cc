#include "archive/header_codec.h"

#include "gtest/gtest.h"
#include "tests/support/archive_builder.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

absl::StatusOr<ArchiveHeader> Decode(const std::string& bytes) {
  const auto source = MakeMemorySource(bytes);
  ArchiveInput input(*source, 0);
  return DecodeHeader(input, {});
}

class HeaderVersionTest : public testing::TestWithParam<int> {};

TEST_P(HeaderVersionTest, DecodesWhatABuilderMakes) {
  ArchiveBuilder builder(GetParam(), CompressionMethod::kGzip);
  ASSERT_OK_AND_ASSIGN(const ArchiveHeader header, Decode(builder.Build()));
  EXPECT_EQ(header.version.minor_number, GetParam());
  EXPECT_EQ(header.integer_size, 4);
  EXPECT_EQ(header.offset_size, 8);
  EXPECT_EQ(header.format, ArchiveFormat::kCustom);
  EXPECT_EQ(header.compression, CompressionMethod::kGzip);
  EXPECT_EQ(header.compression_level, GetParam() < 15 ? -1 : 0);
  EXPECT_EQ(header.created, (ArchiveTimestamp{36, 44, 9, 20, 10, 126, 0}));
  EXPECT_EQ(header.database_name, "shop");
  EXPECT_EQ(header.server_version, "18.1");
  EXPECT_EQ(header.dump_version, "18.1");
}

TEST_P(HeaderVersionTest, EncodesTheSameOctetsAgain) {
  ArchiveBuilder builder(GetParam(), CompressionMethod::kGzip);
  builder.database_name = std::nullopt;
  builder.server_version = "";
  for (int integer_bytes : {1, 2, 4, 8}) {
    builder.integer_bytes = integer_bytes;
    builder.offset_bytes = 16 / integer_bytes;
    const std::string bytes = builder.Build();
    ASSERT_OK_AND_ASSIGN(const ArchiveHeader header, Decode(bytes));
    std::string encoded;
    ASSERT_OK(EncodeHeader(header, &encoded));
    EXPECT_EQ(encoded, bytes.substr(0, builder.toc_offset()));
    ASSERT_OK_AND_ASSIGN(const ArchiveHeader again, Decode(encoded));
    EXPECT_EQ(again, header);
  }
}

INSTANTIATE_TEST_SUITE_P(Versions, HeaderVersionTest, testing::Range(10, 17));

TEST(HeaderTest, OtherFilesAreNoArchives) {
  for (const std::string& bytes :
       {std::string(), std::string("PGDM"), std::string("-- PostgreSQL"),
        std::string(100, '\0')}) {
    EXPECT_THAT(Decode(bytes), FailsAt(absl::StatusCode::kDataLoss, 0));
  }
}

TEST(HeaderTest, VersionsThatWeDoNotReadAreUnimplemented) {
  for (const auto& [major, minor] :
       {std::pair<int, int>{1, 17}, {2, 0}, {1, 9}, {0, 16}, {1, 255}}) {
    ArchiveBuilder builder(minor);
    builder.major_version = major;
    EXPECT_THAT(Decode(builder.Build()),
                FailsAt(absl::StatusCode::kUnimplemented, 5))
        << major << "." << minor;
  }
}

TEST(HeaderTest, RefusesFieldsThatNoWriterWrites) {
  struct Case {
    const char* field;
    int step;
    char octet;
  };
  const Case cases[] = {
      {"version", 2, '\x80'},       {"integer_bytes", 0, '\0'},
      {"integer_bytes", 0, '\x09'}, {"offset_bytes", 0, '\0'},
      {"offset_bytes", 0, '\x11'},  {"format", 0, '\2'},
      {"format", 0, '\4'},          {"created2", 0, '\2'},
      {"created2", 4, '\xff'},      {"server_version", 4, '\x7f'},
      {"dump_version", 6, '\0'},
  };
  for (const Case& test : cases) {
    ArchiveBuilder builder;
    std::string bytes = builder.Build();
    const uint64_t field = builder.HeaderFieldOffset(test.field);
    bytes[field + static_cast<size_t>(test.step)] = test.octet;
    auto header = Decode(bytes);
    EXPECT_THAT(header, StatusIs(absl::StatusCode::kDataLoss)) << test.field;
    EXPECT_GE(GetOffset(header.status()).value_or(0), field);
  }
}

TEST(HeaderTest, RefusesALevelThatZlibDoesNotHave) {
  ArchiveBuilder builder(14);
  builder.level = 10;
  const std::string bytes = builder.Build();
  EXPECT_THAT(Decode(bytes), FailsAt(absl::StatusCode::kDataLoss,
                                     builder.HeaderFieldOffset("compression")));
}

TEST(HeaderTest, KeepsAnUnknownCompressionMethod) {
  ArchiveBuilder builder;
  builder.compression = 9;
  ASSERT_OK_AND_ASSIGN(const ArchiveHeader header, Decode(builder.Build()));
  EXPECT_EQ(static_cast<int>(header.compression), 9);
}

TEST(HeaderTest, ToleratesASmallRevision) {
  ArchiveBuilder builder;
  builder.revision = 3;
  ASSERT_OK_AND_ASSIGN(const ArchiveHeader header, Decode(builder.Build()));
  EXPECT_EQ(header.version.revision, 3);
}

TEST(HeaderTest, FailsAtEveryCut) {
  ArchiveBuilder builder;
  const std::string bytes = builder.Build();
  for (size_t size = 0; size < builder.toc_offset(); ++size) {
    EXPECT_THAT(Decode(bytes.substr(0, size)),
                StatusIs(absl::StatusCode::kDataLoss))
        << size;
  }
}

TEST(HeaderTest, DoesNotEncodeWhatNobodyCouldRead) {
  ArchiveHeader header;
  std::string out;
  header.version = kArchiveVersion1_14;
  header.compression = CompressionMethod::kZstd;
  EXPECT_THAT(EncodeHeader(header, &out),
              StatusIs(absl::StatusCode::kInvalidArgument));
  header.compression = CompressionMethod::kLz4;
  EXPECT_THAT(EncodeHeader(header, &out),
              StatusIs(absl::StatusCode::kInvalidArgument));
  header = {};
  header.version = {1, 17, 0};
  EXPECT_THAT(EncodeHeader(header, &out),
              StatusIs(absl::StatusCode::kInvalidArgument));
  header = {};
  header.database_name = std::string("a\0b", 3);
  EXPECT_THAT(EncodeHeader(header, &out),
              StatusIs(absl::StatusCode::kInvalidArgument));
  header = {};
  header.integer_size = 9;
  EXPECT_THAT(EncodeHeader(header, &out),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(HeaderTest, ALongNameHitsTheLimit) {
  ArchiveBuilder builder;
  builder.database_name = std::string(1000, 'x');
  const std::string bytes = builder.Build();
  const auto source = MakeMemorySource(bytes);
  ArchiveInput input(*source, 0);
  ReadLimits limits;
  limits.max_string_bytes = 999;
  EXPECT_THAT(DecodeHeader(input, limits),
              FailsAt(absl::StatusCode::kResourceExhausted,
                      builder.HeaderFieldOffset("database_name")));
}

}  // namespace
}  // namespace pgark
