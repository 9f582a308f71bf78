#ifndef PGARK_TESTS_STORE_SAMPLE_MANIFEST_H_
#define PGARK_TESTS_STORE_SAMPLE_MANIFEST_H_

#include <string>

#include "gtest/gtest.h"
#include "store/manifest.h"
#include "store/set_name.h"

namespace pgark {

inline absl::Time TimeOf(const std::string& text) {
  const std::optional<absl::Time> time = ParseTimestamp(text);
  EXPECT_TRUE(time.has_value()) << text;
  return time.value_or(absl::UnixEpoch());
}

// Every field set to something.
inline Manifest SampleManifest() {
  Manifest manifest;
  manifest.set = "20261120T020000Z-scheduled";
  manifest.database = "app";
  manifest.kind = kScheduledKind;
  manifest.description = "before the \"big\" change";
  manifest.run_id = "20261120T020000Z-1a2b";
  manifest.program_version = "0.1.0";
  manifest.started = TimeOf("2026-11-20T02:00:00Z");
  manifest.finished = TimeOf("2026-11-20T02:01:02.5Z");
  manifest.dump_seconds = 60;
  manifest.verify_seconds = 2.5;
  manifest.source = {.database = "app",
                     .host = "db.example",
                     .port = "5432",
                     .server_version = "17.5",
                     .lsn = "0/16B3748",
                     .snapshot = "731:731:",
                     .is_standby = true};
  manifest.archive = "app.dump";
  manifest.archive_version = "1.16";
  manifest.compression = "zstd";
  manifest.entry_count = 12;
  manifest.table_count = 2;
  manifest.row_count = 7;
  manifest.data_bytes = 700;
  manifest.files = {{"app.dump", 400, std::string(64, 'a')},
                    {"globals.sql", 20, std::string(64, 'b')}};
  manifest.tables = {{"public", "users", 7, 700, "xxh3-128:00"},
                     {"public", "o\xffrders", std::nullopt, 0, ""}};
  manifest.verdict = SetVerdict::kVerified;
  manifest.verify_level = "rows";
  manifest.is_partial = true;
  manifest.options = {{"exclude-table", {"a", "b"}}, {"no-owner", {}}};
  manifest.restore_no_owner = true;
  manifest.restore_no_privileges = true;
  manifest.roles = {"owner"};
  manifest.extensions = {"citext"};
  manifest.warnings = {"one"};
  return manifest;
}

}  // namespace pgark

#endif  // PGARK_TESTS_STORE_SAMPLE_MANIFEST_H_
