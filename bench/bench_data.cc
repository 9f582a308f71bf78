#include "bench/bench_data.h"

#include <algorithm>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace pgark {
namespace {

constexpr const char* kWords[] = {
    "the",      "of",   "and",  "order",     "to",   "in",     "a",     "is",
    "that",     "for",  "it",   "was",       "on",   "with",   "be",    "by",
    "not",      "at",   "from", "invoice",   "are",  "this",   "have",  "which",
    "one",      "had",  "all",  "warehouse", "but",  "were",   "their", "there",
    "customer", "been", "has",  "would",     "more", "refund", "when",  "who",
    "will",     "no",   "if",   "out",       "said", "address"};

// `i` is the row's number.
void AppendRandomRow(uint64_t i, BenchNumbers& numbers, std::string* out) {
  constexpr char kLetters[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  absl::StrAppend(out, i, "\t");
  for (int word = 0; word < 15; ++word) {
    uint64_t bits = numbers.Next();
    for (int letter = 0; letter < 10; ++letter, bits >>= 6) {
      out->push_back(kLetters[bits & 63]);
    }
  }
  out->push_back('\n');
}

void AppendKeyRow(uint64_t i, BenchNumbers& numbers, std::string* out) {
  constexpr const char* kStates[] = {"new", "paid", "shipped", "delivered"};
  const uint64_t draw = numbers.Next();
  const uint64_t customer = draw % 20000;
  BenchNumbers of_customer(customer);
  BenchNumbers of_basket(i / 8 + 1000000);
  absl::StrAppendFormat(
      out,
      "%d\t2024-%02d-%02d %02d:%02d:%02d.%03d+00\t%d\t%016x%016x\t"
      "user%d@%s.example.com\t%s\t%d.%02d\t%016x%016x\n",
      i, 1 + i / 1500000 % 12, 1 + i / 50000 % 28, i / 2100 % 24, i / 35 % 60,
      i * 17 / 10 % 60, draw >> 54, customer, of_customer.Next(),
      of_customer.Next(), customer, kWords[customer % 46],
      kStates[(draw >> 20) & 3], (draw >> 30) % 10000, (draw >> 45) % 100,
      of_basket.Next(), of_basket.Next());
}

void AppendNumberRow(uint64_t i, BenchNumbers& numbers, std::string* out) {
  const uint64_t draw = numbers.Next();
  absl::StrAppendFormat(
      out, "%d\t2024-03-%02d %02d:%02d:00+00\t%d\t%d.%d\t%d\n", i,
      1 + i / 1440 % 28, i / 60 % 24, i % 60, i % 100, 200 + (draw & 31),
      (draw >> 8) % 1000, (draw >> 20) & 7);
}

void AppendProseRow(uint64_t i, BenchNumbers& numbers, std::string* out) {
  absl::StrAppend(out, i, "\t");
  for (int word = 0; word < 40; ++word) {
    // The frequent ones are far more frequent, as in a language.
    const uint64_t bits = numbers.Next();
    absl::StrAppend(out, word == 0 ? "" : " ",
                    kWords[std::min(bits % 46, (bits >> 32) % 46)]);
  }
  out->append(".\n");
}

}  // namespace

uint64_t BenchNumbers::Next() {
  uint64_t value = state_ += 0x9e3779b97f4a7c15;
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
  value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
  return value ^ (value >> 31);
}

std::string MakeCopyText(BenchText kind, size_t bytes) {
  BenchNumbers numbers(static_cast<uint64_t>(kind) + 1);
  std::string text;
  text.reserve(bytes + 1024);
  for (uint64_t i = 1; text.size() < bytes; ++i) {
    switch (kind) {
      case BenchText::kRandom:
        AppendRandomRow(i, numbers, &text);
        break;
      case BenchText::kKeys:
        AppendKeyRow(i, numbers, &text);
        break;
      case BenchText::kNumbers:
        AppendNumberRow(i, numbers, &text);
        break;
      case BenchText::kProse:
        AppendProseRow(i, numbers, &text);
        break;
    }
  }
  return text;
}

size_t ColumnCount(BenchText kind) {
  switch (kind) {
    case BenchText::kRandom:
    case BenchText::kProse:
      return 2;
    case BenchText::kNumbers:
      return 5;
    case BenchText::kKeys:
      return 8;
  }
  return 0;
}

std::vector<TocEntry> MakeEntries(int count) {
  struct Kind {
    const char* desc;
    EntryKind kind;
    Section section;
  };
  constexpr Kind kKinds[] = {
      {"TABLE", EntryKind::kTable, Section::kPreData},
      {"TABLE DATA", EntryKind::kTableData, Section::kData},
      {"CONSTRAINT", EntryKind::kConstraint, Section::kPostData},
      {"INDEX", EntryKind::kIndex, Section::kPostData},
  };
  std::vector<TocEntry> entries;
  entries.reserve(static_cast<size_t>(count));
  for (int i = 0; i < count; ++i) {
    const Kind& kind = kKinds[i % 4];
    const int table = i / 4 * 4;
    const std::string name = absl::StrCat("item_", table);
    TocEntry entry;
    entry.id = DumpId{i + 1};
    entry.catalog_id = {1259, static_cast<Oid>(16384 + i)};
    entry.tag = i % 4 < 2 ? name : absl::StrCat(name, " ", name, "_", i);
    entry.desc = kind.desc;
    entry.kind = kind.kind;
    entry.section = kind.section;
    entry.schema = "public";
    entry.owner = "application";
    entry.tablespace = "";
    if (i % 4 == 1) {
      entry.has_data = true;
      entry.copy_statement = absl::StrCat("COPY public.", name,
                                          " (id, name, price, made_at) FROM "
                                          "stdin;\n");
    } else {
      entry.definition = absl::StrCat(
          "CREATE TABLE public.", name,
          " (\n    id integer NOT NULL,\n    name text NOT NULL,\n    price "
          "numeric(10,2) DEFAULT 0,\n    made_at timestamp with time zone "
          "DEFAULT now()\n);\n");
      entry.drop_statement = absl::StrCat("DROP TABLE public.", name, ";\n");
    }
    if (i % 4 == 0) entry.table_access_method = "heap";
    if (i % 4 != 0) entry.dependencies = {DumpId{table + 1}};
    entries.push_back(std::move(entry));
  }
  return entries;
}

absl::StatusOr<size_t> StringSource::ReadAt(uint64_t offset,
                                            std::span<char> buffer) const {
  if (offset >= bytes_.size()) return size_t{0};
  const size_t count = std::min<size_t>(buffer.size(), bytes_.size() - offset);
  std::memcpy(buffer.data(), bytes_.data() + offset, count);
  return count;
}

}  // namespace pgark
