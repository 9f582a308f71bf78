#include "archive/toc_codec.h"

#include "archive/header_codec.h"
#include "gtest/gtest.h"
#include "tests/support/archive_builder.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

absl::StatusOr<DecodedToc> Decode(const std::string& archive,
                                  const ReadLimits& limits = {}) {
  const auto source = MakeMemorySource(archive);
  ArchiveInput input(*source, 0);
  auto header = DecodeHeader(input, limits);
  if (!header.ok()) return header.status();
  return DecodeToc(input, *header, limits);
}

BuiltEntry FullEntry() {
  BuiltEntry entry;
  entry.dump_id = 42;
  entry.table_oid = "1259";
  entry.oid = "4294967295";
  entry.tag = "orders";
  entry.desc = "INDEX";  // section 4 also where it is derived
  entry.section = 4;
  entry.drop_statement = "";
  entry.copy_statement = "COPY";
  entry.tablespace = "";
  entry.table_access_method = "heap";
  entry.relation_kind = 'r';
  entry.owner = std::nullopt;
  entry.dependencies = {"7", "7", "99999"};
  return entry;
}

class TocVersionTest : public testing::TestWithParam<int> {
 protected:
  ArchiveVersion version() const {
    return {1, static_cast<uint8_t>(GetParam()), 0};
  }
};

TEST_P(TocVersionTest, DecodesEveryField) {
  ArchiveBuilder builder(GetParam());
  builder.AddEntry(FullEntry());
  ASSERT_OK_AND_ASSIGN(const DecodedToc toc, Decode(builder.Build()));
  ASSERT_EQ(toc.entries.size(), 1u);
  const TocEntry& entry = toc.entries[0];
  EXPECT_EQ(entry.id, DumpId{42});
  EXPECT_FALSE(entry.has_data);
  EXPECT_EQ(entry.catalog_id, (CatalogId{1259, 4294967295u}));
  EXPECT_EQ(entry.tag, "orders");
  EXPECT_EQ(entry.desc, "INDEX");
  EXPECT_EQ(entry.kind, EntryKind::kIndex);
  EXPECT_EQ(entry.section, Section::kPostData);
  EXPECT_EQ(entry.definition, "CREATE TABLE public.t ();\n");
  EXPECT_EQ(entry.drop_statement, "");
  EXPECT_EQ(entry.copy_statement, "COPY");
  EXPECT_EQ(entry.schema, "public");
  EXPECT_EQ(entry.tablespace, "");
  EXPECT_EQ(entry.table_access_method, version().HasTableAccessMethod()
                                           ? std::optional<std::string>("heap")
                                           : std::nullopt);
  EXPECT_EQ(entry.relation_kind, version().HasRelationKind() ? 'r' : '\0');
  EXPECT_EQ(entry.owner, std::nullopt);
  EXPECT_FALSE(entry.with_oids);
  EXPECT_EQ(entry.dependencies, (std::vector<DumpId>{{7}, {7}, {99999}}));
  EXPECT_EQ(toc.entry_begins[0], builder.FieldOffset(42, "dump_id"));
}

TEST_P(TocVersionTest, EncodesTheSameOctetsAgain) {
  for (int integer_bytes : {4, 5, 8}) {
    ArchiveBuilder builder(GetParam());
    builder.integer_bytes = integer_bytes;
    builder.offset_bytes = integer_bytes + 4;
    builder.AddEntry(FullEntry());
    builder.AddTableData(7, "orders", {"\\.\n\n\n"});
    builder.AddEntry(BuiltEntry{.dump_id = 8, .with_oids = "true"});
    const std::string archive = builder.Build();
    ASSERT_OK_AND_ASSIGN(const DecodedToc toc, Decode(archive));
    const auto source = MakeMemorySource(archive);
    ArchiveInput input(*source, 0);
    ASSERT_OK_AND_ASSIGN(const ArchiveHeader header, DecodeHeader(input, {}));
    std::string encoded;
    std::vector<uint64_t> fields;
    ASSERT_OK(EncodeToc(toc.entries, toc.offsets, header, &encoded, &fields));
    EXPECT_EQ(encoded,
              archive.substr(builder.toc_offset(),
                             builder.data_offset() - builder.toc_offset()));
    ASSERT_EQ(fields.size(), 3u);
    EXPECT_EQ(fields[1] + builder.toc_offset(),
              builder.FieldOffset(7, "offset"));
  }
}

