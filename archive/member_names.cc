#include "archive/member_names.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "base/status_context.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

constexpr size_t kMaxNameBytes = 255;

// Of a list of large objects: a number, a blank, a name.
constexpr size_t kMaxLineBytes = 10 + 1 + kMaxNameBytes;

// A number without sign, blanks and zeros in front.
std::optional<Oid> ParseOid(absl::string_view text) {
  Oid oid = 0;
  if (text.empty() || text.front() == '0' ||
      text.find_first_not_of("0123456789") != absl::string_view::npos ||
      !absl::SimpleAtoi(text, &oid)) {
    return std::nullopt;
  }
  return oid;
}

absl::StatusOr<ListedObject> ParseLine(absl::string_view line) {
  const size_t blank = line.find(' ');
  const std::optional<Oid> oid = ParseOid(line.substr(0, blank));
  if (blank == absl::string_view::npos || !oid.has_value()) {
    return absl::DataLossError(
        "a line of the list of large objects is no number and file name");
  }
  const absl::string_view name = line.substr(blank + 1);
  if (!IsPlainFileName(name)) {
    return absl::DataLossError(absl::StrCat("the file of large object ", *oid,
                                            " is not beside the archive's"));
  }
  return ListedObject{*oid, std::string(name)};
}

}  // namespace

bool IsPlainFileName(absl::string_view name) {
  return !name.empty() && name.size() <= kMaxNameBytes && name != "." &&
         name != ".." &&
         name.find_first_of(absl::string_view("/\0", 2)) ==
             absl::string_view::npos;
}

std::optional<Oid> ParseObjectFileName(absl::string_view name) {
  if (!absl::ConsumePrefix(&name, "blob_") ||
      !absl::ConsumeSuffix(&name, ".dat")) {
    return std::nullopt;
  }
  return ParseOid(name);
}

bool IsObjectListName(absl::string_view name) {
  if (name == kObjectListFileName) return true;
  return absl::ConsumePrefix(&name, "blobs_") &&
         absl::ConsumeSuffix(&name, ".toc");
}

absl::Status ObjectListParser::Take(absl::string_view text) {
  while (!text.empty()) {
    const size_t end = text.find('\n');
    const absl::string_view part = text.substr(0, end);
    if (line_.size() + part.size() > kMaxLineBytes) {
      return WithOffset(absl::DataLossError(
                            "a line of the list of large objects is too long"),
                        line_begin_);
    }
    line_.append(part.data(), part.size());
    if (end == absl::string_view::npos) break;
    absl::Status status = TakeLine(line_);
    if (!status.ok()) return WithOffset(std::move(status), line_begin_);
    line_begin_ += line_.size() + 1;
    line_.clear();
    text.remove_prefix(end + 1);
  }
  return absl::OkStatus();
}

absl::Status ObjectListParser::TakeLine(absl::string_view line) {
  ASSIGN_OR_RETURN(ListedObject object, ParseLine(line));
  if (!seen_.insert(object.oid).second) {
    return absl::DataLossError(
        absl::StrCat("large object ", object.oid, " is twice in the list"));
  }
  if (objects_.size() >= limits_.max_entries) {
    return absl::ResourceExhaustedError(absl::StrCat(
        "the list of large objects has more lines than the limit of ",
        limits_.max_entries));
  }
  objects_.push_back(std::move(object));
  return absl::OkStatus();
}

absl::StatusOr<std::vector<ListedObject>> ObjectListParser::Finish() {
  if (line_.empty()) return std::move(objects_);
  return WithOffset(absl::DataLossError("the list of large objects is cut"),
                    line_begin_ + line_.size());
}

absl::StatusOr<std::vector<ListedObject>> ParseObjectFileList(
    absl::string_view text, const ReadLimits& limits) {
  ObjectListParser parser(limits);
  RETURN_IF_ERROR(parser.Take(text));
  return parser.Finish();
}

std::optional<Oid> FirstObjectOfTag(absl::string_view tag) {
  return ParseOid(tag.substr(0, tag.find("..")));
}

}  // namespace pgark
