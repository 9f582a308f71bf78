#include "catalog/collation_ddl.h"

#include <string>

#include "gtest/gtest.h"

namespace pgark {
namespace {

std::string Define(const CollationObject& collation) {
  const absl::StatusOr<std::string> text =
      CollationDefinition("app.c", collation, SqlStyle());
  return text.ok() ? *text : text.status().ToString();
}

// Case 98.
TEST(CollationDdl, LibcSaysEachLocaleOnlyWhereTheyDiffer) {
  CollationObject collation;
  collation.provider = 'c';
  collation.collate = "C";
  collation.ctype = "C";
  EXPECT_EQ(Define(collation),
            "CREATE COLLATION app.c (provider = libc, locale = 'C');\n");
  collation.ctype = "POSIX";
  EXPECT_EQ(Define(collation),
            "CREATE COLLATION app.c (provider = libc, lc_collate = 'C', "
            "lc_ctype = 'POSIX');\n");
}

// Case 98.
TEST(CollationDdl, IcuHasLocaleDeterminismAndRules) {
  CollationObject collation;
  collation.provider = 'i';
  collation.is_deterministic = false;
  collation.locale = "und";
  collation.rules = "&V << w";
  EXPECT_EQ(Define(collation),
            "CREATE COLLATION app.c (provider = icu, deterministic = false, "
            "locale = 'und', rules = '&V << w');\n");
}

TEST(CollationDdl, BuiltinHasALocale) {
  CollationObject collation;
  collation.provider = 'b';
  collation.locale = "C.UTF-8";
  EXPECT_EQ(
      Define(collation),
      "CREATE COLLATION app.c (provider = builtin, locale = 'C.UTF-8');\n");
}

TEST(CollationDdl, UnknownProviderIsRefused) {
  CollationObject collation;
  collation.provider = 'z';
  EXPECT_EQ(CollationDefinition("app.c", collation, SqlStyle()).status().code(),
            absl::StatusCode::kUnimplemented);
}

}  // namespace
}  // namespace pgark
