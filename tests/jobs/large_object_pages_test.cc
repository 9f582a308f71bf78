#include "jobs/large_object_pages.h"

#include <map>
#include <string>
#include <vector>

#include "base/byte_order.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

constexpr uint64_t kPageBytes = 8;

class Collector : public LargeObjectConsumer {
 public:
  absl::Status Begin(Oid oid) override {
    objects.emplace_back(oid, "");
    return absl::OkStatus();
  }
  absl::Status Write(absl::string_view bytes) override {
    objects.back().second.append(bytes.data(), bytes.size());
    return absl::OkStatus();
  }
  absl::Status End() override {
    ++ended;
    return absl::OkStatus();
  }

  std::vector<std::pair<Oid, std::string>> objects;
  int ended = 0;
};

std::string Header() {
  return std::string("PGCOPY\n\377\r\n\0", 11) + std::string(8, '\0');
}

std::string Row(uint32_t oid, uint32_t page, const std::string& data) {
  std::string row("\0\3", 2);
  AppendBigEndian32(4, &row);
  AppendBigEndian32(oid, &row);
  AppendBigEndian32(4, &row);
  AppendBigEndian32(page, &row);
  AppendBigEndian32(static_cast<uint32_t>(data.size()), &row);
  return row + data;
}

const std::string kEnd("\377\377", 2);

class LargeObjectPagesTest : public ::testing::Test {
 protected:
  // Adds the messages, the header glued to the first as servers do it.
  absl::Status Read(std::vector<Oid> oids, std::vector<std::string> messages) {
    LargeObjectPages pages(oids, kPageBytes, collector_);
    messages[0] = Header() + messages[0];
    for (const std::string& message : messages) {
      const absl::Status status = pages.Add(message);
      if (!status.ok()) return status;
    }
    return pages.Finish();
  }

  Collector collector_;
};

TEST_F(LargeObjectPagesTest, PagesFollowEachOther) {
  ASSERT_OK(Read(
      {7, 9}, {Row(7, 0, "abcdefgh"), Row(7, 1, "ij"), Row(9, 0, "k"), kEnd}));
  EXPECT_THAT(collector_.objects,
              ElementsAre(Pair(7, "abcdefghij"), Pair(9, "k")));
  EXPECT_EQ(collector_.ended, 2);
}

TEST_F(LargeObjectPagesTest, HolesAndShortPagesAreZeros) {
  ASSERT_OK(Read({7}, {Row(7, 1, "ab"), Row(7, 3, "c"), kEnd}));
  EXPECT_THAT(
      collector_.objects,
      ElementsAre(Pair(7, std::string(8, '\0') + "ab" + std::string(6, '\0') +
                              std::string(8, '\0') + "c")));
}

TEST_F(LargeObjectPagesTest, AHoleLargerThanMemoryForZerosIsFilled) {
  ASSERT_OK(Read({7}, {Row(7, 100000, "x"), kEnd}));
  ASSERT_EQ(collector_.objects.size(), 1);
  EXPECT_EQ(collector_.objects[0].second, std::string(800000, '\0') + "x");
}

TEST_F(LargeObjectPagesTest, ObjectsWithoutPagesAreEmptyAndInOrder) {
  ASSERT_OK(Read({1, 2, 3, 4}, {Row(3, 0, "c"), kEnd}));
  EXPECT_THAT(collector_.objects,
              ElementsAre(Pair(1, ""), Pair(2, ""), Pair(3, "c"), Pair(4, "")));
  EXPECT_EQ(collector_.ended, 4);
}

TEST_F(LargeObjectPagesTest, PagesWithoutAnObjectArePassedOver) {
  ASSERT_OK(Read({7, 9}, {Row(7, 0, "abcdefgh"), Row(8, 0, "lost"),
                          Row(9, 0, "k"), kEnd}));
  EXPECT_THAT(collector_.objects,
              ElementsAre(Pair(7, "abcdefgh"), Pair(9, "k")));
}

TEST_F(LargeObjectPagesTest, NumbersAboveTwoToThe31AreObjectsToo) {
  ASSERT_OK(Read({4000000000}, {Row(4000000000, 0, "a"), kEnd}));
  EXPECT_THAT(collector_.objects, ElementsAre(Pair(4000000000, "a")));
}

TEST_F(LargeObjectPagesTest, NothingButTheEnd) {
  ASSERT_OK(Read({5}, {kEnd}));
  EXPECT_THAT(collector_.objects, ElementsAre(Pair(5, "")));
}

struct BadCase {
  const char* name;
  std::vector<std::string> messages;
};

class BadLargeObjectPagesTest : public LargeObjectPagesTest,
                                public ::testing::WithParamInterface<BadCase> {
};

TEST_P(BadLargeObjectPagesTest, AreRefused) {
  EXPECT_THAT(Read({7, 9}, GetParam().messages),
              StatusIs(absl::StatusCode::kInternal));
}

INSTANTIATE_TEST_SUITE_P(
    All, BadLargeObjectPagesTest,
    ::testing::Values(
        BadCase{"NoEnd", {Row(7, 0, "a")}},
        BadCase{"ObjectsOutOfOrder", {Row(9, 0, "a"), Row(7, 0, "a"), kEnd}},
        BadCase{"PagesOutOfOrder", {Row(7, 1, "a"), Row(7, 0, "a"), kEnd}},
        BadCase{"NegativePage", {Row(7, 0xffffffff, "a"), kEnd}},
        BadCase{"LongPage", {Row(7, 0, "123456789"), kEnd}},
        BadCase{"RowBehindTheEnd", {kEnd, Row(7, 0, "a")}},
        BadCase{"CutRow", {Row(7, 0, "abc").substr(0, 20), kEnd}},
        BadCase{"LongRow", {Row(7, 0, "abc") + "d", kEnd}},
        BadCase{"OtherColumnCount", {std::string("\0\2", 2), kEnd}}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(LargeObjectPagesHeaderTest, IsRequired) {
  Collector collector;
  const std::vector<Oid> oids = {7};
  LargeObjectPages pages(oids, kPageBytes, collector);
  EXPECT_THAT(pages.Add(Row(7, 0, "abcdefghijklmnop")),
              StatusIs(absl::StatusCode::kInternal));
}

}  // namespace
}  // namespace pgark
