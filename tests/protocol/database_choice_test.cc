#include "protocol/database_choice.h"

#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

ConnectionOptions Named(const char* database) {
  ConnectionOptions options;
  options.database.emplace(database);
  return options;
}

TEST(DatabaseChoiceTest, TheNameIsFoundInEachForm) {
  for (const char* text : {"app", "host=h dbname=app", "postgresql://h/app",
                           "postgis://u@h:5433/app?pool_size=3"}) {
    ASSERT_OK_AND_ASSIGN(const std::string name, ChosenDatabase(Named(text)));
    EXPECT_EQ(name, "app") << text;
  }
}

TEST(DatabaseChoiceTest, ANameThatIsLeftToLibpqIsNone) {
  for (const char* text : {"", "service=x", "host=h"}) {
    ASSERT_OK_AND_ASSIGN(const std::string name, ChosenDatabase(Named(text)));
    EXPECT_EQ(name, "") << text;
  }
}

TEST(DatabaseChoiceTest, AnotherDatabaseHasTheSameServer) {
  ConnectionOptions options = Named("postgresql://u@h:5433/app?pool_size=3");
  int notes = 0;
  options.on_note = [&notes](const std::string&) { ++notes; };
  ASSERT_OK_AND_ASSIGN(ConnectionOptions other,
                       WithDatabase(options, "o'ther db"));
  EXPECT_EQ(notes, 1);
  ASSERT_OK_AND_ASSIGN(const ConnectionParameters parameters,
                       ReadDatabaseParameters(other));
  EXPECT_EQ(notes, 1);
  EXPECT_EQ(parameters.at("dbname"), "o'ther db");
  EXPECT_EQ(parameters.at("host"), "h");
  EXPECT_EQ(parameters.at("port"), "5433");
  EXPECT_EQ(parameters.at("user"), "u");
}

}  // namespace
}  // namespace pgark
