#include "protocol/host_list.h"

#include "gtest/gtest.h"

namespace pgark {
namespace {

std::vector<std::string> TwoAddresses(const std::string& host) {
  return host == "both" ? std::vector<std::string>{"::1", "10.0.0.1"}
                        : std::vector<std::string>{};
}

TEST(HostListTest, NothingIsLeftOfASingleAddress) {
  EXPECT_EQ(
      WithoutSilentAddress({{"host", "10.0.0.9"}},
                           {.host = "10.0.0.9", .port = "5432"}, TwoAddresses),
      std::nullopt);
}

TEST(HostListTest, TheOtherHostsStayWithTheirPorts) {
  const auto rest = WithoutSilentAddress(
      {{"host", "a,b,c"}, {"port", "1,,3"}},
      {.host = "b", .address = "10.0.0.2", .port = "5432"}, TwoAddresses);
  ASSERT_TRUE(rest.has_value());
  EXPECT_EQ(rest->at("host"), "a,c");
  EXPECT_EQ(rest->at("hostaddr"), ",");
  EXPECT_EQ(rest->at("port"), "1,3");
}

TEST(HostListTest, ASilentNameIsReplacedByItsOtherAddresses) {
  const auto rest = WithoutSilentAddress(
      {{"host", "both"}, {"dbname", "d"}},
      {.host = "both", .address = "::1", .port = "5432"}, TwoAddresses);
  ASSERT_TRUE(rest.has_value());
  EXPECT_EQ(rest->at("host"), "both");
  EXPECT_EQ(rest->at("hostaddr"), "10.0.0.1");
  EXPECT_EQ(rest->at("dbname"), "d");
  // And after that one there is none.
  EXPECT_EQ(WithoutSilentAddress(
                *rest, {.host = "both", .address = "10.0.0.1", .port = "5432"},
                TwoAddresses),
            std::nullopt);
}

TEST(HostListTest, ASilentSocketIsTakenOut) {
  const auto rest = WithoutSilentAddress(
      {{"host", "/tmp,h"}}, {.host = "/tmp", .port = "5432"}, TwoAddresses);
  ASSERT_TRUE(rest.has_value());
  EXPECT_EQ(rest->at("host"), "h");
}

TEST(HostListTest, ListsOfDifferentLengthsDoNotMatter) {
  const auto rest = WithoutSilentAddress(
      {{"host", "a,b"},
       {"hostaddr", "1.1.1.1,2.2.2.2,3.3.3.3"},
       {"port", "1,2,3,4"}},
      {.host = "a", .address = "1.1.1.1", .port = "1"}, TwoAddresses);
  ASSERT_TRUE(rest.has_value());
  EXPECT_EQ(rest->at("hostaddr"), "2.2.2.2,3.3.3.3");
}

}  // namespace
}  // namespace pgark
