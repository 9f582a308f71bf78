#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "archive/column_type.h"
#include "archive/copy_statement.h"
#include "archive/text_encoding.h"
#include "base/output_file.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "jobs/row_writer.h"
#include "jobs/table_lookup.h"
#include "jobs/table_rows.h"
#include "tools/archive_json.h"
#include "tools/commands.h"
#include "tools/opened_archive.h"
#include "tools/option_table.h"
#include "tools/report.h"
#include "tools/terminal_text.h"

namespace pgark {
namespace {

struct CatFlags {
  CommonOptions common;
  std::string format = "copy";
  std::string output_path = "-";
  std::vector<std::string> columns;  // empty: all of them
  RowRange range;
  bool no_header = false;
};

// Splits "a,b,"c,d"" at commas outside of double quotes, which go.
absl::StatusOr<std::vector<std::string>> SplitNames(absl::string_view text) {
  std::vector<std::string> names(1);
  bool in_quotes = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool is_doubled =
        in_quotes && i + 1 < text.size() && text[i + 1] == '"';
    if (text[i] == '"' && is_doubled) {
      names.back().push_back('"');
      ++i;
    } else if (text[i] == '"') {
      in_quotes = !in_quotes;
    } else if (text[i] == ',' && !in_quotes) {
      names.emplace_back();
    } else {
      names.back().push_back(text[i]);
    }
  }
  for (const std::string& name : names) {
    if (name.empty() || in_quotes) {
      return absl::InvalidArgumentError(
          absl::StrCat("\"", text, "\" is not a list of columns"));
    }
  }
  return names;
}

// "5:9", "5:", ":9", "5".
absl::StatusOr<RowRange> ParseRowRange(const std::string& text) {
  RowRange range;
  const size_t colon = text.find(':');
  const std::string from = text.substr(0, colon);
  const std::string to =
      colon == std::string::npos ? from : text.substr(colon + 1);
  const bool is_right =
      (from.empty() || absl::SimpleAtoi(from, &range.first)) &&
      (to.empty() || absl::SimpleAtoi(to, &range.last)) &&
      !(from.empty() && to.empty());
  if (!is_right || range.first == 0 || range.last < range.first) {
    return absl::InvalidArgumentError(absl::StrCat(
        "\"", text, "\" is not a range of rows: FROM:TO, the first is 1"));
  }
  return range;
}

OptionTable MakeCatOptions(CatFlags* flags) {
  OptionTable table(
      "pgark cat [OPTION...] SOURCE TABLE",
      "Prints the rows of one table of an archive; no server is needed. SOURCE "
      "is a file in the custom or tar format, a directory, or - for standard "
      "input. TABLE is schema.table, a table's name that only one schema has, "
      "or the number of its entry in pgark list.");
  table.BeginGroup("Rows");
  table.Add({.name = "format",
             .argument = "FORMAT",
             .help = "copy (as the archive has them, default), csv (as COPY "
                     "... (FORMAT csv, HEADER)), or jsonl (one object a line; "
                     "null, numbers and booleans where the column's type is "
                     "known)",
             .action = SetWord(&flags->format, {"copy", "csv", "jsonl"})});
  table.Add({.name = "columns",
             .argument = "LIST",
             .help = "these columns, in this order, with commas between them",
             .action = [flags](const std::string& value) {
               absl::StatusOr<std::vector<std::string>> names =
                   SplitNames(value);
               if (!names.ok()) return names.status();
               flags->columns = *std::move(names);
               return absl::OkStatus();
             }});
  table.Add({.name = "row-range",
             .argument = "FROM:TO",
             .help = "only these rows of the archive, from 1; either may be "
                     "left out",
             .action = [flags](const std::string& value) {
               absl::StatusOr<RowRange> range = ParseRowRange(value);
               if (range.ok()) flags->range = *range;
               return range.status();
             }});
  table.AddFlags({{"no-header", '\0', "csv: no line with the columns' names",
                   &flags->no_header}});
  table.Add({.name = "file",
             .short_name = 'f',
             .argument = "FILE",
             .help = "where to (default: standard output)",
             .action = SetText(&flags->output_path)});
  AddCommonOptions(table, &flags->common);
  table.AddEpilogue(ExitCodeHelp(""));
  return table;
}

RowFormat FormatOf(const std::string& word) {
  if (word == "csv") return RowFormat::kCsv;
  return word == "jsonl" ? RowFormat::kJsonLines : RowFormat::kCopy;
}

const TextEncoding* EncodingOf(const Toc& toc) {
  for (const TocEntry& entry : toc.entries()) {
    if (entry.kind != EntryKind::kEncoding) continue;
    const auto name = ParseEncodingDefinition(entry.definition.value_or(""));
    return name.has_value() ? FindTextEncoding(*name) : nullptr;
  }
  return nullptr;
}

// All columns, or those that are asked for.
absl::StatusOr<std::vector<OutputColumn>> ChooseColumns(
    const std::vector<std::string>& names, const std::vector<ColumnType>& types,
    const std::vector<std::string>& wanted) {
  std::vector<OutputColumn> all;
  for (size_t i = 0; i < names.size(); ++i) {
    const ColumnTypeKind type =
        i < types.size() ? types[i].kind : ColumnTypeKind::kUnjudged;
    all.push_back({i, names[i], type});
  }
  if (wanted.empty()) return all;
  std::vector<OutputColumn> chosen;
  for (const std::string& name : wanted) {
    const OutputColumn* found = nullptr;
    for (const OutputColumn& column : all) {
      if (column.name == name) found = &column;
    }
    if (found == nullptr) {
      return WithHint(absl::NotFoundError(absl::StrCat(
                          "the table has no column \"", name, "\"")),
                      absl::StrCat("it has ", absl::StrJoin(names, ", ")));
    }
    chosen.push_back(*found);
  }
  return chosen;
}

// Formats rows and writes them in large parts.
class RowPrinter {
 public:
  RowPrinter(RowWriter writer, bool has_header, ByteSink& sink)
      : writer_(std::move(writer)), sink_(sink) {
    if (has_header) writer_.AppendHeader(&text_);
  }

