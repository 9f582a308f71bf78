#include "tools/gzip_sink.h"

#include <zlib.h>

#include <string>
#include <vector>

#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

// Unpacks with zlib's own reader of gzip files; "" when it is none, or cut.
std::string Unpacked(const std::string& file, size_t size) {
  z_stream stream{};
  std::vector<char> output(size + 1);
  std::string input = file;
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<Bytef*>(output.data());
  stream.avail_out = static_cast<uInt>(output.size());
  EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
  const int result = inflate(&stream, Z_FINISH);
  const size_t count = output.size() - stream.avail_out;
  inflateEnd(&stream);
  return result == Z_STREAM_END ? std::string(output.data(), count) : "";
}

TEST(GzipSinkTest, WritesAGzipFileOfAllPieces) {
  std::string text;
  StringSink file;
  GzipSink sink(file);
  for (int i = 0; i < 100'000; ++i) {
    const std::string piece = std::to_string(i * 7919) + "\n";
    ASSERT_OK(sink.Append(piece));
    text += piece;
  }
  ASSERT_OK(sink.Finish());
  EXPECT_EQ(sink.position(), text.size());
  EXPECT_LT(file.data().size(), text.size());
  EXPECT_EQ(Unpacked(file.data(), text.size()), text);
}

TEST(GzipSinkTest, AnEmptyTextIsAWholeFile) {
  StringSink file;
  GzipSink sink(file);
  ASSERT_OK(sink.Finish());
  EXPECT_GE(file.data().size(), 18U);
}

TEST(GzipSinkTest, WithoutFinishTheFileIsCut) {
  StringSink file;
  GzipSink sink(file);
  ASSERT_OK(sink.Append("text"));
  EXPECT_EQ(Unpacked(file.data(), 4), "");
}

}  // namespace
}  // namespace pgark
