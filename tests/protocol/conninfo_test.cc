#include "protocol/conninfo.h"

#include "absl/strings/match.h"
#include "base/status_context.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

TEST(ConninfoTest, FormattedParametersReadBackUnchanged) {
  const ConnectionParameters parameters = {
      {"dbname", "a b"}, {"host", "/tmp/x"}, {"password", "it's \\ 'x'"}};
  ASSERT_OK_AND_ASSIGN(const ConnectionParameters read,
                       ParseConninfo(FormatConninfo(parameters)));
  EXPECT_EQ(read, parameters);
}

TEST(ConninfoTest, ABrokenStringIsRefusedWithoutQuotingIt) {
  for (const char* text :
       {"password=very geheim", "password=a geheim=b", "password='geheim"}) {
    const auto read = ParseConninfo(text);
    EXPECT_THAT(read, StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_FALSE(absl::StrContains(FormatStatus(read.status()), "geheim"));
  }
}

TEST(ConninfoTest, KnowsLibpqsKeywords) {
  EXPECT_TRUE(IsLibpqKeyword("sslrootcert"));
  EXPECT_FALSE(IsLibpqKeyword("pool_size"));
}

}  // namespace
}  // namespace pgark
