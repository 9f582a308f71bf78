#include "catalog/relation_objects.h"

#include <cstddef>
#include <span>

namespace pgark {
namespace {

// The server numbers columns without gaps, dropped ones included. Falls back
// to looking at them all, should that ever change.
template <typename Column>
Column* FindColumn(std::span<Column> columns, int16_t number) {
  const auto place = static_cast<size_t>(number) - 1;
  if (number > 0 && place < columns.size() && columns[place].number == number) {
    return &columns[place];
  }
  for (Column& column : columns) {
    if (column.number == number) return &column;
  }
  return nullptr;
}

}  // namespace

const ColumnObject* RelationObject::Column(int16_t number) const {
  return FindColumn(std::span<const ColumnObject>(columns), number);
}

ColumnObject* RelationObject::Column(int16_t number) {
  return FindColumn(std::span<ColumnObject>(columns), number);
}

}  // namespace pgark
