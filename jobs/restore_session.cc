#include "jobs/restore_session.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "archive/text_encoding.h"
#include "archive/toc_entry.h"
#include "base/status_context.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

absl::Status UnusableEntry(const TocEntry& entry, absl::string_view what) {
  return WithObject(absl::DataLossError(what), DescribeEntry(entry));
}

absl::Status ReadEncoding(const TocEntry& entry, ArchiveSession* session) {
  const std::string definition = entry.definition.value_or("");
  const auto name = ParseEncodingDefinition(definition);
  if (!name.has_value() || FindTextEncoding(*name) == nullptr) {
    return UnusableEntry(entry, "names no encoding that PostgreSQL knows");
  }
  session->encoding = std::string(*name);
  return absl::OkStatus();
}

absl::Status ReadStandardStrings(const TocEntry& entry,
                                 ArchiveSession* session) {
  const std::string definition = entry.definition.value_or("");
  if (absl::StrContains(definition, "'on'")) {
    session->standard_strings = true;
  } else if (absl::StrContains(definition, "'off'")) {
    session->standard_strings = false;
  } else {
    return UnusableEntry(entry, "says neither 'on' nor 'off'");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ArchiveSession> ReadArchiveSession(const Toc& toc) {
  ArchiveSession session;
  for (const TocEntry& entry : toc.entries()) {
    switch (entry.kind) {
      case EntryKind::kEncoding:
        RETURN_IF_ERROR(ReadEncoding(entry, &session));
        break;
      case EntryKind::kStdStrings:
        RETURN_IF_ERROR(ReadStandardStrings(entry, &session));
        break;
      case EntryKind::kSearchPath:
        if (!entry.definition.has_value()) {
          return UnusableEntry(entry, "has no statement");
        }
        session.search_path_statement = *entry.definition;
        break;
      default:
        break;
    }
  }
  return session;
}

int ReleaseOfVersionText(const std::optional<std::string>& version) {
  if (!version.has_value()) return 0;
  int release = 0;
  for (const char digit : *version) {
    if (!absl::ascii_isdigit(digit)) break;
    if (release >= 1000) return 0;
    release = release * 10 + (digit - '0');
  }
  return release;
}

SqlStyle RestoreDialect::Style() const {
  SqlStyle style;
  style.release = release;
  style.quote_all_identifiers = quote_all_identifiers;
  style.standard_strings = session.standard_strings;
  style.encoding = ClientEncodingFromName(session.encoding);
  return style;
}

absl::StatusOr<RestoreDialect> ChooseDialect(const ArchiveHeader& header,
                                             const Toc& toc, int as_release) {
  RestoreDialect dialect;
  ASSIGN_OR_RETURN(dialect.session, ReadArchiveSession(toc));
  const int made_by = ReleaseOfVersionText(header.dump_version);
  if (as_release != 0) {
    dialect.release = as_release;
  } else if (made_by != 0) {
    dialect.release = made_by;
  }
  return dialect;
}

}  // namespace pgark
