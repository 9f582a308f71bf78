#include "jobs/content_digest.h"

#include <utility>

#include "base/mutex.h"
#include "base/parallel_for.h"
#include "base/status_context.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

// Each telling costs a look at the clock: too much for a row.
constexpr uint64_t kToldBytes = uint64_t{1} << 20;

// Tells the observer in large parts, and sees when to stop.
class Meter {
 public:
  Meter(const ContentDigestOptions& options, JobObserver& observer)
      : options_(options), observer_(observer) {}

  absl::Status Add(uint64_t bytes) {
    untold_ += bytes;
    if (untold_ < kToldBytes) return absl::OkStatus();
    observer_.AddBytes(std::exchange(untold_, 0));
    return options_.stop.stop_requested()
               ? absl::CancelledError("the comparison was stopped")
               : absl::OkStatus();
  }
  void Finish() { observer_.AddBytes(untold_); }

 private:
  const ContentDigestOptions& options_;
  JobObserver& observer_;
  uint64_t untold_ = 0;
};

class LargeObjectDigester : public LargeObjectConsumer {
 public:
  LargeObjectDigester(Meter& meter, std::map<Oid, LargeObjectDigest>* objects)
      : meter_(meter), objects_(objects) {}

  absl::Status Begin(Oid oid) override {
    oid_ = oid;
    bytes_ = 0;
    stream_.Reset();
    return absl::OkStatus();
  }
  absl::Status Write(absl::string_view bytes) override {
    bytes_ += bytes.size();
    stream_.Update(bytes);
    return meter_.Add(bytes.size());
  }
  absl::Status End() override {
    (*objects_)[oid_] = {bytes_, stream_.Get()};
    return absl::OkStatus();
  }

 private:
  Meter& meter_;
  std::map<Oid, LargeObjectDigest>* const objects_;
  Oid oid_ = 0;
  uint64_t bytes_ = 0;
  DigestStream stream_;
};

absl::Status DigestEntry(const TocEntry& entry, EntryDataSource& source,
                         Meter& meter, ContentDigests* digests) {
  if (entry.kind == EntryKind::kBlobs) {
    LargeObjectDigester consumer(meter, &digests->large_objects);
    return source.ReadLargeObjects(entry, consumer);
  }
  RowDigester rows;
  RETURN_IF_ERROR(
      source.ReadTableData(entry, [&rows, &meter](absl::string_view piece) {
        rows.Write(piece);
        return meter.Add(piece.size());
      }));
  rows.Finish();
  // INSERT statements have no end marker.
  if (entry.copy_statement.has_value() && !rows.ended()) {
    return absl::DataLossError("the rows have no end marker");
  }
  digests->tables[entry.id] = rows.digest();
  return absl::OkStatus();
}

}  // namespace

absl::Status DigestContents(const std::vector<const TocEntry*>& entries,
                            EntryDataSource& source,
                            const ContentDigestOptions& options,
                            JobObserver& observer, ContentDigests* digests) {
  Mutex mutex;
  const int jobs = source.reads_in_any_order() ? options.jobs : 1;
  RETURN_IF_ERROR(ParallelFor(jobs, entries.size(), [&](size_t i) {
    Meter meter(options, observer);
    ContentDigests own;
    absl::Status status = DigestEntry(*entries[i], source, meter, &own);
    meter.Finish();
    if (!status.ok()) {
      return WithObject(std::move(status), DescribeEntry(*entries[i]));
    }
    MutexLock lock(mutex);
    digests->tables.merge(own.tables);
    digests->large_objects.merge(own.large_objects);
    return absl::OkStatus();
  }));
  return source.Finish();
}

}  // namespace pgark
