#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "catalog/graph_readers.h"
#include "catalog/row_cursor.h"

namespace pgark {
namespace {

// Operators and support functions of a family hang on its members, which are
// no objects of ours: the family stands for them. An object's rows come in the
// order in which they stand in the catalog, mostly that in which they were
// made: DEPENDS ON EXTENSION lines are written so. That is the order of a
// sequential scan; sorting takes the server longer than reading.
std::string DependencyQuery(const ReadContext& /*context*/) {
  return "SELECT classid, objid, refclassid, refobjid, deptype "
         "FROM pg_catalog.pg_depend WHERE deptype NOT IN ('p', 'e') "
         "UNION ALL "
         "(SELECT 'pg_catalog.pg_opfamily'::pg_catalog.regclass, amopfamily, "
         "refclassid, refobjid, deptype "
         "FROM pg_catalog.pg_depend d "
         "JOIN pg_catalog.pg_amop o ON objid = o.oid "
         "WHERE deptype NOT IN ('p', 'e', 'i') "
         "AND classid = 'pg_catalog.pg_amop'::pg_catalog.regclass "
         "AND NOT (refclassid = "
         "'pg_catalog.pg_opfamily'::pg_catalog.regclass "
         "AND refobjid = amopfamily) ORDER BY d.ctid) "
         "UNION ALL "
         "(SELECT 'pg_catalog.pg_opfamily'::pg_catalog.regclass, "
         "amprocfamily, refclassid, refobjid, deptype "
         "FROM pg_catalog.pg_depend d "
         "JOIN pg_catalog.pg_amproc p ON objid = p.oid "
         "WHERE deptype NOT IN ('p', 'e', 'i') "
         "AND classid = 'pg_catalog.pg_amproc'::pg_catalog.regclass "
         "AND NOT (refclassid = "
         "'pg_catalog.pg_opfamily'::pg_catalog.regclass "
         "AND refobjid = amprocfamily) ORDER BY d.ctid)";
}

absl::Status ReadDependencies(const Result& result, ReadContext& context) {
  Catalog& catalog = context.catalog;
  // A composite type comes from its relation, although the catalog has it the
  // other way round: these turned dependencies come behind all others.
  std::vector<std::pair<DumpId, DumpId>> turned;
  RowCursor rows(result);
  while (rows.Next()) {
    Object* object =
        catalog.Find(CatalogId{rows.Oid("classid"), rows.Oid("objid")});
    if (object == nullptr) continue;
    const CatalogId referenced{rows.Oid("refclassid"), rows.Oid("refobjid")};
    const Object* needed = catalog.Find(referenced);
    if (needed == nullptr) continue;
    const char type = rows.Char("deptype");
    if (type == 'x' && needed->kind == ObjectKind::kExtension) {
      object->depends_on_extension = true;
      catalog.extensions_depended_on[object->catalog_id].push_back(needed->id);
    }
    const bool is_composite = type == 'i' &&
                              object->kind == ObjectKind::kRelation &&
                              needed->kind == ObjectKind::kType;
    if (is_composite) {
      turned.emplace_back(needed->id, object->id);
    } else {
      object->dependencies.push_back(needed->id);
    }
  }
  for (const auto& [from, to] : turned) {
    catalog.Get(from).dependencies.push_back(to);
  }
  return rows.status();
}

}  // namespace

const CatalogReader kDependencyReader = {"dependencies", DependencyQuery,
                                         ReadDependencies};

void AddBoundaries(Catalog& catalog, const SortRules& rules) {
  Object pre_data;
  pre_data.kind = ObjectKind::kPreDataBoundary;
  pre_data.name = "PRE-DATA BOUNDARY";
  Object post_data;
  post_data.kind = ObjectKind::kPostDataBoundary;
  post_data.name = "POST-DATA BOUNDARY";
  for (Object& object : catalog.objects) {
    switch (SectionOf(object, rules)) {
      case Section::kPreData:
        pre_data.dependencies.push_back(object.id);
        break;
      case Section::kData:
        post_data.dependencies.push_back(object.id);
        break;
      case Section::kPostData:
      case Section::kNone:
        break;
    }
  }
  catalog.pre_data_boundary = catalog.Add(std::move(pre_data));
  post_data.dependencies.push_back(catalog.pre_data_boundary);
  catalog.post_data_boundary = catalog.Add(std::move(post_data));
  for (Object& object : catalog.objects) {
    const Section section = SectionOf(object, rules);
    if (section == Section::kData) {
      object.dependencies.push_back(catalog.pre_data_boundary);
    } else if (section == Section::kPostData) {
      object.dependencies.push_back(catalog.post_data_boundary);
    }
  }
}

}  // namespace pgark
