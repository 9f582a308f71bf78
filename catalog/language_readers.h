#ifndef PGARK_CATALOG_LANGUAGE_READERS_H_
#define PGARK_CATALOG_LANGUAGE_READERS_H_

#include "catalog/read_context.h"

namespace pgark {

// What programs the server: pg_language, pg_am, pg_cast, pg_transform,
// pg_event_trigger. Casts and transforms come after kTypeReader.
extern const CatalogReader kProceduralLanguageReader;
extern const CatalogReader kAccessMethodReader;
extern const CatalogReader kCastReader;
extern const CatalogReader kTransformReader;
extern const CatalogReader kEventTriggerReader;

}  // namespace pgark

#endif  // PGARK_CATALOG_LANGUAGE_READERS_H_
