#ifndef PGARK_JOBS_RESTORE_STATEMENTS_H_
#define PGARK_JOBS_RESTORE_STATEMENTS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "archive/toc.h"
#include "archive/toc_entry.h"
#include "jobs/restore_options.h"
#include "jobs/restore_session.h"

namespace pgark {

// A piece of what restoring an entry says, exactly as a script holds it, with
// its blank lines.
struct SqlText {
  enum class Role {
    kComment,    // for readers of scripts; not sent to servers
    kStatement,  // one or several statements that are sent together
    kSetUser,    // as kStatement, but going on without it would be wrong:
                 // what follows would belong to somebody else
  };
  Role role = Role::kStatement;
  std::string text;

  friend bool operator==(const SqlText&, const SqlText&) = default;
};

// Which part of an entry is written.
enum class EntryPart {
  kSchema,      // its definition
  kData,        // the heading of its data
  kStatistics,  // its definition, as statistics
};

// A name for a comment or a heading: a line break in it would end the comment,
// so it becomes a blank.
std::string OnOneLine(absl::string_view name);

// Entries that say the same of every large object of a group, each in a text of
// its own.
bool IsLargeObjectGroup(const TocEntry& entry);

// Turns entries into SQL, in the manner of pg_restore: what is sent to a
// server and what is written to a script are the same texts
// (docs/archive-format.md, "Script" and "Restore").
//
// Keeps track of the settings that its own texts make in the session, so a
// session needs one of its own. Copies are independent: one who must repeat
// texts starts again from a copy made before.
//
// thread-compatible
class RestoreStatements {
 public:
  // `data_only`: no schema is restored. All three must outlive this object.
  RestoreStatements(const RestoreOptions& options, const Toc& toc,
                    const RestoreDialect& dialect, bool data_only)
      : options_(&options),
        toc_(&toc),
        dialect_(&dialect),
        data_only_(data_only) {}

  // The statements that prepare a session, one a text, each with its newline.
  std::vector<SqlText> SessionSetup() const;

  // A new session: nothing is known about its settings.
  void ForgetSettings() { settings_ = {}; }
  // The drops of --clean may have taken the current schema away.
  void ForgetSchema() { settings_.schema.reset(); }

  // The settings that the entry needs, its heading, and for kSchema and
  // kStatistics (and kData with a definition) what it executes. `location`
  // is what EntryDataSource::DescribeLocation() says.
  // Returns DATA_LOSS with the entry for definitions that cannot be used.
  absl::StatusOr<std::vector<SqlText>> EntryText(const TocEntry& entry,
                                                 EntryPart part,
                                                 absl::string_view location);
  // What --clean executes for the entry.
  absl::StatusOr<std::vector<SqlText>> DropEntryText(const TocEntry& entry);

  // What stands in front of the COPY statement of an entry, and behind its
  // data: --disable-triggers, and the user who loads.
  std::vector<SqlText> BeforeTableData(const TocEntry& entry);
  std::vector<SqlText> AfterTableData(const TocEntry& entry);

  // schema.tag, quoted.
  std::string QualifiedName(const TocEntry& entry) const;

 private:
  // What the session was last told; nothing = not known.
  struct Settings {
    std::optional<std::string> user;  // "" = the one who connected
    std::optional<std::string> schema;
    std::optional<std::string> tablespace;
    std::optional<std::string> access_method;
  };

  void SetUser(const std::string& user, std::vector<SqlText>* texts);
  void BecomeOwner(const TocEntry& entry, std::vector<SqlText>* texts);
  void SelectSchema(const TocEntry& entry, std::vector<SqlText>* texts);
  void SelectTablespace(const TocEntry& entry, std::vector<SqlText>* texts);
  void SelectAccessMethod(const TocEntry& entry, std::vector<SqlText>* texts);

  std::string Heading(const TocEntry& entry, EntryPart part,
                      absl::string_view location) const;
  absl::StatusOr<std::vector<SqlText>> Definition(const TocEntry& entry) const;
  absl::StatusOr<std::vector<SqlText>> LargeObjectAcl(
      const TocEntry& entry) const;
  absl::StatusOr<std::vector<SqlText>> OwnerStatements(
      const TocEntry& entry) const;
  std::string PartitionedAccessMethod(const TocEntry& entry) const;
  bool MustSetOwner(const TocEntry& entry) const;
  bool DisablesTriggers() const;
  std::string AlterTriggers(const TocEntry& entry,
                            absl::string_view action) const;

  const RestoreOptions* options_;
  const Toc* toc_;
  const RestoreDialect* dialect_;
  bool data_only_;
  Settings settings_;
};

}  // namespace pgark

#endif  // PGARK_JOBS_RESTORE_STATEMENTS_H_
