#ifndef PGARK_STORE_RESTORE_TEXT_H_
#define PGARK_STORE_RESTORE_TEXT_H_

#include <string>

#include "store/manifest.h"

namespace pgark {

inline constexpr char kRestoreFile[] = "RESTORE.txt";
inline constexpr char kGlobalsFile[] = "globals.sql";

// What stands in a set's RESTORE.txt: for somebody who has the set, a server
// and no idea. Exact commands, for pgark and for the stock programs. `oldest`
// is the oldest release whose pg_restore reads the archive.
std::string RestoreText(const Manifest& manifest, const std::string& oldest);

// A word for a shell: quoted where it must be.
std::string ShellWord(const std::string& word);

}  // namespace pgark

#endif  // PGARK_STORE_RESTORE_TEXT_H_
