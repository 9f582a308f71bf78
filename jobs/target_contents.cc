#include "jobs/target_contents.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

// Objects below this OID come with the server (FirstNormalObjectId).
constexpr absl::string_view kFirstUserOid = "16384";

struct CountedCatalog {
  absl::string_view kind;  // SQL that yields the word
  absl::string_view catalog;
  absl::string_view schema_column;  // "" for objects that are in none
  absl::string_view condition;      // "" for none
};

// Parts of others (indexes, constraints, triggers, policies) need no count.
constexpr CountedCatalog kCatalogs[] = {
    {"CASE relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'table' "
     "WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' "
     "WHEN 'S' THEN 'sequence' WHEN 'f' THEN 'foreign table' "
     "ELSE 'type' END",
     "pg_class", "relnamespace", "relkind IN ('r','p','v','m','S','f','c')"},
    {"'function'", "pg_proc", "pronamespace", ""},
    {"'type'", "pg_type", "typnamespace",
     "typtype IN ('b','d','e','r') AND typcategory <> 'A'"},
    {"'operator'", "pg_operator", "oprnamespace", ""},
    {"'operator class'", "pg_opclass", "opcnamespace", ""},
    {"'operator family'", "pg_opfamily", "opfnamespace", ""},
    {"'collation'", "pg_collation", "collnamespace", ""},
    {"'conversion'", "pg_conversion", "connamespace", ""},
    {"'text search object'", "pg_ts_config", "cfgnamespace", ""},
    {"'text search object'", "pg_ts_dict", "dictnamespace", ""},
    {"'text search object'", "pg_ts_parser", "prsnamespace", ""},
    {"'text search object'", "pg_ts_template", "tmplnamespace", ""},
    {"'schema'", "pg_namespace", "oid", "nspname <> 'public'"},
    {"'cast'", "pg_cast", "", ""},
    {"'language'", "pg_language", "", ""},
    {"'access method'", "pg_am", "", ""},
    {"'foreign-data wrapper'", "pg_foreign_data_wrapper", "", ""},
    {"'server'", "pg_foreign_server", "", ""},
    {"'event trigger'", "pg_event_trigger", "", ""},
    {"'publication'", "pg_publication", "", ""},
    {"'large object'", "pg_largeobject_metadata", "", ""},
};

std::string CountQuery() {
  std::string query = "SELECT kind, pg_catalog.count(*) FROM (";
  absl::string_view separator;
  for (const CountedCatalog& counted : kCatalogs) {
    absl::StrAppend(&query, separator, "SELECT ", counted.kind,
                    "::pg_catalog.text AS kind FROM pg_catalog.",
                    counted.catalog, " o WHERE o.oid >= ", kFirstUserOid);
    if (!counted.condition.empty()) {
      absl::StrAppend(&query, " AND ", counted.condition);
    }
    if (!counted.schema_column.empty()) {
      absl::StrAppend(&query, " AND o.", counted.schema_column,
                      " IN (SELECT n.oid FROM pg_catalog.pg_namespace n "
                      "WHERE n.nspname !~ '^pg_' "
                      "AND n.nspname <> 'information_schema')");
    }
    absl::StrAppend(&query,
                    " AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d "
                    "WHERE d.deptype = 'e' AND d.objid = o.oid "
                    "AND d.classid = 'pg_catalog.",
                    counted.catalog, "'::pg_catalog.regclass)");
    separator = " UNION ALL ";
  }
  // Subscriptions belong to a database although their catalog is shared; its
  // OIDs may not be read by everybody.
  absl::StrAppend(&query,
                  " UNION ALL SELECT 'subscription' "
                  "FROM pg_catalog.pg_subscription WHERE subdbid = (SELECT oid "
                  "FROM pg_catalog.pg_database "
                  "WHERE datname = pg_catalog.current_database())");
  return absl::StrCat(query, ") counted GROUP BY kind ORDER BY 2 DESC, kind");
}

std::string Counted(const ObjectCount& object) {
  if (object.count == 1) return absl::StrCat("1 ", object.kind);
  return absl::StrCat(object.count, " ", object.kind,
                      object.kind.back() == 's' ? "es" : "s");
}

}  // namespace

std::string TargetContents::Describe() const {
  if (objects.empty()) return "nothing";
  // More kinds than these make nothing clearer.
  constexpr size_t kMaxNamed = 4;
  std::string text;
  for (size_t i = 0; i < objects.size() && i < kMaxNamed; ++i) {
    absl::StrAppend(&text, i == 0 ? "" : ", ", Counted(objects[i]));
  }
  return objects.size() > kMaxNamed ? absl::StrCat(text, ", ...") : text;
}

absl::StatusOr<TargetContents> ReadTargetContents(Connection& connection) {
  TargetContents contents;
  contents.host = connection.host();
  contents.port = connection.port();
  contents.database = connection.database();
  ASSIGN_OR_RETURN(const Result counts, connection.Query(CountQuery()));
  for (int row = 0; row < counts.row_count(); ++row) {
    contents.objects.push_back({std::string(counts.Text(row, 0)),
                                static_cast<uint64_t>(counts.BigInt(row, 1))});
  }
  ASSIGN_OR_RETURN(const Result size,
                   connection.Query("SELECT pg_catalog.pg_database_size("
                                    "pg_catalog.current_database())"));
  contents.size_bytes = static_cast<uint64_t>(size.BigInt(0, 0));
  return contents;
}

}  // namespace pgark
