#include "protocol/connection_url.h"

#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "base/status_context.h"
#include "gmock/gmock.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

using Parameters = std::map<std::string, std::string>;

struct GoodCase {
  const char* name;
  const char* url;
  Parameters want;
};
class GoodUrlTest : public testing::TestWithParam<GoodCase> {};

TEST_P(GoodUrlTest, BecomesLibpqsParameters) {
  ASSERT_OK_AND_ASSIGN(const ConnectionUrl url,
                       ParseConnectionUrl(GetParam().url));
  EXPECT_EQ(url.parameters, GetParam().want);
  EXPECT_THAT(url.left_out, IsEmpty());
}

const GoodCase kGoodCases[] = {
    {"Bare", "postgresql://", {}},
    {"Full",
     "postgres://bob:pw@db.example:5433/app?sslmode=require",
     {{"user", "bob"},
      {"password", "pw"},
      {"host", "db.example"},
      {"port", "5433"},
      {"dbname", "app"},
      {"sslmode", "require"}}},
    {"SqlAlchemyDriver",
     "postgresql+psycopg2://bob@h/app",
     {{"user", "bob"}, {"host", "h"}, {"dbname", "app"}}},
    {"Django", "postgis://h/app", {{"host", "h"}, {"dbname", "app"}}},
    {"EncodedParts",
     "postgres://a%40b:p%2Fw%25@h/d%20b",
     {{"user", "a@b"}, {"password", "p/w%"}, {"host", "h"}, {"dbname", "d b"}}},
    {"UnencodedPassword",
     "postgres://u:p@s:s@h/d",
     {{"user", "u"}, {"password", "p@s:s"}, {"host", "h"}, {"dbname", "d"}}},
    {"HashInPassword",
     "postgres://u:p#s@h/d",
     {{"user", "u"}, {"password", "p#s"}, {"host", "h"}, {"dbname", "d"}}},
    {"SeveralHosts",
     "postgres://h1:1,h2,[::1]:3/d",
     {{"host", "h1,h2,::1"}, {"port", "1,,3"}, {"dbname", "d"}}},
    {"SocketInQuery",
     "postgresql:///app?host=/run/postgresql&port=5433",
     {{"host", "/run/postgresql"}, {"port", "5433"}, {"dbname", "app"}}},
    {"SocketEncoded",
     "postgresql://%2Frun%2Fpostgresql/app",
     {{"host", "/run/postgresql"}, {"dbname", "app"}}},
    {"SslSwitch",
     "postgres://h?ssl=true",
     {{"host", "h"}, {"sslmode", "require"}}},
    {"SslNoVerify",
     "postgres://h?sslmode=no-verify",
     {{"host", "h"}, {"sslmode", "require"}}},
    {"JavaSpelling",
     "postgresql://h/d?ApplicationName=web&user=bob",
     {{"host", "h"},
      {"dbname", "d"},
      {"application_name", "web"},
      {"user", "bob"}}},
    {"OptionsWithEqualSign",
     "postgres://h?options=endpoint%3Dep-1",
     {{"host", "h"}, {"options", "endpoint=ep-1"}}},
};
INSTANTIATE_TEST_SUITE_P(Urls, GoodUrlTest, testing::ValuesIn(kGoodCases),
                         [](const auto& url) { return url.param.name; });

TEST(ConnectionUrlTest, ParametersOfOtherLayersAreLeftOutByName) {
  ASSERT_OK_AND_ASSIGN(
      const ConnectionUrl url,
      ParseConnectionUrl("postgresql://h/d?schema=public&connection_limit=5&"
                         "pgbouncer=true&poolTimeout=3&x-migrations-table=m&"
                         "connect_timeout=4"));
  EXPECT_THAT(url.left_out,
              ElementsAre("schema", "connection_limit", "pgbouncer",
                          "poolTimeout", "x-migrations-table"));
  EXPECT_THAT(url.parameters,
              UnorderedElementsAre(Pair("host", "h"), Pair("dbname", "d"),
                                   Pair("connect_timeout", "4")));
}

TEST(ConnectionUrlTest, AnUnknownParameterIsNamed) {
  const auto url = ParseConnectionUrl("postgres://u:secret@h/d?colour=blue");
  ASSERT_THAT(url, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(std::string(url.status().message()), HasSubstr("colour"));
}

TEST(ConnectionUrlTest, AnotherSchemeIsNamed) {
  const auto url = ParseConnectionUrl("mysql://u:secret@h/d");
  ASSERT_THAT(url, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(std::string(url.status().message()), HasSubstr("mysql"));
}

class SecretUrlTest : public testing::TestWithParam<const char*> {};

TEST_P(SecretUrlTest, IsRefusedWithoutQuotingAnything) {
  const auto url = ParseConnectionUrl(GetParam());
  ASSERT_THAT(url, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_FALSE(absl::StrContains(FormatStatus(url.status()), "geheim"))
      << FormatStatus(url.status());
}

// A password with a character that has to be encoded.
INSTANTIATE_TEST_SUITE_P(
    Urls, SecretUrlTest,
    testing::Values(
        "postgres://u:geheim/geheim@h/d", "postgres://u:12/geheim@h/d",
        "postgres://u:geheim?geheim@h/d", "postgres://u:12?geheim@h/d",
        "postgres://u:12?geheim=geheim@h/d", "postgres://u:geheim%@h/d",
        "postgres://u:geheim%zz@h/d", "postgres://u:geheim%00@h/d",
        "postgres://h:geheim/d", "postgres://[geheim/d",
        "postgres://h/d?ssl=geheim", "postgres://h/d?geheim",
        "mysql://u:geheim@h/d", "jdbc:postgresql://h/d?password=geheim"));

TEST(ConnectionUrlTest, OnlyUrlsLookLikeUrls) {
  EXPECT_TRUE(LooksLikeUrl("postgresql+asyncpg://h"));
  EXPECT_TRUE(LooksLikeUrl("mysql://h"));
  EXPECT_FALSE(LooksLikeUrl("app"));
  EXPECT_FALSE(LooksLikeUrl("host=h password=a://b"));
  EXPECT_FALSE(LooksLikeUrl("://"));
}

}  // namespace
}  // namespace pgark
