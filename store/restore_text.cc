#include "store/restore_text.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "store/set_name.h"

namespace pgark {
namespace {

bool HasFile(const Manifest& manifest, const std::string& name) {
  return std::any_of(
      manifest.files.begin(), manifest.files.end(),
      [&name](const ManifestFile& file) { return file.name == name; });
}

std::string NameList(const std::vector<std::string>& names) {
  return names.empty() ? "none" : absl::StrJoin(names, ", ");
}

std::string Facts(const Manifest& manifest) {
  std::string text = absl::StrCat(
      "Backup set ", manifest.set, "\n\n  database    ",
      manifest.source.database, "\n  made        ",
      FormatTimestamp(manifest.started), " by pgark ", manifest.program_version,
      "\n  server      PostgreSQL ", manifest.source.server_version,
      "\n  roles       ", NameList(manifest.roles), "\n  extensions  ",
      NameList(manifest.extensions), "\n");
  if (!manifest.description.empty()) {
    absl::StrAppend(&text, "  for         ", manifest.description, "\n");
  }
  if (manifest.is_partial) {
    absl::StrAppend(&text,
                    "\nThis set is PARTIAL: its options left something out of "
                    "the database\n(manifest.json, \"options\").\n");
  }
  if (manifest.verdict == SetVerdict::kFailed) {
    absl::StrAppend(&text,
                    "\nThe check of this set FAILED when it was made. Take "
                    "another one if you can.\n");
  }
  return text;
}

}  // namespace

std::string ShellWord(const std::string& word) {
  const bool is_plain =
      !word.empty() && word[0] != '-' &&
      std::all_of(word.begin(), word.end(), [](char letter) {
        return absl::ascii_isalnum(static_cast<unsigned char>(letter)) ||
               absl::string_view("_-./:").find(letter) !=
                   absl::string_view::npos;
      });
  if (is_plain) return word;
  return absl::StrCat("'", absl::StrReplaceAll(word, {{"'", "'\\''"}}), "'");
}

std::string RestoreText(const Manifest& manifest, const std::string& oldest) {
  const std::string archive = ShellWord(manifest.archive);
  const std::string database = ShellWord(manifest.source.database);
  std::string flags;
  if (manifest.restore_no_owner) absl::StrAppend(&flags, " -O");
  if (manifest.restore_no_privileges) absl::StrAppend(&flags, " -x");
  std::string text = Facts(manifest);
  absl::StrAppend(&text, "\nAll commands run in this folder.\n\nIs it whole?\n",
                  "  sha256sum -c SHA256SUMS\n  pgark verify ", archive, "\n");
  if (HasFile(manifest, kGlobalsFile)) {
    absl::StrAppend(&text,
                    "\nRoles and tablespaces, once on a new server (those that "
                    "are there give errors\nthat do no harm):\n  psql -d "
                    "postgres -f ",
                    kGlobalsFile, "\n");
  }
  absl::StrAppend(&text, "\nInto a new database, with pgark:\n  createdb -T ",
                  "template0 ", database, "\n  pgark restore -j4", flags,
                  " -d ", database, " ", archive,
                  "\n\nThe same with PostgreSQL's own programs (pg_restore ",
                  oldest, " or later):\n  createdb -T template0 ", database,
                  "\n  pg_restore -j4", flags, " -d ", database, " ", archive,
                  "\n\nOne table only:\n  pgark restore -t TABLE -d ", database,
                  " ", archive, "\n\nWhat is in it:\n  pgark list ", archive,
                  "\n  pg_restore -l ", archive, "\n");
  return text;
}

}  // namespace pgark
