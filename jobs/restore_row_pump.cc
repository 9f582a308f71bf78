#include "jobs/restore_row_pump.h"

#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "base/bounded_queue.h"
#include "base/status_macros.h"
#include "jobs/restore_copy_stream.h"

namespace pgark {
namespace {

// Below this a thread costs more than it saves.
constexpr uint64_t kSmallEntryBytes = uint64_t{64} << 10;
// How far reading may be ahead of sending.
constexpr size_t kMaxQueuedBytes = size_t{8} << 20;
// Pieces are handed over in this size, so that the hand-over costs nothing.
constexpr size_t kHandOverBytes = size_t{256} << 10;

// Reads the entry and gives its rows to `rows`. Sets everything but
// target_status; a failure of `rows` itself is told by `rows_failed`.
void ReadRows(EntryDataSource& source, const TocEntry& entry,
              const ByteConsumer& rows, const bool& rows_failed,
              PumpResult* result) {
  CopyRowFilter filter(rows);
  absl::Status content = absl::OkStatus();
  absl::Status status =
      source.ReadTableData(entry, [&](absl::string_view bytes) {
        content = filter.Write(bytes);
        return content;
      });
  result->rows = filter.row_count();
  result->bytes = filter.byte_count();
  if (rows_failed) return;
  if (!content.ok()) {
    result->content_status = std::move(content);
  } else if (!status.ok()) {
    result->source_status = std::move(status);
  } else {
    result->content_status = filter.Finish();
  }
}

PumpResult PumpInline(EntryDataSource& source, const TocEntry& entry,
                      CopyInStream& target, EntryProgress& progress) {
  PumpResult result;
  bool target_failed = false;
  const ByteConsumer send = [&](absl::string_view bytes) {
    result.target_status = target.Write(bytes);
    target_failed = !result.target_status.ok();
    progress.Add(bytes.size());
    return result.target_status;
  };
  ReadRows(source, entry, send, target_failed, &result);
  return result;
}

// The reading side, in its thread.
void FillQueue(EntryDataSource& source, const TocEntry& entry,
               BoundedQueue<std::string>& queue, PumpResult* result) {
  std::string collected;
  bool abandoned = false;
  const auto hand_over = [&] {
    const size_t size = collected.size();
    abandoned = !queue.Push(std::exchange(collected, std::string()), size);
    return abandoned ? absl::CancelledError("nobody wants more rows")
                     : absl::OkStatus();
  };
  const ByteConsumer collect = [&](absl::string_view bytes) {
    collected.append(bytes.data(), bytes.size());
    return collected.size() < kHandOverBytes ? absl::OkStatus() : hand_over();
  };
  ReadRows(source, entry, collect, abandoned, result);
  // After a failure the rest must not be sent: who sends sees it too late.
  if (!abandoned && result->ok() && !collected.empty()) {
    hand_over().IgnoreError();  // only says that the other side has given up
  }
  queue.Close();
}

PumpResult PumpThroughQueue(EntryDataSource& source, const TocEntry& entry,
                            CopyInStream& target, EntryProgress& progress) {
  BoundedQueue<std::string> queue(kMaxQueuedBytes);
  PumpResult result;
  std::thread reader([&] { FillQueue(source, entry, queue, &result); });
  absl::Status target_status = absl::OkStatus();
  while (std::optional<std::string> rows = queue.Pop()) {
    target_status = target.Write(*rows);
    progress.Add(rows->size());
    if (!target_status.ok()) {
      queue.Abandon();
      break;
    }
  }
  reader.join();
  result.target_status = std::move(target_status);
  return result;
}

}  // namespace

PumpResult PumpRows(EntryDataSource& source, const TocEntry& entry,
                    CopyInStream& target, EntryProgress& progress) {
  const uint64_t stored_bytes = source.StoredBytes(entry);
  const bool is_small = stored_bytes > 0 && stored_bytes < kSmallEntryBytes;
  return is_small ? PumpInline(source, entry, target, progress)
                  : PumpThroughQueue(source, entry, target, progress);
}

}  // namespace pgark
