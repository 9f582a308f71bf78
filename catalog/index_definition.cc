#include "catalog/index_definition.h"

#include <cstddef>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "catalog/catalog.h"
#include "catalog/reader_support.h"
#include "catalog/type_lookup.h"
#include "protocol/sql_text.h"

namespace pgark {
namespace {

constexpr Oid kTextOid = 25;
constexpr Oid kVarcharOid = 1043;

// The bits of pg_index.indoption.
constexpr int32_t kDescending = 1;
constexpr int32_t kNullsFirst = 2;

// Whether the server would choose the class for a column of that type, too.
// A class for the very type is the only such default. varchar has none: it is
// taken for text, which among the strings is the preferred type.
bool IsDefaultClass(const ReadContext& context, Oid op_class,
                    const TypeObject& type) {
  if (type.kind == 'd') return false;  // classes are those of its base
  const DefaultClasses& classes = context.default_classes;
  const auto found = classes.input_types.find(op_class);
  if (found == classes.input_types.end()) return false;
  if (found->second == type.oid) return true;
  return type.oid == kVarcharOid && found->second == kTextOid &&
         !classes.has_rival_of_text;
}

// ASC and DESC, and where the NULLs go, unless they go where they would anyway.
absl::string_view Ordering(int32_t option) {
  const bool nulls_first = (option & kNullsFirst) != 0;
  if ((option & kDescending) == 0) return nulls_first ? " NULLS FIRST" : "";
  return nulls_first ? " DESC" : " DESC NULLS LAST";
}

}  // namespace

std::optional<std::string> PlainIndexDefinition(const ReadContext& context,
                                                const RelationObject& relation,
                                                const IndexObject& index,
                                                const IndexKeys& keys) {
  const size_t count = index.columns.size();
  if (!KnowsKeywords(context) || count == 0 || keys.classes.size() != count ||
      keys.collations.size() != count || keys.options.size() != count) {
    return std::nullopt;
  }
  const Catalog& catalog = context.catalog;
  const SqlStyle style = ServerStyle(context);
  std::string text =
      absl::StrCat("CREATE ", keys.is_unique ? "UNIQUE " : "", "INDEX ",
                   QuoteIdentifier(index.name, style), " ON ",
                   QuoteQualified(catalog.SchemaName(catalog.Get(relation.id)),
                                  relation.name, style),
                   " USING ", QuoteIdentifier("btree", style), " (");
  for (size_t i = 0; i < count; ++i) {
    const ColumnObject* column = relation.Column(index.columns[i]);
    if (column == nullptr || column->is_dropped) return std::nullopt;
    const TypeObject* type = FindType(catalog, column->type_oid);
    if (type == nullptr || !IsDefaultClass(context, keys.classes[i], *type)) {
      return std::nullopt;
    }
    const Oid collation =
        column->collation != 0 ? column->collation : type->collation;
    if (keys.collations[i] != 0 && keys.collations[i] != collation) {
      return std::nullopt;
    }
    absl::StrAppend(&text, i == 0 ? "" : ", ",
                    QuoteIdentifier(column->name, style),
                    Ordering(keys.options[i]));
  }
  text += ')';
  return text;
}

}  // namespace pgark
