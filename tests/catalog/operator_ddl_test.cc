#include "catalog/operator_ddl.h"

#include <string>

#include "gtest/gtest.h"

namespace pgark {
namespace {

const SqlStyle kStyle;

// Case 92.
TEST(OperatorDdl, PrefixOperatorHasNoLeftSide) {
  OperatorObject op;
  op.function = "int4abs";
  op.right_type = "integer";
  EXPECT_EQ(OperatorDefinition("app.@#", op, kStyle),
            "CREATE OPERATOR app.@# (\n"
            "    FUNCTION = int4abs,\n"
            "    RIGHTARG = integer\n"
            ");\n");
}

// Case 92.
TEST(OperatorDdl, ClausesStandInTheirOrder) {
  OperatorObject op;
  op.function = "int4eq";
  op.left_type = "integer";
  op.right_type = "bigint";
  op.commutator = NameInSchema{"S two", "==="};
  op.negator = NameInSchema{"app", "!=="};
  op.can_merge = true;
  op.can_hash = true;
  op.restriction = "eqsel";
  op.join = "eqjoinsel";
  EXPECT_EQ(OperatorDefinition("app.===", op, kStyle),
            "CREATE OPERATOR app.=== (\n"
            "    FUNCTION = int4eq,\n"
            "    LEFTARG = integer,\n"
            "    RIGHTARG = bigint,\n"
            "    COMMUTATOR = OPERATOR(\"S two\".===),\n"
            "    NEGATOR = OPERATOR(app.!==),\n"
            "    MERGES,\n"
            "    HASHES,\n"
            "    RESTRICT = eqsel,\n"
            "    JOIN = eqjoinsel\n"
            ");\n");
}

// Case 93.
TEST(OperatorDdl, ClassWithoutMembersStoresItsInputType) {
  OperatorClassObject op_class;
  op_class.access_method = "btree";
  op_class.is_default = true;
  op_class.input_type = "app.t";
  op_class.family = {"app", "fam"};
  EXPECT_EQ(OperatorClassDefinition("app.oc", op_class, kStyle),
            "CREATE OPERATOR CLASS app.oc\n"
            "    DEFAULT FOR TYPE app.t USING btree FAMILY app.fam AS\n"
            "    STORAGE app.t;\n");
}

// Case 93.
TEST(OperatorDdl, ClassListsStorageOperatorsAndFunctions) {
  OperatorClassObject op_class;
  op_class.access_method = "gist";
  op_class.input_type = "point";
  op_class.storage_type = "box";
  op_class.family = {"S two", "fam"};
  op_class.operators.push_back({1, "<<(point,point)", {}});
  op_class.operators.push_back(
      {15, "<->(point,point)", NameInSchema{"pg_catalog", "float_ops"}});
  op_class.functions.push_back({1, "point", "point", "f(point)"});
  EXPECT_EQ(OperatorClassDefinition("app.oc", op_class, kStyle),
            "CREATE OPERATOR CLASS app.oc\n"
            "    FOR TYPE point USING gist FAMILY \"S two\".fam AS\n"
            "    STORAGE box ,\n"
            "    OPERATOR 1 <<(point,point) ,\n"
            "    OPERATOR 15 <->(point,point) FOR ORDER BY "
            "pg_catalog.float_ops ,\n"
            "    FUNCTION 1 (point, point) f(point);\n");
}

TEST(OperatorDdl, FamilyIsAlteredOnlyForLooseMembers) {
  OperatorFamilyObject family;
  family.access_method = "btree";
  EXPECT_EQ(OperatorFamilyDefinition("app.fam", family, kStyle),
            "CREATE OPERATOR FAMILY app.fam USING btree;\n");
  family.functions.push_back({1, "integer", "bigint", "f(integer,bigint)"});
  EXPECT_EQ(OperatorFamilyDefinition("app.fam", family, kStyle),
            "CREATE OPERATOR FAMILY app.fam USING btree;\n"
            "ALTER OPERATOR FAMILY app.fam USING btree ADD\n"
            "    FUNCTION 1 (integer, bigint) f(integer,bigint);\n");
}

}  // namespace
}  // namespace pgark
