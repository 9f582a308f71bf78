#ifndef PGARK_CATALOG_TOC_EMISSION_H_
#define PGARK_CATALOG_TOC_EMISSION_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "archive/toc_entry.h"
#include "catalog/toc_builder.h"

namespace pgark {

// What an archive says first: how its text is encoded and quoted.
struct TextConventions {
  std::string encoding;  // PostgreSQL's name: UTF8
  bool standard_strings = true;
};

// Makes the contents list: ENCODING, STDSTRINGS, SEARCHPATH, the database's
// group if the options want it, then the objects in `order`.
// Returns UNIMPLEMENTED naming an object that is wanted but of a kind that we
// cannot write.
absl::StatusOr<std::vector<TocEntry>> MakeEntries(
    const DdlContext& context, const TextConventions& conventions,
    const std::vector<DumpId>& order);

// The function that writes a kind; nullptr for kinds that are never written
// alone (dummy types, boundaries) and for those that we cannot write.
EmitFunction FindEmitFunction(ObjectKind kind);
// Whether objects of the kind stand only for their place in the graph.
bool IsNeverWritten(ObjectKind kind);
// "function", "text search parser": for messages.
absl::string_view KindName(ObjectKind kind);

}  // namespace pgark

#endif  // PGARK_CATALOG_TOC_EMISSION_H_
