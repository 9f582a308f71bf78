#include "catalog/read_rights.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "catalog/array_text.h"
#include "catalog/data_order.h"
#include "catalog/pasted_option.h"
#include "catalog/relation_locking.h"
#include "catalog/relation_query.h"
#include "catalog/row_cursor.h"
#include "catalog/selection_rules.h"
#include "catalog/table_data_selection.h"
#include "protocol/sql_text.h"
#include "protocol/sqlstate.h"

namespace pgark {
namespace {

// Something that can't be read, in words, and the option that leaves it out.
struct Unreadable {
  std::string object;   // table app.secret
  std::string missing;  // SELECT is missing
  std::string option;   // "" when there is none
};

// The relations that the dump touches, by what it does with them.
struct Needs {
  std::set<DumpId> locked;
  std::set<DumpId> read;
};

// Of what else than SELECT a role may have for LOCK ... IN ACCESS SHARE MODE:
// [PostgreSQL's documentation of LOCK, by release].
std::string LockRights(int release) {
  if (release <= 15) return "SELECT";
  return release == 16 ? "SELECT, INSERT, UPDATE, DELETE, TRUNCATE"
                       : "SELECT, INSERT, UPDATE, DELETE, TRUNCATE, MAINTAIN";
}

Needs FindNeeds(const ReadContext& context) {
  Needs needs;
  // Views are deparsed by the server, which asks for no rights.
  const bool reads_rows = context.options.section_data;
  for (const RelationObject& relation : context.catalog.relations) {
    if (IsLocked(context.catalog.Get(relation.id), relation)) {
      needs.locked.insert(relation.id);
    }
    const bool is_read = relation.kind == RelationKind::kTable ||
                         relation.kind == RelationKind::kForeignTable ||
                         relation.kind == RelationKind::kSequence;
    // The values of sequences are read for every section.
    if ((reads_rows || relation.IsSequence()) && is_read &&
        DumpsRows(context, relation)) {
      needs.read.insert(relation.id);
    }
  }
  if (!reads_rows) return needs;
  for (const ConfigurationTable& table : ConfigurationTables(context)) {
    const RelationObject& relation =
        context.catalog.relation(context.catalog.Get(table.relation));
    if (HoldsRows(context, relation)) needs.read.insert(table.relation);
  }
  return needs;
}

std::string RelationRightsQuery(const ReadContext& context,
                                const Needs& needs) {
  std::set<DumpId> all = needs.locked;
  all.insert(needs.read.begin(), needs.read.end());
  std::vector<Oid> oids;
  oids.reserve(all.size());
  for (const DumpId id : all) {
    oids.push_back(context.catalog.Get(id).catalog_id.oid);
  }
  // A right on something that has just been dropped is NULL: locking tells.
  return absl::StrCat(
      "SELECT * FROM (SELECT c.oid, "
      "pg_catalog.has_schema_privilege(c.relnamespace, 'USAGE') AS may_use, "
      "pg_catalog.has_table_privilege(c.oid, 'SELECT') AS may_read, "
      "pg_catalog.has_table_privilege(c.oid, '",
      LockRights(context.release),
      "') AS may_lock, "
      "NOT pg_catalog.row_security_active(c.oid) AS sees_all "
      "FROM pg_catalog.unnest('",
      FormatOidArray(oids),
      "'::pg_catalog.oid[]) AS wanted(oid) "
      "JOIN pg_catalog.pg_class c ON c.oid = wanted.oid) AS rights "
      "WHERE NOT (may_use AND may_read AND may_lock AND sees_all) "
      "ORDER BY oid");
}

// How many large objects can't be read, and the first of them. The function
// for a single one came with 18.
std::string LargeObjectRightsQuery(const ReadContext& context) {
  const std::string unreadable =
      context.release >= 18
          ? "NOT pg_catalog.has_largeobject_privilege(m.oid, 'SELECT')"
          : "NOT EXISTS (SELECT FROM pg_catalog.aclexplode(COALESCE(m.lomacl, "
            "pg_catalog.acldefault('L', m.lomowner))) a "
            "WHERE a.privilege_type = 'SELECT' AND (a.grantee = 0 OR "
            "pg_catalog.pg_has_role(a.grantee, 'USAGE')))";
  return absl::StrCat(
      "SELECT pg_catalog.count(*) AS count, pg_catalog.min(m.oid) AS first "
      "FROM pg_catalog.pg_largeobject_metadata m WHERE ",
      WantsLargeObjects(context.options) ? unreadable : "false",
      " AND NOT pg_catalog.current_setting('lo_compat_privileges')"
      "::pg_catalog.bool");
}

constexpr const char* kSubscriptionsQuery =
    "SELECT s.subname FROM pg_catalog.pg_subscription s "
    "JOIN pg_catalog.pg_database d ON d.oid = s.subdbid "
    "WHERE d.datname = pg_catalog.current_database() ORDER BY s.subname";

absl::string_view KindWord(RelationKind kind) {
  switch (kind) {
    case RelationKind::kSequence:
      return "sequence";
    case RelationKind::kForeignTable:
      return "foreign table";
    default:
      return "table";
  }
}

std::string QuotedName(const std::string& schema, const std::string& name) {
  return QuoteQualified(schema, name, SqlStyle{.release = 18});
}

// Reads the answers into a list.
class Findings {
 public:
  Findings(const ReadContext& context, const Needs& needs)
      : context_(context), needs_(needs) {}

