#include "protocol/conninfo.h"

#include <libpq-fe.h>

#include <memory>

#include "absl/strings/str_cat.h"

namespace pgark {
namespace {

struct OptionsFree {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};
using OptionsPtr = std::unique_ptr<PQconninfoOption, OptionsFree>;

// Only what has a value.
ConnectionParameters ToParameters(const PQconninfoOption* option) {
  ConnectionParameters parameters;
  for (; option != nullptr && option->keyword != nullptr; ++option) {
    if (option->val != nullptr && option->val[0] != '\0') {
      parameters[option->keyword] = option->val;
    }
  }
  return parameters;
}

}  // namespace

bool IsLibpqKeyword(absl::string_view keyword) {
  // An empty string gives the table alone: no environment, no files.
  const OptionsPtr known(PQconninfoParse("", nullptr));
  for (const PQconninfoOption* option = known.get();
       option != nullptr && option->keyword != nullptr; ++option) {
    if (keyword == option->keyword) return true;
  }
  return false;
}

absl::StatusOr<ConnectionParameters> ParseConninfo(const std::string& text) {
  char* reason = nullptr;
  const OptionsPtr options(PQconninfoParse(text.c_str(), &reason));
  // libpq quotes what it stumbled over, which may be part of a password.
  PQfreemem(reason);
  if (options == nullptr) {
    return absl::InvalidArgumentError(
        "the connection string is not a list of keyword=value, or one of its "
        "keywords is none of libpq's (values with blanks need single quotes)");
  }
  return ToParameters(options.get());
}

std::string FormatConninfo(const ConnectionParameters& parameters) {
  std::string text;
  for (const auto& [keyword, value] : parameters) {
    absl::StrAppend(&text, text.empty() ? "" : " ", keyword, "='");
    for (char c : value) {
      if (c == '\'' || c == '\\') text.push_back('\\');
      text.push_back(c);
    }
    text.push_back('\'');
  }
  return text;
}

ConnectionParameters EffectiveParameters(pg_conn* conn) {
  const OptionsPtr options(PQconninfo(conn));
  return ToParameters(options.get());
}

}  // namespace pgark
