#include "base/move_bytes.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>

namespace pgark {
namespace {

constexpr size_t kPartBytes = size_t{4} << 20;

}  // namespace

void MoveBytes(char* from, size_t size, std::string* to) {
  const auto page = static_cast<uintptr_t>(sysconf(_SC_PAGESIZE));
  // Whole pages only: others' bytes may stand around them.
  const auto begin = reinterpret_cast<uintptr_t>(from);
  uintptr_t released = (begin + page - 1) / page;
  to->reserve(to->size() + size);
  for (size_t done = 0; done < size;) {
    const size_t part = std::min(kPartBytes, size - done);
    to->append(from + done, part);
    done += part;
    const uintptr_t end = (begin + done) / page;
    if (end <= released) continue;
    // A failure costs memory only.
    madvise(from + (released * page - begin), (end - released) * page,
            MADV_DONTNEED);
    released = end;
  }
}

}  // namespace pgark
