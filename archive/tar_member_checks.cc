#include "archive/tar_member_checks.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace pgark {
namespace {

using Code = FindingCode;
using Kind = TarRole::Kind;

FileRegion HeaderOf(const TarMember& member) {
  return {member.header_begin, member.begin, member.header.name};
}

bool IsSame(const ListedObject& a, const ListedObject& b) {
  return a.oid == b.oid && a.file_name == b.file_name;
}

}  // namespace

TarMemberChecks::TarMemberChecks(ValidationContext& context)
    : context_(context),
      contents_(*context.contents),
      has_data_(contents_.toc.size(), false) {}

void TarMemberChecks::Add(const TarMember& member, const TarRole& role) {
  const auto report = [&](Code code, absl::string_view message) {
    context_.findings.Add(code, HeaderOf(member), std::nullopt, message);
  };
  if (role.kind == Kind::kExtension) return;
  const bool goes_on = role.kind == Kind::kObject &&
                       objects_entry_.has_value() &&
                       *objects_entry_ == role.entry;
  if (!goes_on && role.kind != Kind::kObjectList) EndObjects();
  switch (role.kind) {
    case Kind::kData:
    case Kind::kObject:
      AddData(member, role);
      break;
    case Kind::kContents:
    case Kind::kRepeated:
      report(Code::kFileRepeated,
             "a member of that name stands in front of this one");
      break;
    case Kind::kUnknown:
      report(Code::kFileUnknown,
             member.header.is_file()
                 ? "the member belongs to no entry; restoring skips it"
                 : "the member is no file; restoring skips it");
      break;
    default:
      break;
  }
}

void TarMemberChecks::AddData(const TarMember& member, const TarRole& role) {
  if (role.kind == Kind::kObject) {
    objects_entry_ = role.entry;
    objects_.push_back({role.oid, member.header.name});
  }
  has_data_[role.entry] = true;
  if (last_entry_.has_value() && role.entry < *last_entry_ &&
      !order_is_reported_) {
    order_is_reported_ = true;
    context_.findings.Add(
        Code::kFileOrder, HeaderOf(member),
        contents_.toc.entries()[role.entry].id,
        "members are not in the order of the contents list, and pg_restore "
        "reads a tar from the front to the end only");
  }
  last_entry_ = role.entry;
}

void TarMemberChecks::CheckObjectList(const TarMember& member,
                                      absl::string_view text) {
  const absl::StatusOr<std::vector<ListedObject>> listed =
      ParseObjectFileList(text, context_.options.limits);
  const bool is_same =
      listed.ok() && std::equal(listed->begin(), listed->end(),
                                objects_.begin(), objects_.end(), IsSame);
  if (!is_same && objects_entry_.has_value()) {
    context_.findings.Add(
        Code::kObjectListMismatch,
        {member.begin, member.end, member.header.name},
        contents_.toc.entries()[*objects_entry_].id,
        listed.ok() ? absl::string_view(
                          "the list names other large objects than those in "
                          "front of it")
                    : listed.status().message());
  }
  objects_entry_.reset();
  objects_.clear();
}

void TarMemberChecks::EndObjects() {
  if (objects_entry_.has_value()) {
    context_.findings.Add(Code::kObjectListMismatch,
                          contents_.EntryRegion(*objects_entry_),
                          contents_.toc.entries()[*objects_entry_].id,
                          "no list stands behind the large objects");
  }
  objects_entry_.reset();
  objects_.clear();
}

void TarMemberChecks::Finish() {
  EndObjects();
  for (size_t i = 0; i < contents_.toc.size(); ++i) {
    const TocEntry& entry = contents_.toc.entries()[i];
    const std::string& name = contents_.file_names[i];
    // That a name is wrong has been reported.
    if (!entry.has_data || has_data_[i] || !IsPlainFileName(name)) continue;
    context_.findings.Add(
        Code::kFileMissing, contents_.EntryRegion(i), entry.id,
        absl::StrCat("the entry's data is not in the archive: ", name));
  }
}

}  // namespace pgark
