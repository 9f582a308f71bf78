#include "archive/archive_listing.h"

#include <cstdlib>
#include <ctime>

#include "gtest/gtest.h"

namespace pgark {
namespace {

class ListingTest : public testing::Test {
 protected:
  void SetUp() override { SetZone("UTC"); }
  void SetZone(const char* zone) {
    setenv("TZ", zone, 1);
    tzset();
  }

  ArchiveHeader header_ = [] {
    ArchiveHeader header;
    header.compression = CompressionMethod::kGzip;
    header.created = {36, 44, 9, 20, 10, 126, 0};
    header.database_name = "sh\nop";
    header.server_version = "18.6";
    header.dump_version = "18.6 (Debian)";
    return header;
  }();
  Toc toc_ = [] {
    TocEntry table;
    table.id = {7};
    table.catalog_id = {1259, 16384};
    table.desc = "TABLE";
    table.tag = "or\r\nders";
    table.schema = "public";
    table.owner = "alice";
    TocEntry extension;
    extension.id = {9};
    extension.desc = "EXTENSION";
    extension.tag = "hstore";
    extension.dependencies = {{7}, {915}};
    return Toc({table, extension});
  }();
};

TEST_F(ListingTest, LooksLikePgRestores) {
  EXPECT_EQ(FormatListing(
                header_, toc_,
                [](const TocEntry& entry) { return entry.id.value == 7; }, {}),
            ";\n"
            "; Archive created at 2026-11-20 09:44:36 UTC\n"
            ";     dbname: sh op\n"
            ";     TOC Entries: 2\n"
            ";     Compression: gzip\n"
            ";     Dump Version: 1.16-0\n"
            ";     Format: CUSTOM\n"
            ";     Integer: 4 bytes\n"
            ";     Offset: 8 bytes\n"
            ";     Dumped from database version: 18.6\n"
            ";     Dumped by pg_dump version: 18.6 (Debian)\n"
            ";\n"
            ";\n"
            "; Selected TOC Entries:\n"
            ";\n"
            "7; 1259 16384 TABLE public or  ders alice\n");
}

TEST_F(ListingTest, VerboseListsEverythingWithDependencies) {
  const std::string text = FormatListing(
      header_, toc_, [](const TocEntry&) { return false; }, {.verbose = true});
  EXPECT_NE(text.find("7; 1259 16384 TABLE public or  ders alice\n"
                      "9; 0 0 EXTENSION - hstore \n"
                      ";\tdepends on: 7 915\n"),
            std::string::npos)
      << text;
}

TEST_F(ListingTest, OldReleasesPrintTheLevel) {
  header_.version = kArchiveVersion1_14;
  header_.compression_level = -1;
  const auto none = [](const TocEntry&) { return false; };
  EXPECT_NE(FormatListing(header_, toc_, none, {.release = 15})
                .find("Compression: -1\n"),
            std::string::npos);
  EXPECT_NE(FormatListing(header_, toc_, none, {.release = 16})
                .find("Compression: gzip\n"),
            std::string::npos);
}

TEST_F(ListingTest, TimeIsLocalTimeOfTheReader) {
  SetZone("Europe/Berlin");
  const auto none = [](const TocEntry&) { return false; };
  EXPECT_NE(FormatListing(header_, toc_, none, {})
                .find("created at 2026-11-20 09:44:36 CET\n"),
            std::string::npos);
}

TEST_F(ListingTest, VersionsAreLeftOutWhenTheyAreMissing) {
  header_.server_version = std::nullopt;
  header_.dump_version = std::nullopt;
  header_.database_name = std::nullopt;
  const std::string text =
      FormatListing(header_, toc_, [](const TocEntry&) { return false; }, {});
  EXPECT_EQ(text.find("Dumped"), std::string::npos);
  EXPECT_NE(text.find(";     dbname: \n"), std::string::npos);
}

TEST_F(ListingTest, AnEmptySchemaIsNotAMissingOne) {
  TocEntry entry;
  entry.id = {1};
  entry.desc = "TABLE";
  entry.tag = "t";
  entry.schema = "";
  EXPECT_EQ(FormatListingLine(entry), "1; 0 0 TABLE  t \n");
}

}  // namespace
}  // namespace pgark
