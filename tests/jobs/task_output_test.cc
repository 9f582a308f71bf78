#include "jobs/task_output.h"

#include <memory>
#include <string>

#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

RawBatch Batch(const std::string& raw) {
  RawBatch batch(1);
  batch[0].raw = raw;
  return batch;
}

class TaskOutputTest : public testing::Test {
 protected:
  TaskOutputTest() : frames_(1, 1000, 1000) {
    auto compressor = FrameCompressor::Create({}, 2, frames_);
    EXPECT_OK(compressor);
    compressor_ = *std::move(compressor);
  }

  std::string Written() {
    frames_.FinishTask(0);
    std::string written;
    while (auto batch = frames_.Next()) {
      for (const EncodedPart& part : *batch) written += part.frame.stored;
    }
    return written;
  }

  OrderedFrames frames_;
  std::unique_ptr<FrameCompressor> compressor_;
};

TEST_F(TaskOutputTest, ARepeatedReadingAddsOnlyWhatIsNew) {
  TaskOutput output(0, frames_, *compressor_);
  ASSERT_OK(output.Put(Batch("one ")));
  ASSERT_OK(output.Put(Batch("two ")));
  ASSERT_OK(output.Rewind());
  ASSERT_OK(output.Put(Batch("one ")));
  ASSERT_OK(output.Put(Batch("two ")));
  ASSERT_OK(output.Put(Batch("three")));
  ASSERT_OK(output.EndReading());
  EXPECT_EQ(Written(), "one two three");
}

TEST_F(TaskOutputTest, ARepeatedReadingWithOtherRowsIsRefused) {
  TaskOutput output(0, frames_, *compressor_);
  ASSERT_OK(output.Put(Batch("one ")));
  ASSERT_OK(output.Rewind());
  EXPECT_THAT(output.Put(Batch("two ")), StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(TaskOutputTest, AShorterRepeatedReadingIsRefused) {
  TaskOutput output(0, frames_, *compressor_);
  ASSERT_OK(output.Put(Batch("one ")));
  ASSERT_OK(output.Put(Batch("two ")));
  ASSERT_OK(output.Rewind());
  ASSERT_OK(output.Put(Batch("one ")));
  EXPECT_THAT(output.EndReading(), StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(TaskOutputTest, ReturnsTheFailureOfTheDump) {
  frames_.Fail(absl::ResourceExhaustedError("disk full"));
  TaskOutput output(0, frames_, *compressor_);
  EXPECT_THAT(output.Put(Batch("one ")),
              StatusIs(absl::StatusCode::kResourceExhausted));
}

}  // namespace
}  // namespace pgark
