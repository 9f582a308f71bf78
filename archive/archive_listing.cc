#include "archive/archive_listing.h"

#include "absl/strings/str_cat.h"
#include "archive/archive_timestamp.h"

namespace pgark {
namespace {

// The first release whose pg_restore prints the compression method instead of
// the level.
constexpr int kFirstReleaseWithMethods = 16;

// CR and LF in names become blanks; nothing else is changed or quoted.
std::string OneLine(absl::string_view text) {
  std::string line(text);
  for (char& octet : line) {
    if (octet == '\r' || octet == '\n') octet = ' ';
  }
  return line;
}

std::string OneLineOrEmpty(const std::optional<std::string>& text) {
  return text.has_value() ? OneLine(*text) : std::string();
}

std::string FormatCompression(const ArchiveHeader& header, int release) {
  if (release >= kFirstReleaseWithMethods ||
      header.version.HasCompressionMethod()) {
    return CompressionMethodName(header.compression);
  }
  return absl::StrCat(header.compression_level);
}

std::string FormatHeader(const ArchiveHeader& header, size_t entry_count,
                         const ListingOptions& options) {
  std::string text = absl::StrCat(
      ";\n; Archive created at ", FormatArchiveTimestamp(header.created),
      "\n;     dbname: ", OneLineOrEmpty(header.database_name),
      "\n;     TOC Entries: ", entry_count,
      "\n;     Compression: ", FormatCompression(header, options.release),
      "\n;     Dump Version: ", header.version.major_number, ".",
      header.version.minor_number, "-", header.version.revision);
  absl::StrAppend(&text, "\n;     Format: ", options.format_name,
                  "\n;     Integer: ", header.integer_size,
                  " bytes\n;     Offset: ", header.offset_size, " bytes\n");
  if (header.server_version.has_value()) {
    absl::StrAppend(&text, ";     Dumped from database version: ",
                    *header.server_version, "\n");
  }
  if (header.dump_version.has_value()) {
    absl::StrAppend(
        &text, ";     Dumped by pg_dump version: ", *header.dump_version, "\n");
  }
  absl::StrAppend(&text, ";\n;\n; Selected TOC Entries:\n;\n");
  return text;
}

}  // namespace

std::string FormatListingLine(const TocEntry& entry) {
  return absl::StrCat(
      entry.id.value, "; ", entry.catalog_id.table_oid, " ",
      entry.catalog_id.oid, " ", entry.desc, " ",
      entry.schema.has_value() ? OneLine(*entry.schema) : std::string("-"), " ",
      OneLine(entry.tag), " ", OneLineOrEmpty(entry.owner), "\n");
}

std::string FormatListing(const ArchiveHeader& header, const Toc& toc,
                          absl::FunctionRef<bool(const TocEntry&)> wanted,
                          const ListingOptions& options) {
  std::string text = FormatHeader(header, toc.size(), options);
  for (const TocEntry& entry : toc.entries()) {
    if (!options.verbose && !wanted(entry)) continue;
    text += FormatListingLine(entry);
    if (!options.verbose || entry.dependencies.empty()) continue;
    text += ";\tdepends on:";
    for (DumpId dependency : entry.dependencies) {
      absl::StrAppend(&text, " ", dependency.value);
    }
    text += "\n";
  }
  return text;
}

}  // namespace pgark
