#include "catalog/foreign_server_ddl.h"

#include "gtest/gtest.h"

namespace pgark {
namespace {

const SqlStyle kStyle;

TEST(ForeignServerDdl, WrapperMayHaveNothingButAName) {
  ForeignDataWrapperObject wrapper;
  wrapper.name = "Fdw";
  EXPECT_EQ(ForeignDataWrapperDefinition(wrapper, kStyle),
            "CREATE FOREIGN DATA WRAPPER \"Fdw\";\n");
  wrapper.handler = "app.h";
  wrapper.validator = "app.v";
  wrapper.options = "a '1',\n    b '2'";
  EXPECT_EQ(ForeignDataWrapperDefinition(wrapper, kStyle),
            "CREATE FOREIGN DATA WRAPPER \"Fdw\" HANDLER app.h VALIDATOR app.v "
            "OPTIONS (\n    a '1',\n    b '2'\n);\n");
}

TEST(ForeignServerDdl, ServerNamesTypeAndVersionAsLiterals) {
  ForeignServerObject server;
  server.name = "srv";
  server.wrapper = "Fdw";
  EXPECT_EQ(ForeignServerDefinition(server, kStyle),
            "CREATE SERVER srv FOREIGN DATA WRAPPER \"Fdw\";\n");
  server.type = "ty'pe";
  server.version = "1.0";
  server.options = "a '1'";
  EXPECT_EQ(ForeignServerDefinition(server, kStyle),
            "CREATE SERVER srv TYPE 'ty''pe' VERSION '1.0' FOREIGN DATA "
            "WRAPPER \"Fdw\" OPTIONS (\n    a '1'\n);\n");
}

// Case 116.
TEST(ForeignServerDdl, MappingWithoutVisibleOptionsHasNone) {
  EXPECT_EQ(UserMappingDefinition({"public", ""}, "srv", kStyle),
            "CREATE USER MAPPING FOR public SERVER srv;\n");
  EXPECT_EQ(UserMappingDefinition({"Bob", "password 'x''y'"}, "S", kStyle),
            "CREATE USER MAPPING FOR \"Bob\" SERVER \"S\" OPTIONS (\n"
            "    password 'x''y'\n);\n");
}

}  // namespace
}  // namespace pgark
