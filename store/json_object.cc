#include "store/json_object.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "store/set_name.h"

namespace pgark {

using nlohmann::json;

void SetAnyText(json& object, const std::string& key, absl::string_view text) {
  const std::string bytes(text);
  const json value = bytes;
  const std::string readable =
      value.dump(-1, ' ', false, json::error_handler_t::replace);
  object[key] = json::parse(readable);
  if (object[key] != value) {
    object[key + "_base64"] = std::string(absl::Base64Escape(bytes));
  }
}

std::string DumpJson(const json& document) {
  return document.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

JsonObject::JsonObject(const json& object, std::string where)
    : object_(object), where_(std::move(where)) {
  if (!object_.is_object()) {
    status_ = absl::DataLossError(absl::StrCat(where_, " is no object"));
  }
}

const json* JsonObject::Find(const char* key) const {
  if (!object_.is_object()) return nullptr;
  const auto found = object_.find(key);
  return found == object_.end() || found->is_null() ? nullptr : &*found;
}

void JsonObject::Fail(absl::string_view key, absl::string_view wanted) {
  if (!status_.ok()) return;
  status_ = absl::DataLossError(
      absl::StrCat(where_, ": \"", key, "\" is no ", wanted));
}

void JsonObject::Merge(const JsonObject& other) {
  if (status_.ok()) status_ = other.status_;
}

void JsonObject::Require(const char* key, std::string* target) {
  if (Find(key) == nullptr) return Fail(key, "text");
  Read(key, target);
}

void JsonObject::RequireTime(const char* key, absl::Time* target) {
  std::string text;
  Require(key, &text);
  const std::optional<absl::Time> time = ParseTimestamp(text);
  if (!time.has_value()) return Fail(key, "time");
  *target = *time;
}

void JsonObject::Read(const char* key, std::string* target) {
  const json* value = Find(key);
  if (value == nullptr) return;
  const json* exact = Find((std::string(key) + "_base64").c_str());
  if (!value->is_string() || (exact != nullptr && !exact->is_string())) {
    return Fail(key, "text");
  }
  *target = value->get<std::string>();
  if (exact != nullptr &&
      !absl::Base64Unescape(exact->get<std::string>(), target)) {
    Fail(key, "text in base64");
  }
}

void JsonObject::Read(const char* key, bool* target) {
  const json* value = Find(key);
  if (value == nullptr) return;
  if (!value->is_boolean()) return Fail(key, "true or false");
  *target = value->get<bool>();
}

void JsonObject::Read(const char* key, double* target) {
  const json* value = Find(key);
  if (value == nullptr) return;
  if (!value->is_number()) return Fail(key, "number");
  *target = value->get<double>();
}

void JsonObject::Read(const char* key, uint64_t* target) {
  const json* value = Find(key);
  if (value == nullptr) return;
  if (!value->is_number_unsigned()) return Fail(key, "whole number");
  *target = value->get<uint64_t>();
}

void JsonObject::Read(const char* key, std::optional<uint64_t>* target) {
  if (Find(key) == nullptr) return;
  uint64_t number = 0;
  Read(key, &number);
  if (status_.ok()) *target = number;
}

void JsonObject::Read(const char* key, std::vector<std::string>* target) {
  const json* list = Array(key);
  if (list == nullptr) return;
  for (const json& item : *list) {
    if (!item.is_string()) return Fail(key, "list of texts");
    target->push_back(item.get<std::string>());
  }
}

const json* JsonObject::Object(const char* key) {
  const json* value = Find(key);
  if (value == nullptr || value->is_object()) return value;
  Fail(key, "object");
  return nullptr;
}

const json* JsonObject::Array(const char* key) {
  const json* value = Find(key);
  if (value == nullptr || value->is_array()) return value;
  Fail(key, "list");
  return nullptr;
}

absl::StatusOr<json> ParseDocument(absl::string_view text, int newest,
                                   const std::string& where) {
  json document = json::parse(text.begin(), text.end(), nullptr,
                              /*allow_exceptions=*/false);
  if (document.is_discarded() || !document.is_object()) {
    return absl::DataLossError(absl::StrCat(where, " is no JSON object"));
  }
  uint64_t version = 0;
  JsonObject reader(document, where);
  reader.Read("schema_version", &version);
  if (!reader.status().ok()) return reader.status();
  if (version == 0) {
    return absl::DataLossError(absl::StrCat(where, " has no schema_version"));
  }
  if (version > static_cast<uint64_t>(newest)) {
    return WithHint(absl::FailedPreconditionError(
                        absl::StrCat(where, " has schema_version ", version,
                                     ", and this pgark reads up to ", newest)),
                    "a newer pgark wrote it: use that one");
  }
  return document;
}

}  // namespace pgark
