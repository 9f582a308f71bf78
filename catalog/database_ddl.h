#ifndef PGARK_CATALOG_DATABASE_DDL_H_
#define PGARK_CATALOG_DATABASE_DDL_H_

#include <string>

#include "absl/status/status.h"
#include "catalog/toc_builder.h"

namespace pgark {

// Adds DATABASE, its comment, labels and privileges, and DATABASE PROPERTIES
// (docs/objects.md, "The database"). No objects stand for them and they are not
// sorted.
absl::Status AddDatabaseEntries(const DdlContext& context, TocBuilder& toc);

// "CREATE DATABASE ... ;\n" and the statements of DATABASE PROPERTIES, which
// may be "". Pure, for dumps of whole clusters too.
std::string CreateDatabaseStatement(const DdlContext& context);
std::string DatabasePropertyStatements(const DdlContext& context);

}  // namespace pgark

#endif  // PGARK_CATALOG_DATABASE_DDL_H_
