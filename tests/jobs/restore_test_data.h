#ifndef PGARK_TESTS_JOBS_RESTORE_TEST_DATA_H_
#define PGARK_TESTS_JOBS_RESTORE_TEST_DATA_H_

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "archive/archive_header.h"
#include "archive/toc.h"
#include "jobs/restore_data_source.h"

namespace pgark {

// An entry with the fields that every kind has; the rest is set by the test.
inline TocEntry MakeEntry(int id, const std::string& desc,
                          const std::string& tag, Section section) {
  TocEntry entry;
  entry.id = DumpId{id};
  entry.desc = desc;
  entry.kind = ParseEntryKind(desc);
  entry.tag = tag;
  entry.section = section;
  entry.schema = "app";
  entry.owner = "alice";
  entry.definition = absl::StrCat("-- definition of ", tag, "\n");
  return entry;
}

inline TocEntry MakeTable(int id, const std::string& name) {
  TocEntry entry = MakeEntry(id, "TABLE", name, Section::kPreData);
  entry.definition = absl::StrCat("CREATE TABLE app.", name, " (a text);\n");
  entry.drop_statement = absl::StrCat("DROP TABLE app.", name, ";\n");
  entry.tablespace = "";
  entry.table_access_method = "heap";
  entry.relation_kind = 'r';
  return entry;
}

inline TocEntry MakeTableData(int id, const std::string& name, int table) {
  TocEntry entry = MakeEntry(id, "TABLE DATA", name, Section::kData);
  entry.has_data = true;
  entry.definition.reset();
  entry.copy_statement = absl::StrCat("COPY app.", name, " (a) FROM stdin;\n");
  entry.dependencies = {DumpId{table}};
  return entry;
}

// The entries that set a session up.
inline std::vector<TocEntry> SessionEntries() {
  std::vector<TocEntry> entries;
  entries.push_back(MakeEntry(901, "ENCODING", "ENCODING", Section::kPreData));
  entries.back().definition = "SET client_encoding = 'UTF8';\n";
  entries.push_back(
      MakeEntry(902, "STDSTRINGS", "STDSTRINGS", Section::kPreData));
  entries.back().definition = "SET standard_conforming_strings = 'on';\n";
  entries.push_back(
      MakeEntry(903, "SEARCHPATH", "SEARCHPATH", Section::kPreData));
  entries.back().definition =
      "SELECT pg_catalog.set_config('search_path', '', false);\n";
  return entries;
}

inline ArchiveHeader MakeHeader(const std::string& release) {
  ArchiveHeader header;
  header.server_version = release;
  header.dump_version = release;
  return header;
}

// Data that a test gives, cut into pieces of a few bytes.
class FakeDataSource : public EntryDataSource {
 public:
  std::map<int, std::string> tables;
  std::map<int, std::vector<std::pair<Oid, std::string>>> objects;
  // Of tables that are read by pieces, with the end marker.
  std::map<int, std::vector<std::string>> pieces;
  // What is said of their size, if it is not the truth.
  std::map<int, uint64_t> announced_bytes;
  bool sizes_are_known = false;
  mutable std::atomic<int> piece_readers = 0;  // that were made
  size_t piece_bytes = 3;
  bool any_order = true;

  absl::Status ReadTableData(const TocEntry& entry,
                             const ByteConsumer& consume) override {
    return Cut(tables[entry.id.value], consume);
  }
  absl::Status ReadLargeObjects(const TocEntry& entry,
                                LargeObjectConsumer& consumer) override {
    for (const auto& [oid, bytes] : objects[entry.id.value]) {
      absl::Status status = consumer.Begin(oid);
      if (status.ok()) {
        status = Cut(bytes, [&consumer](absl::string_view piece) {
          return consumer.Write(piece);
        });
      }
      if (status.ok()) status = consumer.End();
      if (!status.ok()) return status;
    }
    return absl::OkStatus();
  }
  bool reads_in_any_order() const override { return any_order; }
  uint64_t StoredBytes(const TocEntry& entry) const override {
    const auto found = tables.find(entry.id.value);
    return !sizes_are_known || found == tables.end() ? 0 : found->second.size();
  }
  uint64_t DecodedBytes(const TocEntry& entry) const override {
    const auto announced = announced_bytes.find(entry.id.value);
    return announced != announced_bytes.end() ? announced->second
                                              : StoredBytes(entry);
  }
  size_t TablePieceCount(const TocEntry& entry) const override {
    const auto found = pieces.find(entry.id.value);
    return found == pieces.end() ? 0 : found->second.size();
  }
  absl::StatusOr<std::unique_ptr<TablePieceReader>> NewTablePieceReader(
      const TocEntry& entry) const override {
    ++piece_readers;
    return std::make_unique<PieceReader>(pieces.at(entry.id.value));
  }

 private:
  class PieceReader : public TablePieceReader {
   public:
    explicit PieceReader(const std::vector<std::string>& pieces)
        : pieces_(pieces) {}
    absl::Status Read(size_t piece, std::string* rows) override {
      *rows = pieces_[piece];
      return rows->empty() ? absl::DataLossError("a damaged piece")
                           : absl::OkStatus();
    }

   private:
    const std::vector<std::string>& pieces_;
  };

  absl::Status Cut(const std::string& bytes,
                   const ByteConsumer& consume) const {
    for (size_t at = 0; at < bytes.size(); at += piece_bytes) {
      absl::Status status =
          consume(absl::string_view(bytes).substr(at, piece_bytes));
      if (!status.ok()) return status;
    }
    return absl::OkStatus();
  }
};

}  // namespace pgark

#endif  // PGARK_TESTS_JOBS_RESTORE_TEST_DATA_H_
