#include "base/status_context.h"

#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace pgark {
namespace {

// Payload keys are URLs by Abseil's convention; they never reach the user.
const char* PayloadUrl(ContextKey key) {
  switch (key) {
    case ContextKey::kPath:
      return "pgark/path";
    case ContextKey::kObject:
      return "pgark/object";
    case ContextKey::kOffset:
      return "pgark/offset";
    case ContextKey::kSqlState:
      return "pgark/sqlstate";
    case ContextKey::kStatement:
      return "pgark/statement";
    case ContextKey::kDetail:
      return "pgark/detail";
    case ContextKey::kWhere:
      return "pgark/where";
    case ContextKey::kHint:
      return "pgark/hint";
    case ContextKey::kNote:
      return "pgark/note";
  }
  return "pgark/unknown";
}

void AppendPrefix(const absl::Status& status, ContextKey key,
                  absl::string_view word, std::string* text) {
  if (auto value = GetContext(status, key)) {
    absl::StrAppend(text, word, *value, ": ");
  }
}

void AppendLine(const absl::Status& status, ContextKey key,
                absl::string_view title, std::string* text) {
  if (auto value = GetContext(status, key)) {
    absl::StrAppend(text, "\n", title, ": ", *value);
  }
}

}  // namespace

absl::Status WithContext(absl::Status status, ContextKey key,
                         absl::string_view value) {
  if (status.ok() || status.GetPayload(PayloadUrl(key)).has_value()) {
    return status;
  }
  status.SetPayload(PayloadUrl(key), absl::Cord(value));
  return status;
}

absl::Status WithOffset(absl::Status status, uint64_t offset) {
  return WithContext(std::move(status), ContextKey::kOffset,
                     absl::StrCat(offset));
}

absl::Status ReplaceHint(absl::Status status, absl::string_view hint) {
  status.ErasePayload(PayloadUrl(ContextKey::kHint));
  return WithHint(std::move(status), hint);
}

absl::Status FirstFailure(absl::Status first, const absl::Status& later) {
  if (first.ok()) return later;
  if (later.ok()) return first;
  return WithContext(std::move(first), ContextKey::kNote,
                     absl::StrCat("afterwards: ", FormatStatus(later)));
}

std::optional<std::string> GetContext(const absl::Status& status,
                                      ContextKey key) {
  auto payload = status.GetPayload(PayloadUrl(key));
  if (!payload.has_value()) return std::nullopt;
  return std::string(*payload);
}

std::optional<uint64_t> GetOffset(const absl::Status& status) {
  auto text = GetContext(status, ContextKey::kOffset);
  uint64_t offset = 0;
  if (!text.has_value() || !absl::SimpleAtoi(*text, &offset)) {
    return std::nullopt;
  }
  return offset;
}

std::string FormatStatus(const absl::Status& status) {
  if (status.ok()) return "OK";
  std::string text;
  AppendPrefix(status, ContextKey::kPath, "", &text);
  AppendPrefix(status, ContextKey::kObject, "", &text);
  AppendPrefix(status, ContextKey::kOffset, "offset ", &text);
  absl::StrAppend(&text, std::string(status.message()));
  if (auto code = GetContext(status, ContextKey::kSqlState)) {
    absl::StrAppend(&text, " (SQLSTATE ", *code, ")");
  }
  AppendLine(status, ContextKey::kDetail, "DETAIL", &text);
  AppendLine(status, ContextKey::kWhere, "CONTEXT", &text);
  AppendLine(status, ContextKey::kStatement, "STATEMENT", &text);
  AppendLine(status, ContextKey::kNote, "NOTE", &text);
  AppendLine(status, ContextKey::kHint, "HINT", &text);
  return text;
}

}  // namespace pgark
