#include "jobs/target_adaptation.h"

#include <algorithm>
#include <iterator>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "jobs/database_blueprint.h"
#include "jobs/restore_session.h"
#include "jobs/sql_spelling.h"
#include "jobs/sql_tokens.h"

namespace pgark {
namespace {

constexpr char kPartitionedTable = 'p';
constexpr absl::string_view kExtensionPrefix = "EXTENSION ";

// Kinds that came with a release, and that nothing in older ones stands for.
struct NewKind {
  EntryKind kind;
  int first_release;
  bool is_loss;
};
constexpr NewKind kNewKinds[] = {
    {EntryKind::kStatisticsData, 18, false},
    {EntryKind::kPublicationTablesInSchema, 15, true},
};

// What only superusers create (PostgreSQL's documentation, the pages of the
// CREATE statements; measured with a role without attributes on 15).
constexpr EntryKind kSuperuserKinds[] = {
    EntryKind::kAccessMethod,       EntryKind::kEventTrigger,
    EntryKind::kForeignDataWrapper, EntryKind::kOperatorClass,
    EntryKind::kOperatorFamily,     EntryKind::kProceduralLanguage,
    EntryKind::kTextSearchParser,   EntryKind::kTextSearchTemplate,
};

bool IsFunction(EntryKind kind) {
  return kind == EntryKind::kFunction || kind == EntryKind::kProcedure;
}

bool IsSatellite(EntryKind kind) {
  return kind == EntryKind::kComment || kind == EntryKind::kAcl ||
         kind == EntryKind::kSecurityLabel;
}

class Adapter {
 public:
  Adapter(const Toc& toc, const RestorePlan& plan,
          const RestoreOptions& options, const RoleOptions& roles,
          const TargetProfile& target)
      : toc_(toc),
        plan_(plan),
        options_(options),
        role_options_(roles),
        target_(target),
        is_restricted_(!target.is_superuser && !target.is_almost_superuser) {
    const auto session = ReadArchiveSession(toc);
    if (session.ok()) standard_strings_ = session->standard_strings;
    rules_.release = target.release;
    rules_.standard_strings = standard_strings_;
    rules_.role_of = [this](const std::string& role) { return RoleOf(role); };
    rules_.may_become = [this](const std::string& role) {
      return MayBecome(role);
    };
  }

  AdaptedContents Run() {
    for (const PlannedEntry& planned : plan_.entries()) {
      if (planned.parts.Any()) Visit(*planned.entry);
    }
    AdaptedContents contents;
    if (!changed_.empty()) {
      std::vector<TocEntry> entries = toc_.entries();
      for (TocEntry& entry : entries) {
        const auto found = changed_.find(entry.id);
        if (found != changed_.end()) entry = std::move(found->second);
      }
      contents.toc.emplace(std::move(entries));
    }
    contents.left_out = std::move(left_out_);
    contents.missing_roles = std::move(missing_roles_);
    return contents;
  }

 private:
  void Visit(const TocEntry& entry) {
    if (LeavesOut(entry)) {
      gone_.insert(entry.id);
      TocEntry& empty = Changed(entry);
      empty.definition = "";
      empty.drop_statement.reset();
      empty.has_data = false;
      return;
    }
    AdaptOwner(entry);
    AdaptStorage(entry);
    AdaptDefinition(entry);
  }

  // The entry's copy that will stand in the list.
  TocEntry& Changed(const TocEntry& entry) {
    return changed_.emplace(entry.id, entry).first->second;
  }

  void Note(const std::string& what, const std::string& why,
            const std::string& remedy, const TocEntry& entry, bool is_loss) {
    constexpr size_t kMaxExamples = 3;
    const std::string key = absl::StrCat(what, "\n", why);
    const auto [place, is_new] = places_.emplace(key, left_out_.size());
    if (is_new) left_out_.push_back({what, why, remedy, 0, {}, is_loss});
    LeftOut& left_out = left_out_[place->second];
    ++left_out.count;
    left_out.is_loss = left_out.is_loss || is_loss;
    if (left_out.examples.size() < kMaxExamples) {
      left_out.examples.push_back(DescribeEntry(entry));
    }
  }

