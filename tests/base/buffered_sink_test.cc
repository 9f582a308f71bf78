#include "base/buffered_sink.h"

#include <string>

#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

// Counts what it is given; fails from the call `fails_at` on.
class CountingSink : public StringSink {
 public:
  absl::Status Append(absl::string_view bytes) override {
    ++appends;
    if (appends == fails_at) return absl::ResourceExhaustedError("full");
    return StringSink::Append(bytes);
  }
  int appends = 0;
  int fails_at = 0;
};

TEST(BufferedSinkTest, SmallPartsBecomeFewAndKeepTheirOrder) {
  CountingSink sink;
  BufferedSink buffered(sink);
  std::string expected;
  for (int i = 0; i < 50000; ++i) {
    const std::string part = std::to_string(i) + "\n";
    ASSERT_OK(buffered.Append(part));
    expected += part;
    ASSERT_EQ(buffered.position(), expected.size());
  }
  // Larger than the buffer, between small ones.
  expected += std::string(200000, 'x') + "end";
  ASSERT_OK(buffered.Append(std::string(200000, 'x')));
  ASSERT_OK(buffered.Append("end"));
  ASSERT_OK(buffered.Flush());
  EXPECT_TRUE(sink.data() == expected);
  EXPECT_LT(sink.appends, 12);
}

TEST(BufferedSinkTest, AFailureOfTheSinkIsReturnedByFlushOrAnAppend) {
  CountingSink sink;
  sink.fails_at = 2;
  BufferedSink buffered(sink);
  ASSERT_OK(buffered.Append("first"));
  ASSERT_OK(buffered.Flush());
  ASSERT_OK(buffered.Append("second"));
  EXPECT_THAT(buffered.Append(std::string(100000, 'x')),
              StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_EQ(sink.data(), "first");
}

TEST(BufferedSinkTest, PatchesReachWhatStillWaited) {
  CountingSink sink;
  BufferedSink buffered(sink);
  ASSERT_OK(buffered.Append("hello"));
  ASSERT_OK(buffered.PatchAt(0, "J"));
  EXPECT_EQ(sink.data(), "Jello");
}

}  // namespace
}  // namespace pgark
