#include "catalog/data_order.h"

#include <string>
#include <utility>
#include <vector>

#include "catalog/catalog.h"
#include "catalog/graph_readers.h"
#include "catalog/row_cursor.h"
#include "catalog/table_data_selection.h"

namespace pgark {
namespace {

std::string ExtensionForeignKeyQuery(const ReadContext& /*context*/) {
  return "SELECT conrelid, confrelid FROM pg_catalog.pg_constraint "
         "WHERE contype = 'f' AND conrelid IN (SELECT objid "
         "FROM pg_catalog.pg_depend WHERE deptype = 'e' "
         "AND classid = 'pg_catalog.pg_class'::pg_catalog.regclass "
         "AND refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass) "
         "ORDER BY oid";
}

absl::Status ReadExtensionForeignKeys(const Result& result,
                                      ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    context.catalog.extension_foreign_keys.emplace_back(rows.Oid("conrelid"),
                                                        rows.Oid("confrelid"));
  }
  return rows.status();
}

// Whether the rows of a configuration table are dumped.
bool WantsConfiguration(const ReadContext& context, const Object& extension,
                        const Object& relation) {
  const Selection& selection = context.selection;
  const Oid oid = relation.catalog_id.oid;
  const Object* schema = relation.schema.value == 0
                             ? nullptr
                             : &context.catalog.Get(relation.schema);
  if (selection.excluded_tables.count(oid) != 0) return false;
  if (schema != nullptr &&
      selection.excluded_schemas.count(schema->catalog_id.oid) != 0) {
    return false;
  }
  if (extension.wanted.Has(Component::kDefinition)) return true;
  return selection.tables.count(oid) != 0 ||
         (schema != nullptr && schema->wanted.Has(Component::kData));
}

void Order(Catalog& catalog, const Object* table, const Object* referenced) {
  if (table == nullptr || referenced == nullptr ||
      table->kind != ObjectKind::kRelation ||
      referenced->kind != ObjectKind::kRelation) {
    return;
  }
  const DumpId data = catalog.relation(*table).data;
  const DumpId needed = catalog.relation(*referenced).data;
  if (data.value != 0 && needed.value != 0) {
    catalog.AddDependency(data, needed);
  }
}

}  // namespace

const CatalogReader kExtensionForeignKeyReader = {"foreign keys of extensions",
                                                  ExtensionForeignKeyQuery,
                                                  ReadExtensionForeignKeys};

std::vector<ConfigurationTable> ConfigurationTables(
    const ReadContext& context) {
  const Catalog& catalog = context.catalog;
  const Selection& selection = context.selection;
  std::vector<ConfigurationTable> tables;
  for (const ExtensionObject& extension : catalog.extensions) {
    if (selection.only_extensions &&
        selection.extensions.count(extension.oid) == 0) {
      continue;
    }
    if (selection.excluded_extensions.count(extension.oid) != 0) continue;
    for (size_t i = 0; i < extension.config_relations.size(); ++i) {
      const Object* relation =
          catalog.Find(CatalogId{kPgClassOid, extension.config_relations[i]});
      if (relation == nullptr || relation->kind != ObjectKind::kRelation ||
          !WantsConfiguration(context, catalog.Get(extension.id), *relation)) {
        continue;
      }
      tables.push_back({relation->id, extension.config_conditions[i]});
    }
  }
  return tables;
}

absl::Status AddConfigurationData(ReadContext& context) {
  for (ConfigurationTable& table : ConfigurationTables(context)) {
    AddTableData(context, table.relation, std::move(table.condition));
  }
  return absl::OkStatus();
}

void OrderData(ReadContext& context) {
  Catalog& catalog = context.catalog;
  for (const auto& [table, referenced] : catalog.extension_foreign_keys) {
    Order(catalog, catalog.Find(CatalogId{kPgClassOid, table}),
          catalog.Find(CatalogId{kPgClassOid, referenced}));
  }
  if (context.options.dump_schema) return;
  for (const ConstraintObject& constraint : catalog.constraints) {
    if (constraint.type != 'f' || constraint.referenced_relation.value == 0) {
      continue;
    }
    Order(catalog, &catalog.Get(constraint.relation),
          &catalog.Get(constraint.referenced_relation));
  }
}

}  // namespace pgark
