#ifndef PGARK_CATALOG_TEXT_SEARCH_READERS_H_
#define PGARK_CATALOG_TEXT_SEARCH_READERS_H_

#include "catalog/read_context.h"

namespace pgark {

// pg_ts_parser, pg_ts_template, pg_ts_dict, pg_ts_config, all without
// pg_catalog's.
extern const CatalogReader kTextSearchParserReader;
extern const CatalogReader kTextSearchTemplateReader;
extern const CatalogReader kTextSearchDictionaryReader;
extern const CatalogReader kTextSearchConfigurationReader;
// pg_ts_config_map. After kTextSearchConfigurationReader.
extern const CatalogReader kTextSearchMappingReader;

}  // namespace pgark

#endif  // PGARK_CATALOG_TEXT_SEARCH_READERS_H_
