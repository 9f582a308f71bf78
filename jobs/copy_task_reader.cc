#include "jobs/copy_task_reader.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "archive/frame_encoder.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "jobs/insert_text.h"
#include "jobs/large_object_fetch.h"
#include "protocol/session.h"

namespace pgark {
namespace {

constexpr size_t kHugeRowBytes = size_t{32} << 20;

RawPart TakeFrame(FrameCutter& cutter, JobObserver& observer,
                  TaskOutput& output) {
  RawPart part;
  part.rows = cutter.rows();
  part.raw = cutter.TakeFrame(output.TakeBuffer());
  observer.AddBytes(part.raw.size());
  return part;
}

absl::Status PutFrame(FrameCutter& cutter, JobObserver& observer,
                      TaskOutput& output) {
  RawBatch batch;
  batch.push_back(TakeFrame(cutter, observer, output));
  return output.Put(std::move(batch));
}

// What is left, and `marker` behind the last piece: two frames, but one
// hand-over, which is most of the work for a small table.
absl::Status PutEnd(const CopyTask& task, absl::string_view marker,
                    FrameCutter& cutter, JobObserver& observer,
                    TaskOutput& output) {
  RawBatch batch;
  if (!cutter.empty()) batch.push_back(TakeFrame(cutter, observer, output));
  if (task.is_last()) {
    RawPart end;
    end.raw = std::string(marker);
    batch.push_back(std::move(end));
  }
  return batch.empty() ? absl::OkStatus() : output.Put(std::move(batch));
}

absl::Status PutRow(absl::string_view row, FrameCutter& cutter,
                    JobObserver& observer, TaskOutput& output) {
  if (cutter.MustCutBefore(row.size())) {
    RETURN_IF_ERROR(PutFrame(cutter, observer, output));
  }
  return cutter.AddRow(row) ? PutFrame(cutter, observer, output)
                            : absl::OkStatus();
}

// A row that is a frame of its own anyway, and so large that its memory counts.
absl::Status PutHugeRow(CopyOutStream& stream, FrameCutter& cutter,
                        JobObserver& observer, TaskOutput& output) {
  if (!cutter.empty()) RETURN_IF_ERROR(PutFrame(cutter, observer, output));
  RawBatch batch(1);
  batch.front().rows = 1;
  stream.MoveRowTo(&batch.front().raw);
  observer.AddBytes(batch.front().raw.size());
  return output.Put(std::move(batch));
}

absl::Status ReadTable(Connection& connection, const CopyTask& task,
                       const FrameSizes& sizes, JobObserver& observer,
                       TaskOutput& output) {
  FrameCutter cutter(sizes);
  const size_t huge_row_bytes = std::max(kHugeRowBytes, sizes.greatest);
  ASSIGN_OR_RETURN(auto stream, connection.CopyOut(task.copy_statement));
  while (true) {
    ASSIGN_OR_RETURN(const std::optional<absl::string_view> row,
                     stream->Next());
    if (!row.has_value()) break;
    if (row->size() >= huge_row_bytes) {
      RETURN_IF_ERROR(PutHugeRow(*stream, cutter, observer, output));
      continue;
    }
    RETURN_IF_ERROR(PutRow(*row, cutter, observer, output));
  }
  return PutEnd(task, kCopyEndMarker, cutter, observer, output);
}

// The same with each row as (part of) an INSERT statement. A statement never
// goes on in the next piece, so that pieces can be read side by side.
absl::Status ReadTableAsInserts(Connection& connection, const CopyTask& task,
                                const FrameSizes& sizes, JobObserver& observer,
                                TaskOutput& output) {
  FrameCutter cutter(sizes);
  InsertWriter writer(*task.insert);
  ASSIGN_OR_RETURN(auto stream, connection.CopyOut(task.copy_statement));
  std::string text;
  while (true) {
    ASSIGN_OR_RETURN(const std::optional<absl::string_view> row,
                     stream->Next());
    const bool had_row = writer.has_row();
    text.clear();
    if (row.has_value()) {
      RETURN_IF_ERROR(writer.AddRow(*row, &text));
    } else {
      writer.Finish(&text);
    }
    if (had_row) RETURN_IF_ERROR(PutRow(text, cutter, observer, output));
    if (!row.has_value()) break;
  }
  return PutEnd(task, kInsertEnd, cutter, observer, output);
}

// Packs large objects into batches: small ones together, big ones in parts.
class LargeObjectBatcher : public LargeObjectConsumer {
 public:
  LargeObjectBatcher(const FrameSizes& sizes, JobObserver& observer,
                     TaskOutput& output)
      : sizes_(sizes), observer_(observer), output_(output) {}

  absl::Status Begin(Oid oid) override {
    batch_.push_back({.large_object = oid, .begins_object = true});
    return absl::OkStatus();
  }

  absl::Status Write(absl::string_view bytes) override {
    while (!bytes.empty()) {
      std::string& raw = batch_.back().raw;
      const size_t count = std::min(bytes.size(), sizes_.middle - raw.size());
      raw.append(bytes.data(), count);
      batch_bytes_ += count;
      bytes.remove_prefix(count);
      if (raw.size() >= sizes_.middle) {
        const Oid oid = batch_.back().large_object;
        RETURN_IF_ERROR(Flush());
        batch_.push_back({.large_object = oid});
      }
    }
    return absl::OkStatus();
  }

  absl::Status End() override {
    return batch_bytes_ >= sizes_.least ? Flush() : absl::OkStatus();
  }

  absl::Status Flush() {
    if (batch_.empty()) return absl::OkStatus();
    observer_.AddBytes(std::exchange(batch_bytes_, 0));
    return output_.Put(std::exchange(batch_, {}));
  }

 private:
  const FrameSizes& sizes_;
  JobObserver& observer_;
  TaskOutput& output_;
  RawBatch batch_;
  size_t batch_bytes_ = 0;
};

absl::Status ReadObjects(Connection& connection, const CopyTask& task,
                         const FrameSizes& sizes, JobObserver& observer,
                         TaskOutput& output) {
  LargeObjectBatcher batcher(sizes, observer, output);
  RETURN_IF_ERROR(FetchLargeObjects(connection, task.large_objects, batcher));
  return batcher.Flush();
}

absl::Status Read(Connection& connection, const CopyTask& task,
                  const FrameSizes& sizes, JobObserver& observer,
                  TaskOutput& output) {
  if (task.copy_statement.empty()) {
    return ReadObjects(connection, task, sizes, observer, output);
  }
  return task.insert != nullptr
             ? ReadTableAsInserts(connection, task, sizes, observer, output)
             : ReadTable(connection, task, sizes, observer, output);
}

}  // namespace

absl::Status ReadCopyTask(Connection& connection, const CopyTask& task,
                          const FrameSizes& sizes, JobObserver& observer,
                          TaskOutput& output) {
  observer.Detail(task.description);
  absl::Status status;
  if (task.is_foreign) status = AllowForeignTables(connection, true);
  if (status.ok()) status = Read(connection, task, sizes, observer, output);
  if (status.ok() && task.is_foreign) {
    status = AllowForeignTables(connection, false);
  }
  if (status.ok()) status = output.EndReading();
  return WithObject(std::move(status), task.description);
}

}  // namespace pgark
