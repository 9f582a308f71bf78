#ifndef PGARK_TOOLS_VERIFY_VERDICT_H_
#define PGARK_TOOLS_VERIFY_VERDICT_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "archive/validator.h"

namespace pgark {

// The words of a verdict, the same on a terminal, in JSON and on a page.

// One line: "ok (level rows): 12 entries, ..." or "DAMAGED: 1 error, ...".
std::string VerdictText(const ValidationSummary& summary);

// What checksums prove when nothing was found.
absl::string_view StrengthText(ChecksumStrength strength);

// Which pg_restore restores it, and how: "by pg_restore 16 and later, from a
// file, through a pipe, with -j". For a damaged archive, what is left.
std::string RestorableText(const ValidationSummary& summary);

// What this check could not have seen in this archive, each a phrase; never
// empty.
std::vector<std::string> BlindSpots(const ValidationSummary& summary);

// "public.orders", "large objects 16500..16600": escaped, without control
// characters.
std::string DataName(const DataSummary& data);

// "5000 rows, 12000 bytes of data, 3000 stored, ratio 4.0, xxh3-128:...".
std::string DataText(const DataSummary& data, VerifyLevel level);

// Raw bytes by stored ones; 0 when nothing is stored.
double CompressionRatio(const DataSummary& data);

// "1 error", "2 errors".
std::string Counted(uint64_t count, absl::string_view what);

// `text` with control characters as \x0a, so that a name cannot move a cursor.
std::string Escaped(absl::string_view text);

}  // namespace pgark

#endif  // PGARK_TOOLS_VERIFY_VERDICT_H_
