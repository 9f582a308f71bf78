#include "catalog/language_ddl.h"

#include <string>

#include "catalog/catalog.h"
#include "gtest/gtest.h"

namespace pgark {
namespace {

// A catalog in which functions can be added by OID.
class LanguageDdlTest : public ::testing::Test {
 protected:
  LanguageDdlTest() {
    Object schema;
    schema.name = "app";
    schema_ = catalog_.Add(schema);
    SchemaObject detail;
    detail.id = schema_;
    detail.name = "app";
    catalog_.schemas.push_back(detail);
  }

  void AddFunction(Oid oid, const std::string& name, Components wanted) {
    Object object;
    object.kind = ObjectKind::kFunction;
    object.catalog_id = CatalogId{kPgProcOid, oid};
    object.schema = schema_;
    object.wanted = wanted;
    object.detail = catalog_.functions.size();
    FunctionObject function;
    function.id = catalog_.Add(object);
    function.name = name;
    catalog_.functions.push_back(function);
  }

  std::string Define(const ProceduralLanguageObject& language) const {
    return ProceduralLanguageDefinition(
        DdlContext{catalog_, options_, SqlStyle(), 18, ""}, language);
  }

  Catalog catalog_;
  DumpOptions options_;
  DumpId schema_;
};

// Case 101.
TEST_F(LanguageDdlTest, LanguageWithDumpedFunctionsNamesThem) {
  AddFunction(1, "h", Components::All());
  AddFunction(2, "I", Components::All());
  AddFunction(3, "v", Components::All());
  ProceduralLanguageObject language;
  language.name = "Lang";
  language.handler = 1;
  EXPECT_EQ(Define(language),
            "CREATE PROCEDURAL LANGUAGE \"Lang\" HANDLER app.h;\n");
  language.is_trusted = true;
  language.inline_handler = 2;
  language.validator = 3;
  EXPECT_EQ(Define(language),
            "CREATE TRUSTED PROCEDURAL LANGUAGE \"Lang\" HANDLER app.h "
            "INLINE app.\"I\" VALIDATOR app.v;\n");
}

// Case 101.
TEST_F(LanguageDdlTest, LanguageWithoutItsFunctionsIsLeftToTheServer) {
  AddFunction(1, "h", Components::All());
  AddFunction(2, "v", Components::None());
  ProceduralLanguageObject language;
  language.name = "lang";
  language.is_trusted = true;
  language.handler = 77;
  EXPECT_EQ(Define(language), "CREATE OR REPLACE PROCEDURAL LANGUAGE lang;\n");
  language.handler = 1;
  language.validator = 2;
  EXPECT_EQ(Define(language), "CREATE OR REPLACE PROCEDURAL LANGUAGE lang;\n");
}

// Case 100.
TEST(EventTriggerDdl, StateFollowsUnlessItIsTheDefault) {
  EventTriggerObject trigger;
  trigger.name = "Et";
  trigger.event = "ddl_command_start";
  trigger.function = "app.f";
  EXPECT_EQ(EventTriggerDefinition(trigger, SqlStyle()),
            "CREATE EVENT TRIGGER \"Et\" ON ddl_command_start\n"
            "   EXECUTE FUNCTION app.f();\n");
  trigger.tags = "'CREATE TABLE', 'DROP TABLE'";
  trigger.enabled = 'R';
  EXPECT_EQ(EventTriggerDefinition(trigger, SqlStyle()),
            "CREATE EVENT TRIGGER \"Et\" ON ddl_command_start\n"
            "         WHEN TAG IN ('CREATE TABLE', 'DROP TABLE')\n"
            "   EXECUTE FUNCTION app.f();\n"
            "\nALTER EVENT TRIGGER \"Et\" ENABLE REPLICA;\n");
}

}  // namespace
}  // namespace pgark
