#include "jobs/script_frame.h"

#include <algorithm>
#include <array>
#include <random>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "jobs/restore_statements.h"
#include "protocol/sql_text.h"

namespace pgark {
namespace {

constexpr size_t kRestrictKeyLength = 63;

// From the system's source: whoever wrote the archive must not guess it.
std::string MakeRestrictKey() {
  constexpr absl::string_view kLetters =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  std::random_device random;
  std::uniform_int_distribution<size_t> place(0, kLetters.size() - 1);
  std::string key;
  for (size_t i = 0; i < kRestrictKeyLength; ++i) {
    key.push_back(kLetters[place(random)]);
  }
  return key;
}

std::string FormatTime(const std::tm& time) {
  std::array<char, 128> buffer;
  const size_t length = std::strftime(buffer.data(), buffer.size(),
                                      "%Y-%m-%d %H:%M:%S %Z", &time);
  return std::string(buffer.data(), length);
}

bool IsPlainName(absl::string_view name) {
  return std::all_of(name.begin(), name.end(), [](char c) {
    return absl::ascii_isalnum(c) || c == '_' || c == '.';
  });
}

// As libpq reads a value in a connection string.
std::string QuoteConnectionValue(absl::string_view value) {
  std::string quoted = "'";
  for (const char octet : value) {
    if (octet == '\'' || octet == '\\') quoted.push_back('\\');
    quoted.push_back(octet);
  }
  return absl::StrCat(quoted, "'");
}

}  // namespace

absl::StatusOr<std::string> ChooseRestrictKey(
    const std::optional<std::string>& chosen) {
  std::string key = chosen.has_value() ? *chosen : MakeRestrictKey();
  if (key.empty() ||
      !std::all_of(key.begin(), key.end(), absl::ascii_isalnum)) {
    return absl::InvalidArgumentError(
        "the restrict key may hold letters and digits only");
  }
  return key;
}

absl::StatusOr<ScriptFrame> ScriptFrame::Create(const RestoreOptions& options,
                                                int release) {
  std::string key;
  if (options.restrict_psql) {
    ASSIGN_OR_RETURN(key, ChooseRestrictKey(options.restrict_key));
  }
  return ScriptFrame(options.verbose, release, std::move(key));
}

std::string ScriptFrame::Begin(const ArchiveHeader& header) const {
  std::string text = "--\n-- PostgreSQL database dump\n--\n\n";
  if (!key_.empty()) absl::StrAppend(&text, "\\restrict ", key_, "\n\n");
  if (header.server_version.has_value()) {
    absl::StrAppend(&text, "-- Dumped from database version ",
                    OnOneLine(*header.server_version), "\n");
  }
  if (header.dump_version.has_value()) {
    absl::StrAppend(&text, "-- Dumped by pg_dump version ",
                    OnOneLine(*header.dump_version), "\n");
  }
  absl::StrAppend(&text, "\n");
  if (verbose_) {
    absl::StrAppend(&text, "-- Started on ",
                    FormatArchiveTimestamp(header.created), "\n\n");
  }
  return text;
}

std::string ScriptFrame::End(std::time_t now) const {
  std::string text;
  std::tm local = {};
  if (verbose_ && localtime_r(&now, &local) != nullptr) {
    absl::StrAppend(&text, "-- Completed on ", FormatTime(local), "\n\n");
  }
  absl::StrAppend(&text, "--\n-- PostgreSQL database dump complete\n--\n\n");
  if (!key_.empty()) absl::StrAppend(&text, "\\unrestrict ", key_, "\n\n");
  return text;
}

absl::StatusOr<std::string> ScriptFrame::Connect(
    absl::string_view database) const {
  if (database.find_first_of("\r\n") != absl::string_view::npos) {
    return WithObject(
        absl::InvalidArgumentError(
            "psql cannot connect to a database whose name has a line break"),
        OnOneLine(database));
  }
  SqlStyle style;
  style.release = release_;
  std::string text;
  if (!key_.empty()) absl::StrAppend(&text, "\\unrestrict ", key_, "\n");
  if (IsPlainName(database)) {
    absl::StrAppend(&text, "\\connect ", QuoteIdentifier(database, style),
                    "\n");
  } else {
    // psql takes its command apart in the client's encoding; this one leaves
    // every byte as it is. Programs without \restrict did not know that yet.
    if (!key_.empty()) absl::StrAppend(&text, "\\encoding SQL_ASCII\n");
    absl::StrAppend(
        &text, "\\connect -reuse-previous=on ",
        QuoteIdentifier(absl::StrCat("dbname=", QuoteConnectionValue(database)),
                        style),
        "\n");
  }
  if (!key_.empty()) absl::StrAppend(&text, "\\restrict ", key_, "\n");
  return absl::StrCat(text, "\n");
}

}  // namespace pgark
