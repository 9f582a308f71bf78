#include "jobs/script_writer.h"

#include <algorithm>
#include <ctime>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/buffered_sink.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "jobs/restore_copy_stream.h"
#include "jobs/restore_pass.h"
#include "jobs/restore_selection.h"
#include "jobs/restore_session.h"
#include "jobs/restore_statements.h"
#include "jobs/script_frame.h"
#include "protocol/sql_text.h"

namespace pgark {
namespace {

// Writes large objects as calls of the server's functions.
class LargeObjectScript : public LargeObjectConsumer {
 public:
  // `create`: the objects were not created by entries of their own.
  LargeObjectScript(const SqlStyle& style, bool create, ByteSink& sink)
      : style_(style), create_(create), sink_(sink) {}

  absl::Status Begin(Oid oid) override {
    constexpr int kWriteMode = 131072;  // INV_WRITE
    const std::string object =
        create_ ? absl::StrCat("pg_catalog.lo_create('", oid, "')")
                : absl::StrCat("'", oid, "'");
    return sink_.Append(absl::StrCat("SELECT pg_catalog.lo_open(", object, ", ",
                                     kWriteMode, ");\n"));
  }

  absl::Status Write(absl::string_view bytes) override {
    while (!bytes.empty()) {
      const size_t taken = std::min(bytes.size(), kPieceBytes - piece_.size());
      piece_.append(bytes.data(), taken);
      bytes.remove_prefix(taken);
      if (piece_.size() == kPieceBytes) RETURN_IF_ERROR(WritePiece());
    }
    return absl::OkStatus();
  }

  absl::Status End() override {
    if (!piece_.empty()) RETURN_IF_ERROR(WritePiece());
    return sink_.Append("SELECT pg_catalog.lo_close(0);\n\n");
  }

 private:
  static constexpr size_t kPieceBytes = 16384;

  absl::Status WritePiece() {
    const std::string literal = QuoteLiteral(
        absl::StrCat("\\x", absl::BytesToHexString(piece_)), style_);
    piece_.clear();
    return sink_.Append(
        absl::StrCat("SELECT pg_catalog.lowrite(0, ", literal, ");\n"));
  }

  const SqlStyle style_;
  const bool create_;
  ByteSink& sink_;
  std::string piece_;
};

class ScriptWriter {
 public:
  ScriptWriter(const ScriptSource& source, const RestoreOptions& options,
               const RestoreDialect& dialect, const ScriptFrame& frame,
               ByteSink& sink)
      : source_(source),
        options_(options),
        dialect_(dialect),
        frame_(frame),
        sink_(sink),
        budget_(options.transaction_size) {}

  absl::Status Write(const RestoreSelection& selection);

 private:
  absl::Status Append(absl::string_view text) { return sink_.Append(text); }
  absl::Status AppendTexts(const std::vector<SqlText>& texts);

  absl::Status WriteSessionSetup();
  absl::Status WriteDrops(const RestoreSelection& selection);
  absl::Status WriteDrop(const TocEntry& entry);
  absl::Status WriteEntry(const SelectedEntry& selected);
  absl::Status WriteSchema(const TocEntry& entry);
  absl::Status WriteText(const TocEntry& entry, EntryPart part);
  absl::Status WriteLargeObjectGroup(const std::vector<SqlText>& texts);
  absl::Status WriteData(const TocEntry& entry);
  absl::Status WriteTableData(const TocEntry& entry);
  absl::Status WriteLargeObjects(const TocEntry& entry);
  absl::Status Spend(absl::string_view renewal);

  bool is_in_transaction() const {
    return options_.single_transaction || budget_.limits();
  }

