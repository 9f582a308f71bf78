#include <string>

#include "base/byte_order.h"
#include "gtest/gtest.h"
#include "protocol/libpq_copy_in_stream.h"

namespace pgark {
namespace {

std::string Message(char type, const std::string& body) {
  std::string message(1, type);
  AppendBigEndian32(static_cast<uint32_t>(body.size() + 4), &message);
  return message + body;
}

std::string Body(const std::string& text) {
  return std::string("SERROR") + '\0' + "M" + text + '\0' + '\0';
}

TEST(HoldsErrorResponseTest, SeesAnErrorAtTheBeginning) {
  EXPECT_TRUE(HoldsErrorResponse(Message('E', Body("bad row"))));
}

TEST(HoldsErrorResponseTest, SeesAnErrorBehindWholeNotices) {
  const std::string notice = Message('N', Body("careful"));
  EXPECT_TRUE(HoldsErrorResponse(notice + notice + Message('E', Body("x"))));
}

TEST(HoldsErrorResponseTest, DoesNotTakeNoticesForErrors) {
  const std::string notice = Message('N', Body("ERROR in everybody's row: E"));
  EXPECT_FALSE(HoldsErrorResponse(notice));
  // Nor any part of one that an earlier read has cut.
  const std::string two = notice + notice;
  for (size_t i = 1; i < two.size(); ++i) {
    EXPECT_FALSE(HoldsErrorResponse(two.substr(i))) << i;
  }
}

TEST(HoldsErrorResponseTest, SurvivesLengthsThatLead) {
  EXPECT_FALSE(HoldsErrorResponse(""));
  EXPECT_FALSE(HoldsErrorResponse(std::string("N\0\0\0\0xxxx", 9)));
  EXPECT_FALSE(HoldsErrorResponse("N\xff\xff\xff\xffxxxx"));
}

}  // namespace
}  // namespace pgark
