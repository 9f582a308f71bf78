#include "catalog/catalog_coverage.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "catalog/row_cursor.h"
#include "protocol/sql_text.h"

namespace pgark {
namespace {

constexpr absl::string_view kOfTheCluster = "belongs to the cluster";
constexpr absl::string_view kDerived = "follows from what is read";

constexpr KnownCatalog kKnownCatalogs[] = {
    {"pg_aggregate", ""},
    {"pg_am", ""},
    {"pg_amop", ""},
    {"pg_amproc", ""},
    {"pg_attrdef", ""},
    {"pg_attribute", ""},
    {"pg_auth_members", kOfTheCluster},
    {"pg_authid", kOfTheCluster},
    {"pg_cast", ""},
    {"pg_class", ""},
    {"pg_collation", ""},
    {"pg_constraint", ""},
    {"pg_conversion", ""},
    {"pg_database", ""},
    {"pg_db_role_setting", ""},
    {"pg_default_acl", ""},
    {"pg_depend", ""},
    {"pg_description", ""},
    {"pg_enum", ""},
    {"pg_event_trigger", ""},
    {"pg_extension", ""},
    {"pg_foreign_data_wrapper", ""},
    {"pg_foreign_server", ""},
    {"pg_foreign_table", ""},
    {"pg_index", ""},
    {"pg_inherits", ""},
    {"pg_init_privs", ""},
    {"pg_language", ""},
    {"pg_largeobject", ""},
    {"pg_largeobject_metadata", ""},
    {"pg_namespace", ""},
    {"pg_opclass", ""},
    {"pg_operator", ""},
    {"pg_opfamily", ""},
    {"pg_parameter_acl", kOfTheCluster},
    {"pg_partitioned_table", ""},
    {"pg_pltemplate", "holds what initdb has put there"},  // 12
    {"pg_policy", ""},
    {"pg_proc", ""},
    {"pg_publication", ""},
    {"pg_publication_namespace", ""},
    {"pg_publication_rel", ""},
    {"pg_range", ""},
    {"pg_replication_origin", kOfTheCluster},
    {"pg_rewrite", ""},
    {"pg_seclabel", ""},
    {"pg_sequence", ""},
    {"pg_shdepend", kDerived},
    {"pg_shdescription", "is read with shobj_description"},
    {"pg_shseclabel", ""},
    {"pg_statistic", "ANALYZE makes it again"},
    {"pg_statistic_ext", ""},
    {"pg_statistic_ext_data", "ANALYZE makes it again"},
    {"pg_subscription", ""},
    {"pg_subscription_rel", "the state of a replication, which is not copied"},
    {"pg_tablespace", ""},
    {"pg_transform", ""},
    {"pg_trigger", ""},
    {"pg_ts_config", ""},
    {"pg_ts_config_map", ""},
    {"pg_ts_dict", ""},
    {"pg_ts_parser", ""},
    {"pg_ts_template", ""},
    {"pg_type", ""},
    {"pg_user_mapping", "is read through the view pg_user_mappings"},
};

// A letter in a catalog that says of which kind a row is.
struct KindColumn {
  absl::string_view what;  // for messages
  absl::string_view catalog;
  absl::string_view oid;
  absl::string_view name;
  absl::string_view letter;
  absl::string_view known;
};

// The letters that readers and emitters know. Pseudo-types and RI triggers are
// letters that are known and not dumped.
constexpr KindColumn kKindColumns[] = {
    {"relation", "pg_class", "oid", "relname", "relkind", "rStvmcfpiI"},
    {"relation with a persistence", "pg_class", "oid", "relname",
     "relpersistence", "put"},
    {"type", "pg_type", "oid", "typname", "typtype", "bcdeprm"},
    {"function", "pg_proc", "oid", "proname", "prokind", "fpaw"},
    {"constraint", "pg_constraint", "oid", "conname", "contype", "cfnpuxt"},
    {"access method", "pg_am", "oid", "amname", "amtype", "it"},
    {"cast with a method", "pg_cast", "oid", "oid", "castmethod", "fbi"},
    {"collation with a provider", "pg_collation", "oid", "collname",
     "collprovider", "dcib"},
    {"default privileges", "pg_default_acl", "oid", "oid", "defaclobjtype",
     "rSfTnL"},
    {"event trigger with a state", "pg_event_trigger", "oid", "evtname",
     "evtenabled", "ODRA"},
    {"partition key", "pg_partitioned_table", "partrelid",
     "partrelid::pg_catalog.regclass", "partstrat", "lrh"},
    {"policy with a command", "pg_policy", "oid", "polname", "polcmd", "rawd*"},
    {"rule with an event", "pg_rewrite", "oid", "rulename", "ev_type", "1234"},
    {"trigger with a state", "pg_trigger", "oid", "tgname", "tgenabled",
     "ODRA"},
};

// '{r,S}'::"char"[], of the letters in a word.
std::string LetterArray(absl::string_view letters) {
  std::string text;
  for (const char letter : letters) {
    absl::StrAppend(&text, text.empty() ? "'{" : ",",
                    absl::string_view(&letter, 1));
  }
  return absl::StrCat(text, "}'::pg_catalog.\"char\"[]");
}

std::string UnknownKindQuery(const ReadContext&) {
  std::string query;
  for (const KindColumn& column : kKindColumns) {
    absl::StrAppend(&query, query.empty() ? "" : " UNION ALL ", "SELECT '",
                    column.what, "' AS what, ", column.oid, " AS oid, ",
                    column.name, "::pg_catalog.text AS name, ", column.letter,
                    "::pg_catalog.text AS letter FROM pg_catalog.",
                    column.catalog, " WHERE ", column.letter, " <> ALL (",
                    LetterArray(column.known), ")");
  }
  return query;
}

absl::Status ReadUnknownKinds(const Result& result, ReadContext&) {
  RowCursor rows(result);
  if (!rows.Next()) return rows.status();
  std::string others;
  if (result.row_count() > 1) {
    others = absl::StrCat(", and of ", result.row_count() - 1, " more objects");
  }
  absl::Status status = absl::UnimplementedError(
      absl::StrCat("dumping ", rows.Text("what"), " of kind \"",
                   rows.Text("letter"), "\" (OID ", rows.Oid("oid"), ")",
                   others, " is not possible: the kind is not known"));
  RETURN_IF_ERROR(rows.status());
  return WithObject(std::move(status), rows.Text("name"));
}

std::string UnknownCatalogQuery(const ReadContext&) {
  return absl::StrCat(
      "SELECT c.relname, EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE "
      "a.attrelid = c.oid AND a.attname = 'oid') AS has_oid "
      "FROM pg_catalog.pg_class c WHERE c.relnamespace = 11 "
      "AND c.relkind = 'r' AND c.oid < ",
      kFirstUserOid, " AND c.relname <> ALL ('{",
      absl::StrJoin(kKnownCatalogs, ",",
                    [](std::string* out, const KnownCatalog& catalog) {
                      absl::StrAppend(out, catalog.name);
                    }),
      "}') ORDER BY c.relname");
}

absl::Status ReadUnknownCatalogs(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    context.unknown_catalogs.push_back(
        {rows.Text("relname"), rows.Bool("has_oid")});
  }
  return rows.status();
}

// Whether the catalog has rows that somebody has made. Without OIDs they cannot
// be told from those of initdb.
std::string RowQuery(const UnknownCatalog& catalog) {
  return absl::StrCat(
      "SELECT EXISTS (SELECT FROM ",
      QuoteQualified("pg_catalog", catalog.name,
                     SqlStyle{.release = kNewestKnownRelease}),
      catalog.has_oid ? absl::StrCat(" WHERE oid >= ", kFirstUserOid) : "",
      ") AS has_rows");
}

}  // namespace

