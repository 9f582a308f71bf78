#include "tools/option_table.h"

#include <string>
#include <vector>

#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class OptionTableTest : public testing::Test {
 protected:
  OptionTableTest() : table_("pgark try [OPTION...]", "Tries options.") {
    table_.BeginGroup("Things");
    table_.Add({.name = "jobs",
                .short_name = 'j',
                .argument = "N",
                .help = "how many",
                .action = SetInteger(&jobs_, 1, 8)});
    table_.Add({.name = "clean",
                .short_name = 'c',
                .help = "drop first",
                .action = SetFlag(&clean_)});
    table_.Add({.name = "no-owner",
                .short_name = 'O',
                .help = "no owners",
                .action = SetFlag(&no_owner_)});
    table_.Add({.name = "table",
                .short_name = 't',
                .argument = "NAME",
                .help = "this one",
                .action = AppendText(&tables_)});
    table_.Add(
        {.name = "old-name", .action = SetFlag(&clean_), .hidden = true});
  }

  absl::Status Parse(std::vector<std::string> words) {
    words.insert(words.begin(), "try");
    std::vector<char*> arguments;
    arguments.reserve(words.size() + 1);
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    operands_.clear();
    return table_.Parse(static_cast<int>(words.size()), arguments.data(),
                        &operands_);
  }

  OptionTable table_;
  int jobs_ = 0;
  bool clean_ = false;
  bool no_owner_ = false;
  std::vector<std::string> tables_;
  std::vector<std::string> operands_;
};

TEST_F(OptionTableTest, TakesBundlesAbbreviationsAndOptionsBehindOperands) {
  ASSERT_OK(Parse({"-cj2", "app", "--no-own", "-t", "a", "--table=b"}));
  EXPECT_TRUE(clean_);
  EXPECT_EQ(jobs_, 2);
  EXPECT_TRUE(no_owner_);
  EXPECT_THAT(tables_, ElementsAre("a", "b"));
  EXPECT_THAT(operands_, ElementsAre("app"));
}

TEST_F(OptionTableTest, TheLastOfRepeatedValuesWins) {
  ASSERT_OK(Parse({"-j2", "-j", "5"}));
  EXPECT_EQ(jobs_, 5);
}

TEST_F(OptionTableTest, BehindTwoDashesEverythingIsAnOperand) {
  ASSERT_OK(Parse({"--", "-c"}));
  EXPECT_FALSE(clean_);
  EXPECT_THAT(operands_, ElementsAre("-c"));
}

TEST_F(OptionTableTest, NamesTheOptionThatIsWrong) {
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"--nonsense"},
                                             {"--jobs=9"},
                                             {"--jobs=x"},
                                             {"--jobs"},
                                             {"--clean=1"},
                                             {"-y"},
                                             {"-t"}}) {
    const absl::Status status = Parse(words);
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument));
    const std::string option = words[0].substr(0, words[0].find('='));
    EXPECT_THAT(std::string(status.message()), HasSubstr(option)) << words[0];
  }
}

TEST_F(OptionTableTest, KnowsHelpAndVersionInBothSpellings) {
  for (const char* word : {"--help", "-?"}) {
    ASSERT_OK(Parse({word}));
    EXPECT_TRUE(table_.wants_help()) << word;
  }
  ASSERT_OK(Parse({"-V"}));
  EXPECT_TRUE(table_.wants_version());
}

TEST_F(OptionTableTest, HelpShowsEveryOptionButTheHiddenOnes) {
  const std::string help = table_.Help();
  EXPECT_THAT(help, HasSubstr("-j, --jobs=N"));
  EXPECT_THAT(help, HasSubstr("Things:"));
  EXPECT_THAT(help, Not(HasSubstr("old-name")));
}

TEST(OptionActionTest, ByteSizesHaveDecimalAndBinaryUnits) {
  uint64_t bytes = 0;
  ASSERT_OK(SetByteSize(&bytes)("500MB"));
  EXPECT_EQ(bytes, 500'000'000u);
  ASSERT_OK(SetByteSize(&bytes)("1GiB"));
  EXPECT_EQ(bytes, uint64_t{1} << 30);
  ASSERT_OK(SetByteSize(&bytes)("4096"));
  EXPECT_EQ(bytes, 4096u);
  for (const char* bad : {"", "MB", "5 parsecs", "-1", "1e400GB"}) {
    EXPECT_THAT(SetByteSize(&bytes)(bad),
                StatusIs(absl::StatusCode::kInvalidArgument))
        << bad;
  }
}

TEST(OptionActionTest, DurationsHaveUnits) {
  int64_t milliseconds = 0;
  ASSERT_OK(SetDuration(&milliseconds)("90s"));
  EXPECT_EQ(milliseconds, 90'000);
  ASSERT_OK(SetDuration(&milliseconds)("2h"));
  EXPECT_EQ(milliseconds, 7'200'000);
  EXPECT_THAT(SetDuration(&milliseconds)("soon"),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace pgark
