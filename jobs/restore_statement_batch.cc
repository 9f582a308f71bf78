#include "jobs/restore_statement_batch.h"

#include <utility>

#include "base/status_macros.h"

namespace pgark {
namespace {

constexpr size_t kMaxBatchBytes = size_t{256} << 10;

}  // namespace

absl::Status StatementBatch::Add(const TocEntry& entry,
                                 std::vector<SqlText> texts,
                                 DoneFunction done) {
  for (const SqlText& text : texts) bytes_ += text.text.size();
  items_.push_back(Item{&entry, std::move(texts), std::move(done)});
  if (items_.size() < max_items_ && bytes_ < kMaxBatchBytes) {
    return absl::OkStatus();
  }
  return Flush();
}

absl::Status StatementBatch::Flush() {
  const std::vector<Item> items = std::move(items_);
  items_.clear();
  bytes_ = 0;
  std::string message;
  size_t statement_count = 0;
  for (const Item& item : items) {
    for (const SqlText& text : item.texts) {
      if (text.role == SqlText::Role::kComment) continue;
      ++statement_count;
      // One that lacks its semicolon must not run into the next one.
      message += text.text;
      message += "\n;\n";
    }
  }
  if (max_items_ <= 1 || statement_count <= 1) return RunOneByOne(items);
  absl::Status status = session_.connection().Execute(message);
  if (absl::IsUnavailable(status)) return status;
  // Nothing of it has happened: the settings that it made are gone too.
  if (!status.ok()) return RunOneByOne(items);
  for (const Item& item : items) item.done(true);
  return absl::OkStatus();
}

absl::Status StatementBatch::RunOneByOne(const std::vector<Item>& items) {
  for (const Item& item : items) {
    ASSIGN_OR_RETURN(const bool succeeded,
                     session_.Run(item.entry, item.texts));
    item.done(succeeded);
  }
  return absl::OkStatus();
}

}  // namespace pgark
