#ifndef PGARK_TOOLS_REPORT_H_
#define PGARK_TOOLS_REPORT_H_

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "tools/exit_code.h"
#include "tools/option_table.h"

namespace pgark {

// The options that every command has.
struct CommonOptions {
  std::string output = "text";    // json
  std::string progress = "auto";  // bar, lines, json, none
  bool verbose = false;
  bool quiet = false;

  bool json() const { return output == "json"; }
};

void AddCommonOptions(OptionTable& table, CommonOptions* options);

// What a command says at its end: text for people went out as it came; for
// programs there is exactly one JSON document on standard output, on failure
// too (docs/json/).
class Report {
 public:
  // `kind`: "dump", "list".
  Report(std::string kind, const CommonOptions& options)
      : kind_(std::move(kind)), options_(options) {}

  // The document's data.
  nlohmann::json& data() { return data_; }
  // Says it on standard error at once, and keeps it for the document.
  void Warn(const std::string& text);

  // Ends the command: prints the failure, if there is one, and the document
  // where it is asked for. Returns the program's exit code.
  int Finish(ExitCode code, const absl::Status& status = absl::OkStatus());

 private:
  const std::string kind_;
  const CommonOptions& options_;
  nlohmann::json data_ = nlohmann::json::object();
  std::vector<std::string> warnings_;
};

// Parses a command's line. Returns the exit code when that ends the command:
// help or version were printed, or the line is wrong, which is said with a
// pointer to the help. Otherwise nothing, and `operands` are set.
std::optional<int> ParseCommandLine(OptionTable& table, int argc, char** argv,
                                    size_t max_operands,
                                    std::vector<std::string>* operands);
// Says what is wrong with the line of argv[0]'s command. Returns kUsage.
int ReportUsage(const std::string& command, const absl::Status& status);

// Writes out what was printed. Returns false, having said so, when that or
// something printed before failed.
bool FlushStandardOutput();

// The program's own version: "0.1.0".
const char* ProgramVersion();

// "1.2 GB", "340 kB", "12 bytes".
std::string FormatBytes(double bytes);
// "1.3 s", "2 min 5 s".
std::string FormatSeconds(double seconds);

// Text of any bytes for JSON: as it is when it is UTF-8, otherwise with "?"
// for what is not; the second member is then set to the bytes in base64.
void SetJsonText(nlohmann::json& object, const std::string& key,
                 absl::string_view text);

}  // namespace pgark

#endif  // PGARK_TOOLS_REPORT_H_
