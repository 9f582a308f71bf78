#include "catalog/catalog.h"

#include <algorithm>
#include <cassert>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace pgark {
namespace {

bool Before(const CatalogText& left, const CatalogText& right) {
  return std::tie(left.object, left.sub_id, left.provider, left.text) <
         std::tie(right.object, right.sub_id, right.provider, right.text);
}

// Orders texts by their object alone.
struct ByObject {
  bool operator()(const CatalogText& text, CatalogId id) const {
    return text.object < id;
  }
  bool operator()(CatalogId id, const CatalogText& text) const {
    return id < text.object;
  }
};

std::pair<const CatalogText*, const CatalogText*> TextsOf(
    const std::vector<CatalogText>& texts, CatalogId id) {
  const CatalogText* begin = texts.data();
  return std::equal_range(begin, begin + texts.size(), id, ByObject());
}

}  // namespace

DumpId Catalog::Add(Object object) {
  objects.push_back(std::move(object));
  Object& added = objects.back();
  added.id = DumpId{static_cast<int32_t>(objects.size())};
  if (added.catalog_id != CatalogId{}) {
    by_catalog_id_.emplace(added.catalog_id, added.id);
  }
  return added.id;
}

Object& Catalog::Get(DumpId id) {
  assert(id.value > 0 && static_cast<size_t>(id.value) <= objects.size());
  return objects[static_cast<size_t>(id.value) - 1];
}

const Object& Catalog::Get(DumpId id) const {
  assert(id.value > 0 && static_cast<size_t>(id.value) <= objects.size());
  return objects[static_cast<size_t>(id.value) - 1];
}

Object* Catalog::Find(CatalogId id) {
  const auto found = by_catalog_id_.find(id);
  return found == by_catalog_id_.end() ? nullptr : &Get(found->second);
}

const Object* Catalog::Find(CatalogId id) const {
  const auto found = by_catalog_id_.find(id);
  return found == by_catalog_id_.end() ? nullptr : &Get(found->second);
}

void Catalog::AddDependency(DumpId from, DumpId to) {
  Get(from).dependencies.push_back(to);
}

bool Catalog::RemoveDependency(DumpId from, DumpId to) {
  return std::erase(Get(from).dependencies, to) != 0;
}

const std::string& Catalog::SchemaName(const Object& object) const {
  static const std::string* const kNone = new std::string();
  return object.schema.value == 0 ? *kNone : Get(object.schema).name;
}

std::optional<std::string> Catalog::RoleName(Oid oid) const {
  const auto found = role_names.find(oid);
  if (found == role_names.end()) return std::nullopt;
  return found->second;
}

std::pair<const CatalogText*, const CatalogText*> Catalog::Comments(
    CatalogId id) const {
  return TextsOf(comments, id);
}

std::pair<const CatalogText*, const CatalogText*> Catalog::SecurityLabels(
    CatalogId id) const {
  return TextsOf(security_labels, id);
}

void Catalog::SortTexts() {
  std::sort(comments.begin(), comments.end(), Before);
  std::sort(security_labels.begin(), security_labels.end(), Before);
}

}  // namespace pgark