  absl::Status AddRelations(const Result& result) {
    // Schemas first: all that is in them goes with one option.
    std::map<std::string, int> schemas;
    std::vector<Unreadable> others;
    RowCursor rows(result);
    while (rows.Next()) {
      const RelationObject* relation = FindRow(rows.Oid("oid"));
      if (relation == nullptr) continue;
      const std::string& schema = SchemaOf(*relation);
      // 18 reads sequences by their OID.
      const bool needs_schema =
          !relation->IsSequence() || context_.release < 18;
      if (needs_schema && IsFalse(rows, "may_use")) {
        ++schemas[schema];
      } else {
        AddRelation(rows, *relation, others);
      }
    }
    for (const auto& [schema, count] : schemas) {
      list_.push_back({absl::StrCat("schema ", QuotedName("", schema)),
                       absl::StrCat("USAGE is missing, for ", count,
                                    count == 1 ? " relation" : " relations"),
                       SchemaOption(schema)});
    }
    list_.insert(list_.end(), others.begin(), others.end());
    return rows.status();
  }

  absl::Status AddLargeObjects(const Result& result) {
    RowCursor rows(result);
    if (!rows.Next()) return rows.status();
    const int64_t count = rows.BigInt("count");
    const Oid first = rows.Oid("first");
    if (count > 0) {
      list_.push_back({count == 1 ? absl::StrCat("large object ", first)
                                  : absl::StrCat(count, " large objects from ",
                                                 first, " on"),
                       "SELECT is missing", "--no-large-objects"});
    }
    return rows.status();
  }

  // Only beside something else: by themselves they are no failure.
  absl::Status AddSubscriptions(const Result& result) {
    if (list_.empty() || context_.options.no_subscriptions ||
        !context_.options.IncludesEverything() || result.row_count() == 0) {
      return absl::OkStatus();
    }
    RowCursor rows(result);
    std::string names;
    while (rows.Next()) {
      absl::StrAppend(&names, names.empty() ? "" : ", ",
                      QuotedName("", rows.Text("subname")));
    }
    list_.push_back({absl::StrCat("subscriptions ", names),
                     "only superusers may read them", "--no-subscriptions"});
    return rows.status();
  }

  // The failure that tells all, or OK.
  absl::Status Failure(const std::string& role) const {
    if (list_.empty()) return absl::OkStatus();
    std::string message =
        absl::StrCat("permission denied: role ", QuotedName("", role));
    if (list_.size() == 1) {
      absl::StrAppend(&message, " may not read ", list_[0].object, " (",
                      list_[0].missing, ")");
    } else {
      absl::StrAppend(&message, " may not read ", list_.size(),
                      " of the things that are to be dumped");
    }
    absl::Status status =
        WithContext(absl::PermissionDeniedError(message), ContextKey::kSqlState,
                    SqlState::kInsufficientPrivilege);
    status = WithContext(std::move(status), ContextKey::kDetail, Lines());
    return WithHint(std::move(status), Remedy());
  }

