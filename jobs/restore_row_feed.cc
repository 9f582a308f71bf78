#include "jobs/restore_row_feed.h"

#include <memory>
#include <utility>

#include "base/status_macros.h"
#include "jobs/restore_copy_stream.h"

namespace pgark {
namespace {

// How far reading may be ahead of sending.
constexpr size_t kMaxQueuedBytes = size_t{8} << 20;
// Pieces are handed over in this size, so that the hand-over costs nothing.
constexpr size_t kHandOverBytes = size_t{256} << 10;

absl::Status NobodyWantsMore() {
  return absl::CancelledError("nobody wants more rows");
}

}  // namespace

size_t LastRowEnd(absl::string_view rows) {
  for (size_t end = rows.size(); end > 0;) {
    const size_t newline = rows.rfind('\n', end - 1);
    if (newline == absl::string_view::npos) return 0;
    if (newline == 0 || rows[newline - 1] != '\\') return newline + 1;
    end = newline;
  }
  return 0;
}

RowFeed::RowFeed(EntryDataSource& source, const TocEntry& entry,
                 bool whole_rows)
    : source_(source),
      entry_(entry),
      whole_rows_(whole_rows),
      piece_count_(whole_rows ? source.TablePieceCount(entry) : 0),
      queue_(kMaxQueuedBytes) {
  MutexLock lock(mutex_);
  ++running_readers_;
  readers_.emplace_back([this] {
    if (piece_count_ > 0) {
      ReadFrames();
    } else {
      ReadStream();
    }
  });
}

RowFeed::~RowFeed() {
  Abandon();
  Finish();
}

void RowFeed::AddReader() {
  MutexLock lock(mutex_);
  // Where the reading has ended no further thread may begin.
  if (piece_count_ == 0 || running_readers_ == 0) return;
  ++running_readers_;
  readers_.emplace_back([this] { ReadFrames(); });
}

void RowFeed::Abandon() {
  abandoned_ = true;
  queue_.Abandon();
}

FeedResult RowFeed::Finish() {
  std::vector<std::thread> readers;
  {
    MutexLock lock(mutex_);
    readers = std::exchange(readers_, {});
  }
  for (std::thread& reader : readers) reader.join();
  MutexLock lock(mutex_);
  return result_;
}

absl::Status RowFeed::HandOver(std::string* collected, bool all) {
  const size_t size =
      all || !whole_rows_ ? collected->size() : LastRowEnd(*collected);
  if (size == 0) return absl::OkStatus();
  std::string rest = collected->substr(size);
  collected->resize(size);
  const bool taken = queue_.Push(std::move(*collected), size);
  *collected = std::move(rest);
  return taken ? absl::OkStatus() : NobodyWantsMore();
}

void RowFeed::ReadStream() {
  FeedResult result;
  std::string collected;
  // A row may be larger than what is handed over at once; then it is looked for
  // its end only when that much more has come.
  size_t enough = kHandOverBytes;
  const ByteConsumer collect = [&](absl::string_view bytes) {
    collected.append(bytes.data(), bytes.size());
    if (collected.size() < enough) return absl::OkStatus();
    RETURN_IF_ERROR(HandOver(&collected, /*all=*/false));
    enough = collected.size() + kHandOverBytes;
    return absl::OkStatus();
  };
  CopyRowFilter filter(collect);
  absl::Status content = absl::OkStatus();
  absl::Status status =
      source_.ReadTableData(entry_, [&](absl::string_view bytes) {
        content = filter.Write(bytes);
        return content;
      });
  if (!abandoned_) {
    if (!content.ok()) {
      result.content_status = std::move(content);
    } else if (!status.ok()) {
      result.source_status = std::move(status);
    } else {
      result.content_status = filter.Finish();
    }
    // After a failure the rest must not be sent: who sends sees it too late.
    if (result.ok()) {
      HandOver(&collected, /*all=*/true).IgnoreError();  // nobody wants it
    }
  }
  result.rows = filter.row_count();
  result.bytes = filter.byte_count();
  ReaderEnded(std::move(result));
}

void RowFeed::ReadFrames() {
  FeedResult result;
  auto reader = source_.NewTablePieceReader(entry_);
  absl::Status status = reader.status();
  while (status.ok()) {
    const size_t piece = next_piece_.fetch_add(1);
    if (piece >= piece_count_) break;
    std::string rows;
    status = (*reader)->Read(piece, &rows);
    if (!status.ok()) break;
    const bool is_last = piece + 1 == piece_count_;
    std::string passed;
    const ByteConsumer collect = [&passed](absl::string_view bytes) {
      passed.append(bytes.data(), bytes.size());
      return absl::OkStatus();
    };
    CopyRowFilter filter(collect);
    absl::Status content = filter.Write(rows);
    // The end marker is the last frame's end, and nowhere else.
    if (content.ok() && filter.Finish().ok() != is_last) {
      content = absl::DataLossError(
          is_last ? "the last frame does not end with the end marker"
                  : "the end marker stands in the middle of the rows");
    }
    if (content.ok() && !passed.empty() && passed.back() != '\n') {
      content = absl::DataLossError("a frame ends within a row");
    }
    if (!content.ok()) {
      result.content_status = std::move(content);
      break;
    }
    result.rows += filter.row_count();
    result.bytes += filter.byte_count();
    const size_t size = passed.size();
    if (size > 0 && !queue_.Push(std::move(passed), size)) break;
  }
  result.source_status = std::move(status);
  ReaderEnded(std::move(result));
}

void RowFeed::ReaderEnded(FeedResult result) {
  // What the others have in the queue is for nothing then.
  if (!result.ok()) queue_.Abandon();
  MutexLock lock(mutex_);
  result_.rows += result.rows;
  result_.bytes += result.bytes;
  if (result_.ok()) {
    result_.source_status = std::move(result.source_status);
    result_.content_status = std::move(result.content_status);
  }
  --running_readers_;
  if (running_readers_ == 0) queue_.Close();
}

}  // namespace pgark
