#ifndef PGARK_ARCHIVE_TOC_CHECKS_H_
#define PGARK_ARCHIVE_TOC_CHECKS_H_

#include "archive/archive_contents.h"
#include "archive/finding_collector.h"

namespace pgark {

// The validator's level `toc`: what a header and a contents list that could be
// read say about each other. Facts: docs/archive-format.md, "Entry kinds".
void CheckHeader(const ArchiveContents& contents, FindingCollector& findings);
// Each entry for itself.
void CheckEntries(const ArchiveContents& contents, FindingCollector& findings);
// The entries together: order, repetitions, dependencies and circles in them.
void CheckEntryGraph(const ArchiveContents& contents,
                     FindingCollector& findings);

}  // namespace pgark

#endif  // PGARK_ARCHIVE_TOC_CHECKS_H_