  bool LeavesOut(const TocEntry& entry) {
    return IsTooNew(entry) || IsMissingExtension(entry) ||
           NeedsSuperuser(entry) || HangsOnWhatIsGone(entry);
  }

  bool IsTooNew(const TocEntry& entry) {
    for (const NewKind& kind : kNewKinds) {
      if (entry.kind != kind.kind || target_.release >= kind.first_release) {
        continue;
      }
      Note(entry.desc,
           absl::StrCat("PostgreSQL ", kind.first_release,
                        " was the first to have it"),
           "", entry, kind.is_loss);
      return true;
    }
    if (IsFunction(entry.kind) && target_.release < 14 &&
        HasParsedBody(entry, standard_strings_)) {
      Note(absl::StrCat(entry.desc, " with a body of SQL"),
           "PostgreSQL 14 was the first to have it", "", entry, true);
      return true;
    }
    if (entry.kind == EntryKind::kDefaultAcl && target_.release < 18 &&
        absl::StrContains(entry.tag, "LARGE OBJECTS")) {
      Note("default privileges for large objects",
           "PostgreSQL 18 was the first to have them", "", entry, true);
      return true;
    }
    return false;
  }

  bool IsMissingExtension(const TocEntry& entry) {
    if (entry.kind == EntryKind::kExtension &&
        target_.available_extensions.count(entry.tag) == 0 &&
        target_.installed_extensions.count(entry.tag) == 0) {
      Note(absl::StrCat("the extension ", entry.tag),
           "the server does not have it", "install its package", entry, true);
      return true;
    }
    absl::string_view name = entry.tag;
    if (entry.kind != EntryKind::kComment || target_.is_superuser ||
        !absl::ConsumePrefix(&name, kExtensionPrefix)) {
      return false;
    }
    std::string bare(name);
    if (bare.size() > 1 && bare.front() == '"') {
      bare = SqlName(bare, TokenizeSql(bare, true).front());
    }
    const auto installed = target_.installed_extensions.find(bare);
    if (installed == target_.installed_extensions.end() || installed->second) {
      return false;
    }
    Note("comments on extensions", "they belong to somebody else", "", entry,
         false);
    return true;
  }

  bool NeedsSuperuser(const TocEntry& entry) {
    if (!is_restricted_) return false;
    const bool needs =
        std::find(std::begin(kSuperuserKinds), std::end(kSuperuserKinds),
                  entry.kind) != std::end(kSuperuserKinds) ||
        (entry.kind == EntryKind::kPublication &&
         absl::StrContains(entry.definition.value_or(""), "FOR ALL TABLES")) ||
        (IsFunction(entry.kind) && IsNative(entry));
    if (!needs) return false;
    Note(IsFunction(entry.kind) ? "functions of the languages c and internal"
                                : entry.desc,
         "only superusers may create it", "", entry, true);
    return true;
  }

  bool IsNative(const TocEntry& entry) const {
    const std::string text = entry.definition.value_or("");
    const std::vector<SqlToken> tokens = TokenizeSql(text, standard_strings_);
    for (size_t i = 0; i + 1 < tokens.size(); ++i) {
      if (IsSqlWord(text, tokens[i], "AS")) break;
      if (!IsSqlWord(text, tokens[i], "LANGUAGE")) continue;
      const std::string language = SqlName(text, tokens[i + 1]);
      return language == "c" || language == "internal";
    }
    return false;
  }

  // Comments, labels and privileges go with their object.
  bool HangsOnWhatIsGone(const TocEntry& entry) const {
    return IsSatellite(entry.kind) &&
           std::any_of(entry.dependencies.begin(), entry.dependencies.end(),
                       [this](DumpId id) { return gone_.count(id) > 0; });
  }