 private:
  static bool IsFalse(RowCursor& rows, absl::string_view column) {
    return !rows.IsNull(column) && !rows.Bool(column);
  }

  const RelationObject* FindRow(Oid oid) const {
    const Object* object = context_.catalog.Find(CatalogId{kPgClassOid, oid});
    if (object == nullptr || object->kind != ObjectKind::kRelation) {
      return nullptr;
    }
    return &context_.catalog.relation(*object);
  }

  const std::string& SchemaOf(const RelationObject& relation) const {
    return context_.catalog.SchemaName(context_.catalog.Get(relation.id));
  }

  // Where tables are listed, schemas have no say.
  std::string SchemaOption(const std::string& schema) const {
    if (context_.selection.only_tables) {
      return PastedOption("--exclude-table",
                          absl::StrCat(ExactPattern("", schema), ".*"));
    }
    return PastedOption("--exclude-schema", ExactPattern("", schema));
  }

  void AddRelation(RowCursor& rows, const RelationObject& relation,
                   std::vector<Unreadable>& list) {
    const bool is_read = needs_.read.count(relation.id) != 0;
    const bool cannot_lock =
        needs_.locked.count(relation.id) != 0 && IsFalse(rows, "may_lock");
    const bool cannot_read = is_read && IsFalse(rows, "may_read");
    const bool is_hidden = is_read && !context_.options.enable_row_security &&
                           IsFalse(rows, "sees_all");
    if (!cannot_lock && !cannot_read && !is_hidden) return;
    const std::string pattern = ExactPattern(SchemaOf(relation), relation.name);
    // What can be locked keeps its definition.
    const bool goes_whole = cannot_lock || IsConfiguration(relation);
    has_hidden_rows_ |= is_hidden;
    list.push_back(
        {absl::StrCat(KindWord(relation.kind), " ",
                      QuotedName(SchemaOf(relation), relation.name)),
         cannot_lock || cannot_read
             ? "SELECT is missing"
             : "row-level security policies would hide rows",
         PastedOption(goes_whole ? "--exclude-table" : "--exclude-table-data",
                      pattern)});
  }

  // Rows of an extension's table, which has no definition in the dump.
  bool IsConfiguration(const RelationObject& relation) const {
    return context_.catalog.Get(relation.id).is_extension_member;
  }

  std::string Lines() const {
    std::vector<std::string> lines;
    lines.reserve(list_.size());
    for (const Unreadable& one : list_) {
      lines.push_back(absl::StrCat(one.object, ": ", one.missing));
    }
    return absl::StrJoin(lines, "\n  ");
  }

  std::string Remedy() const {
    std::vector<std::string> options;
    for (const Unreadable& one : list_) {
      if (std::find(options.begin(), options.end(), one.option) ==
          options.end()) {
        options.push_back(one.option);
      }
    }
    return absl::StrCat(
        "grant what is missing",
        has_hidden_rows_
            ? " (BYPASSRLS for rows, or take --enable-row-security to dump "
              "only those that the role sees)"
            : "",
        ", or leave these objects out: ", absl::StrJoin(options, " "));
  }

  const ReadContext& context_;
  const Needs& needs_;
  std::vector<Unreadable> list_;
  bool has_hidden_rows_ = false;
};

}  // namespace

absl::Status CheckReadRights(Connection& connection,
                             const ReadContext& context) {
  if (context.is_superuser) return absl::OkStatus();
  const Needs needs = FindNeeds(context);
  ASSIGN_OR_RETURN(const std::vector<Result> answers,
                   connection.Pipeline(std::vector<std::string>{
                       "SELECT current_user::pg_catalog.text AS role",
                       RelationRightsQuery(context, needs),
                       LargeObjectRightsQuery(context), kSubscriptionsQuery}));
  Findings findings(context, needs);
  RETURN_IF_ERROR(findings.AddRelations(answers[1]));
  RETURN_IF_ERROR(findings.AddLargeObjects(answers[2]));
  RETURN_IF_ERROR(findings.AddSubscriptions(answers[3]));
  RowCursor role(answers[0]);
  return findings.Failure(role.Next() ? role.Text("role") : "");
}

}  // namespace pgark