INSTANTIATE_TEST_SUITE_P(Versions, TocVersionTest, testing::Range(10, 17));

TEST(TocCodecTest, DerivesSectionsOfOldVersions) {
  struct Case {
    const char* desc;
    Section section;
  };
  const Case cases[] = {
      {"COMMENT", Section::kNone},       {"ACL", Section::kNone},
      {"TABLE DATA", Section::kData},    {"BLOBS", Section::kData},
      {"BLOB COMMENTS", Section::kData}, {"FK CONSTRAINT", Section::kPostData},
      {"TRIGGER", Section::kPostData},   {"RULE", Section::kPostData},
      {"TABLE", Section::kPreData},      {"SEQUENCE SET", Section::kPreData},
      {"whatever", Section::kPreData}};
  for (const Case& test : cases) {
    ArchiveBuilder builder(10);
    builder.AddEntry(BuiltEntry{.desc = test.desc});
    ASSERT_OK_AND_ASSIGN(const DecodedToc toc, Decode(builder.Build()));
    EXPECT_EQ(toc.entries[0].section, test.section) << test.desc;
  }
}

TEST(TocCodecTest, KeepsAnUnknownKind) {
  ArchiveBuilder builder;
  builder.AddEntry(BuiltEntry{.desc = "FLYING CARPET"});
  ASSERT_OK_AND_ASSIGN(const DecodedToc toc, Decode(builder.Build()));
  EXPECT_EQ(toc.entries[0].desc, "FLYING CARPET");
  EXPECT_EQ(toc.entries[0].kind, EntryKind::kUnknown);
}

// Each row is one field that must not be like that; the error names the
// field's offset and the entry.
struct BadCase {
  const char* name;
  const char* field;
  void (*spoil)(BuiltEntry&);
};

class BadTocTest : public testing::TestWithParam<BadCase> {};

TEST_P(BadTocTest, IsDataLossAtTheField) {
  ArchiveBuilder builder;
  BuiltEntry& entry = builder.AddEntry(BuiltEntry{.dump_id = 5});
  GetParam().spoil(entry);
  const std::string archive = builder.Build();
  const auto toc = Decode(archive);
  EXPECT_THAT(toc, FailsAt(absl::StatusCode::kDataLoss,
                           builder.FieldOffset(static_cast<int>(entry.dump_id),
                                               GetParam().field)));
  EXPECT_TRUE(GetContext(toc.status(), ContextKey::kObject).has_value());
}

