#include "catalog/domain_ddl.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace pgark {
namespace {

const SqlStyle kStyle;

std::string Define(const DomainType& domain,
                   const std::vector<const DomainConstraintObject*>& checks) {
  return DomainDefinition("d", "app.d", domain, checks, kStyle);
}

DomainConstraintObject Check(const std::string& name,
                             const std::string& definition) {
  DomainConstraintObject check;
  check.name = name;
  check.definition = definition;
  return check;
}

TEST(DomainDdl, NamesOnlyTheBaseTypeWhenThereIsNothingElse) {
  DomainType domain;
  domain.base_type = "numeric(10,2)";
  EXPECT_EQ(Define(domain, {}), "CREATE DOMAIN app.d AS numeric(10,2);\n");
}

TEST(DomainDdl, ClausesStandInTheirOrder) {
  DomainType domain;
  domain.base_type = "text";
  domain.collation = NameInSchema{"pg_catalog", "C"};
  domain.is_not_null = true;
  domain.default_value = "'x'::text";
  const DomainConstraintObject big = Check("A big", "CHECK ((VALUE < 9))");
  const DomainConstraintObject pos = Check("pos", "CHECK ((VALUE > 0))");
  EXPECT_EQ(Define(domain, {&big, &pos}),
            "CREATE DOMAIN app.d AS text COLLATE pg_catalog.\"C\" NOT NULL"
            " DEFAULT 'x'::text\n"
            "\tCONSTRAINT \"A big\" CHECK ((VALUE < 9))\n"
            "\tCONSTRAINT pos CHECK ((VALUE > 0));\n");
}

// Case 40.
TEST(DomainDdl, NotNullHasANameOnlyIfTheServerWouldChooseAnother) {
  DomainType domain;
  domain.base_type = "integer";
  domain.is_not_null = true;
  domain.not_null_name = "d_not_null";
  EXPECT_EQ(Define(domain, {}), "CREATE DOMAIN app.d AS integer NOT NULL;\n");
  domain.not_null_name = "My nn";
  EXPECT_EQ(Define(domain, {}),
            "CREATE DOMAIN app.d AS integer CONSTRAINT \"My nn\" NOT NULL;\n");
}

TEST(DomainDdl, DefaultWithoutAnExpressionIsALiteral) {
  DomainType domain;
  domain.base_type = "text";
  domain.default_value = "it's";
  domain.default_is_literal = true;
  EXPECT_EQ(Define(domain, {}),
            "CREATE DOMAIN app.d AS text DEFAULT 'it''s';\n");
}

// Case 39.
TEST(DomainDdl, SeparateConstraintIsAddedToTheDomain) {
  const DomainConstraintObject later =
      Check("Later", "CHECK ((VALUE <> 13)) NOT VALID");
  EXPECT_EQ(DomainConstraintDefinition("app.d", later, kStyle),
            "ALTER DOMAIN app.d\n    ADD CONSTRAINT \"Later\" "
            "CHECK ((VALUE <> 13)) NOT VALID;\n");
}

}  // namespace
}  // namespace pgark
