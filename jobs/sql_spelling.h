#ifndef PGARK_JOBS_SQL_SPELLING_H_
#define PGARK_JOBS_SQL_SPELLING_H_

#include <optional>
#include <string>

#include "archive/toc_entry.h"

namespace pgark {

// Returns the definition of an entry in words that a server of `release` knows,
// where the same can be said in them, or nothing when nothing has to be changed
// (docs/restore.md, "Older servers"): names of multirange types, compression of
// columns, NOT NULL as an element of a table, unlogged sequences, storage
// parameters. What such a server cannot express stays, and fails there.
std::optional<std::string> SpellForRelease(const TocEntry& entry, int release,
                                           bool standard_strings);

// Whether a function's body is SQL that is parsed when it is created (14 on),
// which older servers do not have.
bool HasParsedBody(const TocEntry& entry, bool standard_strings);

// Returns a function's definition without LEAKPROOF, which only superusers may
// say; nothing when it is not there.
std::optional<std::string> WithoutLeakproof(const TocEntry& entry,
                                            bool standard_strings);

}  // namespace pgark

#endif  // PGARK_JOBS_SQL_SPELLING_H_