std::span<const KnownCatalog> KnownCatalogs() { return kKnownCatalogs; }

absl::Status CheckUnknownCatalogs(Connection& connection,
                                  ReadContext& context) {
  if (context.unknown_catalogs.empty()) return absl::OkStatus();
  std::vector<std::string> statements;
  for (const UnknownCatalog& catalog : context.unknown_catalogs) {
    statements.push_back(RowQuery(catalog));
  }
  ASSIGN_OR_RETURN(const std::vector<Result> results,
                   connection.Pipeline(statements));
  std::vector<std::string> with_rows;
  for (size_t i = 0; i < results.size(); ++i) {
    RowCursor rows(results[i]);
    if (rows.Next() && rows.Bool("has_rows")) {
      with_rows.push_back(context.unknown_catalogs[i].name);
    }
    RETURN_IF_ERROR(rows.status());
  }
  if (with_rows.empty()) return absl::OkStatus();
  const std::string text = absl::StrCat(
      "what stands in these catalogs is not dumped, because they "
      "are not known: ",
      absl::StrJoin(with_rows, ", "));
  if (context.release <= kNewestKnownRelease) {
    return absl::UnimplementedError(text);
  }
  context.warnings.push_back(text);
  return absl::OkStatus();
}

const CatalogReader kUnknownKindReader = {"kinds of objects", UnknownKindQuery,
                                          ReadUnknownKinds};
const CatalogReader kUnknownCatalogReader = {
    "the list of catalogs", UnknownCatalogQuery, ReadUnknownCatalogs};

}  // namespace pgark
