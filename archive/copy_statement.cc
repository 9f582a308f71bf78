#include "archive/copy_statement.h"

#include <utility>

#include "archive/sql_word_reader.h"

namespace pgark {

std::optional<std::vector<std::string>> ParseCopyColumnNames(
    absl::string_view copy_statement) {
  SqlWordReader reader(copy_statement);
  if (!reader.Word("COPY") || !reader.QualifiedName()) return std::nullopt;
  std::vector<std::string> names;
  if (reader.Sign('(')) {
    do {
      std::string name;
      if (!reader.Name(&name)) return std::nullopt;
      names.push_back(std::move(name));
    } while (reader.Sign(','));
    if (!reader.Sign(')')) return std::nullopt;
  }
  if (reader.Word("WITH")) {
    if (!reader.Word("OIDS")) return std::nullopt;
    names.insert(names.begin(), "oid");
  }
  if (!reader.Word("FROM") || !reader.Word("stdin") || !reader.Sign(';') ||
      !reader.AtEnd()) {
    return std::nullopt;
  }
  return names;
}

std::optional<size_t> ParseCopyColumns(absl::string_view copy_statement) {
  const auto names = ParseCopyColumnNames(copy_statement);
  if (!names.has_value()) return std::nullopt;
  return names->size();
}

}  // namespace pgark