  bool MayBecome(const std::string& role) const {
    return target_.is_superuser || role == target_.user ||
           target_.own_roles.count(role) > 0;
  }

  // The target's role for one of the archive.
  std::optional<std::string> RoleOf(const std::string& role) {
    const auto renamed = role_options_.renamed.find(role);
    const std::string& name =
        renamed == role_options_.renamed.end() ? role : renamed->second;
    // pg_monitor, ...: they come with the server, or do not.
    if (target_.roles.count(name) > 0) return name;
    if (!role_options_.create_missing || absl::StartsWith(name, "pg_")) {
      return std::nullopt;
    }
    missing_roles_.insert(name);
    return name;
  }

  void NoteMissingRole(const std::string& role, const TocEntry& entry) {
    Note(absl::StrCat(
             IsSatellite(entry.kind) ? "privileges of the role " : "the owner ",
             role),
         "the role does not exist",
         "--map-role OLD=NEW, --create-missing-roles, or -O and -x", entry,
         true);
  }

  void AdaptOwner(const TocEntry& entry) {
    const std::string owner = entry.owner.value_or("");
    if (options_.no_owner || owner.empty()) return;
    // Only what is dropped by name has its owner set.
    if (entry.drop_statement.value_or("").empty() &&
        !options_.use_set_session_authorization) {
      return;
    }
    const std::optional<std::string> role = RoleOf(owner);
    if (!role.has_value()) {
      NoteMissingRole(owner, entry);
      Changed(entry).owner = "";
    } else if (!MayBecome(*role) && missing_roles_.count(*role) == 0) {
      Note(absl::StrCat("the owner ", *role),
           absl::StrCat(target_.user, " may not act for that role"),
           absl::StrCat("objects belong to ", target_.user), entry, false);
      Changed(entry).owner = "";
    } else if (*role != owner) {
      Changed(entry).owner = *role;
    }
  }

  void AdaptStorage(const TocEntry& entry) {
    if (!options_.no_tablespaces && !entry.tablespace.value_or("").empty() &&
        target_.tablespaces.count(*entry.tablespace) == 0) {
      Note(absl::StrCat("the tablespace ", *entry.tablespace),
           "it does not exist; the database's default is taken", "", entry,
           false);
      Changed(entry).tablespace = "";
    }
    const std::string method = entry.table_access_method.value_or("");
    if (options_.no_table_access_method || method.empty()) return;
    if (entry.relation_kind == kPartitionedTable && target_.release < 17) {
      Changed(entry).table_access_method.reset();
    } else if (target_.access_methods.count(method) == 0 &&
               !CreatesAccessMethod(method)) {
      Note(absl::StrCat("the table access method ", method),
           "it does not exist; heap is taken", "", entry, false);
      Changed(entry).table_access_method = "heap";
    }
  }

  bool CreatesAccessMethod(const std::string& name) {
    if (!access_methods_are_known_) {
      access_methods_are_known_ = true;
      for (const PlannedEntry& planned : plan_.entries()) {
        const TocEntry& entry = *planned.entry;
        // An extension may bring one.
        if (entry.kind == EntryKind::kExtension) brings_anything_ = true;
        if (entry.kind == EntryKind::kAccessMethod) {
          created_methods_.insert(entry.tag);
        }
      }
    }
    return brings_anything_ || created_methods_.count(name) > 0;
  }

  void AdaptDefinition(const TocEntry& entry) {
    switch (entry.kind) {
      case EntryKind::kAcl:
      case EntryKind::kDefaultAcl:
      case EntryKind::kPolicy:
      case EntryKind::kUserMapping:
        AdaptRoles(entry);
        return;
      case EntryKind::kDatabase:
        AdaptDatabase(entry);
        return;
      case EntryKind::kFunction:
      case EntryKind::kProcedure:
        if (is_restricted_) {
          TakeText(entry, WithoutLeakproof(entry, standard_strings_));
        }
        return;
      default:
        TakeText(entry,
                 SpellForRelease(entry, target_.release, standard_strings_));
    }
  }

