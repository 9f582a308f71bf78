#ifndef PGARK_TOOLS_DUMP_FLAGS_H_
#define PGARK_TOOLS_DUMP_FLAGS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "jobs/dump_job.h"
#include "tools/connection_flags.h"
#include "tools/option_table.h"
#include "tools/report.h"
#include "tools/selection_flags.h"

namespace pgark {

struct InsertFlags {
  bool inserts = false;
  bool column_names = false;
  bool on_conflict_do_nothing = false;
  int rows_per_statement = 0;  // 0 = not given
};

// The options of `pgark dump`, as given. Names and meaning are pg_dump's
// (docs/compatibility.md); ours are long only.
struct DumpFlags {
  CommonOptions common;
  ConnectionFlags connection;
  PartFlags parts;
  DumpOptions objects;
  SessionOptions session;
  InsertFlags inserts;
  RestoreOptions script;
  std::vector<std::string> filter_paths;

  std::string format;  // "" = by the output's name
  std::string output_path = "-";
  std::string compression;
  std::string archive_version;
  int jobs = 0;           // 0 = our default
  uint64_t max_rate = 0;  // bytes a second, 0 = no limit
  int niceness = 0;
  bool no_sync = false;
  std::string sync_method;
  bool no_reconnect = false;  // has had no effect for long
  bool no_index = false;
  bool no_large_objects = false;
  bool large_objects = false;
  uint64_t piece_bytes = CopyTaskOptions().piece_bytes;
  std::string snapshot;
  bool serializable_deferrable = false;
};

OptionTable MakeDumpOptions(DumpFlags* flags);
// The same options, but for messages, in another command's table.
void AddDumpOptions(OptionTable& table, DumpFlags* flags);

}  // namespace pgark

#endif  // PGARK_TOOLS_DUMP_FLAGS_H_
