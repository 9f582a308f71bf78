#include "catalog/sequence_definition.h"

#include <cstdint>
#include <limits>

#include "gtest/gtest.h"
#include "tests/catalog/relation_builder.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

SequenceParameters Ascending(const std::string& type, int64_t maximum) {
  SequenceParameters sequence;
  sequence.type = type;
  sequence.minimum = 1;
  sequence.maximum = maximum;
  return sequence;
}

std::string Clauses(const SequenceParameters& sequence) {
  return SequenceClauses(sequence).value_or("failed");
}

TEST(SequenceClauses, TheLimitsOfTheTypeAreNotWritten) {
  const std::string want =
      "    START WITH 1\n    INCREMENT BY 1\n    NO MINVALUE\n"
      "    NO MAXVALUE\n    CACHE 1";
  EXPECT_EQ(Clauses(Ascending("smallint", 32767)), want);
  EXPECT_EQ(Clauses(Ascending("integer", 2147483647)), want);
  EXPECT_EQ(Clauses(Ascending("bigint", std::numeric_limits<int64_t>::max())),
            want);
}

TEST(SequenceClauses, ADescendingSequenceHasOtherDefaults) {
  SequenceParameters sequence;
  sequence.type = "integer";
  sequence.start = -1;
  sequence.increment = -1;
  sequence.minimum = std::numeric_limits<int32_t>::min();
  sequence.maximum = -1;
  EXPECT_EQ(Clauses(sequence),
            "    START WITH -1\n    INCREMENT BY -1\n    NO MINVALUE\n"
            "    NO MAXVALUE\n    CACHE 1");
}

TEST(SequenceClauses, EverythingElseIsWritten) {
  SequenceParameters sequence = Ascending("bigint", 32767);
  sequence.minimum = 0;
  sequence.cache = 7;
  sequence.is_cycled = true;
  EXPECT_EQ(Clauses(sequence),
            "    START WITH 1\n    INCREMENT BY 1\n    MINVALUE 0\n"
            "    MAXVALUE 32767\n    CACHE 7\n    CYCLE");
}

TEST(SequenceClauses, ATypeThatSequencesCannotHaveIsRefused) {
  EXPECT_EQ(SequenceClauses(Ascending("text", 1)).status().code(),
            absl::StatusCode::kFailedPrecondition);
}

class IdentityTest : public testing::Test {
 protected:
  IdentityTest() {
    table_ = builder_.AddRelation("t");
    builder_.AddColumn(table_, "id").identity = 'a';
    id_ = builder_.AddRelation("t_id_seq", RelationKind::kSequence);
    SequenceParameters& sequence = builder_.Get(id_).sequence;
    sequence = Ascending("integer", 2147483647);
    sequence.is_identity = true;
    sequence.owner_relation = table_;
    sequence.owner_column = 1;
  }
  std::string Define(int release = 18) {
    return SequenceDefinition(builder_.Ddl(release), builder_.Get(id_))
        .value_or("failed");
  }

  RelationBuilder builder_;
  DumpId table_, id_;
};

TEST_F(IdentityTest, BelongsToItsColumn) {
  EXPECT_EQ(Define(),
            "ALTER TABLE app.t ALTER COLUMN id ADD GENERATED ALWAYS AS "
            "IDENTITY (\n    SEQUENCE NAME app.t_id_seq\n    START WITH 1\n"
            "    INCREMENT BY 1\n    NO MINVALUE\n    NO MAXVALUE\n"
            "    CACHE 1\n);\n");
}

TEST_F(IdentityTest, SaysItsPersistenceOnlyWhereItDiffersFromTheTables) {
  builder_.Get(table_).persistence = Persistence::kUnlogged;
  EXPECT_NE(Define(15).find("\n    LOGGED\n"), std::string::npos);
  EXPECT_EQ(Define(14).find("LOGGED"), std::string::npos);
  builder_.Get(id_).persistence = Persistence::kUnlogged;
  EXPECT_EQ(Define(15).find("LOGGED"), std::string::npos);
}

TEST_F(IdentityTest, WithoutItsTableNamesTheSequence) {
  builder_.Get(id_).sequence.owner_relation = DumpId{};
  const absl::Status status =
      SequenceDefinition(builder_.Ddl(18), builder_.Get(id_)).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(GetContext(status, ContextKey::kObject), "app.t_id_seq");
}

}  // namespace
}  // namespace pgark
