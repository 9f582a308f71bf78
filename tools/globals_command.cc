#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/output_file.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "jobs/globals_job.h"
#include "protocol/sqlstate.h"
#include "tools/commands.h"
#include "tools/connection_flags.h"
#include "tools/option_table.h"
#include "tools/report.h"
#include "tools/selection_flags.h"

namespace pgark {
namespace {

struct GlobalsFlags {
  CommonOptions common;
  ConnectionFlags connection;
  GlobalsJobOptions job;
  std::string output_path = "-";
  std::optional<std::string> database;  // -l
  bool globals_only = false;
  bool roles_only = false;
  bool tablespaces_only = false;
  bool no_role_passwords = false;
  bool no_tablespaces = false;
  bool no_sync = false;
  bool no_owner = false;  // globals without owners: pg_dumpall has none
};

void AddContentOptions(OptionTable& table, GlobalsFlags* flags) {
  GlobalsOptions* statements = &flags->job.statements;
  table.BeginGroup("What is dumped");
  table.AddFlags({
      {"globals-only", 'g', "", &flags->globals_only},
      {"roles-only", 'r', "only roles", &flags->roles_only},
      {"tablespaces-only", 't', "only tablespaces", &flags->tablespaces_only},
      {"no-role-passwords", '\0', "roles without their passwords",
       &flags->no_role_passwords},
      {"clean", 'c', "drop before creating", &statements->clean},
      {"if-exists", '\0', "DROP ... IF EXISTS, with --clean",
       &statements->if_exists},
      {"no-privileges", 'x', "no GRANT on tablespaces and parameters",
       &statements->no_privileges},
      {"no-acl", '\0', "", &statements->no_privileges},
      {"no-comments", '\0', "no comments", &statements->no_comments},
      {"no-security-labels", '\0', "no security labels",
       &statements->no_security_labels},
      {"no-tablespaces", '\0', "no tablespaces", &flags->no_tablespaces},
      {"no-owner", 'O', "", &flags->no_owner},
      {"quote-all-identifiers", '\0', "quote every name",
       &flags->job.session.quote_all_identifiers},
  });
}

OptionTable MakeGlobalsOptions(GlobalsFlags* flags) {
  OptionTable table("pgark globals [OPTION...]",
                    "Writes what belongs to the whole server, roles with their "
                    "memberships and settings, tablespaces and privileges on "
                    "parameters, as a script, with the options of pg_dumpall "
                    "--globals-only.");
  table.BeginGroup("Output");
  table.Add({.name = "file",
             .short_name = 'f',
             .argument = "FILE",
             .help = "where to (default: standard output)",
             .action = SetText(&flags->output_path)});
  table.AddFlags(
      {{"no-sync", '\0', "do not wait until the file is safely on disk",
        &flags->no_sync}});
  table.Add({.name = "restrict-key",
             .argument = "KEY",
             .help = "the key of \\restrict (default: random)",
             .action = SetText(&flags->job.restrict_key)});
  AddContentOptions(table, flags);
  table.BeginGroup("Session");
  AddEncodingAndRole(table, &flags->job.session);
  table.Add({.name = "database",
             .short_name = 'l',
             .argument = "NAME",
             .help = "log in to this database (default: postgres, or else "
                     "template1)",
             .action = SetText(&flags->database)});
  AddConnectionOptions(table, &flags->connection);
  AddCommonOptions(table, &flags->common);
  table.AddEpilogue(ExitCodeHelp(""));
  return table;
}

absl::StatusOr<GlobalsJobOptions> ResolveGlobalsFlags(
    const GlobalsFlags& flags) {
  const struct {
    bool given;
    const char* name;
  } kParts[] = {{flags.globals_only, "--globals-only"},
                {flags.roles_only, "--roles-only"},
                {flags.tablespaces_only, "--tablespaces-only"}};
  const char* only = nullptr;
  for (const auto& part : kParts) {
    if (!part.given) continue;
    if (only != nullptr) return ExclusionError(only, part.name);
    only = part.name;
  }
  if (flags.job.statements.if_exists && !flags.job.statements.clean) {
    return absl::InvalidArgumentError("--if-exists needs --clean");
  }
  if (flags.common.json() && flags.output_path == "-") {
    return absl::InvalidArgumentError(
        "--output=json needs --file: standard output cannot hold both");
  }
  GlobalsJobOptions job = flags.job;
  job.roles = !flags.tablespaces_only;
  job.tablespaces = !flags.roles_only && !flags.no_tablespaces;
  job.role_passwords = !flags.no_role_passwords;
  job.verbose = flags.common.verbose;
  return job;
}

// Globals are the same in every database; a server need not have the one
// called postgres.
absl::StatusOr<std::unique_ptr<Connection>> Connect(const GlobalsFlags& flags,
                                                    std::stop_token stop,
                                                    Report& report) {
  ConnectionFlags connection = flags.connection;
  const bool is_chosen =
      connection.database.has_value() || flags.database.has_value();
  if (!connection.database.has_value()) {
    connection.database = flags.database.value_or("postgres");
  }
  ConnectionOptions options =
      MakeConnectionOptions(connection, "pgark globals");
  options.on_note = [&report](const std::string& note) { report.Warn(note); };
  auto opened = Connection::Open(options, stop);
  if (opened.ok() || is_chosen ||
      SqlStateOf(opened.status()) != SqlState::kInvalidCatalogName) {
    return opened;
  }
  options.database = "template1";
  return Connection::Open(options, stop);
}

absl::Status WriteScriptOfGlobals(const GlobalsFlags& flags,
                                  const GlobalsJobOptions& job,
                                  SignalStop& signals, Report& report,
                                  Stage* stage) {
  *stage = Stage::kConnecting;
  ASSIGN_OR_RETURN(const auto connection,
                   Connect(flags, signals.token(), report));
  *stage = Stage::kWorking;
  RETURN_IF_ERROR(connection->SetStopToken(signals.token()));
  ASSIGN_OR_RETURN(
      const auto file,
      OutputFile::Create(flags.output_path, {.sync = !flags.no_sync}));
  ASSIGN_OR_RETURN(const GlobalsSummary summary,
                   WriteGlobals(*connection, job, *file));
  RETURN_IF_ERROR(file->Commit());
  if (summary.lacks_passwords) {
    report.Warn(
        "the passwords of roles are left out: only superusers may read them "
        "(--no-role-passwords says that this is meant)");
  }
  for (const std::string& warning : summary.warnings) report.Warn(warning);
  SetJsonText(report.data(), "path", flags.output_path);
  report.data()["role_count"] = summary.role_count;
  report.data()["membership_count"] = summary.membership_count;
  report.data()["tablespace_count"] = summary.tablespace_count;
  report.data()["has_passwords"] =
      job.role_passwords && job.roles && !summary.lacks_passwords;
  return absl::OkStatus();
}

}  // namespace

int GlobalsCommand(int argc, char** argv, SignalStop& signals) {
  GlobalsFlags flags;
  OptionTable table = MakeGlobalsOptions(&flags);
  std::vector<std::string> operands;
  if (auto code = ParseCommandLine(table, argc, argv, 0, &operands)) {
    return *code;
  }
  const absl::StatusOr<GlobalsJobOptions> job = ResolveGlobalsFlags(flags);
  if (!job.ok()) return ReportUsage(argv[0], job.status());
  Report report("globals", flags.common);
  Stage stage = Stage::kUsage;
  const absl::Status status =
      WriteScriptOfGlobals(flags, *job, signals, report, &stage);
  return report.Finish(ExitCodeFor(status, stage, signals.received()), status);
}

}  // namespace pgark
