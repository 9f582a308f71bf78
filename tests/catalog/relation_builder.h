#ifndef PGARK_TESTS_CATALOG_RELATION_BUILDER_H_
#define PGARK_TESTS_CATALOG_RELATION_BUILDER_H_

#include <string>
#include <utility>
#include <vector>

#include "catalog/catalog.h"
#include "catalog/read_context.h"
#include "catalog/reader_support.h"
#include "catalog/toc_builder.h"

namespace pgark {

// Makes relations by hand, all in schema "app" and wanted as a whole. What a
// test does not set stays as in an ordinary table.
class RelationBuilder {
 public:
  RelationBuilder() {
    Object schema;
    schema.kind = ObjectKind::kSchema;
    schema.name = "app";
    schema.wanted = schema.wanted_for_members = Components::All();
    SchemaObject detail;
    detail.name = "app";
    schema_ = AddWithDetail(catalog_, std::move(schema), std::move(detail),
                            catalog_.schemas);
  }

  Catalog& catalog() { return catalog_; }
  DumpOptions& options() { return options_; }
  Selection& selection() { return selection_; }

  DdlContext Ddl(int release) {
    SqlStyle style;
    style.release = release;
    return DdlContext{catalog_, options_, style, release, "db"};
  }
  ReadContext Read(int release) {
    ReadContext context{catalog_, options_, selection_};
    context.release = release;
    catalog_.server_version_number = release * 10000;
    return context;
  }

  DumpId AddRelation(const std::string& name,
                     RelationKind kind = RelationKind::kTable) {
    Object object = MakeObject(ObjectKind::kRelation, name);
    RelationObject relation;
    relation.oid = next_oid_++;
    object.catalog_id = CatalogId{kPgClassOid, relation.oid};
    object.available |= Component::kData;
    relation.name = name;
    relation.kind = kind;
    relation.access_method = "heap";
    return AddWithDetail(catalog_, std::move(object), std::move(relation),
                         catalog_.relations);
  }
  DumpId AddChild(const std::string& name, DumpId parent) {
    const DumpId id = AddRelation(name);
    Get(id).parents = {parent};
    return id;
  }
  DumpId AddPartition(const std::string& name, DumpId parent) {
    const DumpId id = AddChild(name, parent);
    Get(id).is_partition = true;
    return id;
  }
  ColumnObject& AddColumn(DumpId relation, const std::string& name,
                          const std::string& type = "integer") {
    std::vector<ColumnObject>& columns = Get(relation).columns;
    ColumnObject column;
    column.number = static_cast<int16_t>(columns.size() + 1);
    column.name = name;
    column.type = type;
    columns.push_back(std::move(column));
    return columns.back();
  }
  DumpId AddDefault(DumpId relation, int16_t column,
                    const std::string& expression) {
    DefaultObject value;
    value.relation = relation;
    value.column = column;
    value.expression = expression;
    const DumpId id = AddWithDetail(
        catalog_, MakeObject(ObjectKind::kDefault, Get(relation).name),
        std::move(value), catalog_.defaults);
    Get(relation).Column(column)->default_value = id;
    return id;
  }
  DumpId AddCheck(DumpId relation, const std::string& name,
                  const std::string& definition) {
    ConstraintObject check;
    check.name = name;
    check.type = 'c';
    check.relation = relation;
    check.definition = definition;
    const DumpId id =
        AddWithDetail(catalog_, MakeObject(ObjectKind::kConstraint, name),
                      std::move(check), catalog_.constraints);
    Get(relation).checks.push_back(id);
    return id;
  }
  DumpId AddSelectRule(DumpId view, std::vector<DumpId> needs) {
    Object object = MakeObject(ObjectKind::kRule, "_RETURN");
    object.dependencies = std::move(needs);
    RuleObject rule;
    rule.relation = view;
    const DumpId id = AddWithDetail(catalog_, std::move(object),
                                    std::move(rule), catalog_.rules);
    Get(view).select_rule = id;
    return id;
  }

  RelationObject& Get(DumpId id) {
    return catalog_.relations[catalog_.Get(id).detail];
  }

 private:
  Object MakeObject(ObjectKind kind, const std::string& name) {
    Object object;
    object.kind = kind;
    object.name = name;
    object.schema = schema_;
    object.wanted = Components::All();
    return object;
  }

  Catalog catalog_;
  DumpOptions options_;
  Selection selection_;
  DumpId schema_;
  Oid next_oid_ = 20000;
};

}  // namespace pgark

#endif  // PGARK_TESTS_CATALOG_RELATION_BUILDER_H_
