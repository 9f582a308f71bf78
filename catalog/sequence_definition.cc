#include "catalog/sequence_definition.h"

#include <cstdint>
#include <limits>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "catalog/relation_text.h"

namespace pgark {
namespace {

struct SequenceType {
  absl::string_view name;
  int64_t minimum;
  int64_t maximum;
};

template <typename Integer>
constexpr SequenceType MakeType(absl::string_view name) {
  return {name, std::numeric_limits<Integer>::min(),
          std::numeric_limits<Integer>::max()};
}

constexpr SequenceType kSequenceTypes[] = {
    MakeType<int16_t>("smallint"),
    MakeType<int32_t>("integer"),
    MakeType<int64_t>("bigint"),
};

std::string LimitClause(absl::string_view word, int64_t value,
                        int64_t default_value) {
  if (value == default_value) return absl::StrCat("    NO ", word, "\n");
  return absl::StrCat("    ", word, " ", value, "\n");
}

absl::StatusOr<std::string> IdentityDefinition(const DdlContext& context,
                                               const RelationObject& sequence) {
  if (sequence.sequence.owner_relation.value == 0) {
    return absl::FailedPreconditionError(
        "the table of the identity column is not known");
  }
  const RelationObject& table =
      RelationOf(context, sequence.sequence.owner_relation);
  const ColumnObject* column = table.Column(sequence.sequence.owner_column);
  if (column == nullptr) {
    return absl::FailedPreconditionError(
        absl::StrCat("the identity column ", sequence.sequence.owner_column,
                     " of ", QualifiedName(context, table), " is not known"));
  }
  ASSIGN_OR_RETURN(const std::string clauses,
                   SequenceClauses(sequence.sequence));
  std::string text = absl::StrCat(
      "ALTER TABLE ", QualifiedName(context, table), " ALTER COLUMN ",
      Quoted(context, column->name), " ADD GENERATED ",
      column->identity == 'a' ? "ALWAYS" : "BY DEFAULT",
      " AS IDENTITY (\n    SEQUENCE NAME ", QualifiedName(context, sequence),
      "\n");
  // Before 15 the sequences of unlogged tables were always logged.
  if (context.release >= 15 && sequence.persistence != table.persistence) {
    absl::StrAppend(
        &text, "    ",
        sequence.persistence == Persistence::kUnlogged ? "UNLOGGED" : "LOGGED",
        "\n");
  }
  absl::StrAppend(&text, clauses, "\n);\n");
  return text;
}

absl::StatusOr<std::string> PlainDefinition(const DdlContext& context,
                                            const RelationObject& sequence) {
  ASSIGN_OR_RETURN(const std::string clauses,
                   SequenceClauses(sequence.sequence));
  std::string text = absl::StrCat(
      "CREATE ",
      sequence.persistence == Persistence::kUnlogged ? "UNLOGGED " : "",
      "SEQUENCE ", QualifiedName(context, sequence), "\n");
  if (sequence.sequence.type != "bigint") {
    absl::StrAppend(&text, "    AS ", sequence.sequence.type, "\n");
  }
  absl::StrAppend(&text, clauses, ";\n");
  return text;
}

}  // namespace

absl::StatusOr<std::string> SequenceClauses(
    const SequenceParameters& sequence) {
  const SequenceType* type = nullptr;
  for (const SequenceType& one : kSequenceTypes) {
    if (one.name == sequence.type) type = &one;
  }
  if (type == nullptr) {
    return absl::FailedPreconditionError(
        absl::StrCat("\"", sequence.type, "\" is no type of a sequence"));
  }
  const bool is_ascending = sequence.increment > 0;
  const int64_t default_minimum = is_ascending ? 1 : type->minimum;
  const int64_t default_maximum = is_ascending ? type->maximum : -1;
  return absl::StrCat(
      "    START WITH ", sequence.start, "\n    INCREMENT BY ",
      sequence.increment, "\n",
      LimitClause("MINVALUE", sequence.minimum, default_minimum),
      LimitClause("MAXVALUE", sequence.maximum, default_maximum), "    CACHE ",
      sequence.cache, sequence.is_cycled ? "\n    CYCLE" : "");
}

absl::StatusOr<std::string> SequenceDefinition(const DdlContext& context,
                                               const RelationObject& sequence) {
  absl::StatusOr<std::string> text = sequence.sequence.is_identity
                                         ? IdentityDefinition(context, sequence)
                                         : PlainDefinition(context, sequence);
  if (!text.ok()) {
    return WithObject(text.status(), QualifiedName(context, sequence));
  }
  return text;
}

}  // namespace pgark
