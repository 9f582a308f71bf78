#include "jobs/restore_large_object_loader.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "jobs/restore_large_objects.h"

namespace pgark {
namespace {

// A multiple of the server's 2048 bytes a row, so that no row is written twice.
constexpr size_t kMaxPieceBytes = size_t{1} << 20;
constexpr size_t kMaxSentBytes = size_t{1} << 20;
constexpr size_t kMaxSentPieces = 500;
constexpr int kParametersOfPiece = 3;

// A number as the server's binary formats have it.
template <typename Number>
std::string BigEndian(Number number) {
  std::string octets(sizeof(Number), '\0');
  for (size_t i = octets.size(); i-- > 0; number >>= 8) {
    octets[i] = static_cast<char>(number & 0xff);
  }
  return octets;
}

std::string PutStatement(size_t piece_count) {
  std::string sql =
      "SELECT pg_catalog.lo_put(p.oid, p.position, p.bytes) FROM (VALUES ";
  for (size_t i = 0; i < piece_count; ++i) {
    const size_t parameter = i * kParametersOfPiece + 1;
    absl::StrAppend(&sql, i == 0 ? "" : ", ", "($", parameter,
                    "::pg_catalog.oid, $", parameter + 1,
                    "::pg_catalog.int8, $", parameter + 2,
                    "::pg_catalog.bytea)");
  }
  return absl::StrCat(sql, ") AS p (oid, position, bytes)");
}

}  // namespace

absl::StatusOr<bool> LargeObjectLoader::Load(TargetSession& session,
                                             const TocEntry& entry) {
  const RestoreContext& context = session.context();
  Connection& connection = session.connection();
  EntryProgress progress(context.observer, context.data.DecodedBytes(entry));
  LargeObjectLoader loader(session, entry, progress);
  const bool own_transaction = !connection.in_transaction();
  if (own_transaction) RETURN_IF_ERROR(connection.Execute("BEGIN"));
  absl::Status status = context.data.ReadLargeObjects(entry, loader);
  if (status.ok()) status = loader.SendPieces();
  if (own_transaction && connection.in_transaction()) {
    const absl::Status end =
        connection.Execute(status.ok() ? "COMMIT" : "ROLLBACK");
    status = FirstFailure(std::move(status), end);
  }
  if (status.ok()) return loader.all_succeeded_;
  // Behind damage in a pipe nothing more can be found.
  if (!context.data.reads_in_any_order()) {
    return WithObject(std::move(status), DescribeEntry(entry));
  }
  RETURN_IF_ERROR(context.tally.Fail(&entry, std::move(status)));
  return false;
}

LargeObjectLoader::LargeObjectLoader(TargetSession& session,
                                     const TocEntry& entry,
                                     EntryProgress& progress)
    : session_(session),
      entry_(entry),
      progress_(progress),
      creates_objects_(
          !session.context().header.version.HasLargeObjectEntries()) {}

absl::Status LargeObjectLoader::Begin(Oid oid) {
  current_ = Piece{oid, 0, ""};
  current_has_failed_ = false;
  return creates_objects_ ? CreateObject(oid) : absl::OkStatus();
}

absl::Status LargeObjectLoader::Write(absl::string_view bytes) {
  progress_.Add(bytes.size());
  while (!bytes.empty() && !current_has_failed_) {
    const size_t taken =
        std::min(bytes.size(), kMaxPieceBytes - current_.bytes.size());
    current_.bytes.append(bytes.data(), taken);
    bytes.remove_prefix(taken);
    if (current_.bytes.size() == kMaxPieceBytes) RETURN_IF_ERROR(FinishPiece());
  }
  return absl::OkStatus();
}

absl::Status LargeObjectLoader::End() {
  if (!current_.bytes.empty()) RETURN_IF_ERROR(FinishPiece());
  if (!current_has_failed_) {
    session_.context().tally.CountLargeObject(current_.offset);
  }
  return absl::OkStatus();
}

absl::Status LargeObjectLoader::CreateObject(Oid oid) {
  if (session_.context().options.clean) {
    ASSIGN_OR_RETURN(const bool unlinked,
                     RunGuarded(oid, UnlinkLargeObject(oid, true)));
    if (!unlinked) return absl::OkStatus();
  }
  return RunGuarded(oid, CreateLargeObject(oid)).status();
}

absl::Status LargeObjectLoader::FinishPiece() {
  Piece next{current_.oid, current_.offset + current_.bytes.size(), ""};
  pieces_bytes_ += current_.bytes.size();
  pieces_.push_back(std::exchange(current_, std::move(next)));
  const bool is_enough =
      pieces_bytes_ >= kMaxSentBytes || pieces_.size() >= kMaxSentPieces;
  return is_enough ? SendPieces() : absl::OkStatus();
}

absl::Status LargeObjectLoader::SendPieces() {
  const std::vector<Piece> pieces = std::exchange(pieces_, {});
  pieces_bytes_ = 0;
  return pieces.empty() ? absl::OkStatus() : SendGuarded(pieces);
}

absl::Status LargeObjectLoader::SendGuarded(std::span<const Piece> pieces) {
  Connection& connection = session_.connection();
  std::vector<std::string> numbers;
  for (const Piece& piece : pieces) {
    numbers.push_back(BigEndian(piece.oid));
    numbers.push_back(BigEndian(piece.offset));
  }
  std::vector<absl::string_view> parameters;
  for (size_t i = 0; i < pieces.size(); ++i) {
    parameters.emplace_back(numbers[2 * i]);
    parameters.emplace_back(numbers[2 * i + 1]);
    parameters.emplace_back(pieces[i].bytes);
  }
  RETURN_IF_ERROR(connection.Execute("SAVEPOINT pgark_pieces"));
  absl::Status status =
      connection.QueryBinary(PutStatement(pieces.size()), parameters).status();
  if (status.ok()) return connection.Execute("RELEASE SAVEPOINT pgark_pieces");
  if (absl::IsUnavailable(status)) return status;
  RETURN_IF_ERROR(connection.Execute("ROLLBACK TO SAVEPOINT pgark_pieces"));
  if (pieces.size() == 1) return Fail(pieces.front().oid, std::move(status));
  // One by one, to leave out only what cannot be written.
  for (size_t i = 0; i < pieces.size(); ++i) {
    RETURN_IF_ERROR(SendGuarded(pieces.subspan(i, 1)));
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> LargeObjectLoader::RunGuarded(Oid oid,
                                                   const std::string& sql) {
  Connection& connection = session_.connection();
  RETURN_IF_ERROR(connection.Execute("SAVEPOINT pgark_object"));
  absl::Status status = connection.Execute(sql);
  if (status.ok()) {
    RETURN_IF_ERROR(connection.Execute("RELEASE SAVEPOINT pgark_object"));
    return true;
  }
  if (absl::IsUnavailable(status)) return status;
  RETURN_IF_ERROR(connection.Execute("ROLLBACK TO SAVEPOINT pgark_object"));
  RETURN_IF_ERROR(Fail(oid, std::move(status)));
  return false;
}

absl::Status LargeObjectLoader::Fail(Oid oid, absl::Status status) {
  all_succeeded_ = false;
  if (oid == current_.oid) {
    if (current_has_failed_) return absl::OkStatus();
    current_has_failed_ = true;
  }
  return session_.context().tally.Fail(
      &entry_,
      WithObject(std::move(status), absl::StrCat("large object ", oid)));
}

}  // namespace pgark
