#include "archive/toc_entry.h"

#include "absl/strings/str_cat.h"

namespace pgark {

std::string DescribeEntry(const TocEntry& entry) {
  std::string text = absl::StrCat(entry.id.value, " ", entry.desc, " ");
  if (entry.schema.has_value()) absl::StrAppend(&text, *entry.schema, ".");
  absl::StrAppend(&text, entry.tag);
  // Names come from files; a message stays one line whatever they hold.
  for (char& octet : text) {
    if (static_cast<unsigned char>(octet) < ' ' || octet == '\x7f') octet = '?';
  }
  return text;
}

}  // namespace pgark
