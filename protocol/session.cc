#include "protocol/session.h"

#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "protocol/sql_text.h"
#include "protocol/sqlstate.h"

namespace pgark {
namespace {

// In the order in which pg_dump sends them. `since`: the first release that
// knows the setting.
struct Setting {
  int since;
  const char* sql;
};
constexpr Setting kDumpSettings[] = {
    {0, "SET datestyle = ISO"},
    {0, "SET intervalstyle = postgres"},
    // The same order of rows, whatever else is being read.
    {0, "SET synchronize_seqscans = off"},
    {0, "SET statement_timeout = 0"},
    {0, "SET lock_timeout = 0"},
    {0, "SET idle_in_transaction_session_timeout = 0"},
    {17, "SET transaction_timeout = 0"},
    // The catalogs are read from their begin to their end, in their order; no
    // statement runs long enough for the others to pay.
    {0, "SET enable_seqscan = on"},
    {0, "SET max_parallel_workers_per_gather = 0"},
    {0, "SET jit = off"},
};

// The planner has to come to one and the same plan for a range of ctid.
constexpr Setting kDataSettings[] = {
    {0, "SET enable_tidscan = on"},
    {0, "SET enable_seqscan = off"},
};

template <size_t kCount>
void Append(const Setting (&settings)[kCount], int server_release,
            std::string* sql) {
  for (const Setting& setting : settings) {
    if (setting.since <= server_release) {
      absl::StrAppend(sql, setting.sql, ";\n");
    }
  }
}

// Only the minor releases since August 2024 have it.
std::string RestrictRelations(absl::string_view kinds) {
  return absl::StrCat(
      "SELECT pg_catalog.set_config(name, '", kinds,
      "', false) "
      "FROM pg_catalog.pg_settings "
      "WHERE name OPERATOR(pg_catalog.=) 'restrict_nonsystem_relation_kind'");
}

}  // namespace

absl::Status AllowForeignTables(Connection& connection, bool allow) {
  return connection.Execute(
      RestrictRelations(allow ? "view" : "view, foreign-table"));
}

std::string DumpSessionSettings(const SessionOptions& options,
                                int server_release) {
  std::string sql;
  if (options.role.has_value()) {
    absl::StrAppend(
        &sql, "SET ROLE ",
        QuoteIdentifier(*options.role, {.quote_all_identifiers = true}), ";\n");
  }
  Append(kDumpSettings, server_release, &sql);
  absl::StrAppend(&sql, "SET extra_float_digits = ", options.extra_float_digits,
                  ";\n");
  if (options.quote_all_identifiers) {
    absl::StrAppend(&sql, "SET quote_all_identifiers = true;\n");
  }
  absl::StrAppend(&sql, "SET row_security = ",
                  options.enable_row_security ? "on" : "off", ";\n");
  absl::StrAppend(&sql, RestrictRelations("view, foreign-table"));
  return sql;
}

absl::Status SetUpDataReading(Connection& connection) {
  std::string sql;
  Append(kDataSettings, connection.server_release(), &sql);
  return connection.Execute(sql);
}

absl::Status SetUpDumpSession(Connection& connection,
                              const SessionOptions& options) {
  if (options.extra_float_digits < -15 || options.extra_float_digits > 3) {
    return absl::InvalidArgumentError(absl::StrCat("extra_float_digits is ",
                                                   options.extra_float_digits,
                                                   ", not between -15 and 3"));
  }
  if (options.encoding.has_value()) {
    // By itself: the role's name comes in this encoding.
    const absl::Status status = connection.Execute(absl::StrCat(
        "SET client_encoding = ", QuoteLiteralForQuery(*options.encoding)));
    if (SqlStateOf(status) == SqlState::kInvalidParameterValue) {
      return absl::InvalidArgumentError(absl::StrCat(
          "the server has no client encoding \"", *options.encoding, "\""));
    }
    RETURN_IF_ERROR(status);
  }
  return connection.Execute(
      DumpSessionSettings(options, connection.server_release()));
}

}  // namespace pgark
