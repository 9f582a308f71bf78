#ifndef PGARK_CATALOG_NAME_PATTERN_H_
#define PGARK_CATALOG_NAME_PATTERN_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace pgark {

// One dotted part of a pattern as -n and -t take them.
struct NamePatternPart {
  // The name if nothing in it is a wildcard: quotes removed, what stood
  // outside of quotes in lower case.
  std::string literal;
  // A regular expression of PostgreSQL's: ^(...)$.
  std::string regex;

  // Whether every name fits.
  bool MatchesEverything() const { return regex == "^(.*)$"; }
};

// Splits a pattern at its dots and translates each part by psql's rules
// (docs/objects.md, "Name patterns"): outside of quotes letters are folded to
// lower case, * and ? are wildcards and regular expressions work; inside,
// everything is taken as it is. Always at least one part. Pure.
std::vector<NamePatternPart> ParseNamePattern(absl::string_view pattern);

// "column OPERATOR(pg_catalog.~) '...' COLLATE pg_catalog.default", or "true"
// for a part that matches everything. `column` is SQL.
std::string MatchCondition(absl::string_view column,
                           const NamePatternPart& part);

}  // namespace pgark

#endif  // PGARK_CATALOG_NAME_PATTERN_H_
