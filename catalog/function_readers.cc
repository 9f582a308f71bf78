#include "catalog/function_readers.h"

#include <span>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "catalog/array_text.h"
#include "catalog/reader_support.h"
#include "catalog/row_cursor.h"
#include "catalog/selection_rules.h"

namespace pgark {
namespace {

// The columns that functions and aggregates share.
constexpr absl::string_view kRoutineColumns =
    "SELECT p.oid, p.proname, p.pronamespace, p.proowner, p.proacl AS acl, "
    "pg_catalog.acldefault('f', p.proowner) AS acldefault, p.proargtypes, "
    "p.proparallel, "
    "pg_catalog.pg_get_function_arguments(p.oid) AS arguments, "
    "pg_catalog.pg_get_function_identity_arguments(p.oid) "
    "AS identity_arguments";

constexpr absl::string_view kInitialPrivilegesJoin =
    " LEFT JOIN pg_catalog.pg_init_privs i ON i.objoid = p.oid "
    "AND i.classoid = 1255 AND i.objsubid = 0";

// Functions of the server itself are never created, whatever is asked for.
constexpr absl::string_view kOutsideOfPgCatalog = "p.pronamespace <> 11";

// Whether somebody has changed the privileges since initdb or CREATE EXTENSION.
constexpr absl::string_view kPrivilegesChanged =
    "p.proacl IS DISTINCT FROM i.initprivs";

std::string FunctionQuery(const ReadContext& context) {
  // Range types come with constructor functions that depend on them internally.
  return absl::StrCat(
      kRoutineColumns,
      ", p.prokind, l.lanname, "
      "pg_catalog.pg_get_function_result(p.oid) AS result, p.proretset, "
      "p.provolatile, p.proisstrict, p.prosecdef, p.proleakproof, p.procost, "
      "p.prorows, ",
      FunctionColumn("p.prosupport", "prosupport"),
      ", p.protrftypes, p.proconfig, p.prosrc, p.probin, ",
      context.release >= 14
          ? "pg_catalog.pg_get_function_sqlbody(p.oid) AS sql_body"
          : "NULL AS sql_body",
      " FROM pg_catalog.pg_proc p "
      "LEFT JOIN pg_catalog.pg_language l ON l.oid = p.prolang",
      kInitialPrivilegesJoin,
      " WHERE p.prokind <> 'a' AND NOT EXISTS (SELECT 1 "
      "FROM pg_catalog.pg_depend d WHERE d.classid = 1255 "
      "AND d.objid = p.oid AND d.deptype = 'i') AND (",
      kOutsideOfPgCatalog, " OR ", kPrivilegesChanged,
      " OR EXISTS (SELECT 1 FROM pg_catalog.pg_cast c WHERE c.oid >= ",
      kFirstUserOid,
      " AND c.castfunc = p.oid) OR EXISTS (SELECT 1 "
      "FROM pg_catalog.pg_transform f WHERE f.oid >= ",
      kFirstUserOid,
      " AND (f.trffromsql = p.oid OR f.trftosql = p.oid))) ORDER BY p.oid");
}

// What rows of both kinds have in common.
template <typename Routine>
absl::Status ReadRoutine(RowCursor& rows, const ReadContext& context,
                         Routine* routine) {
  routine->oid = rows.Oid("oid");
  routine->name = rows.Text("proname");
  routine->acl = rows.Acl();
  routine->arguments = rows.Text("arguments");
  routine->identity_arguments = rows.Text("identity_arguments");
  routine->parallel = rows.Char("proparallel");
  ASSIGN_OR_RETURN(routine->owner,
                   OwnerName(context, rows.Oid("proowner"), "function",
                             routine->name, routine->oid));
  ASSIGN_OR_RETURN(routine->argument_types,
                   ParseOidVector(rows.Text("proargtypes")));
  return absl::OkStatus();
}

// What has to be there of a routine that is written.
constexpr absl::string_view kRequiredOfFunctions[] = {
    "arguments", "identity_arguments", "lanname"};
constexpr absl::string_view kRequiredOfAggregates[] = {
    "arguments", "identity_arguments", "aggkind", "aggtranstype"};

// Adds the object of a routine whose columns were read.
template <typename Routine>
absl::Status AddRoutine(RowCursor& rows, ObjectKind kind, ReadContext& context,
                        Routine routine, std::vector<Routine>& routines) {
  const std::span<const absl::string_view> required =
      kind == ObjectKind::kFunction
          ? std::span<const absl::string_view>(kRequiredOfFunctions)
          : std::span<const absl::string_view>(kRequiredOfAggregates);
  ASSIGN_OR_RETURN(Object object,
                   MakeObject(context, kind, CatalogId{kPgProcOid, routine.oid},
                              routine.name, rows.Oid("pronamespace")));
  object.sort_key.types = routine.argument_types;
  SelectBySchema(context, &object);
  if (object.wanted.Has(Component::kDefinition)) {
    for (const absl::string_view column : required) {
      if (!rows.Require(column, routine.name, routine.oid)) break;
    }
  }
  AddWithDetail(context.catalog, std::move(object), std::move(routine),
                routines);
  return absl::OkStatus();
}

bool SchemaWants(const ReadContext& context, Oid schema) {
  const Object* object =
      context.catalog.Find(CatalogId{kPgNamespaceOid, schema});
  return object != nullptr &&
         object->wanted_for_members.Has(Component::kDefinition);
}

absl::Status ReadFunctions(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    FunctionObject function;
    RETURN_IF_ERROR(ReadRoutine(rows, context, &function));
    function.kind = rows.Char("prokind");
    function.language = rows.Text("lanname");
    function.result = rows.NullableText("result");
    if (function.result.has_value() &&
        SchemaWants(context, rows.Oid("pronamespace"))) {
      rows.Require("result", function.name, function.oid);
    }
    function.returns_set = rows.Bool("proretset");
    function.volatility = rows.Char("provolatile");
    function.is_strict = rows.Bool("proisstrict");
    function.is_security_definer = rows.Bool("prosecdef");
    function.is_leakproof = rows.Bool("proleakproof");
    function.cost = rows.Text("procost");
    function.rows = rows.Text("prorows");
    function.support = rows.Text("prosupport");
    ASSIGN_OR_RETURN(function.transform_types,
                     ParseOidArray(rows.Text("protrftypes")));
    ASSIGN_OR_RETURN(function.settings, ParseTextArray(rows.Text("proconfig")));
    function.source = rows.Text("prosrc");
    function.library = rows.Text("probin");
    function.sql_body = rows.NullableText("sql_body");
    RETURN_IF_ERROR(AddRoutine(rows, ObjectKind::kFunction, context,
                               std::move(function), context.catalog.functions));
  }
  return rows.status();
}

std::string AggregateQuery(const ReadContext&) {
  std::string columns;
  for (const absl::string_view name :
       {"aggtransfn", "aggfinalfn", "aggcombinefn", "aggserialfn",
        "aggdeserialfn", "aggmtransfn", "aggminvtransfn", "aggmfinalfn"}) {
    absl::StrAppend(&columns, ", ",
                    FunctionColumn(absl::StrCat("a.", name), name));
  }
  return absl::StrCat(
      kRoutineColumns, columns,
      ", a.aggkind, a.aggfinalextra, a.aggfinalmodify, a.aggmfinalextra, "
      "a.aggmfinalmodify, a.aggtransspace, a.aggmtransspace, a.agginitval, "
      "a.aggminitval, "
      "pg_catalog.format_type(a.aggtranstype, NULL) AS aggtranstype, "
      "CASE WHEN a.aggmtranstype <> 0 "
      "THEN pg_catalog.format_type(a.aggmtranstype, NULL) "
      "END AS aggmtranstype, "
      "n.nspname AS sort_schema, o.oprname AS sort_operator "
      "FROM pg_catalog.pg_proc p "
      "LEFT JOIN pg_catalog.pg_aggregate a ON a.aggfnoid = p.oid "
      "LEFT JOIN pg_catalog.pg_operator o ON o.oid = a.aggsortop "
      "LEFT JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace",
      kInitialPrivilegesJoin, " WHERE p.prokind = 'a' AND (",
      kOutsideOfPgCatalog, " OR ", kPrivilegesChanged, ") ORDER BY p.oid");
}

absl::Status ReadAggregates(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    AggregateObject aggregate;
    RETURN_IF_ERROR(ReadRoutine(rows, context, &aggregate));
    aggregate.kind = rows.Char("aggkind");
    rows.CheckName("aggtransfn", aggregate.name, aggregate.oid);
    rows.CheckName("aggfinalfn", aggregate.name, aggregate.oid);
    aggregate.transition_function = rows.Text("aggtransfn");
    aggregate.transition_type = rows.Text("aggtranstype");
    aggregate.transition_space = rows.Text("aggtransspace");
    aggregate.initial_value = rows.NullableText("agginitval");
    aggregate.final_step = {rows.Text("aggfinalfn"), rows.Bool("aggfinalextra"),
                            rows.Char("aggfinalmodify")};
    aggregate.combine_function = rows.Text("aggcombinefn");
    aggregate.serial_function = rows.Text("aggserialfn");
    aggregate.deserial_function = rows.Text("aggdeserialfn");
    aggregate.moving_transition_function = rows.Text("aggmtransfn");
    aggregate.moving_inverse_function = rows.Text("aggminvtransfn");
    aggregate.moving_transition_type = rows.Text("aggmtranstype");
    aggregate.moving_transition_space = rows.Text("aggmtransspace");
    aggregate.moving_initial_value = rows.NullableText("aggminitval");
    aggregate.moving_final_step = {rows.Text("aggmfinalfn"),
                                   rows.Bool("aggmfinalextra"),
                                   rows.Char("aggmfinalmodify")};
    aggregate.sort_operator =
        NullableName(rows, "sort_schema", "sort_operator");
    RETURN_IF_ERROR(AddRoutine(rows, ObjectKind::kAggregate, context,
                               std::move(aggregate),
                               context.catalog.aggregates));
  }
  return rows.status();
}

}  // namespace

const CatalogReader kFunctionReader = {"functions", FunctionQuery,
                                       ReadFunctions};
const CatalogReader kAggregateReader = {"aggregates", AggregateQuery,
                                        ReadAggregates};

}  // namespace pgark
