#include "catalog/pasted_option.h"

#include "gtest/gtest.h"

namespace pgark {
namespace {

TEST(PastedOptionTest, PlainNamesStandBare) {
  EXPECT_EQ(ExactPattern("app", "orders_2"), "app.orders_2");
  EXPECT_EQ(ExactPattern("", "app"), "app");
  EXPECT_EQ(PastedOption("--exclude-table", "app.orders_2"),
            "--exclude-table=app.orders_2");
}

TEST(PastedOptionTest, WhatAPatternWouldChangeStandsInDoubleQuotes) {
  EXPECT_EQ(ExactPattern("App", "a*b"), "\"App\".\"a*b\"");
  EXPECT_EQ(ExactPattern("app", "or.der"), "app.\"or.der\"");
  EXPECT_EQ(ExactPattern("app", "say \"x\""), "app.\"say \"\"x\"\"\"");
  EXPECT_EQ(ExactPattern("app", ""), "app.\"\"");
}

TEST(PastedOptionTest, WhatAShellWouldChangeStandsInSingleQuotes) {
  EXPECT_EQ(PastedOption("--exclude-table", "app.*"),
            "--exclude-table='app.*'");
  EXPECT_EQ(PastedOption("--exclude-table", "app.\"it's $HOME\""),
            "--exclude-table='app.\"it'\\''s $HOME\"'");
  EXPECT_EQ(PastedOption("--exclude-table", "a\nb"), "--exclude-table='a\nb'");
  EXPECT_EQ(PastedOption("--exclude-table", ""), "--exclude-table=''");
}

}  // namespace
}  // namespace pgark
