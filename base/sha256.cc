#include "base/sha256.h"

#include <openssl/evp.h>

#include <array>
#include <vector>

#include "absl/strings/escaping.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

constexpr size_t kReadBytes = size_t{1} << 20;

struct ContextDeleter {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

}  // namespace

struct Sha256::State {
  std::unique_ptr<EVP_MD_CTX, ContextDeleter> context{EVP_MD_CTX_new()};
  bool failed = false;
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
  state_->failed =
      state_->context == nullptr ||
      EVP_DigestInit_ex(state_->context.get(), EVP_sha256(), nullptr) != 1;
}

Sha256::~Sha256() = default;

void Sha256::Update(absl::string_view bytes) {
  if (state_->failed) return;
  state_->failed =
      EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) != 1;
}

absl::StatusOr<std::string> Sha256::Finish() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  if (state_->failed ||
      EVP_DigestFinal_ex(state_->context.get(), digest.data(), &size) != 1) {
    return absl::InternalError("SHA-256 cannot be computed");
  }
  const std::string bytes(digest.begin(), digest.begin() + size);
  return std::string(absl::BytesToHexString(bytes));
}

absl::StatusOr<std::string> Sha256Of(absl::string_view bytes) {
  Sha256 digest;
  digest.Update(bytes);
  return digest.Finish();
}

absl::StatusOr<std::string> Sha256OfSource(
    const RandomAccessSource& source,
    const std::function<absl::Status(uint64_t)>& on_bytes) {
  Sha256 digest;
  std::vector<char> buffer(kReadBytes);
  uint64_t offset = 0;
  while (true) {
    ASSIGN_OR_RETURN(const size_t count, source.ReadAt(offset, buffer));
    if (count == 0) return digest.Finish();
    digest.Update({buffer.data(), count});
    offset += count;
    if (on_bytes != nullptr) RETURN_IF_ERROR(on_bytes(count));
  }
}

}  // namespace pgark
