#include "tools/failure_causes.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "protocol/sqlstate.h"

namespace pgark {
namespace {

// What a failure is known by: the front of its SQLSTATE, and words of the
// server's message. Those are English: where it speaks another language, a
// later row takes the failure, with a remedy that is less exact.
struct Rule {
  absl::string_view sqlstate;  // "" = any
  absl::string_view holds;     // "" = anything
  absl::string_view code;
  absl::string_view words;
  absl::string_view remedy;
};

constexpr Rule kRules[] = {
    {"42704", "role \"", "missing_role", "a role does not exist",
     "create the roles first (pgark globals), or leave owners and privileges "
     "out: -O -x"},
    {"42704", "tablespace \"", "missing_tablespace",
     "a tablespace does not exist",
     "create it, or put everything into the default one: --no-tablespaces"},
    {"0A000", "extension \"", "missing_extension",
     "an extension is not installed on the server",
     "install its package there, then restore again"},
    {"58P01", "", "missing_extension", "a file of the server is missing",
     "install the extension's package there, then restore again"},
    {"42P07", "", "exists_already", "it is there already",
     "restore into an empty database, or drop what is there: -c --if-exists"},
    {"42710", "", "exists_already", "it is there already",
     "restore into an empty database, or drop what is there: -c --if-exists"},
    {"42P06", "", "exists_already", "it is there already",
     "restore into an empty database, or drop what is there: -c --if-exists"},
    {"42723", "", "exists_already", "it is there already",
     "restore into an empty database, or drop what is there: -c --if-exists"},
    {"42501", "", "not_permitted", "the role may not do that",
     "restore as the owner or a superuser, or leave out what needs one: -O -x, "
     "--no-publications, --no-subscriptions"},
    {"42P01", "", "missing_object", "something that it needs does not exist",
     "see the failures before it; parts of an archive need what they are built "
     "on"},
    {"42704", "", "missing_object", "something that it needs does not exist",
     "see the failures before it; parts of an archive need what they are built "
     "on"},
    {"42883", "", "missing_object", "something that it needs does not exist",
     "see the failures before it; parts of an archive need what they are built "
     "on"},
    {"3F000", "", "missing_object", "something that it needs does not exist",
     "see the failures before it; parts of an archive need what they are built "
     "on"},
    {"23", "", "contradicting_rows", "rows contradict a constraint",
     "rows that were there before, or of a table that is incomplete: restore "
     "into an empty database"},
    {"22021", "", "wrong_encoding", "rows do not fit the database's encoding",
     "create the database with the archive's encoding (-C does)"},
    {"22P05", "", "wrong_encoding", "rows do not fit the database's encoding",
     "create the database with the archive's encoding (-C does)"},
    {"53100", "", "disk_full", "the server's disk is full",
     "make room there, then restore again"},
    {"57014", "", "cancelled", "the server has ended the statement",
     "see statement_timeout and who may cancel it there"},
    {"40", "", "conflict", "other sessions were in the way",
     "restore again while nobody uses the database"},
};

FailureCause CauseOf(const RestoreFailure& failure) {
  const std::string sqlstate = SqlStateOf(failure.status);
  const absl::string_view message = failure.status.message();
  if (!sqlstate.empty()) {
    for (const Rule& rule : kRules) {
      if (absl::StartsWith(sqlstate, rule.sqlstate) &&
          absl::StrContains(message, rule.holds)) {
        return {std::string(rule.code), std::string(rule.words),
                std::string(rule.remedy), 0, ""};
      }
    }
    return {absl::StrCat("sqlstate_", sqlstate),
            absl::StrCat("SQLSTATE ", sqlstate), "", 0, ""};
  }
  if (absl::IsDataLoss(failure.status)) {
    return {"damaged_archive", "the archive is damaged there",
            "pgark verify says where", 0, ""};
  }
  return {"other", "other failures", "", 0, ""};
}

}  // namespace

std::vector<FailureCause> GroupByCause(
    const std::vector<RestoreFailure>& failures) {
  std::vector<FailureCause> causes;
  std::map<std::string, size_t> places;
  for (const RestoreFailure& failure : failures) {
    FailureCause cause = CauseOf(failure);
    const auto [place, is_new] = places.emplace(cause.code, causes.size());
    if (is_new) {
      cause.first = failure.name;
      causes.push_back(std::move(cause));
    }
    ++causes[place->second].count;
  }
  std::stable_sort(causes.begin(), causes.end(),
                   [](const FailureCause& a, const FailureCause& b) {
                     return a.count > b.count;
                   });
  return causes;
}

}  // namespace pgark
