// Writes the seeds of the fuzz targets into the folder that is given. Those in
// fuzz/corpus came from here; inputs that once failed have joined them.

#include <algorithm>
#include <filesystem>
#include <initializer_list>
#include <string>
#include <utility>

#include "archive/archive_index.h"
#include "archive/compression_spec.h"
#include "archive/index_codec.h"
#include "base/byte_order.h"
#include "tests/support/archive_builder.h"
#include "tests/support/sample_archives.h"
#include "tests/support/stock_stream.h"
#include "tests/support/temporary_directory.h"

namespace pgark {
namespace {

constexpr CompressionMethod kMethods[] = {
    CompressionMethod::kNone, CompressionMethod::kGzip, CompressionMethod::kLz4,
    CompressionMethod::kZstd};

void Write(const std::string& corpus, const std::string& target,
           const std::string& name, const std::string& bytes) {
  std::filesystem::create_directories(corpus + "/" + target);
  WriteFile(corpus + "/" + target + "/" + name, bytes);
}

// Parameters at the end of an input.
std::string Parameters(std::initializer_list<int> values) {
  std::string bytes;
  for (const int value : values) bytes.push_back(static_cast<char>(value));
  return bytes;
}

// The first segment of an archive's index, without its block's framing.
std::string FirstSegment(const std::string& archive) {
  const size_t begin = archive.find(std::string(kIndexSegmentMagic));
  const size_t size = DecodeLittleEndian(archive.data() + begin - 4, 4);
  return archive.substr(begin, size);
}

void WriteArchives(const std::string& corpus) {
  for (const auto method : kMethods) {
    const std::string name = CompressionMethodName(method);
    ArchiveBuilder stock = SampleStockBuilder(method);
    const std::string archive = stock.Build();
    stock.set_offsets = false;
    const std::string without_offsets = stock.Build();
    const std::string ours = SamplePgarkArchive(method, true);
    Write(corpus, "archive_open_fuzzer", "stock-" + name, archive);
    const std::string segmented = SegmentedPgarkArchive(method);
    Write(corpus, "archive_open_fuzzer", "pgark-" + name, ours);
    Write(corpus, "archive_open_fuzzer", "pgark-segments-" + name, segmented);
    for (const char* target :
         {"validate_fuzzer", "pipe_against_file_fuzzer", "salvage_fuzzer"}) {
      Write(corpus, target, "stock-" + name, archive + "\x0f");
      Write(corpus, target, "stock-without-offsets-" + name,
            without_offsets + "\x10");
      Write(corpus, target, "pgark-" + name, ours + "\x1f");
      Write(corpus, target, "pgark-segments-" + name, segmented + "\x1f");
    }
    Write(corpus, "data_block_fuzzer", "blocks-" + name,
          archive.substr(stock.data_offset()) + Parameters({20, 3}));
    Write(corpus, "codec_fuzzer", "stock-stream-" + name,
          StockStream(method, SampleRows()) +
              Parameters({4, 7, static_cast<int>(method)}));
    Write(corpus, "archive_index_fuzzer", "index-" + name,
          ours.substr(ours.find("PGARKIDX"),
                      ours.size() - ours.find("PGARKIDX") - kIndexFooterBytes) +
              Parameters({0, 0, 1}));
    Write(corpus, "archive_index_fuzzer", "segment-" + name,
          FirstSegment(segmented) + Parameters({0, 1, 0}));
  }
  for (int minor = 10; minor <= 16; ++minor) {
    ArchiveBuilder stock(minor, CompressionMethod::kNone);
    stock.AddTableData(7, "t", {"1\n", "\\.\n\n\n"});
    const std::string archive = stock.Build();
    const std::string name = "version-1." + std::to_string(minor);
    for (const char* target : {"archive_open_fuzzer", "toc_round_trip_fuzzer",
                               "validate_fuzzer", "salvage_fuzzer"}) {
      Write(corpus, target, name, archive + Parameters({0}));
    }
  }
}

void WriteMembers(const std::string& corpus) {
  Write(corpus, "tar_fuzzer", "sample", SampleTar() + "@");
  auto members = SampleTarMembers();
  std::swap(members[1], members[2]);
  Write(corpus, "tar_fuzzer", "out-of-order", BuildTar(members) + "\x01");
  members = SampleTarMembers();
  members[1].first = "../20.dat";
  Write(corpus, "tar_fuzzer", "outside", BuildTar(members) + "\x02");
  Write(corpus, "tar_fuzzer", "huge-member",
        TarMemberBytes("toc.dat", SampleTarMembers()[0].second) +
            TarHeaderBytes({.name = "20.dat", .size = uint64_t{1} << 40}) +
            std::string(600, 'x'));

  const std::string target = "directory_names_fuzzer";
  const std::string list =
      "16500 blob_16500.dat\n4000000001 blob_4000000001.dat\n";
  ArchiveBuilder builder =
      SampleContentsBuilder(CompressionMethod::kNone, false);
  Write(corpus, target, "sample", builder.BuildContents() + "PGLIST" + list);
  Write(corpus, target, "list-outside",
        builder.BuildContents() + "PGLIST16500 ../blob_16500.dat\n");
  builder.minor_version = 14;
  Write(corpus, target, "version-1.14",
        builder.BuildContents() + "PGLIST" + list);
  for (const char* const name : {"../20.dat", "/etc/passwd", "21.dat", ""}) {
    ArchiveBuilder other =
        SampleContentsBuilder(CompressionMethod::kNone, false);
    for (BuiltEntry& entry : other.entries) {
      if (entry.dump_id == kSampleTableData) entry.file_name = name;
    }
    std::string seed = name;
    std::replace(seed.begin(), seed.end(), '/', '-');
    Write(corpus, target, "name-" + seed,
          other.BuildContents() + "PGLIST" + list);
  }
}

void WriteTexts(const std::string& corpus) {
  // cut, end marker, columns + 1, encoding.
  const std::string target = "copy_text_fuzzer";
  Write(corpus, target, "sample", SampleRows() + Parameters({9, 0, 3, 0}));
  Write(corpus, target, "wide", RowText(700) + Parameters({63, 1, 0, 0}));
  Write(corpus, target, "sjis",
        "\x95\x5c\t\\N\n\x95\x5c\\\\\t\xb1\n\\.\n\n\n" +
            Parameters({1, 0, 3, 1}));
  Write(corpus, target, "gb18030",
        "\x81\x30\x81\x30\t\xa6\x5c\n\\.\n\n\n" + Parameters({2, 0, 3, 2}));
  Write(corpus, target, "statement",
        "COPY \"S x\".t (a, \"b,\"\"c\") FROM stdin;\n" +
            Parameters({5, 0, 0, 6}));
}

}  // namespace
}  // namespace pgark

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  pgark::WriteArchives(argv[1]);
  pgark::WriteMembers(argv[1]);
  pgark::WriteTexts(argv[1]);
  return 0;
}
