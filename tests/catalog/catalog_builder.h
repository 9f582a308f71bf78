#ifndef PGARK_TESTS_CATALOG_CATALOG_BUILDER_H_
#define PGARK_TESTS_CATALOG_CATALOG_BUILDER_H_

#include <string>
#include <utility>
#include <vector>

#include "catalog/catalog.h"
#include "catalog/graph_readers.h"
#include "catalog/kind_order.h"

namespace pgark {

// Makes catalogs by hand: objects that are wanted as a whole, each with a
// catalog row of its own unless a test says otherwise.
class CatalogBuilder {
 public:
  Catalog& catalog() { return catalog_; }

  DumpId Add(ObjectKind kind, const std::string& name, DumpId schema = {},
             SortKey key = {}) {
    Object object;
    object.kind = kind;
    object.name = name;
    object.schema = schema;
    object.sort_key = std::move(key);
    object.catalog_id = CatalogId{1, next_oid_++};
    object.wanted = Components::All();
    return catalog_.Add(std::move(object));
  }
  DumpId AddSchema(const std::string& name) {
    return Add(ObjectKind::kSchema, name);
  }
  DumpId AddType(const std::string& name, Oid oid, DumpId schema = {}) {
    Object object;
    object.kind = ObjectKind::kType;
    object.name = name;
    object.schema = schema;
    object.catalog_id = CatalogId{kPgTypeOid, oid};
    object.wanted = Components::All();
    return AddDetailed(std::move(object), TypeObject{}, catalog_.types);
  }
  DumpId AddType(const std::string& name) { return AddType(name, next_oid_++); }
  DumpId AddRelation(const std::string& name, RelationKind kind) {
    RelationObject relation;
    relation.name = name;
    relation.kind = kind;
    return AddWithDetail(ObjectKind::kRelation, name, std::move(relation),
                         catalog_.relations);
  }
  DumpId AddSelectRule(DumpId view) {
    RuleObject rule;
    rule.relation = view;
    rule.event = '1';
    rule.is_instead = true;
    return AddWithDetail(ObjectKind::kRule, "_RETURN", std::move(rule),
                         catalog_.rules);
  }
  DumpId AddCheck(DumpId table) {
    ConstraintObject check;
    check.type = 'c';
    check.relation = table;
    return AddWithDetail(ObjectKind::kConstraint, "check", std::move(check),
                         catalog_.constraints);
  }
  DumpId AddPrimaryKey(DumpId table) {
    ConstraintObject key;
    key.type = 'p';
    key.relation = table;
    const DumpId id = AddWithDetail(ObjectKind::kConstraint, "key",
                                    std::move(key), catalog_.constraints);
    catalog_.Get(id).is_separate = true;
    return id;
  }
  DumpId AddDefault(DumpId table) {
    DefaultObject value;
    value.relation = table;
    return AddWithDetail(ObjectKind::kDefault, "default", std::move(value),
                         catalog_.defaults);
  }
  DumpId AddDomainConstraint(DumpId domain) {
    DomainConstraintObject constraint;
    constraint.domain = domain;
    return AddWithDetail(ObjectKind::kDomainConstraint, "check",
                         std::move(constraint), catalog_.domain_constraints);
  }
  DumpId AddIndex(const std::string& name, DumpId parent = {}) {
    IndexObject index;
    index.parent = parent;
    return AddWithDetail(ObjectKind::kIndex, name, std::move(index),
                         catalog_.indexes);
  }

  template <typename Detail>
  DumpId AddWithDetail(ObjectKind kind, const std::string& name, Detail detail,
                       std::vector<Detail>& details) {
    Object object;
    object.kind = kind;
    object.name = name;
    object.catalog_id = CatalogId{1, next_oid_++};
    object.wanted = Components::All();
    return AddDetailed(std::move(object), std::move(detail), details);
  }

  // "first needs second, second needs third, ..."
  void Need(const std::vector<DumpId>& chain) {
    for (size_t i = 0; i + 1 < chain.size(); ++i) {
      catalog_.AddDependency(chain[i], chain[i + 1]);
    }
  }
  bool Needs(DumpId from, DumpId to) const {
    for (const DumpId id : catalog_.Get(from).dependencies) {
      if (id == to) return true;
    }
    return false;
  }
  void AddBoundaries() { pgark::AddBoundaries(catalog_, SortRules{}); }

 private:
  template <typename Detail>
  DumpId AddDetailed(Object object, Detail detail,
                     std::vector<Detail>& details) {
    object.detail = details.size();
    const DumpId id = catalog_.Add(std::move(object));
    detail.id = id;
    details.push_back(std::move(detail));
    return id;
  }

  Catalog catalog_;
  Oid next_oid_ = 20000;
};

}  // namespace pgark

#endif  // PGARK_TESTS_CATALOG_CATALOG_BUILDER_H_
