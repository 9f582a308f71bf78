#include "base/status_context.h"

#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

TEST(StatusContextTest, InnermostContextWins) {
  absl::Status status = WithOffset(absl::DataLossError("bad byte"), 7);
  status = WithOffset(std::move(status), 99);
  EXPECT_EQ(GetOffset(status), 7u);
}

TEST(StatusContextTest, OkStatusStaysOk) {
  EXPECT_OK(WithPath(absl::OkStatus(), "a.dump"));
}

TEST(StatusContextTest, AReplacedHintLeavesTheRest) {
  absl::Status status =
      WithHint(WithPath(absl::DataLossError("cut"), "a.dump"), "the old one");
  status = ReplaceHint(std::move(status), "the new one");
  EXPECT_EQ(GetContext(status, ContextKey::kHint), "the new one");
  EXPECT_EQ(GetContext(status, ContextKey::kPath), "a.dump");
  EXPECT_EQ(status.message(), "cut");
  EXPECT_OK(ReplaceHint(absl::OkStatus(), "no use"));
}

TEST(StatusContextTest, PrintsInFixedOrderWhateverTheOrderOfAdding) {
  absl::Status status = absl::DataLossError("chunk length is negative (-5)");
  status = WithHint(std::move(status), "take another backup");
  status = WithPath(std::move(status), "a.dump");
  status = WithOffset(std::move(status), 18231);
  status = WithObject(std::move(status), "entry 42 TABLE DATA public.orders");
  EXPECT_EQ(FormatStatus(status),
            "a.dump: entry 42 TABLE DATA public.orders: offset 18231: chunk "
            "length is negative (-5)\nHINT: take another backup");
}

TEST(StatusContextTest, FirstFailureKeepsItsCodeAndNotesTheLaterOne) {
  const absl::Status status = FirstFailure(absl::DataLossError("first"),
                                           absl::UnavailableError("second"));
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_EQ(GetContext(status, ContextKey::kNote), "afterwards: second");
  EXPECT_THAT(FirstFailure(absl::OkStatus(), absl::UnavailableError("second")),
              StatusIs(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace pgark
