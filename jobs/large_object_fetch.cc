#include "jobs/large_object_fetch.h"

#include <algorithm>
#include <optional>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "jobs/large_object_pages.h"

namespace pgark {
namespace {

// So many objects are begun in one round trip, each with its first part; both
// bound what an answer can weigh.
constexpr size_t kObjectsPerQuery = 64;
constexpr size_t kPartBytes = size_t{256} << 10;

// A page of a large object is a quarter of the server's block.
constexpr uint64_t kPagesPerBlock = 4;

// Reads on where the first part of an object was full.
absl::Status FetchRest(Connection& connection, Oid oid,
                       LargeObjectConsumer& consumer) {
  for (uint64_t offset = kPartBytes;; offset += kPartBytes) {
    ASSIGN_OR_RETURN(const Result part,
                     connection.QueryBinary(absl::StrCat(
                         "SELECT pg_catalog.lo_get(", oid, "::pg_catalog.oid, ",
                         offset, "::pg_catalog.int8, ", kPartBytes, ")")));
    if (part.row_count() != 1) {
      return absl::InternalError("lo_get gave no row");
    }
    const absl::string_view bytes = part.Text(0, 0);
    RETURN_IF_ERROR(consumer.Write(bytes));
    if (bytes.size() < kPartBytes) return absl::OkStatus();
  }
}

absl::Status FetchGroup(Connection& connection, std::span<const Oid> oids,
                        LargeObjectConsumer& consumer) {
  ASSIGN_OR_RETURN(
      const Result parts,
      connection.QueryBinary(absl::StrCat(
          "SELECT pg_catalog.lo_get(o, 0::pg_catalog.int8, ", kPartBytes,
          ") FROM pg_catalog.unnest('{", absl::StrJoin(oids, ","),
          "}'::pg_catalog.oid[]) WITH ORDINALITY AS u (o, n) ORDER BY n")));
  if (parts.row_count() != static_cast<int>(oids.size())) {
    return absl::InternalError("lo_get gave another number of rows");
  }
  for (size_t i = 0; i < oids.size(); ++i) {
    const absl::string_view bytes = parts.Text(static_cast<int>(i), 0);
    RETURN_IF_ERROR(consumer.Begin(oids[i]));
    RETURN_IF_ERROR(consumer.Write(bytes));
    if (bytes.size() == kPartBytes) {
      RETURN_IF_ERROR(WithObject(FetchRest(connection, oids[i], consumer),
                                 absl::StrCat("large object ", oids[i])));
    }
    RETURN_IF_ERROR(consumer.End());
  }
  return absl::OkStatus();
}

// Pages of the objects, in order. Where the numbers are close together, one
// scan of the index takes all of them, and little else. It is the only plan
// then: terabytes must not be sorted. Else each object is looked up.
std::string PagesQuery(std::span<const Oid> oids) {
  constexpr uint64_t kMostNumbersPerObject = 4;
  const uint64_t numbers = uint64_t{oids.back()} - oids.front() + 1;
  if (numbers <= kMostNumbersPerObject * oids.size()) {
    return absl::StrCat(
        "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; "
        "COPY (SELECT loid, pageno, data FROM pg_catalog.pg_largeobject WHERE "
        "loid BETWEEN ",
        oids.front(), " AND ", oids.back(),
        " ORDER BY loid, pageno) TO STDOUT (FORMAT binary)");
  }
  return absl::StrCat(
      "COPY (SELECT o, p.pageno, p.data FROM pg_catalog.unnest('{",
      absl::StrJoin(oids, ","),
      "}'::pg_catalog.oid[]) AS o CROSS JOIN LATERAL (SELECT pageno, data FROM "
      "pg_catalog.pg_largeobject WHERE loid = o ORDER BY pageno OFFSET 0) "
      "AS p) TO STDOUT (FORMAT binary)");
}

// Reads the pages themselves: one statement for all objects, and no opening
// and closing of each. Returns false, with nothing read, to those who may not:
// superusers may, and whom they have allowed it.
absl::StatusOr<bool> FetchPages(Connection& connection,
                                std::span<const Oid> oids,
                                LargeObjectConsumer& consumer) {
  ASSIGN_OR_RETURN(
      const Result rights,
      connection.Query("SELECT pg_catalog.has_table_privilege("
                       "'pg_catalog.pg_largeobject', 'SELECT'), "
                       "pg_catalog.current_setting('block_size')"));
  uint64_t block_bytes = 0;
  if (rights.row_count() != 1 || !rights.Bool(0, 0) ||
      !absl::SimpleAtoi(rights.Text(0, 1), &block_bytes) ||
      block_bytes < kPagesPerBlock) {
    return false;
  }
  ASSIGN_OR_RETURN(auto stream, connection.CopyOut(PagesQuery(oids)));
  LargeObjectPages pages(oids, block_bytes / kPagesPerBlock, consumer);
  while (true) {
    ASSIGN_OR_RETURN(const std::optional<absl::string_view> message,
                     stream->Next());
    if (!message.has_value()) break;
    RETURN_IF_ERROR(pages.Add(*message));
  }
  RETURN_IF_ERROR(pages.Finish());
  return true;
}

}  // namespace

absl::Status FetchLargeObjects(Connection& connection,
                               std::span<const Oid> oids,
                               LargeObjectConsumer& consumer) {
  if (oids.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const bool done, FetchPages(connection, oids, consumer));
  if (done) return absl::OkStatus();
  while (!oids.empty()) {
    const size_t count = std::min(oids.size(), kObjectsPerQuery);
    RETURN_IF_ERROR(FetchGroup(connection, oids.first(count), consumer));
    oids = oids.subspan(count);
  }
  return absl::OkStatus();
}

}  // namespace pgark
