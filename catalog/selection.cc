#include "catalog/selection.h"

#include <cstddef>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "catalog/name_pattern.h"
#include "protocol/result.h"
#include "protocol/sql_text.h"

namespace pgark {
namespace {

enum class PatternTarget { kSchema, kTable, kTableTree, kExtension, kServer };

// What is done when patterns match nothing.
enum class MissRule {
  kNever,       // nothing
  kIfAll,       // an error when none of the group matches
  kEachAlways,  // an error for every single one
};

// A list of patterns of the options and where its matches go. Lists with the
// same `group` are one set as far as MissRule::kIfAll goes.
struct PatternList {
  std::vector<std::string> DumpOptions::*patterns;
  std::set<Oid> Selection::*oids;
  PatternTarget target;
  MissRule rule;
};

constexpr PatternList kLists[] = {
    {&DumpOptions::schema_patterns, &Selection::schemas, PatternTarget::kSchema,
     MissRule::kIfAll},
    {&DumpOptions::exclude_schema_patterns, &Selection::excluded_schemas,
     PatternTarget::kSchema, MissRule::kNever},
    {&DumpOptions::table_patterns, &Selection::tables, PatternTarget::kTable,
     MissRule::kIfAll},
    {&DumpOptions::table_and_children_patterns, &Selection::tables,
     PatternTarget::kTableTree, MissRule::kIfAll},
    {&DumpOptions::exclude_table_patterns, &Selection::excluded_tables,
     PatternTarget::kTable, MissRule::kNever},
    {&DumpOptions::exclude_table_and_children_patterns,
     &Selection::excluded_tables, PatternTarget::kTableTree, MissRule::kNever},
    {&DumpOptions::exclude_table_data_patterns, &Selection::excluded_table_data,
     PatternTarget::kTable, MissRule::kNever},
    {&DumpOptions::exclude_table_data_and_children_patterns,
     &Selection::excluded_table_data, PatternTarget::kTableTree,
     MissRule::kNever},
    {&DumpOptions::extension_patterns, &Selection::extensions,
     PatternTarget::kExtension, MissRule::kIfAll},
    {&DumpOptions::filtered_extension_patterns, &Selection::extensions,
     PatternTarget::kExtension, MissRule::kIfAll},
    {&DumpOptions::exclude_extension_patterns, &Selection::excluded_extensions,
     PatternTarget::kExtension, MissRule::kNever},
    {&DumpOptions::include_foreign_data_patterns, &Selection::foreign_servers,
     PatternTarget::kServer, MissRule::kEachAlways},
};

absl::string_view NounOf(PatternTarget target) {
  switch (target) {
    case PatternTarget::kSchema:
      return "schemas";
    case PatternTarget::kTable:
    case PatternTarget::kTableTree:
      return "tables";
    case PatternTarget::kExtension:
      return "extensions";
    case PatternTarget::kServer:
      return "foreign servers";
  }
  return "objects";
}

size_t MostParts(PatternTarget target) {
  switch (target) {
    case PatternTarget::kSchema:
      return 2;
    case PatternTarget::kTable:
    case PatternTarget::kTableTree:
      return 3;
    default:
      return 1;
  }
}

// Splits a pattern; checks the number of its parts and, where the first one is
// a database, that it is this one, which is then taken off.
absl::StatusOr<std::vector<NamePatternPart>> ParseFor(
    PatternTarget target, const std::string& pattern,
    const std::string& database) {
  std::vector<NamePatternPart> parts = ParseNamePattern(pattern);
  const size_t most = MostParts(target);
  if (parts.size() > most) {
    return WithObject(
        absl::InvalidArgumentError("the name has too many parts between dots"),
        pattern);
  }
  if (most > 1 && parts.size() == most) {
    if (parts.front().literal != database) {
      return WithObject(absl::InvalidArgumentError(absl::StrCat(
                            "the name is in another database than ", database)),
                        pattern);
    }
    parts.erase(parts.begin());
  }
  return parts;
}

std::string TableQuery(const std::vector<NamePatternPart>& parts) {
  std::string query =
      "SELECT c.oid FROM pg_catalog.pg_class c "
      "JOIN pg_catalog.pg_namespace n "
      "ON n.oid OPERATOR(pg_catalog.=) c.relnamespace "
      "WHERE c.relkind OPERATOR(pg_catalog.=) ANY "
      "(ARRAY['r', 'S', 'v', 'm', 'f', 'p']::pg_catalog.\"char\"[]) AND ";
  if (parts.size() == 1) {
    // Without a schema: what the user would see under that name.
    absl::StrAppend(&query, MatchCondition("c.relname", parts[0]),
                    " AND pg_catalog.pg_table_is_visible(c.oid)");
  } else {
    absl::StrAppend(&query, MatchCondition("n.nspname", parts[0]), " AND ",
                    MatchCondition("c.relname", parts[1]));
  }
  return query;
}

std::string QueryFor(PatternTarget target,
                     const std::vector<NamePatternPart>& parts) {
  switch (target) {
    case PatternTarget::kSchema:
      return absl::StrCat("SELECT oid FROM pg_catalog.pg_namespace WHERE ",
                          MatchCondition("nspname", parts[0]));
    case PatternTarget::kTable:
      return TableQuery(parts);
    case PatternTarget::kTableTree:
      return absl::StrCat(
          "WITH RECURSIVE tree(oid) AS (", TableQuery(parts),
          " UNION SELECT inhrelid FROM tree JOIN pg_catalog.pg_inherits "
          "ON inhparent OPERATOR(pg_catalog.=) tree.oid) "
          "SELECT oid FROM tree");
    case PatternTarget::kExtension:
      return absl::StrCat("SELECT oid FROM pg_catalog.pg_extension WHERE ",
                          MatchCondition("extname", parts[0]));
    case PatternTarget::kServer:
      return absl::StrCat("SELECT oid FROM pg_catalog.pg_foreign_server WHERE ",
                          MatchCondition("srvname", parts[0]));
  }
  return "";
}

// A pattern with the query that finds what it stands for.
struct Lookup {
  const PatternList* list;
  std::string pattern;
};

absl::Status TakeMatches(const DumpOptions& options, const Lookup& lookup,
                         const Result& rows, Selection* selection) {
  const PatternList& list = *lookup.list;
  for (int row = 0; row < rows.row_count(); ++row) {
    (selection->*list.oids).insert(rows.Oid(row, 0));
  }
  const bool must_match =
      list.rule == MissRule::kEachAlways ||
      (list.rule == MissRule::kIfAll && options.strict_names);
  if (rows.row_count() == 0 && must_match) {
    return absl::NotFoundError(absl::StrCat(
        "no ", NounOf(list.target), " match the pattern ", lookup.pattern));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Selection> ExpandSelection(Connection& connection,
                                          const DumpOptions& options) {
  Selection selection;
  selection.only_schemas = !options.schema_patterns.empty();
  selection.only_tables = !options.table_patterns.empty() ||
                          !options.table_and_children_patterns.empty();
  selection.only_extensions = !options.extension_patterns.empty() ||
                              !options.filtered_extension_patterns.empty();

  std::vector<Lookup> lookups;
  // The user's own search path says which unqualified tables are meant.
  std::vector<std::string> statements = {"RESET search_path"};
  for (const PatternList& list : kLists) {
    for (const std::string& pattern : options.*list.patterns) {
      ASSIGN_OR_RETURN(const std::vector<NamePatternPart> parts,
                       ParseFor(list.target, pattern, connection.database()));
      lookups.push_back({&list, pattern});
      statements.push_back(QueryFor(list.target, parts));
    }
  }
  if (lookups.empty()) return selection;
  statements.emplace_back(
      "SELECT pg_catalog.set_config('search_path', '', false)");
  ASSIGN_OR_RETURN(const std::vector<Result> results,
                   connection.Pipeline(statements));
  for (size_t i = 0; i < lookups.size(); ++i) {
    RETURN_IF_ERROR(
        TakeMatches(options, lookups[i], results[i + 1], &selection));
  }
  for (const PatternList& list : kLists) {
    if (list.rule != MissRule::kIfAll || (options.*list.patterns).empty() ||
        !(selection.*list.oids).empty()) {
      continue;
    }
    return absl::NotFoundError(
        absl::StrCat("no ", NounOf(list.target), " match the patterns"));
  }
  return selection;
}

}  // namespace pgark