const BadCase kBadCases[] = {
    {"IdZero", "dump_id", [](BuiltEntry& e) { e.dump_id = 0; }},
    {"IdNegative", "dump_id", [](BuiltEntry& e) { e.dump_id = -3; }},
    {"DataMark", "had_dumper", [](BuiltEntry& e) { e.had_dumper = 2; }},
    {"TableOidNull", "table_oid", [](BuiltEntry& e) { e.table_oid = {}; }},
    {"TableOidText", "table_oid", [](BuiltEntry& e) { e.table_oid = "1x"; }},
    {"OidNull", "oid", [](BuiltEntry& e) { e.oid = {}; }},
    {"OidEmpty", "oid", [](BuiltEntry& e) { e.oid = ""; }},
    {"OidNegative", "oid", [](BuiltEntry& e) { e.oid = "-1"; }},
    {"OidTooLarge", "oid", [](BuiltEntry& e) { e.oid = "4294967296"; }},
    {"TagNull", "tag", [](BuiltEntry& e) { e.tag = {}; }},
    {"DescNull", "desc", [](BuiltEntry& e) { e.desc = {}; }},
    {"SectionZero", "section", [](BuiltEntry& e) { e.section = 0; }},
    {"SectionFive", "section", [](BuiltEntry& e) { e.section = 5; }},
    {"EncodingWithoutText", "definition",
     [](BuiltEntry& e) {
       e.desc = "ENCODING";
       e.definition = {};
     }},
    {"SearchPathWithoutText", "definition",
     [](BuiltEntry& e) {
       e.desc = "SEARCHPATH";
       e.definition = {};
     }},
    {"RelationKind", "relation_kind",
     [](BuiltEntry& e) { e.relation_kind = 128; }},
    {"RelationKindNegative", "relation_kind",
     [](BuiltEntry& e) { e.relation_kind = -1; }},
    {"WithOidsNull", "with_oids", [](BuiltEntry& e) { e.with_oids = {}; }},
    {"WithOidsText", "with_oids", [](BuiltEntry& e) { e.with_oids = "no"; }},
    {"DependencyZero", "dependencies",
     [](BuiltEntry& e) { e.dependencies = {"0"}; }},
    {"DependencyNegative", "dependencies",
     [](BuiltEntry& e) { e.dependencies = {"-5"}; }},
    {"DependencyText", "dependencies",
     [](BuiltEntry& e) { e.dependencies = {"five"}; }},
    {"DependencyTooLarge", "dependencies",
     [](BuiltEntry& e) { e.dependencies = {"2147483648"}; }},
    {"OffsetFlagZero", "offset", [](BuiltEntry& e) { e.offset_flag = 0; }},
    {"OffsetFlagFour", "offset", [](BuiltEntry& e) { e.offset_flag = 4; }},
    {"OffsetTooLarge", "offset",
     [](BuiltEntry& e) {
       e.offset_flag = 2;
       e.offset = uint64_t{1} << 63;
     }},
};

INSTANTIATE_TEST_SUITE_P(Fields, BadTocTest, testing::ValuesIn(kBadCases),
                         [](const testing::TestParamInfo<BadCase>& test) {
                           return std::string(test.param.name);
                         });

TEST(TocCodecTest, RefusesTheSameNumberTwice) {
  ArchiveBuilder builder;
  builder.AddEntry(BuiltEntry{.dump_id = 5});
  builder.AddEntry(BuiltEntry{.dump_id = 5});
  const std::string archive = builder.Build();
  EXPECT_THAT(Decode(archive), FailsAt(absl::StatusCode::kDataLoss,
                                       builder.FieldOffset(5, "dump_id")));
}

TEST(TocCodecTest, RefusesOctetsInsideOfNumbers) {
  ArchiveBuilder builder;
  builder.AddEntry(BuiltEntry{.dump_id = 5});
  const std::string archive = builder.Build();
  const uint64_t field = builder.FieldOffset(5, "section");
  struct Case {
    size_t step;
    char octet;
  };
  // A sign octet of 2, a negative section, a number beyond 32 bits.
  for (const Case& test : {Case{0, '\2'}, Case{0, '\1'}, Case{4, '\x80'}}) {
    std::string damaged = archive;
    damaged[field + test.step] = test.octet;
    EXPECT_THAT(Decode(damaged), FailsAt(absl::StatusCode::kDataLoss, field));
  }
}

TEST(TocCodecTest, RefusesLengthsThatTheFileCannotHold) {
  ArchiveBuilder builder;
  builder.AddEntry(BuiltEntry{.dump_id = 5});
  const std::string archive = builder.Build();
  const uint64_t field = builder.FieldOffset(5, "tag");
  for (const std::string& length :
       {ArchiveBytes().Int(0x7fffffff).bytes(), ArchiveBytes().Int(-2).bytes(),
        std::string("\0\0\0\0\x80", 5)}) {
    std::string damaged = archive;
    damaged.replace(field, length.size(), length);
    EXPECT_THAT(Decode(damaged), FailsAt(absl::StatusCode::kDataLoss, field));
  }
}

