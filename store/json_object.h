#ifndef PGARK_STORE_JSON_OBJECT_H_
#define PGARK_STORE_JSON_OBJECT_H_

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace pgark {

// Text of any octets: as it is when it is UTF-8, otherwise with replacement
// characters, and `key`_base64 holds the octets.
void SetAnyText(nlohmann::json& object, const std::string& key,
                absl::string_view text);

// The document as text, with a line break behind it.
std::string DumpJson(const nlohmann::json& document);

// Reads members of an object that may hold anything. The first failure stays:
// ask for status() once, at the end. Absent members give what `target` was,
// unless they are required; members that nobody asks for do not matter.
//
// thread-compatible
class JsonObject {
 public:
  // `where` is for messages: "manifest". Both must outlive the reader.
  JsonObject(const nlohmann::json& object, std::string where);

  // Members that must be there.
  void Require(const char* key, std::string* target);
  void RequireTime(const char* key, absl::Time* target);
  // Members that may be absent. SetAnyText()'s twin is taken where it is.
  void Read(const char* key, std::string* target);
  void Read(const char* key, bool* target);
  void Read(const char* key, double* target);
  void Read(const char* key, uint64_t* target);
  void Read(const char* key, std::optional<uint64_t>* target);
  void Read(const char* key, std::vector<std::string>* target);
  // The member when it is an object or array of the wanted kind, else nullptr.
  const nlohmann::json* Object(const char* key);
  const nlohmann::json* Array(const char* key);

  void Fail(absl::string_view key, absl::string_view wanted);
  // What went wrong first: DATA_LOSS with the member's name.
  const absl::Status& status() const { return status_; }
  void Merge(const JsonObject& other);

 private:
  const nlohmann::json* Find(const char* key) const;

  const nlohmann::json& object_;
  const std::string where_;
  absl::Status status_;
};

// Returns the document, DATA_LOSS for what is no JSON object (with the
// position), FAILED_PRECONDITION when its schema_version is above `newest`.
absl::StatusOr<nlohmann::json> ParseDocument(absl::string_view text, int newest,
                                             const std::string& where);

}  // namespace pgark

#endif  // PGARK_STORE_JSON_OBJECT_H_
