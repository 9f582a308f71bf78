#ifndef PGARK_BASE_MOVE_BYTES_H_
#define PGARK_BASE_MOVE_BYTES_H_

#include <cstddef>
#include <string>

namespace pgark {

// Appends `size` bytes at `from` to *to, and gives their memory back to the
// system on the way: hundreds of megabytes are never there twice. What stands
// at `from` afterwards is unspecified; the memory is still its owner's, to be
// freed as ever. `from` must be memory that nobody else looks at, and no
// mapping of a file.
//
// thread-compatible
void MoveBytes(char* from, size_t size, std::string* to);

}  // namespace pgark

#endif  // PGARK_BASE_MOVE_BYTES_H_
