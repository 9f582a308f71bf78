#include "catalog/dump_plan.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "catalog/catalog.h"
#include "catalog/catalog_coverage.h"
#include "catalog/catalog_reader.h"
#include "catalog/dependency_sort.h"
#include "catalog/kind_order.h"
#include "catalog/large_object_ddl.h"
#include "catalog/read_context.h"
#include "catalog/row_cursor.h"
#include "catalog/selection.h"
#include "catalog/table_data_ddl.h"
#include "catalog/toc_emission.h"

namespace pgark {
namespace {

constexpr int kOldestRelease = 12;
// The first pg_dump that dumps statistics.
constexpr int kStatisticsRelease = 18;

// What we would dump wrongly or not at all, without anybody noticing.
absl::Status CheckSupported(const Connection& connection,
                            const DumpOptions& options) {
  const int release = connection.server_release();
  const bool is_newer = release > kNewestKnownRelease;
  if (release < kOldestRelease || (is_newer && !options.force_newer_server)) {
    return absl::UnimplementedError(absl::StrCat(
        "the server is PostgreSQL ", connection.server_version_text(),
        "; dumps are made of releases ", kOldestRelease, " to ",
        kNewestKnownRelease,
        is_newer ? "; --force-newer-server tries it" : ""));
  }
  const int written_as = options.as_release != 0 ? options.as_release : release;
  if (options.dump_statistics && written_as < kStatisticsRelease) {
    return absl::InvalidArgumentError(
        absl::StrCat("the pg_dump of PostgreSQL ", written_as,
                     " does not dump statistics; that of ", kStatisticsRelease,
                     " does (--as-release), and servers from ",
                     kStatisticsRelease, " on take them"));
  }
  return absl::OkStatus();
}

// What the large objects take on disk, shared out as if all were alike: the
// true sizes would mean to read all their pages.
absl::Status EstimateLargeObjects(Connection& connection,
                                  std::vector<LargeObjectSource>* sources) {
  uint64_t count = 0;
  for (const LargeObjectSource& source : *sources) count += source.oids.size();
  if (count == 0) return absl::OkStatus();
  ASSIGN_OR_RETURN(const Result result,
                   connection.Query("SELECT pg_catalog.pg_relation_size("
                                    "'pg_catalog.pg_largeobject') AS bytes"));
  RowCursor rows(result);
  const int64_t bytes = rows.Next() ? rows.BigInt("bytes") : 0;
  RETURN_IF_ERROR(rows.status());
  const double each = static_cast<double>(bytes) / static_cast<double>(count);
  for (LargeObjectSource& source : *sources) {
    source.estimated_bytes =
        static_cast<uint64_t>(each * static_cast<double>(source.oids.size()));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<DumpPlan> PlanDump(Connection& connection,
                                  const DumpOptions& options,
                                  const WaitListener& listener) {
  RETURN_IF_ERROR(CheckSupported(connection, options));
  DumpPlan plan;
  plan.database_name = connection.database();
  plan.server_version_text = connection.server_version_text();
  plan.server_version_number = connection.server_version_number();
  plan.encoding = connection.Parameter("client_encoding");
  plan.standard_strings =
      connection.Parameter("standard_conforming_strings") != "off";

  ASSIGN_OR_RETURN(const Selection selection,
                   ExpandSelection(connection, options));
  Catalog catalog;
  catalog.server_version_number = plan.server_version_number;
  ReadContext reading{catalog, options, selection};
  reading.release = connection.server_release();
  reading.is_superuser = connection.Parameter("is_superuser") == "on";
  const SortRules rules{reading.tool_release(), options.large_object_groups};
  RETURN_IF_ERROR(ReadCatalogs(connection, rules, reading, listener));
  plan.is_standby = reading.in_recovery;
  if (reading.release > kNewestKnownRelease) {
    plan.warnings.push_back(
        absl::StrCat("the server is PostgreSQL ", plan.server_version_text,
                     ", which is newer than ", kNewestKnownRelease,
                     ": what it has learned since then is not in the dump"));
  }
  plan.warnings.insert(plan.warnings.end(), reading.warnings.begin(),
                       reading.warnings.end());

  ASSIGN_OR_RETURN(const std::vector<DumpId> order,
                   SortObjects(catalog, rules, &plan.warnings));
  SqlStyle style;
  style.release = rules.release;
  style.quote_all_identifiers = options.quote_all_identifiers;
  style.standard_strings = plan.standard_strings;
  style.encoding = ClientEncodingFromName(plan.encoding);
  const DdlContext context{catalog, options, style, rules.release,
                           plan.database_name};
  ASSIGN_OR_RETURN(
      plan.entries,
      MakeEntries(context, {plan.encoding, plan.standard_strings}, order));
  plan.table_data = TableDataSources(context, plan.entries);
  for (TableDataSource& source : plan.table_data) {
    if (source.insert.has_value()) source.insert->encoding = plan.encoding;
  }
  plan.large_objects = LargeObjectSources(context, plan.entries);
  RETURN_IF_ERROR(EstimateLargeObjects(connection, &plan.large_objects));
  return plan;
}

}  // namespace pgark