TEST(TocCodecTest, RefusesNulOctetsInTexts) {
  ArchiveBuilder builder;
  builder.AddEntry(BuiltEntry{.dump_id = 5, .tag = std::string("a\0b", 3)});
  const std::string archive = builder.Build();
  EXPECT_THAT(Decode(archive), FailsAt(absl::StatusCode::kDataLoss,
                                       builder.FieldOffset(5, "tag") + 6));
}

TEST(TocCodecTest, RefusesImpossibleCounts) {
  for (int64_t count : {int64_t{-1}, int64_t{100}, int64_t{0x7fffffff}}) {
    ArchiveBuilder builder;
    builder.AddEntry(BuiltEntry{});
    builder.entry_count = count;
    const std::string archive = builder.Build();
    ReadLimits limits;
    limits.max_entries = 0x7fffffff;
    EXPECT_THAT(Decode(archive, limits),
                FailsAt(absl::StatusCode::kDataLoss, builder.toc_offset()))
        << count;
  }
}

TEST(TocCodecTest, KeepsTheLimits) {
  ArchiveBuilder builder;
  builder.AddEntry(
      BuiltEntry{.dump_id = 1000, .dependencies = {"1", "2", "3"}});
  builder.AddEntry(BuiltEntry{.dump_id = 3});
  const std::string archive = builder.Build();
  ASSERT_OK(Decode(archive));
  struct Case {
    void (*tighten)(ReadLimits&);
    uint64_t offset;
  };
  const uint64_t dependencies = builder.FieldOffset(1000, "dependencies");
  const Case cases[] = {
      {[](ReadLimits& l) { l.max_entries = 1; }, builder.toc_offset()},
      {[](ReadLimits& l) { l.max_dump_id = 999; },
       builder.FieldOffset(1000, "dump_id")},
      {[](ReadLimits& l) { l.max_dependencies = 2; }, dependencies + 12},
      {[](ReadLimits& l) { l.max_string_bytes = 10; },
       builder.FieldOffset(1000, "definition")},
      {[](ReadLimits& l) { l.max_toc_bytes = 200; },
       builder.FieldOffset(1000, "dump_id")},
  };
  for (const Case& test : cases) {
    ReadLimits limits;
    test.tighten(limits);
    EXPECT_THAT(Decode(archive, limits),
                FailsAt(absl::StatusCode::kResourceExhausted, test.offset));
  }
}

TEST(TocCodecTest, FailsAtEveryCut) {
  ArchiveBuilder builder;
  builder.AddEntry(FullEntry());
  const std::string archive = builder.Build();
  for (size_t size = builder.toc_offset(); size < archive.size(); ++size) {
    EXPECT_THAT(Decode(archive.substr(0, size)),
                StatusIs(absl::StatusCode::kDataLoss))
        << size;
  }
}

TEST(TocCodecTest, DoesNotEncodeWhatNobodyCouldRead) {
  TocEntry good;
  good.id = {1};
  good.tag = "t";
  good.desc = "TABLE";
  std::vector<TocEntry> bad(4, good);
  bad[0].id = {0};
  bad[1].tag = std::string("a\0b", 3);
  bad[2].dependencies = {{-1}};
  bad[3].relation_kind = '\x80';
  std::string out;
  std::vector<uint64_t> fields;
  const std::vector<DataOffset> offsets(2);
  for (const TocEntry& entry : bad) {
    EXPECT_THAT(
        EncodeToc(std::vector<TocEntry>{entry}, offsets, {}, &out, &fields),
        StatusIs(absl::StatusCode::kInvalidArgument));
  }
  EXPECT_THAT(
      EncodeToc(std::vector<TocEntry>{good, good}, offsets, {}, &out, &fields),
      StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace pgark
