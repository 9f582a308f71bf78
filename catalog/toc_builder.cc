#include "catalog/toc_builder.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "catalog/acl_text.h"
#include "catalog/entry_filter.h"

namespace pgark {
namespace {

bool IsBoundary(const Object& object) {
  return object.kind == ObjectKind::kPreDataBoundary ||
         object.kind == ObjectKind::kPostDataBoundary;
}

std::string NameInStatement(const SatelliteTarget& target) {
  return target.schema.empty() ? target.name
                               : absl::StrCat(target.schema, ".", target.name);
}

std::string SatelliteTag(const SatelliteTarget& target) {
  if (!target.entry_tag.empty()) return target.entry_tag;
  return absl::StrCat(target.type, " ",
                      target.tag_name.empty() ? target.name : target.tag_name);
}

TocEntry SatelliteEntry(EntryKind kind, const SatelliteTarget& target,
                        std::string tag) {
  TocEntry entry;
  entry.kind = kind;
  entry.tag = std::move(tag);
  entry.schema = target.entry_schema;
  entry.owner = target.owner;
  entry.dependencies = {target.parent};
  return entry;
}

// Finds what entries need: the dependencies of their objects or, where one has
// no entry, what that one needs (docs/dump-order.md, "Dependency lists").
class NeededEntries {
 public:
  // `present`: by id, whether there is an entry.
  NeededEntries(const Catalog& catalog, const std::vector<bool>& present)
      : catalog_(catalog),
        present_(present),
        seen_for_(catalog.objects.size() + 1, 0) {}

  std::vector<DumpId> Of(const Object& object) {
    std::vector<DumpId> needed;
    seen_for_[Place(object.id)] = object.id.value;
    // Dependencies still to look at, the next one last.
    waiting_.assign(object.dependencies.rbegin(), object.dependencies.rend());
    while (!waiting_.empty()) {
      const DumpId id = waiting_.back();
      waiting_.pop_back();
      if (seen_for_[Place(id)] == object.id.value) continue;
      seen_for_[Place(id)] = object.id.value;
      if (present_[Place(id)]) {
        needed.push_back(id);
        continue;
      }
      const Object& other = catalog_.Get(id);
      if (IsBoundary(other)) continue;
      waiting_.insert(waiting_.end(), other.dependencies.rbegin(),
                      other.dependencies.rend());
    }
    return needed;
  }

 private:
  static size_t Place(DumpId id) { return static_cast<size_t>(id.value); }

