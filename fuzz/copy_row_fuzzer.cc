// Rows and their digest do not depend on how the text is cut; the digest does
// not depend on the rows' order; and every row becomes one line of JSON and of
// CSV's records, or DATA_LOSS.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <vector>

#include "archive/copy_row.h"
#include "archive/row_digest.h"
#include "fuzz/fuzz_input.h"
#include "jobs/row_writer.h"

namespace pgark {
namespace {

constexpr const char* kEncodings[] = {"UTF8", "SJIS", "GB18030", "SQL_ASCII"};

std::vector<std::string> Split(absl::string_view text, size_t cut) {
  std::vector<std::string> rows;
  const auto take = [&rows](absl::string_view row) {
    rows.emplace_back(row);
    return absl::OkStatus();
  };
  CopyRowSplitter splitter(take);
  for (size_t i = 0; i < text.size(); i += cut) {
    FuzzCheck(splitter.Write(text.substr(i, cut)).ok(), "rows are short here");
  }
  return rows;
}

RowDigest Digest(absl::string_view text, size_t cut) {
  RowDigester digester;
  for (size_t i = 0; i < text.size(); i += cut) {
    digester.Write(text.substr(i, cut));
  }
  return digester.digest();
}

void Run(FuzzInput input) {
  const TextEncoding* encoding =
      FindTextEncoding(kEncodings[input.TakeNumber(std::size(kEncodings) - 1)]);
  const size_t columns = input.TakeNumber(4);
  const size_t cut = 1 + input.TakeNumber(255);
  const absl::string_view text = input.bytes();
  std::vector<std::string> rows = Split(text, text.size() + 1);
  FuzzCheck(rows == Split(text, cut), "cuts change no row");
  const RowDigest digest = Digest(text, text.size() + 1);
  FuzzCheck(digest == Digest(text, cut), "cuts change no digest");
  FuzzCheck(digest.rows == rows.size(), "both see the same rows");

  std::vector<OutputColumn> output;
  for (size_t i = 0; i < columns; ++i) {
    output.push_back({i, "c", static_cast<ColumnTypeKind>(i)});
  }
  RowWriter json(RowFormat::kJsonLines, output, columns, encoding);
  RowWriter csv(RowFormat::kCsv, output, columns, encoding);
  std::string reversed;
  std::reverse(rows.begin(), rows.end());
  for (const std::string& row : rows) {
    std::string line;
    const absl::Status status = json.AppendRow(row, &line);
    FuzzCheck(status.ok() == csv.AppendRow(row, &reversed).ok(),
              "both take the same rows");
    FuzzCheck(status.ok() || absl::IsDataLoss(status), "other widths: damage");
    FuzzCheck(!status.ok() || std::count(line.begin(), line.end(), '\n') == 1,
              "a row is a line of JSON");
  }
  reversed.clear();
  for (const std::string& row : rows) reversed += row + "\n";
  FuzzCheck(digest == Digest(reversed, cut), "order changes no digest");
}

}  // namespace
}  // namespace pgark

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  pgark::Run(pgark::FuzzInput(data, size));
  return 0;
}
