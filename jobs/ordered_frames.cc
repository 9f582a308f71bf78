#include "jobs/ordered_frames.h"

#include <utility>

namespace pgark {
namespace {

uint64_t StoredBytes(const EncodedBatch& batch) {
  uint64_t bytes = 0;
  for (const EncodedPart& part : batch) bytes += part.frame.stored.size();
  return bytes;
}

Digest128 BatchDigest(const EncodedBatch& batch) {
  BatchDigester digester;
  for (const EncodedPart& part : batch) {
    digester.Add(part.large_object, part.frame.raw_digest);
  }
  return digester.Get();
}

}  // namespace

void BatchDigester::Add(Oid large_object, const Digest128& raw_digest) {
  const uint64_t words[] = {large_object, raw_digest.low, raw_digest.high};
  stream_.Update(
      absl::string_view(reinterpret_cast<const char*>(words), sizeof(words)));
}

OrderedFrames::OrderedFrames(size_t task_count, uint64_t max_bytes,
                             uint64_t max_head_bytes, uint64_t max_raw_bytes)
    : max_bytes_(max_bytes),
      max_head_bytes_(max_head_bytes),
      max_raw_bytes_(max_raw_bytes),
      tasks_(task_count) {}

bool OrderedFrames::HasRoom(size_t task) const {
  // What waits for a compressor gets one, whatever task it belongs to.
  if (raw_weight_ >= max_raw_bytes_) return false;
  if (task == head_) return tasks_[task].weight < max_head_bytes_;
  return weight_ < max_bytes_;
}

std::optional<size_t> OrderedFrames::Reserve(size_t task, uint64_t raw_bytes) {
  MutexLock lock(mutex_);
  while (!Failed() && !HasRoom(task)) room_changed_.Wait(mutex_);
  if (Failed()) return std::nullopt;
  Task& state = tasks_[task];
  state.places.emplace_back();
  state.places.back().weight = raw_bytes;
  state.weight += raw_bytes;
  state.open += 1;
  weight_ += raw_bytes;
  raw_weight_ += raw_bytes;
  return state.written + state.places.size() - 1;
}

void OrderedFrames::Complete(size_t task, size_t place, EncodedBatch batch) {
  MutexLock lock(mutex_);
  if (Failed()) return;
  Task& state = tasks_[task];
  Place& slot = state.places[place - state.written];
  const uint64_t stored_bytes = StoredBytes(batch);
  raw_weight_ -= slot.weight;
  weight_ = weight_ - slot.weight + stored_bytes;
  state.weight = state.weight - slot.weight + stored_bytes;
  slot.weight = stored_bytes;
  slot.digest = BatchDigest(batch);
  slot.batch = std::move(batch);
  slot.filled = true;
  state.open -= 1;
  if (task == head_) head_changed_.NotifyAll();
  room_changed_.NotifyAll();
}

void OrderedFrames::FinishTask(size_t task) {
  MutexLock lock(mutex_);
  tasks_[task].finished = true;
  // Whoever writes the last place looks behind it.
  if (task == head_ && tasks_[task].places.empty()) head_changed_.NotifyAll();
}

std::optional<std::vector<Digest128>> OrderedFrames::DigestsOf(size_t task) {
  MutexLock lock(mutex_);
  Task& state = tasks_[task];
  while (!Failed() && state.open > 0) room_changed_.Wait(mutex_);
  if (Failed()) return std::nullopt;
  std::vector<Digest128> digests = state.digests;
  for (const Place& place : state.places) digests.push_back(place.digest);
  return digests;
}

std::optional<EncodedBatch> OrderedFrames::Next() {
  MutexLock lock(mutex_);
  while (true) {
    if (Failed() || head_ >= tasks_.size()) return std::nullopt;
    Task& state = tasks_[head_];
    if (!state.places.empty() && state.places.front().filled) {
      Place place = std::move(state.places.front());
      state.places.pop_front();
      state.written += 1;
      state.digests.push_back(place.digest);
      state.weight -= place.weight;
      weight_ -= place.weight;
      room_changed_.NotifyAll();
      return std::move(place.batch);
    }
    if (state.places.empty() && state.finished) return std::nullopt;
    head_changed_.Wait(mutex_);
  }
}

void OrderedFrames::EndTask() {
  MutexLock lock(mutex_);
  tasks_[head_] = Task();
  head_ += 1;
  room_changed_.NotifyAll();
  if (head_ >= tasks_.size() || tasks_[head_].for_leader) {
    leader_wakes_.NotifyAll();
  }
}

std::optional<size_t> OrderedFrames::NextForLeader() {
  MutexLock lock(mutex_);
  while (!Failed() && head_ < tasks_.size()) {
    if (tasks_[head_].for_leader) {
      tasks_[head_].for_leader = false;
      return head_;
    }
    leader_wakes_.Wait(mutex_);
  }
  return std::nullopt;
}

void OrderedFrames::HandToLeader(size_t task) {
  MutexLock lock(mutex_);
  tasks_[task].for_leader = true;
  leader_wakes_.NotifyAll();
}

void OrderedFrames::Fail(absl::Status status) {
  MutexLock lock(mutex_);
  if (status_.ok()) status_ = std::move(status);
  NotifyEverybody();
}

absl::Status OrderedFrames::status() const {
  MutexLock lock(mutex_);
  return status_;
}

}  // namespace pgark