  const Catalog& catalog_;
  const std::vector<bool>& present_;
  std::vector<int32_t> seen_for_;  // by id: the last object that came there
  std::vector<DumpId> waiting_;
};

}  // namespace

TocBuilder::TocBuilder(const DdlContext& context)
    : context_(context),
      next_id_(static_cast<int32_t>(context.catalog.objects.size()) + 1) {
  // Seldom too few, and what is too much is never touched.
  entries_.reserve(context.catalog.objects.size() +
                   context.catalog.comments.size());
}

void TocBuilder::Add(const Object& object, TocEntry entry) {
  entry.id = object.id;
  if (entry.desc.empty()) {
    entry.desc = std::string(EntryKindDesc(entry.kind));
  } else {
    entry.kind = ParseEntryKind(entry.desc);
  }
  entries_.push_back(std::move(entry));
}

DumpId TocBuilder::AddSatellite(TocEntry entry) {
  entry.id = DumpId{next_id_++};
  if (entry.desc.empty()) {
    entry.desc = std::string(EntryKindDesc(entry.kind));
  } else {
    entry.kind = ParseEntryKind(entry.desc);
  }
  entries_.push_back(std::move(entry));
  return entries_.back().id;
}

bool TocBuilder::ParentWants(DumpId parent, Component component) const {
  // The database and other satellites are dumped with all they have.
  if (parent.value <= 0 ||
      static_cast<size_t>(parent.value) > context_.catalog.objects.size()) {
    return true;
  }
  return context_.catalog.Get(parent).wanted.Has(component);
}

void TocBuilder::AddComment(const SatelliteTarget& target) {
  if (context_.options.no_comments ||
      !ParentWants(target.parent, Component::kComment)) {
    return;
  }
  const auto [begin, end] = context_.catalog.Comments(target.catalog_id);
  for (const CatalogText* comment = begin; comment != end; ++comment) {
    if (comment->sub_id != target.sub_id) continue;
    TocEntry entry =
        SatelliteEntry(EntryKind::kComment, target, SatelliteTag(target));
    entry.definition = absl::StrCat(
        "COMMENT ON ", target.type, " ", NameInStatement(target), " IS ",
        QuoteLiteral(comment->text, context_.style), ";\n");
    AddSatellite(std::move(entry));
    return;
  }
}

void TocBuilder::AddSecurityLabels(const SatelliteTarget& target) {
  if (context_.options.no_security_labels ||
      !ParentWants(target.parent, Component::kSecurityLabel)) {
    return;
  }
  const auto [begin, end] = context_.catalog.SecurityLabels(target.catalog_id);
  // The columns' names, where the object is a relation.
  std::map<int32_t, absl::string_view> columns;
  const Object* object = context_.catalog.Find(target.catalog_id);
  if (object != nullptr && object->kind == ObjectKind::kRelation) {
    for (const ColumnObject& column :
         context_.catalog.relation(*object).columns) {
      columns[column.number] = column.name;
    }
  }
  std::string statements;
  for (const CatalogText* label = begin; label != end; ++label) {
    std::string on;
    if (label->sub_id == 0) {
      on = absl::StrCat(target.type, " ", NameInStatement(target));
    } else if (const auto column = columns.find(label->sub_id);
               column != columns.end()) {
      on = absl::StrCat("COLUMN ", NameInStatement(target), ".",
                        QuoteIdentifier(column->second, context_.style));
    } else {
      continue;
    }
    absl::StrAppend(&statements, "SECURITY LABEL FOR ",
                    QuoteIdentifier(label->provider, context_.style), " ON ",
                    on, " IS ", QuoteLiteral(label->text, context_.style),
                    ";\n");
  }
  if (statements.empty()) return;
  TocEntry entry =
      SatelliteEntry(EntryKind::kSecurityLabel, target, SatelliteTag(target));
  entry.definition = std::move(statements);
  AddSatellite(std::move(entry));
}

DumpId TocBuilder::AddAclEntry(const SatelliteTarget& target, std::string tag,
                               std::string statements, DumpId table_acl) {
  if (statements.empty()) return DumpId{};
  TocEntry entry = SatelliteEntry(EntryKind::kAcl, target, std::move(tag));
  entry.definition = std::move(statements);
  if (table_acl.value != 0) entry.dependencies.push_back(table_acl);
  return AddSatellite(std::move(entry));
}

absl::StatusOr<DumpId> TocBuilder::AddAcl(const SatelliteTarget& target,
                                          const AclText& acl) {
  if (context_.options.no_privileges ||
      !ParentWants(target.parent, Component::kAcl)) {
    return DumpId{};
  }
  const auto initial =
      context_.catalog.initial_privileges.find({target.catalog_id, 0});
  const bool has_initial = initial != context_.catalog.initial_privileges.end();
  if (!acl.acl.has_value() && !has_initial) return DumpId{};
  const std::string by_default = acl.default_acl.value_or("");
  AclSubject subject;
  subject.type = target.type;
  subject.name = NameInStatement(target);
  subject.owner = target.owner;
  absl::StatusOr<std::string> statements = AclStatements(
      subject, acl.acl.value_or(by_default),
      has_initial ? initial->second.acl : by_default, context_.style);
  const std::string tag = SatelliteTag(target);
  if (!statements.ok()) return WithObject(statements.status(), tag);
  return AddAclEntry(target, tag, *std::move(statements), DumpId{});
}

absl::Status TocBuilder::AddColumnAcls(const SatelliteTarget& target,
                                       DumpId table_acl) {
  if (context_.options.no_privileges ||
      !ParentWants(target.parent, Component::kAcl)) {
    return absl::OkStatus();
  }
  const Catalog& catalog = context_.catalog;
  const Oid relation = target.catalog_id.oid;
  // System columns have negative numbers and come first.
  for (auto column = catalog.column_acls.lower_bound({relation, INT32_MIN});
       column != catalog.column_acls.end() && column->first.first == relation;
       ++column) {
    const auto initial = catalog.initial_privileges.find(
        {target.catalog_id, column->first.second});
    const std::string base = initial != catalog.initial_privileges.end()
                                 ? initial->second.acl
                                 : std::string();
    AclSubject subject;
    subject.type = "TABLE";
    subject.name = NameInStatement(target);
    subject.column = QuoteIdentifier(column->second.column, context_.style);
    subject.owner = target.owner;
    absl::StatusOr<std::string> statements = AclStatements(
        subject, column->second.acl.value_or(""), base, context_.style);
    const std::string tag =
        absl::StrCat("COLUMN ", target.name, ".", subject.column);
    if (!statements.ok()) return WithObject(statements.status(), tag);
    AddAclEntry(target, tag, *std::move(statements), table_acl);
  }
  return absl::OkStatus();
}

std::vector<TocEntry> TocBuilder::Finish() {
  const Catalog& catalog = context_.catalog;
  std::vector<bool> present(static_cast<size_t>(next_id_), false);
  Section section = Section::kPreData;
  size_t kept = 0;
  for (size_t i = 0; i < entries_.size(); ++i) {
    TocEntry& entry = entries_[i];
    if (entry.section != Section::kNone) section = entry.section;
    if (!WantsEntry(context_.options, entry, section)) continue;
    present[static_cast<size_t>(entry.id.value)] = true;
    if (kept != i) entries_[kept] = std::move(entry);
    ++kept;
  }
  entries_.resize(kept);
  NeededEntries needed(catalog, present);
  for (TocEntry& entry : entries_) {
    if (!entry.dependencies.empty() ||
        static_cast<size_t>(entry.id.value) > catalog.objects.size()) {
      continue;
    }
    entry.dependencies = needed.Of(catalog.Get(entry.id));
  }
  return std::move(entries_);
}

}  // namespace pgark
