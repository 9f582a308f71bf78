#include "jobs/large_object_pages.h"

#include <algorithm>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/byte_order.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

// The signature of binary COPY, then flags and the length of an extension,
// both 0 (PostgreSQL's documentation of COPY, "Binary Format").
constexpr absl::string_view kSignature("PGCOPY\n\377\r\n\0", 11);
constexpr size_t kHeaderBytes = 11 + 4 + 4;
constexpr absl::string_view kTrailer("\377\377", 2);

constexpr size_t kZeroBytes = size_t{64} << 10;

absl::Status NoPage(absl::string_view why) {
  return absl::InternalError(
      absl::StrCat("pg_largeobject gave something else than pages: ", why));
}

// Takes a field off `row`: its length in front of its bytes. Returns false
// when there is none, or NULL.
bool TakeField(absl::string_view* row, absl::string_view* field) {
  if (row->size() < 4) return false;
  const uint32_t length = DecodeBigEndian32(row->data());
  row->remove_prefix(4);
  if (length > row->size()) return false;  // NULL is the largest length
  *field = row->substr(0, length);
  row->remove_prefix(length);
  return true;
}

}  // namespace

absl::Status LargeObjectPages::Add(absl::string_view message) {
  if (!header_is_read_) {
    if (message.size() < kHeaderBytes ||
        !absl::StartsWith(message, kSignature)) {
      return NoPage("no header of a binary COPY");
    }
    message.remove_prefix(kHeaderBytes);
    header_is_read_ = true;
    if (message.empty()) return absl::OkStatus();
  }
  if (ended_) return NoPage("a row behind the end");
  if (message == kTrailer) {
    ended_ = true;
    return absl::OkStatus();
  }
  if (!absl::StartsWith(message, absl::string_view("\0\3", 2))) {
    return NoPage("a row without three columns");
  }
  message.remove_prefix(2);
  absl::string_view oid;
  absl::string_view page;
  absl::string_view data;
  if (!TakeField(&message, &oid) || oid.size() != 4 ||
      !TakeField(&message, &page) || page.size() != 4 ||
      !TakeField(&message, &data) || !message.empty()) {
    return NoPage("other columns");
  }
  return AddPage(DecodeBigEndian32(oid.data()),
                 static_cast<int32_t>(DecodeBigEndian32(page.data())), data);
}

absl::Status LargeObjectPages::AddPage(Oid oid, int32_t page,
                                       absl::string_view data) {
  if (data.size() > page_bytes_) return NoPage("a page that is too long");
  if (!is_open_ || oids_[place_ - 1] != oid) {
    // Of another group; or of no object, in a damaged catalog: pg_dump does not
    // see those either.
    if (!std::binary_search(oids_.begin(), oids_.end(), oid)) {
      return absl::OkStatus();
    }
    RETURN_IF_ERROR(MoveTo(oid));
  }
  if (page <= last_page_) return NoPage("a page out of order");
  last_page_ = page;
  RETURN_IF_ERROR(
      WriteZeros(static_cast<uint64_t>(page) * page_bytes_ - written_));
  written_ += data.size();
  return consumer_.Write(data);
}

absl::Status LargeObjectPages::MoveTo(Oid oid) {
  RETURN_IF_ERROR(EndObject());
  while (place_ < oids_.size() && oids_[place_] < oid) {
    RETURN_IF_ERROR(consumer_.Begin(oids_[place_]));
    RETURN_IF_ERROR(consumer_.End());
    ++place_;
  }
  if (place_ == oids_.size() || oids_[place_] != oid) {
    return NoPage(absl::StrCat("a page of object ", oid, " out of order"));
  }
  ++place_;
  is_open_ = true;
  written_ = 0;
  last_page_ = -1;
  return consumer_.Begin(oid);
}

absl::Status LargeObjectPages::EndObject() {
  if (!is_open_) return absl::OkStatus();
  is_open_ = false;
  return consumer_.End();
}

absl::Status LargeObjectPages::WriteZeros(uint64_t count) {
  if (count == 0) return absl::OkStatus();
  const std::string zeros(std::min<uint64_t>(count, kZeroBytes), '\0');
  written_ += count;
  while (count > 0) {
    const uint64_t part = std::min<uint64_t>(count, zeros.size());
    RETURN_IF_ERROR(consumer_.Write(absl::string_view(zeros).substr(0, part)));
    count -= part;
  }
  return absl::OkStatus();
}

absl::Status LargeObjectPages::Finish() {
  if (!ended_) return NoPage("no end");
  RETURN_IF_ERROR(EndObject());
  for (; place_ < oids_.size(); ++place_) {
    RETURN_IF_ERROR(consumer_.Begin(oids_[place_]));
    RETURN_IF_ERROR(consumer_.End());
  }
  return absl::OkStatus();
}

}  // namespace pgark
