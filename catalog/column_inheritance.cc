#include "catalog/column_inheritance.h"

#include <string>
#include <utility>

#include "catalog/reader_support.h"
#include "catalog/relation_query.h"

namespace pgark {
namespace {

// From this server on NOT NULLs are constraints that know whether they are
// local; before, only whether there is one.
constexpr int kNotNullConstraintRelease = 18;

const ColumnObject* FindByName(const RelationObject& relation,
                               const std::string& name) {
  for (const ColumnObject& column : relation.columns) {
    if (!column.is_dropped && column.name == name) return &column;
  }
  return nullptr;
}

const std::string* ExpressionOf(const Catalog& catalog,
                                const ColumnObject& column) {
  if (column.default_value.value == 0) return nullptr;
  return &catalog.defaults[catalog.Get(column.default_value).detail].expression;
}

void DecideNotNull(int release, const InheritedColumn& inherited,
                   ColumnObject* column) {
  if (release < kNotNullConstraintRelease) {
    // Nothing says whose it is, so any parent that has one counts.
    column->not_null_is_local = !inherited.is_not_null;
  } else if (column->not_null != NotNullForm::kNone && !inherited.is_not_null) {
    // The child's is valid and no parent has a valid one to pass on.
    column->not_null_is_local = true;
  }
}

// A child without a default under a parent that has one: creating the child
// would give it the parent's.
void AddDefaultNull(Catalog& catalog, const RelationObject& relation,
                    ColumnObject* column) {
  Object object = MakePart(catalog.Get(relation.id), ObjectKind::kDefault,
                           CatalogId{}, relation.name);
  object.sort_key.number = column->number;
  object.is_separate = !relation.PrintsColumn(*column);
  if (object.is_separate) object.dependencies.push_back(relation.id);
  DefaultObject value;
  value.relation = relation.id;
  value.column = column->number;
  value.expression = "NULL";
  column->default_value = AddWithDetail(catalog, std::move(object),
                                        std::move(value), catalog.defaults);
}

void AnalyzeColumn(ReadContext& context, const RelationObject& relation,
                   ColumnObject* column) {
  Catalog& catalog = context.catalog;
  const InheritedColumn inherited = LookAtParents(catalog, relation, *column);
  DecideNotNull(context.release, inherited, column);
  // Up to 16 a DEFAULT NULL above is repeated below. From 17 on it is not, and
  // a child without it comes back with the default of its grandparent.
  const bool needs_default =
      inherited.has_default ||
      (inherited.has_null_default && context.tool_release() <= 16);
  if (needs_default && column->default_value.value == 0) {
    AddDefaultNull(catalog, relation, column);
    return;
  }
  // Inherited expressions come by themselves. One that differs must be tried;
  // partitions are created alone, so they repeat theirs.
  if (column->default_value.value != 0 && inherited.has_same_generation &&
      !inherited.has_other_generation && !relation.is_partition) {
    catalog.Get(column->default_value).wanted = Components::None();
  }
}

}  // namespace

InheritedColumn LookAtParents(const Catalog& catalog,
                              const RelationObject& relation,
                              const ColumnObject& column) {
  InheritedColumn inherited;
  const std::string* own = ExpressionOf(catalog, column);
  for (const DumpId id : relation.parents) {
    const RelationObject& parent = catalog.relation(catalog.Get(id));
    const ColumnObject* above = FindByName(parent, column.name);
    if (above == nullptr) continue;
    inherited.is_not_null |=
        above->not_null != NotNullForm::kNone && !above->not_null_is_no_inherit;
    const std::string* expression = ExpressionOf(catalog, *above);
    if (above->generated != '\0') {
      if (expression != nullptr && own != nullptr && *expression == *own) {
        inherited.has_same_generation = true;
      } else {
        inherited.has_other_generation = true;
      }
    } else if (expression != nullptr) {
      (*expression == "NULL" ? inherited.has_null_default
                             : inherited.has_default) = true;
    }
  }
  return inherited;
}

void AnalyzeInheritedColumns(ReadContext& context) {
  Catalog& catalog = context.catalog;
  for (RelationObject& relation : catalog.relations) {
    if (!relation.IsTableLike() || relation.parents.empty()) continue;
    if (!catalog.Get(relation.id).wanted.Has(Component::kDefinition)) continue;
    for (ColumnObject& column : relation.columns) {
      if (!column.is_dropped) AnalyzeColumn(context, relation, &column);
    }
  }
}

}  // namespace pgark
