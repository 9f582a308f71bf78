#include "tools/source.h"

#include "base/sha256.h"
#include "store/folder_store.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_directory.h"

namespace pgark {
namespace {

class SourceTest : public testing::Test {
 protected:
  SourceTest() {
    flags_.location = folder_.File("store");
    flags_.now = ParseTimestamp("2026-11-20T12:00:00Z");
  }

  // A verified set of one file; returns where its archive is.
  std::string Publish(const std::string& database) {
    auto store = FolderStore::Open(flags_.location);
    EXPECT_OK(store);
    const auto lock = (*store)->Lock(database, {});
    EXPECT_OK(lock);
    auto builder = (*store)->Begin(database, {*flags_.now, kManualKind});
    EXPECT_OK(builder);
    WriteFile((*builder)->folder() + "/some.dump", "octets");
    Manifest manifest;
    manifest.set = (*builder)->name().ToString();
    manifest.database = database;
    manifest.kind = kManualKind;
    manifest.archive = "some.dump";
    manifest.files = {{"some.dump", 6, *Sha256Of("octets")}};
    manifest.verdict = SetVerdict::kVerified;
    EXPECT_OK((*builder)->Publish(manifest, ""));
    return flags_.location + "/" + database + "/" + manifest.set + "/some.dump";
  }

  std::string Resolve(const std::string& text) {
    const auto path = ResolveSource(text, flags_);
    return path.ok() ? *path : absl::StatusCodeToString(path.status().code());
  }

  TemporaryDirectory folder_;
  StoreFlags flags_;
};

TEST_F(SourceTest, FilesStayWhatTheyAre) {
  Publish("app");
  for (const char* path :
       {"-", "no/such/file", "./latest", "none.dump", "none.sql.gz"}) {
    EXPECT_EQ(Resolve(path), path);
  }
  EXPECT_EQ(Resolve(folder_.path()), folder_.path());
}

TEST_F(SourceTest, ASetIsItsArchive) {
  const std::string archive = Publish("app");
  EXPECT_EQ(Resolve("latest"), archive);
  EXPECT_EQ(Resolve("app:2026-11-20"), archive);
  EXPECT_EQ(Resolve("20261120T120000Z-manual"), archive);
  const std::string set = flags_.location + "/app/20261120T120000Z-manual";
  EXPECT_EQ(Resolve(set), set + "/some.dump");
  EXPECT_EQ(Resolve("app:2020-01-01"), "NOT_FOUND");
  EXPECT_EQ(Resolve("shop:latest"), "NOT_FOUND");
  Publish("shop");
  EXPECT_EQ(Resolve("latest"), "INVALID_ARGUMENT");
}

TEST_F(SourceTest, AnEditedManifestChoosesNoArchive) {
  const std::string archive = Publish("app");
  const std::string set = archive.substr(0, archive.rfind('/'));
  WriteFile(set + "/manifest.json", ReadFile(set + "/manifest.json") + " ");
  EXPECT_EQ(Resolve(set), "DATA_LOSS");
  EXPECT_EQ(Resolve("20261120T120000Z"), "DATA_LOSS");
  EXPECT_EQ(Resolve("latest"), "NOT_FOUND");
}

}  // namespace
}  // namespace pgark
