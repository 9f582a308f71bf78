#ifndef PGARK_JOBS_RESTORE_SESSION_H_
#define PGARK_JOBS_RESTORE_SESSION_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "archive/archive_header.h"
#include "archive/toc.h"
#include "protocol/sql_text.h"

namespace pgark {

// What an archive says about the session that its SQL was written for. The
// defaults are those of archives that are too old to say it.
struct ArchiveSession {
  std::string encoding = "SQL_ASCII";
  bool standard_strings = false;
  // The statement that sets the search path, verbatim; absent in archives
  // whose SQL counts on one `SET search_path` before each entry.
  std::optional<std::string> search_path_statement;
};

// Reads the entries ENCODING, STDSTRINGS and SEARCHPATH. Returns DATA_LOSS
// with the entry when one says nothing usable.
absl::StatusOr<ArchiveSession> ReadArchiveSession(const Toc& toc);

// Returns the PostgreSQL release that a version text begins with, up to 9 its
// first number only: "15.20 (Debian ...)" is 15, "9.6.1" is 9. 0 for none.
int ReleaseOfVersionText(const std::optional<std::string>& version);

// The manner in which the SQL of an archive is written out.
struct RestoreDialect {
  // The release of the pg_restore that is imitated.
  int release = 18;
  // The release of the server that the statements go to; 0 for a script.
  int server_release = 0;
  // Quote every name (scripts of dump).
  bool quote_all_identifiers = false;
  ArchiveSession session;

  SqlStyle Style() const;
};

// Returns the dialect of the program that made the archive, or of
// `as_release`, if that is not 0.
absl::StatusOr<RestoreDialect> ChooseDialect(const ArchiveHeader& header,
                                             const Toc& toc, int as_release);

}  // namespace pgark

#endif  // PGARK_JOBS_RESTORE_SESSION_H_
