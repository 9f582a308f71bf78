#include "jobs/globals_job.h"

#include <ctime>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "archive/archive_timestamp.h"
#include "base/status_macros.h"
#include "catalog/globals_reader.h"
#include "jobs/script_frame.h"
#include "protocol/snapshot.h"

namespace pgark {
namespace {

std::string TimeNote(absl::string_view what) {
  return absl::StrCat(
      "-- ", what, " on ",
      FormatArchiveTimestamp(MakeArchiveTimestamp(std::time(nullptr))), "\n\n");
}

// Sections one behind the other, those without lines left out.
class GlobalsScript {
 public:
  GlobalsScript(const GlobalsJobOptions& options, std::string restrict_key)
      : options_(options), restrict_key_(std::move(restrict_key)) {}

  void Begin(const Connection& connection) {
    absl::StrAppend(&text_, ScriptTitle("PostgreSQL database cluster dump"),
                    options_.verbose ? TimeNote("Started") : "", "\\restrict ",
                    restrict_key_,
                    "\n\nSET default_transaction_read_only = off;\n\n");
    const bool standard_strings =
        connection.Parameter("standard_conforming_strings") != "off";
    absl::StrAppend(
        &text_, "SET client_encoding = '",
        connection.Parameter("client_encoding"),
        "';\nSET standard_conforming_strings = ",
        standard_strings ? "on;\n" : "off;\n",
        standard_strings ? "" : "SET escape_string_warning = off;\n", "\n");
  }

  void AddSection(absl::string_view title, const std::string& lines) {
    if (lines.empty()) return;
    absl::StrAppend(&text_, ScriptTitle(title), lines, "\n\n");
  }

  std::string Finish() {
    absl::StrAppend(&text_, "\\unrestrict ", restrict_key_, "\n\n",
                    options_.verbose ? TimeNote("Completed") : "",
                    ScriptTitle("PostgreSQL database cluster dump complete"));
    return std::move(text_);
  }

 private:
  const GlobalsJobOptions& options_;
  const std::string restrict_key_;
  std::string text_;
};

absl::Status AddSections(const GlobalsDdl& ddl,
                         const GlobalsJobOptions& options,
                         std::vector<std::string>* warnings,
                         GlobalsScript& script) {
  if (options.statements.clean) {
    if (options.tablespaces) {
      script.AddSection("Drop tablespaces", ddl.DropTablespaces());
    }
    if (options.roles) script.AddSection("Drop roles", ddl.DropRoles());
  }
  if (options.roles) {
    script.AddSection("Roles", absl::StrCat(ddl.Roles(), ddl.RoleSettings()));
    ASSIGN_OR_RETURN(const std::string memberships, ddl.Memberships(warnings));
    script.AddSection("Role memberships", memberships);
    ASSIGN_OR_RETURN(const std::string grants, ddl.ParameterPrivilegeGrants());
    script.AddSection("Role privileges on configuration parameters", grants);
  }
  if (options.tablespaces) {
    ASSIGN_OR_RETURN(const std::string tablespaces, ddl.Tablespaces());
    script.AddSection("Tablespaces", tablespaces);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<GlobalsSummary> WriteGlobals(Connection& connection,
                                            const GlobalsJobOptions& options,
                                            ByteSink& sink) {
  RETURN_IF_ERROR(SetUpDumpSession(connection, options.session));
  ASSIGN_OR_RETURN(const std::unique_ptr<Snapshot> snapshot,
                   Snapshot::Begin(connection, {}));
  return WriteGlobalsAtSnapshot(connection, options, sink);
}

absl::StatusOr<GlobalsSummary> WriteGlobalsAtSnapshot(
    Connection& connection, const GlobalsJobOptions& options, ByteSink& sink) {
  ASSIGN_OR_RETURN(std::string key, ChooseRestrictKey(options.restrict_key));
  ASSIGN_OR_RETURN(const Globals globals,
                   ReadGlobals(connection, options.role_passwords));
  SqlStyle style;
  style.release = connection.server_release();
  style.quote_all_identifiers = options.session.quote_all_identifiers;
  style.encoding =
      ClientEncodingFromName(connection.Parameter("client_encoding"));
  GlobalsSummary summary;
  summary.role_count = globals.roles.size();
  summary.membership_count = globals.memberships.size();
  summary.tablespace_count = globals.tablespaces.size();
  summary.lacks_passwords =
      options.roles && options.role_passwords && !globals.has_passwords;
  GlobalsScript script(options, std::move(key));
  script.Begin(connection);
  RETURN_IF_ERROR(AddSections(GlobalsDdl(globals, options.statements, style),
                              options, &summary.warnings, script));
  RETURN_IF_ERROR(sink.Append(script.Finish()));
  return summary;
}

}  // namespace pgark
