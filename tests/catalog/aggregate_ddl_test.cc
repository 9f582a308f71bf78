#include "catalog/aggregate_ddl.h"

#include <string>

#include "gtest/gtest.h"

namespace pgark {
namespace {

const SqlStyle kStyle;

AggregateObject Sum() {
  AggregateObject aggregate;
  aggregate.argument_types = {23};
  aggregate.arguments = "integer";
  aggregate.transition_function = "int4pl";
  aggregate.transition_type = "integer";
  return aggregate;
}

TEST(AggregateDdl, NeedsOnlyStepAndState) {
  EXPECT_EQ(AggregateDefinition("app.s", Sum(), kStyle),
            "CREATE AGGREGATE app.s(integer) (\n"
            "    SFUNC = int4pl,\n"
            "    STYPE = integer\n"
            ");\n");
}

// Case 91.
TEST(AggregateDdl, WithoutArgumentsItHasAStar) {
  AggregateObject aggregate = Sum();
  aggregate.argument_types.clear();
  aggregate.arguments = "";
  EXPECT_EQ(AggregateDefinition("app.s", aggregate, kStyle),
            "CREATE AGGREGATE app.s(*) (\n"
            "    SFUNC = int4pl,\n"
            "    STYPE = integer\n"
            ");\n");
}

// Case 91.
TEST(AggregateDdl, ClausesStandInTheirOrder) {
  AggregateObject aggregate = Sum();
  aggregate.kind = 'h';
  aggregate.transition_space = "48";
  aggregate.initial_value = "it's";
  aggregate.final_step = {"fin", true, 's'};
  aggregate.combine_function = "comb";
  aggregate.serial_function = "ser";
  aggregate.deserial_function = "deser";
  aggregate.moving_transition_function = "mstep";
  aggregate.moving_inverse_function = "minv";
  aggregate.moving_transition_type = "bigint";
  aggregate.moving_transition_space = "5";
  aggregate.moving_initial_value = "0";
  aggregate.moving_final_step = {"mfin", true, 'r'};
  aggregate.sort_operator = NameInSchema{"S two", "<"};
  aggregate.parallel = 'r';
  EXPECT_EQ(AggregateDefinition("app.s", aggregate, kStyle),
            "CREATE AGGREGATE app.s(integer) (\n"
            "    SFUNC = int4pl,\n"
            "    STYPE = integer,\n"
            "    SSPACE = 48,\n"
            "    INITCOND = 'it''s',\n"
            "    FINALFUNC = fin,\n"
            "    FINALFUNC_EXTRA,\n"
            "    FINALFUNC_MODIFY = SHAREABLE,\n"
            "    COMBINEFUNC = comb,\n"
            "    SERIALFUNC = ser,\n"
            "    DESERIALFUNC = deser,\n"
            "    MSFUNC = mstep,\n"
            "    MINVFUNC = minv,\n"
            "    MSTYPE = bigint,\n"
            "    MSSPACE = 5,\n"
            "    MINITCOND = '0',\n"
            "    MFINALFUNC = mfin,\n"
            "    MFINALFUNC_EXTRA,\n"
            "    MFINALFUNC_MODIFY = READ_ONLY,\n"
            "    SORTOP = OPERATOR(\"S two\".<),\n"
            "    HYPOTHETICAL,\n"
            "    PARALLEL = restricted\n"
            ");\n");
}

// Case 91.
TEST(AggregateDdl, ModifyIsLeftOutWhereTheKindImpliesIt) {
  AggregateObject aggregate = Sum();
  aggregate.final_step = {"fin", false, 'r'};
  EXPECT_EQ(AggregateDefinition("s", aggregate, kStyle).find("MODIFY"),
            std::string::npos);
  aggregate.kind = 'o';
  EXPECT_NE(AggregateDefinition("s", aggregate, kStyle)
                .find("FINALFUNC_MODIFY = READ_ONLY"),
            std::string::npos);
  aggregate.final_step.modify = 'w';
  EXPECT_EQ(AggregateDefinition("s", aggregate, kStyle).find("MODIFY"),
            std::string::npos);
}

}  // namespace
}  // namespace pgark
