#ifndef PGARK_JOBS_LARGE_OBJECT_PAGES_H_
#define PGARK_JOBS_LARGE_OBJECT_PAGES_H_

#include <cstdint>
#include <span>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "archive/dump_id.h"
#include "jobs/restore_data_source.h"

namespace pgark {

// Makes large objects of what COPY (SELECT loid, pageno, data FROM
// pg_largeobject ... ORDER BY loid, pageno) TO STDOUT (FORMAT binary) sends.
// Pages that are missing, and what is missing at the end of a page that is
// not the object's last, are holes: they read as zeros. Objects without a page
// are empty; pages of others are passed over.
//
//   LargeObjectPages pages(oids, page_bytes, consumer);
//   for each message: pages.Add(message)
//   pages.Finish()
//
// thread-compatible
class LargeObjectPages {
 public:
  // `oids`, ascending, are the objects that are there; `page_bytes` is
  // LOBLKSIZE, a quarter of a block. Both and the consumer outlive this.
  LargeObjectPages(std::span<const Oid> oids, uint64_t page_bytes,
                   LargeObjectConsumer& consumer)
      : oids_(oids), page_bytes_(page_bytes), consumer_(consumer) {}

  // Takes one message of the COPY: its header and a row, a row, or the end.
  // Returns INTERNAL for what is no such message, or for a page out of order;
  // or what the consumer fails with.
  absl::Status Add(absl::string_view message);
  // The COPY has ended. Returns INTERNAL when its end has not come.
  absl::Status Finish();

 private:
  absl::Status AddPage(Oid oid, int32_t page, absl::string_view data);
  // Ends the object that is open and passes over the empty ones before `oid`.
  absl::Status MoveTo(Oid oid);
  absl::Status EndObject();
  absl::Status WriteZeros(uint64_t count);

  const std::span<const Oid> oids_;
  const uint64_t page_bytes_;
  LargeObjectConsumer& consumer_;
  bool header_is_read_ = false;
  bool ended_ = false;
  size_t place_ = 0;      // in oids_, of the next object to begin
  bool is_open_ = false;  // the object at place_ - 1
  uint64_t written_ = 0;  // bytes of it
  int64_t last_page_ = -1;
};

}  // namespace pgark

#endif  // PGARK_JOBS_LARGE_OBJECT_PAGES_H_
