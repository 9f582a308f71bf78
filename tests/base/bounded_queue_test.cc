#include "base/bounded_queue.h"

#include <atomic>
#include <thread>
#include <vector>

#include "gtest/gtest.h"

namespace pgark {
namespace {

TEST(BoundedQueueTest, DeliversInOrderThroughASmallBound) {
  BoundedQueue<int> queue(3);
  std::thread producer([&queue] {
    for (int i = 0; i < 1000; ++i) ASSERT_TRUE(queue.Push(i, 1));
    queue.Close();
  });
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(queue.Pop(), i);
  EXPECT_EQ(queue.Pop(), std::nullopt);
  producer.join();
}

TEST(BoundedQueueTest, AnItemHeavierThanTheBoundPassesAlone) {
  BoundedQueue<int> queue(10);
  EXPECT_TRUE(queue.Push(1, 1000));
  EXPECT_EQ(queue.Pop(), 1);
}

TEST(BoundedQueueTest, AbandonWakesAWaitingProducer) {
  BoundedQueue<int> queue(1);
  ASSERT_TRUE(queue.Push(1, 1));
  std::thread producer([&queue] { EXPECT_FALSE(queue.Push(2, 1)); });
  queue.Abandon();
  producer.join();
  EXPECT_EQ(queue.Pop(), std::nullopt);
}

}  // namespace
}  // namespace pgark