  const ScriptSource& source_;
  const RestoreOptions& options_;
  const RestoreDialect& dialect_;
  const ScriptFrame& frame_;
  ByteSink& sink_;
  TransactionBudget budget_;
  std::optional<RestoreStatements> statements_;
};

bool IsDatabaseEntry(const TocEntry& entry) {
  return entry.kind == EntryKind::kDatabase ||
         entry.kind == EntryKind::kDatabaseProperties;
}

absl::Status ScriptWriter::Write(const RestoreSelection& selection) {
  statements_.emplace(options_, source_.toc, dialect_, selection.IsDataOnly());
  RETURN_IF_ERROR(Append(frame_.Begin(source_.header)));
  if (options_.single_transaction) RETURN_IF_ERROR(Append("BEGIN;\n\n"));
  RETURN_IF_ERROR(WriteSessionSetup());
  if (options_.clean) RETURN_IF_ERROR(WriteDrops(selection));
  for (const RestorePass pass : kRestorePasses) {
    for (const SelectedEntry& selected : selection.entries) {
      if (!selected.parts.Any() || PassOf(*selected.entry) != pass) continue;
      absl::Status status = WriteEntry(selected);
      if (!status.ok()) {
        return WithObject(std::move(status), DescribeEntry(*selected.entry));
      }
    }
  }
  if (is_in_transaction()) RETURN_IF_ERROR(Append("COMMIT;\n\n"));
  return Append(frame_.End(std::time(nullptr)));
}

absl::Status ScriptWriter::AppendTexts(const std::vector<SqlText>& texts) {
  for (const SqlText& text : texts) RETURN_IF_ERROR(Append(text.text));
  return absl::OkStatus();
}

absl::Status ScriptWriter::WriteSessionSetup() {
  RETURN_IF_ERROR(AppendTexts(statements_->SessionSetup()));
  RETURN_IF_ERROR(Append("\n"));
  return budget_.limits() ? Append("BEGIN;\n\n") : absl::OkStatus();
}

// `renewal`: how the transaction is ended and begun anew at this place.
absl::Status ScriptWriter::Spend(absl::string_view renewal) {
  return budget_.Spend() ? Append(renewal) : absl::OkStatus();
}

absl::Status ScriptWriter::WriteDrops(const RestoreSelection& selection) {
  for (size_t i = selection.entries.size(); i-- > 0;) {
    const SelectedEntry& selected = selection.entries[i];
    const TocEntry& entry = *selected.entry;
    if (!(selected.parts.schema || selected.parts.data) ||
        !entry.drop_statement.has_value()) {
      continue;
    }
    // With its database everything in it goes.
    if (options_.selection.create_database && !IsDatabaseEntry(entry)) continue;
    RETURN_IF_ERROR(WriteDrop(entry));
  }
  statements_->ForgetSchema();
  return absl::OkStatus();
}

absl::Status ScriptWriter::WriteDrop(const TocEntry& entry) {
  ASSIGN_OR_RETURN(const std::vector<SqlText> texts,
                   statements_->DropEntryText(entry));
  if (IsDatabaseEntry(entry)) {
    // These refuse to run in a transaction.
    if (budget_.limits()) RETURN_IF_ERROR(Append("COMMIT;\n"));
    RETURN_IF_ERROR(AppendTexts(texts));
    return budget_.limits() ? Append("BEGIN;\n") : absl::OkStatus();
  }
  if (IsLargeObjectGroup(entry) && budget_.limits()) {
    RETURN_IF_ERROR(WriteLargeObjectGroup(texts));
  } else {
    RETURN_IF_ERROR(AppendTexts(texts));
  }
  return Spend("COMMIT;\nBEGIN;\n");
}

// The statements for large objects are as many as there are objects; each of
// them counts.
absl::Status ScriptWriter::WriteLargeObjectGroup(
    const std::vector<SqlText>& texts) {
  for (const SqlText& text : texts) {
    RETURN_IF_ERROR(Append(text.text));
    if (text.role == SqlText::Role::kStatement) {
      RETURN_IF_ERROR(Spend("COMMIT;\nBEGIN;\n\n"));
    }
  }
  return absl::OkStatus();
}

absl::Status ScriptWriter::WriteEntry(const SelectedEntry& selected) {
  const TocEntry& entry = *selected.entry;
  if (selected.parts.schema) RETURN_IF_ERROR(WriteSchema(entry));
  if (selected.parts.data) {
    if (entry.has_data) {
      RETURN_IF_ERROR(WriteData(entry));
    } else if (!selected.parts.schema) {
      RETURN_IF_ERROR(WriteText(entry, EntryPart::kSchema));
    }
  }
  if (selected.parts.statistics) {
    RETURN_IF_ERROR(WriteText(entry, EntryPart::kStatistics));
  }
  return Spend("COMMIT;\nBEGIN;\n\n");
}

absl::Status ScriptWriter::WriteSchema(const TocEntry& entry) {
  const bool is_database = IsDatabaseEntry(entry);
  if (is_database && budget_.limits()) RETURN_IF_ERROR(Append("COMMIT;\n\n"));
  RETURN_IF_ERROR(WriteText(entry, EntryPart::kSchema));
  if (!is_database) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::string connect, frame_.Connect(entry.tag));
  RETURN_IF_ERROR(Append(connect));
  budget_.Reset();
  statements_->ForgetSettings();
  return WriteSessionSetup();
}

absl::Status ScriptWriter::WriteText(const TocEntry& entry, EntryPart part) {
  ASSIGN_OR_RETURN(const std::vector<SqlText> texts,
                   statements_->EntryText(
                       entry, part, source_.data.DescribeLocation(entry)));
  if (IsLargeObjectGroup(entry) && budget_.limits()) {
    return WriteLargeObjectGroup(texts);
  }
  RETURN_IF_ERROR(AppendTexts(texts));
  budget_.Add(CountFurtherStatements(entry));
  return absl::OkStatus();
}

absl::Status ScriptWriter::WriteData(const TocEntry& entry) {
  RETURN_IF_ERROR(WriteText(entry, EntryPart::kData));
  if (entry.kind == EntryKind::kBlobs) return WriteLargeObjects(entry);
  RETURN_IF_ERROR(AppendTexts(statements_->BeforeTableData(entry)));
  RETURN_IF_ERROR(WriteTableData(entry));
  return AppendTexts(statements_->AfterTableData(entry));
}

absl::Status ScriptWriter::WriteTableData(const TocEntry& entry) {
  const ByteConsumer append = [this](absl::string_view bytes) {
    return Append(bytes);
  };
  if (entry.copy_statement.value_or("").empty()) {
    return source_.data.ReadTableData(entry, append);
  }
  RETURN_IF_ERROR(Append(*entry.copy_statement));
  CopyRowFilter rows(append);
  RETURN_IF_ERROR(source_.data.ReadTableData(
      entry, [&rows](absl::string_view bytes) { return rows.Write(bytes); }));
  RETURN_IF_ERROR(rows.Finish());
  return Append(kCopyEndMarker);
}

absl::Status ScriptWriter::WriteLargeObjects(const TocEntry& entry) {
  LargeObjectScript script(
      dialect_.Style(), !source_.header.version.HasLargeObjectEntries(), sink_);
  if (!is_in_transaction()) RETURN_IF_ERROR(Append("BEGIN;\n\n"));
  RETURN_IF_ERROR(source_.data.ReadLargeObjects(entry, script));
  return is_in_transaction() ? absl::OkStatus() : Append("COMMIT;\n\n");
}

}  // namespace

absl::StatusOr<std::vector<std::string>> WriteScript(
    const ScriptSource& source, const RestoreOptions& options, ByteSink& sink) {
  ASSIGN_OR_RETURN(
      RestoreDialect dialect,
      ChooseDialect(source.header, source.toc, options.as_release));
  dialect.quote_all_identifiers = options.quote_all_identifiers;
  ASSIGN_OR_RETURN(const ScriptFrame frame,
                   ScriptFrame::Create(options, dialect.release));
  ASSIGN_OR_RETURN(RestoreSelection selection,
                   SelectEntries(source.toc, options.selection));
  // Rows are small: one by one they would cost more than reading them.
  BufferedSink buffered(sink);
  ScriptWriter writer(source, options, dialect, frame, buffered);
  RETURN_IF_ERROR(writer.Write(selection));
  RETURN_IF_ERROR(buffered.Flush());
  return std::move(selection.warnings);
}

}  // namespace pgark
