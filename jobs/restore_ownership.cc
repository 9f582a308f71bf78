#include "jobs/restore_ownership.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "base/status_context.h"
#include "protocol/sql_text.h"

namespace pgark {
namespace {

// How the object of a kind is named in ALTER ... OWNER TO.
enum class OwnerForm {
  kNone,
  kName,           // desc, schema and tag
  kRelationName,   // the same, but releases up to 15 say TABLE
  kDropStatement,  // what the drop statement drops: it has the arguments
  kLargeObject,
};

OwnerForm FormOf(EntryKind kind) {
  switch (kind) {
    case EntryKind::kCollation:
    case EntryKind::kConversion:
    case EntryKind::kDatabase:
    case EntryKind::kDomain:
    case EntryKind::kEventTrigger:
    case EntryKind::kForeignDataWrapper:
    case EntryKind::kForeignTable:
    case EntryKind::kProceduralLanguage:
    case EntryKind::kPublication:
    case EntryKind::kSchema:
    case EntryKind::kServer:
    case EntryKind::kStatistics:
    case EntryKind::kSubscription:
    case EntryKind::kTable:
    case EntryKind::kTextSearchConfiguration:
    case EntryKind::kTextSearchDictionary:
    case EntryKind::kType:
      return OwnerForm::kName;
    case EntryKind::kMaterializedView:
    case EntryKind::kSequence:
    case EntryKind::kView:
      return OwnerForm::kRelationName;
    case EntryKind::kAggregate:
    case EntryKind::kFunction:
    case EntryKind::kOperator:
    case EntryKind::kOperatorClass:
    case EntryKind::kOperatorFamily:
    case EntryKind::kProcedure:
      return OwnerForm::kDropStatement;
    case EntryKind::kBlob:
      return OwnerForm::kLargeObject;
    default:
      return OwnerForm::kNone;
  }
}

// A kind that we do not know, of a release that is newer than we: where
// dropping names the object by its kind, so does ALTER ... OWNER TO (PROPERTY
// GRAPH of 19).
bool IsDroppedByKind(const TocEntry& entry) {
  return entry.kind == EntryKind::kUnknown &&
         absl::StartsWith(entry.drop_statement.value_or(""),
                          absl::StrCat("DROP ", entry.desc, " "));
}

// The last release whose pg_restore changed the owner of every relation with
// ALTER TABLE.
constexpr int kLastReleaseWithTableOnly = 15;

absl::StatusOr<std::string> ObjectOfDropStatement(const TocEntry& entry) {
  absl::string_view object;
  if (entry.drop_statement.has_value()) object = *entry.drop_statement;
  if (!absl::ConsumePrefix(&object, "DROP ")) {
    return WithObject(
        absl::DataLossError("the drop statement does not begin with DROP"),
        DescribeEntry(entry));
  }
  while (!object.empty() && (object.back() == '\n' || object.back() == ';')) {
    object.remove_suffix(1);
  }
  return std::string(object);
}

}  // namespace

absl::StatusOr<std::string> OwnedObject(const TocEntry& entry,
                                        const RestoreDialect& dialect) {
  const OwnerForm form =
      IsDroppedByKind(entry) ? OwnerForm::kDropStatement : FormOf(entry.kind);
  switch (form) {
    case OwnerForm::kName:
    case OwnerForm::kRelationName: {
      const bool say_table = form == OwnerForm::kRelationName &&
                             dialect.release <= kLastReleaseWithTableOnly;
      return absl::StrCat(say_table ? "TABLE" : EntryKindDesc(entry.kind), " ",
                          QuoteQualified(entry.schema.value_or(""), entry.tag,
                                         dialect.Style()));
    }
    case OwnerForm::kDropStatement:
      return ObjectOfDropStatement(entry);
    case OwnerForm::kLargeObject:
      return absl::StrCat("LARGE OBJECT ", entry.tag);
    case OwnerForm::kNone:
      break;
  }
  return std::string();
}

}  // namespace pgark