  void TakeText(const TocEntry& entry, std::optional<std::string> text) {
    if (text.has_value()) Changed(entry).definition = *std::move(text);
  }

  void AdaptRoles(const TocEntry& entry) {
    if (entry.kind == EntryKind::kDefaultAcl) {
      const std::optional<std::string> role = RoleOf(entry.owner.value_or(""));
      if (role.has_value() && !MayBecome(*role) &&
          missing_roles_.count(*role) == 0) {
        Note(absl::StrCat("default privileges of the role ", *role),
             absl::StrCat(target_.user, " may not act for that role"), "",
             entry, false);
        Changed(entry).definition = "";
        return;
      }
    }
    const std::string before = entry.definition.value_or("");
    AdaptedGrants grants = AdaptGrants(before, rules_);
    if (entry.kind == EntryKind::kPolicy ||
        entry.kind == EntryKind::kUserMapping) {
      // These are one statement each, and mean nothing without their roles.
      if (!grants.dropped_roles.empty()) {
        for (const std::string& role : grants.dropped_roles) {
          NoteMissingRole(role, entry);
        }
        gone_.insert(entry.id);
        grants.text.clear();
      }
    } else {
      for (const std::string& role : grants.dropped_roles) {
        if (target_.roles.count(role) > 0) {
          Note(absl::StrCat("privileges that ", role, " gave"),
               absl::StrCat(target_.user, " may not act for that role"), "",
               entry, false);
        } else {
          NoteMissingRole(role, entry);
        }
      }
    }
    if (absl::StripAsciiWhitespace(grants.text).empty()) grants.text.clear();
    if (grants.text != before) Changed(entry).definition = grants.text;
  }

  // CREATE DATABASE says LOCALE_PROVIDER from 15 on.
  void AdaptDatabase(const TocEntry& entry) {
    if (target_.release >= 17) return;
    const auto blueprint = DatabaseBlueprint::OfArchive(toc_);
    if (!blueprint.ok()) return;
    if (target_.release >= 15 && blueprint->database().locale_provider != 'b') {
      return;
    }
    TakeText(entry, absl::StrCat(
                        blueprint->CreateStatement(entry.tag, target_.release),
                        ";\n"));
  }

  const Toc& toc_;
  const RestorePlan& plan_;
  const RestoreOptions& options_;
  const RoleOptions& role_options_;
  const TargetProfile& target_;
  const bool is_restricted_;
  bool standard_strings_ = true;
  GrantRules rules_;
  std::unordered_map<DumpId, TocEntry> changed_;
  std::unordered_set<DumpId> gone_;
  std::vector<LeftOut> left_out_;
  std::map<std::string, size_t> places_;  // in left_out_, by what and why
  std::set<std::string> missing_roles_;
  bool access_methods_are_known_ = false;
  bool brings_anything_ = false;
  std::set<std::string> created_methods_;
};

}  // namespace

std::string DescribeLeftOut(const LeftOut& left_out) {
  std::string text = absl::StrCat(left_out.what, ": ", left_out.count,
                                  left_out.count == 1 ? " entry" : " entries",
                                  "; ", left_out.why);
  if (!left_out.remedy.empty()) {
    absl::StrAppend(&text, " (", left_out.remedy, ")");
  }
  if (!left_out.examples.empty()) {
    absl::StrAppend(&text, "; for example ",
                    absl::StrJoin(left_out.examples, ", "));
  }
  return text;
}

AdaptedContents AdaptToTarget(const Toc& toc, const RestorePlan& plan,
                              const RestoreOptions& options,
                              const RoleOptions& roles,
                              const TargetProfile& target) {
  return Adapter(toc, plan, options, roles, target).Run();
}

}  // namespace pgark