  absl::Status Add(absl::string_view row) {
    RETURN_IF_ERROR(writer_.AppendRow(row, &text_));
    ++rows_;
    return text_.size() < kBufferBytes ? absl::OkStatus() : Flush();
  }
  absl::Status Flush() {
    RETURN_IF_ERROR(sink_.Append(text_));
    text_.clear();
    return absl::OkStatus();
  }
  uint64_t rows() const { return rows_; }

 private:
  static constexpr size_t kBufferBytes = size_t{256} << 10;

  RowWriter writer_;
  ByteSink& sink_;
  std::string text_;
  uint64_t rows_ = 0;
};

absl::Status PrintRows(const OpenedArchive& archive, const TocEntry& entry,
                       const CatFlags& flags, Report& report) {
  const Toc& toc = archive.toc();
  const auto names = ParseCopyColumnNames(entry.copy_statement.value_or(""));
  if (!names.has_value() && entry.copy_statement.has_value()) {
    return WithObject(
        absl::DataLossError("the entry's COPY statement cannot be read"),
        DescribeEntry(entry));
  }
  const std::vector<std::string> known =
      names.value_or(std::vector<std::string>());
  ASSIGN_OR_RETURN(
      std::vector<OutputColumn> columns,
      ChooseColumns(known, FindColumnTypes(toc, entry), flags.columns));
  ASSIGN_OR_RETURN(const auto file, OutputFile::Create(flags.output_path, {}));
  TerminalSink terminal(*file, GoesToTerminal(flags.output_path));
  RowPrinter printer(RowWriter(FormatOf(flags.format), std::move(columns),
                               known.size(), EncodingOf(toc)),
                     !flags.no_header, terminal);
  absl::Status status = ReadTableRows(
      archive.reading(), entry, flags.range,
      [&printer](absl::string_view row) { return printer.Add(row); });
  // What could be read is worth something on a terminal and in a pipe.
  if (flags.output_path == "-" || status.ok()) {
    status = FirstFailure(std::move(status), printer.Flush());
  }
  // Who closes the pipe, head for example, has what he wants.
  if (!status.ok() && file->reader_is_gone()) return absl::OkStatus();
  RETURN_IF_ERROR(status);
  report.data()["object"] = ObjectAsJson(entry);
  report.data()["row_count"] = printer.rows();
  return file->Commit();
}

absl::Status Cat(const std::string& path, const std::string& name,
                 const CatFlags& flags, Report& report) {
  ASSIGN_OR_RETURN(const auto archive, OpenedArchive::Open(path));
  ASSIGN_OR_RETURN(const TocEntry* entry, FindTableData(archive->toc(), name));
  return PrintRows(*archive, *entry, flags, report);
}

}  // namespace

int CatCommand(int argc, char** argv, SignalStop&) {
  CatFlags flags;
  OptionTable table = MakeCatOptions(&flags);
  std::vector<std::string> operands;
  if (auto code = ParseCommandLine(table, argc, argv, 2, &operands)) {
    return *code;
  }
  if (operands.size() != 2) {
    return ReportUsage(argv[0], absl::InvalidArgumentError(
                                    "an archive and a table are needed"));
  }
  if (flags.common.json() && flags.output_path == "-") {
    return ReportUsage(
        argv[0],
        absl::InvalidArgumentError(
            "--output=json needs --file: standard output cannot hold both"));
  }
  Report report("cat", flags.common);
  const absl::Status status = Cat(operands[0], operands[1], flags, report);
  return report.Finish(ExitCodeFor(status, Stage::kWorking), status);
}

}  // namespace pgark
