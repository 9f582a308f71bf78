#include "tools/report.h"

#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "base/status_context.h"

namespace pgark {
namespace {

void SetContext(nlohmann::json& error, const char* name,
                const absl::Status& status, ContextKey key) {
  if (auto value = GetContext(status, key)) SetJsonText(error, name, *value);
}

nlohmann::json ErrorObject(const absl::Status& status) {
  nlohmann::json error;
  error["code"] = std::string(absl::StatusCodeToString(status.code()));
  SetJsonText(error, "message", std::string(status.message()));
  error["hint"] = nullptr;
  SetContext(error, "hint", status, ContextKey::kHint);
  SetContext(error, "detail", status, ContextKey::kDetail);
  SetContext(error, "sqlstate", status, ContextKey::kSqlState);
  SetContext(error, "object", status, ContextKey::kObject);
  SetContext(error, "path", status, ContextKey::kPath);
  if (auto offset = GetOffset(status)) error["offset"] = *offset;
  return error;
}

}  // namespace

void AddCommonOptions(OptionTable& table, CommonOptions* options) {
  table.BeginGroup("Messages");
  table.Add({.name = "verbose",
             .short_name = 'v',
             .help = "say what is being worked on",
             .action = SetFlag(&options->verbose)});
  table.Add({.name = "quiet",
             .short_name = 'q',
             .help = "say nothing but errors",
             .action = SetFlag(&options->quiet)});
  table.Add({.name = "progress",
             .argument = "HOW",
             .help = "auto (a bar on a terminal), bar, lines, json or none",
             .action = SetWord(&options->progress,
                               {"auto", "bar", "lines", "json", "none"})});
  table.Add({.name = "output",
             .argument = "FORM",
             .help = "text or json: the report on standard output",
             .action = SetWord(&options->output, {"text", "json"})});
}

void Report::Warn(const std::string& text) {
  if (!options_.quiet) {
    std::fprintf(stderr, "pgark: warning: %s\n", text.c_str());
  }
  warnings_.push_back(text);
}

int Report::Finish(ExitCode code, const absl::Status& status) {
  if (!status.ok()) {
    std::fprintf(stderr, "pgark: error: %s\n", FormatStatus(status).c_str());
  }
  if (options_.json()) {
    nlohmann::json document;
    document["schema_version"] = 1;
    document["kind"] = kind_;
    document["exit_code"] = static_cast<int>(code);
    document["data"] = data_;
    document["warnings"] = nlohmann::json::array();
    for (const std::string& warning : warnings_) {
      document["warnings"].push_back({{"message", warning}});
    }
    document["error"] = nullptr;
    if (!status.ok()) document["error"] = ErrorObject(status);
    const std::string text =
        document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace);
    std::printf("%s\n", text.c_str());
  }
  // A report that could not be written was not given.
  if (!FlushStandardOutput() && code == ExitCode::kDone) {
    code = ExitCode::kFailed;
  }
  return static_cast<int>(code);
}

bool FlushStandardOutput() {
  // What was printed before may have failed, and is forgotten by fflush().
  const bool flushed = std::fflush(stdout) == 0;
  if (flushed && std::ferror(stdout) == 0) return true;
  std::fprintf(stderr, "pgark: error: cannot write to standard output%s%s\n",
               flushed ? "" : ": ", flushed ? "" : std::strerror(errno));
  return false;
}

const char* ProgramVersion() { return PGARK_VERSION; }

std::optional<int> ParseCommandLine(OptionTable& table, int argc, char** argv,
                                    size_t max_operands,
                                    std::vector<std::string>* operands) {
  const absl::Status status = table.Parse(argc, argv, operands);
  if (!status.ok()) return ReportUsage(argv[0], status);
  if (table.wants_help()) {
    std::fputs(table.Help().c_str(), stdout);
    return static_cast<int>(ExitCode::kDone);
  }
  if (table.wants_version()) {
    std::printf("pgark %s\n", ProgramVersion());
    return static_cast<int>(ExitCode::kDone);
  }
  if (operands->size() > max_operands) {
    return ReportUsage(argv[0], absl::InvalidArgumentError(absl::StrCat(
                                    "too many operands (first is \"",
                                    (*operands)[max_operands], "\")")));
  }
  return std::nullopt;
}

int ReportUsage(const std::string& command, const absl::Status& status) {
  std::fprintf(stderr, "pgark: error: %s\nHINT: see pgark %s --help\n",
               FormatStatus(status).c_str(), command.c_str());
  return static_cast<int>(ExitCode::kUsage);
}

std::string FormatBytes(double bytes) {
  static constexpr const char* kUnits[] = {"bytes", "kB", "MB", "GB", "TB"};
  size_t unit = 0;
  while (bytes >= 1000 && unit + 1 < std::size(kUnits)) {
    bytes /= 1000;
    ++unit;
  }
  return unit == 0 ? absl::StrFormat("%.0f bytes", bytes)
                   : absl::StrFormat("%.1f %s", bytes, kUnits[unit]);
}

std::string FormatSeconds(double seconds) {
  if (seconds < 60) return absl::StrFormat("%.1f s", seconds);
  const auto whole = static_cast<int64_t>(std::llround(seconds));
  if (whole < 3600) {
    return absl::StrFormat("%d min %d s", whole / 60, whole % 60);
  }
  return absl::StrFormat("%d h %d min", whole / 3600, whole / 60 % 60);
}

void SetJsonText(nlohmann::json& object, const std::string& key,
                 absl::string_view text) {
  const std::string bytes(text);
  const nlohmann::json value = bytes;
  const std::string readable =
      value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  object[key] = nlohmann::json::parse(readable);
  if (object[key] != value) {
    object[key + "_base64"] = std::string(absl::Base64Escape(bytes));
  }
}

}  // namespace pgark
