// What the scanner says about COPY text does not depend on how the text is
// cut; and it never counts more rows than there are newlines.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <vector>

#include "archive/column_type.h"
#include "archive/copy_statement.h"
#include "archive/copy_text_scanner.h"
#include "archive/field_type_scanner.h"
#include "archive/text_encoding.h"
#include "fuzz/fuzz_input.h"

namespace pgark {
namespace {

constexpr const char* kEncodings[] = {"UTF8",   "SJIS",     "GB18030",
                                      "BIG5",   "EUC_JP",   "EUC_TW",
                                      "LATIN1", "SQL_ASCII"};

std::vector<uint64_t> Scan(absl::string_view text,
                           const CopyTextOptions& options, size_t cut) {
  CopyTextScanner scanner(options);
  while (!text.empty()) {
    const absl::string_view piece = text.substr(0, cut);
    text.remove_prefix(piece.size());
    scanner.Write(piece);
  }
  scanner.Finish();
  std::vector<uint64_t> result = {scanner.row_count(), scanner.byte_count(),
                                  scanner.ended() ? 1u : 0u};
  for (const CopyTextProblem& problem : scanner.problems()) {
    result.insert(result.end(),
                  {static_cast<uint64_t>(problem.kind), problem.offset,
                   problem.row, problem.count, problem.columns});
  }
  return result;
}

// As Scan(), of the fields' types.
std::vector<uint64_t> ScanFields(absl::string_view text,
                                 const TextEncoding* encoding, size_t cut) {
  FieldTypeScanner scanner({{ColumnTypeKind::kJsonb, 0},
                            {ColumnTypeKind::kTimestampWithZone, 0},
                            {ColumnTypeKind::kBytea, 0},
                            {ColumnTypeKind::kVarchar, 3},
                            {ColumnTypeKind::kInet, 0}},
                           encoding);
  while (!text.empty()) {
    const absl::string_view piece = text.substr(0, cut);
    text.remove_prefix(piece.size());
    scanner.Write(piece);
  }
  std::vector<uint64_t> result;
  for (const FieldTypeScanner::Problem& problem : scanner.problems()) {
    result.insert(result.end(),
                  {problem.column, problem.row, problem.offset, problem.count});
  }
  return result;
}

void Run(FuzzInput input) {
  CopyTextOptions options;
  options.encoding =
      FindTextEncoding(kEncodings[input.TakeNumber(std::size(kEncodings) - 1)]);
  const uint32_t columns = input.TakeNumber(5);
  if (columns > 0) options.column_count = columns - 1;
  options.expects_end_marker = input.TakeNumber(1) == 0;
  const size_t cut = 1 + input.TakeNumber(255);
  const absl::string_view text = input.bytes();
  const std::vector<uint64_t> whole = Scan(text, options, text.size() + 1);
  FuzzCheck(whole == Scan(text, options, cut), "cuts change nothing");
  const auto newlines =
      static_cast<uint64_t>(std::count(text.begin(), text.end(), '\n'));
  FuzzCheck(whole[0] <= newlines, "each row has its newline");
  FuzzCheck(whole[1] == text.size(), "all bytes are counted");
  FuzzCheck(ScanFields(text, options.encoding, text.size() + 1) ==
                ScanFields(text, options.encoding, cut),
            "cuts change nothing for fields");
  ParseCopyColumns(text);
  ParseTableColumnTypes(text);
}

}  // namespace
}  // namespace pgark

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  pgark::Run(pgark::FuzzInput(data, size));
  return 0;
}
