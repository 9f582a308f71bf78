#include "store/set_selector.h"

#include <algorithm>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status_context.h"
#include "store/clock.h"

namespace pgark {
namespace {

bool IsDigit(char letter) {
  return absl::ascii_isdigit(static_cast<unsigned char>(letter));
}

// "2026-11-20T02:30" -> "20261120T0230": the beginning of the names of that
// time. Nothing for what is no date, and for "20261120T...", which is a name.
std::optional<std::string> DatePrefix(absl::string_view which) {
  static constexpr absl::string_view kShape = "0000-00-00T00:00:00Z";
  const bool has_date_shape =
      which.size() >= 4 && which.size() <= kShape.size() &&
      std::equal(which.begin(), which.end(), kShape.begin(),
                 [](char letter, char shape) {
                   return shape == '0' ? IsDigit(letter) : letter == shape;
                 });
  if (!has_date_shape) return std::nullopt;
  std::string prefix;
  for (const char letter : which) {
    if (letter != '-' && letter != ':') prefix.push_back(letter);
  }
  return prefix;
}

bool IsOfKind(const StoredSet& set, absl::string_view kind) {
  if (kind.empty()) return set.is_latest_candidate();
  return set.name.kind == kind && set.is_good() && !set.manifest.is_partial;
}

absl::Status NothingFound(const std::vector<StoredSet>& sets,
                          absl::string_view which, absl::string_view kind) {
  absl::Status status = absl::NotFoundError(
      absl::StrCat("no ", kind.empty() ? "" : absl::StrCat(kind, " "),
                   "set is \"", which, "\" among the verified whole ones"));
  if (sets.empty()) return WithHint(status, "there are no sets at all");
  const StoredSet& newest = sets.back();
  std::string why = "is of another time or kind";
  if (!newest.problem.ok()) {
    why = std::string(newest.problem.message());
  } else if (newest.manifest.is_partial) {
    why = "is partial";
  } else if (!newest.is_good()) {
    why = absl::StrCat("is ", SetVerdictName(newest.verdict));
  }
  return WithHint(
      status, absl::StrCat("the newest is ", newest.Selector(), ", which ", why,
                           "; a set's name chooses it anyway"));
}

absl::StatusOr<const StoredSet*> SelectByName(
    const std::vector<StoredSet>& sets, absl::string_view which) {
  std::vector<const StoredSet*> found;
  for (const StoredSet& set : sets) {
    const std::string name = set.name.ToString();
    if (name == which) return &set;
    if (!which.empty() && absl::StartsWith(name, which)) found.push_back(&set);
  }
  if (found.size() == 1) return found.front();
  if (found.empty()) {
    return absl::NotFoundError(
        absl::StrCat("no set is called \"", which, "\", or begins so"));
  }
  std::vector<std::string> names;
  names.reserve(found.size());
  for (const StoredSet* set : found) names.push_back(set->name.ToString());
  return absl::InvalidArgumentError(
      absl::StrCat("the names of ", found.size(), " sets begin with \"", which,
                   "\": ", absl::StrJoin(names, ", ")));
}

}  // namespace

SetSelector ParseSetSelector(absl::string_view text,
                             const std::vector<std::string>& databases) {
  SetSelector selector;
  const size_t colon = text.find(':');
  if (colon == absl::string_view::npos) {
    selector.which = std::string(text);
    return selector;
  }
  // The longest name that fits: names may have colons themselves.
  for (const std::string& database : databases) {
    if (database.size() > selector.database.size() &&
        absl::StartsWith(text, absl::StrCat(database, ":"))) {
      selector.database = database;
    }
  }
  const bool is_time = selector.database.empty() &&
                       DatePrefix(text.substr(0, colon)).has_value() &&
                       absl::StrContains(text.substr(0, colon), "T");
  if (is_time) {
    selector.which = std::string(text);
    return selector;
  }
  if (selector.database.empty()) {
    selector.database = std::string(text.substr(0, colon));
  }
  const size_t begin =
      std::min(text.size(), std::max(selector.database.size() + 1, size_t{1}));
  selector.which = std::string(text.substr(begin));
  return selector;
}

absl::StatusOr<std::string> ChooseDatabase(
    const SetSelector& selector, const std::vector<std::string>& databases) {
  if (databases.empty()) {
    return absl::NotFoundError("the store holds no sets");
  }
  const std::string names = absl::StrJoin(databases, ", ");
  if (selector.database.empty()) {
    if (databases.size() == 1) return databases.front();
    return WithHint(
        absl::InvalidArgumentError(
            absl::StrCat("the store holds several databases: ", names)),
        absl::StrCat("name one, as in ", databases.front(), ":latest"));
  }
  if (std::find(databases.begin(), databases.end(), selector.database) ==
      databases.end()) {
    return WithHint(
        absl::NotFoundError(absl::StrCat("the store holds no database \"",
                                         selector.database, "\"")),
        absl::StrCat("it holds ", names));
  }
  return selector.database;
}

absl::StatusOr<const StoredSet*> SelectSet(const std::vector<StoredSet>& sets,
                                           absl::string_view which,
                                           absl::string_view kind,
                                           absl::Time now) {
  const std::optional<std::string> date = DatePrefix(which);
  if (which != "latest" && which != "oldest" && !date.has_value()) {
    return SelectByName(sets, which);
  }
  const StoredSet* chosen = nullptr;
  const StoredSet* from_future = nullptr;
  for (const StoredSet& set : sets) {
    if (!IsOfKind(set, kind)) continue;
    if (date.has_value() && !absl::StartsWith(set.name.ToString(), *date)) {
      continue;
    }
    if (set.name.time > now + ClockTolerance()) {
      from_future = &set;
    } else if (which != "oldest" || chosen == nullptr) {
      chosen = &set;
    }
  }
  if (chosen == nullptr) chosen = from_future;
  if (chosen == nullptr) return NothingFound(sets, which, kind);
  return chosen;
}

}  // namespace pgark
