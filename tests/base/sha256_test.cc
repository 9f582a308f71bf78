#include "base/sha256.h"

#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

// FIPS 180-4, examples.
constexpr char kEmptyDigest[] =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
constexpr char kAbcDigest[] =
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

TEST(Sha256Test, GivesThePublishedDigests) {
  ASSERT_OK_AND_ASSIGN(const std::string empty, Sha256Of(""));
  EXPECT_EQ(empty, kEmptyDigest);
  ASSERT_OK_AND_ASSIGN(const std::string abc, Sha256Of("abc"));
  EXPECT_EQ(abc, kAbcDigest);
}

TEST(Sha256Test, DoesNotDependOnHowThePiecesAreCut) {
  Sha256 digest;
  digest.Update("a");
  digest.Update("");
  digest.Update("bc");
  ASSERT_OK_AND_ASSIGN(const std::string abc, digest.Finish());
  EXPECT_EQ(abc, kAbcDigest);
}

TEST(Sha256Test, ReadsASourceToItsEndAndTellsHowFarItIs) {
  const std::string bytes(3'000'000, 'x');
  uint64_t told = 0;
  ASSERT_OK_AND_ASSIGN(
      const std::string of_source,
      Sha256OfSource(*MakeMemorySource(bytes), [&told](uint64_t count) {
        told += count;
        return absl::OkStatus();
      }));
  ASSERT_OK_AND_ASSIGN(const std::string of_text, Sha256Of(bytes));
  EXPECT_EQ(of_source, of_text);
  EXPECT_EQ(told, bytes.size());
}

TEST(Sha256Test, EndsWithWhatTheCallerSays) {
  EXPECT_THAT(
      Sha256OfSource(*MakeMemorySource("abc"),
                     [](uint64_t) { return absl::CancelledError("enough"); }),
      StatusIs(absl::StatusCode::kCancelled));
}

}  // namespace
}  // namespace pgark
