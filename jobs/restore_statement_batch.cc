#include "jobs/restore_statement_batch.h"

#include <memory>
#include <utility>

#include "base/status_macros.h"

namespace pgark {
namespace {

constexpr size_t kMaxBatchBytes = size_t{256} << 10;

}  // namespace

absl::Status StatementBatch::Add(const TocEntry& entry,
                                 std::vector<SqlText> texts, DoneFunction done,
                                 std::optional<std::string> message) {
  return Take(Item{&entry, std::move(texts), std::move(message), std::nullopt,
                   std::move(done)},
              0);
}

absl::Status StatementBatch::AddRows(const TocEntry& entry,
                                     std::vector<SqlText> texts,
                                     BatchedRows rows, DoneFunction done) {
  const size_t bytes = rows.rows.size();
  return Take(Item{&entry, std::move(texts), std::nullopt, std::move(rows),
                   std::move(done)},
              bytes);
}

absl::Status StatementBatch::Take(Item item, size_t bytes) {
  bytes_ += bytes;
  for (const SqlText& text : item.texts) bytes_ += text.text.size();
  items_.push_back(std::move(item));
  if (items_.size() < max_items_ && bytes_ < kMaxBatchBytes) {
    return absl::OkStatus();
  }
  return Flush();
}

absl::Status StatementBatch::Flush() {
  const std::vector<Item> items = std::move(items_);
  items_.clear();
  bytes_ = 0;
  size_t statement_count = 0;
  for (const Item& item : items) {
    if (item.rows.has_value()) ++statement_count;
    for (const SqlText& text : item.texts) {
      if (text.role != SqlText::Role::kComment) ++statement_count;
    }
  }
  if (max_items_ <= 1 || statement_count <= 1) return RunOneByOne(items);
  absl::Status status = Send(items);
  if (absl::IsUnavailable(status)) return status;
  // Nothing of it has happened: the settings that it made are gone too.
  if (!status.ok()) return RunOneByOne(items);
  for (const Item& item : items) item.done(true);
  return absl::OkStatus();
}

absl::Status StatementBatch::Send(const std::vector<Item>& items) {
  std::string message;
  std::vector<const std::string*> rows;
  for (const Item& item : items) {
    if (item.message.has_value()) {
      message += *item.message;
      continue;
    }
    for (const SqlText& text : item.texts) {
      if (text.role == SqlText::Role::kComment) continue;
      // One that lacks its semicolon must not run into the next one.
      message += text.text;
      message += "\n;\n";
    }
    if (!item.rows.has_value()) continue;
    message += item.rows->copy_statement;
    message += "\n;\n";
    rows.push_back(&item.rows->rows);
  }
  Connection& connection = session_.connection();
  if (rows.empty()) return connection.Execute(message);
  ASSIGN_OR_RETURN(const std::unique_ptr<CopyInStream> stream,
                   connection.CopyIn(message));
  for (size_t i = 0; i < rows.size(); ++i) {
    if (i > 0) RETURN_IF_ERROR(stream->NextCopy());
    RETURN_IF_ERROR(stream->Write(*rows[i]));
  }
  return stream->Finish();
}

absl::Status StatementBatch::RunOneByOne(const std::vector<Item>& items) {
  for (const Item& item : items) {
    ASSIGN_OR_RETURN(bool succeeded, session_.Run(item.entry, item.texts));
    if (item.rows.has_value()) {
      ASSIGN_OR_RETURN(const bool loaded, item.rows->load_alone());
      succeeded = succeeded && loaded;
    }
    item.done(succeeded);
  }
  return absl::OkStatus();
}

}  // namespace pgark
