#ifndef PGARK_TOOLS_VALIDATION_JSON_H_
#define PGARK_TOOLS_VALIDATION_JSON_H_

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "archive/finding.h"
#include "archive/validator.h"

namespace pgark {

// One archive of `verify --output=json`.
nlohmann::json ValidationAsJson(const std::string& path,
                                const ValidationSummary& summary,
                                const std::vector<Finding>& findings);

}  // namespace pgark

#endif  // PGARK_TOOLS_VALIDATION_JSON_H_
