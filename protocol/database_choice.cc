#include "protocol/database_choice.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status_macros.h"
#include "protocol/connection_url.h"

namespace pgark {

absl::StatusOr<ConnectionParameters> ReadDatabaseParameters(
    const ConnectionOptions& options) {
  if (!options.database.has_value() || options.database->empty()) {
    return ConnectionParameters();
  }
  const std::string& text = *options.database;
  if (LooksLikeUrl(text)) {
    ASSIGN_OR_RETURN(ConnectionUrl url, ParseConnectionUrl(text));
    if (!url.left_out.empty() && options.on_note) {
      options.on_note(absl::StrCat(
          "left out of the connection URL, being meant for other programs: ",
          absl::StrJoin(url.left_out, ", ")));
    }
    return std::move(url.parameters);
  }
  if (absl::StrContains(text, '=')) return ParseConninfo(text);
  return ConnectionParameters{{"dbname", text}};
}

absl::StatusOr<std::string> ChosenDatabase(const ConnectionOptions& options) {
  ConnectionOptions silent = options;
  silent.on_note = nullptr;
  ASSIGN_OR_RETURN(const ConnectionParameters parameters,
                   ReadDatabaseParameters(silent));
  const auto found = parameters.find("dbname");
  return found == parameters.end() ? std::string() : found->second;
}

absl::StatusOr<ConnectionOptions> WithDatabase(const ConnectionOptions& options,
                                               const std::string& database) {
  ASSIGN_OR_RETURN(ConnectionParameters parameters,
                   ReadDatabaseParameters(options));
  parameters["dbname"] = database;
  ConnectionOptions other = options;
  other.database = FormatConninfo(parameters);
  other.on_note = nullptr;
  return other;
}

}  // namespace pgark
