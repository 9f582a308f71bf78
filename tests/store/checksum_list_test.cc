#include "store/checksum_list.h"

#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

const std::string kDigest(64, 'a');

TEST(ChecksumListTest, ReadsWhatItWrites) {
  const ChecksumList checksums = {{"app.dump", kDigest},
                                  {"with blank.sql", std::string(64, '0')}};
  ASSERT_OK_AND_ASSIGN(const ChecksumList read,
                       ParseChecksums(FormatChecksums(checksums)));
  EXPECT_EQ(read, checksums);
}

TEST(ChecksumListTest, TakesBothMarksOfSha256sum) {
  EXPECT_OK(ParseChecksums(kDigest + " *app.dump\n"));
}

TEST(ChecksumListTest, RefusesOtherLinesAndPathsThatLeadOut) {
  for (const std::string& text :
       {kDigest + "\n", kDigest + "  \n", kDigest + "  ../passwd\n",
        kDigest + "  /etc/passwd\n", kDigest + "  .hidden\n",
        std::string(64, 'G') + "  a\n", std::string(63, 'a') + "  a\n",
        kDigest + "  a\n" + kDigest + "  a\n", std::string("hello\n")}) {
    EXPECT_THAT(ParseChecksums(text), StatusIs(absl::StatusCode::kDataLoss))
        << text;
  }
}

}  // namespace
}  // namespace pgark
