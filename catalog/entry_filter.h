#ifndef PGARK_CATALOG_ENTRY_FILTER_H_
#define PGARK_CATALOG_ENTRY_FILTER_H_

#include "archive/section.h"
#include "archive/toc_entry.h"
#include "catalog/dump_options.h"

namespace pgark {

// Whether the options want an entry of their dump (docs/objects.md, "Switches
// and sections"). `section` is the entry's section or, for entries without one,
// that of the nearest entry before it.
bool WantsEntry(const DumpOptions& options, const TocEntry& entry,
                Section section);

}  // namespace pgark

#endif  // PGARK_CATALOG_ENTRY_FILTER_H_
