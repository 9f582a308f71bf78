#include "store/manifest.h"

#include <nlohmann/json.hpp>

#include "tests/store/sample_manifest.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

nlohmann::json SampleDocument() {
  return nlohmann::json::parse(WriteManifest(SampleManifest()));
}

TEST(ManifestTest, ReadsWhatItWrites) {
  ASSERT_OK_AND_ASSIGN(const Manifest read,
                       ReadManifest(WriteManifest(SampleManifest())));
  EXPECT_EQ(read, SampleManifest());
}

TEST(ManifestTest, LeavesOutWhatIsUnknown) {
  const std::string text = WriteManifest(Manifest());
  EXPECT_THAT(text, Not(HasSubstr("row_count")));
  EXPECT_THAT(text, Not(HasSubstr("description")));
}

TEST(ManifestTest, PassesOverFieldsThatItDoesNotKnow) {
  nlohmann::json document = SampleDocument();
  document["colour"] = {{"red", 1}};
  ASSERT_OK_AND_ASSIGN(const Manifest read, ReadManifest(document.dump()));
  EXPECT_EQ(read, SampleManifest());
}

TEST(ManifestTest, RefusesThoseOfANewerProgram) {
  nlohmann::json document = SampleDocument();
  document["schema_version"] = kManifestVersion + 1;
  EXPECT_THAT(ReadManifest(document.dump()),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

// Whatever a field is replaced by, reading ends with a status.
TEST(ManifestTest, TakesEveryWrongTypeAsDamage) {
  const nlohmann::json wrong_values[] = {nullptr,
                                         true,
                                         -1,
                                         1.5,
                                         "text",
                                         nlohmann::json::array({1, "x"}),
                                         nlohmann::json::object({{"a", 1}})};
  const nlohmann::json sample = SampleDocument();
  for (const auto& [key, value] : sample.items()) {
    for (const nlohmann::json& wrong : wrong_values) {
      nlohmann::json document = sample;
      document[key] = wrong;
      const auto read = ReadManifest(document.dump());
      const bool same_type = wrong.type() == value.type() || wrong.is_null() ||
                             (wrong.is_number() && value.is_number());
      if (!same_type && key != "kind") {
        EXPECT_THAT(read, StatusIs(absl::StatusCode::kDataLoss))
            << key << " = " << wrong.dump();
      }
    }
  }
}

TEST(ManifestTest, TakesEveryCutAsDamage) {
  const std::string text = WriteManifest(SampleManifest());
  for (size_t length = 0; length + 2 < text.size(); ++length) {
    EXPECT_THAT(ReadManifest(text.substr(0, length)),
                StatusIs(absl::StatusCode::kDataLoss))
        << length;
  }
}

TEST(ManifestTest, SurvivesDeepNesting) {
  const std::string deep(1'000'000, '[');
  EXPECT_THAT(ReadManifest(deep), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(
      ReadManifest("{\"a\":" + deep + std::string(deep.size(), ']') + "}"),
      StatusIs(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace pgark
