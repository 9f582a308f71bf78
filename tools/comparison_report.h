#ifndef PGARK_TOOLS_COMPARISON_REPORT_H_
#define PGARK_TOOLS_COMPARISON_REPORT_H_

#include <nlohmann/json.hpp>
#include <string>

#include "jobs/comparison.h"

namespace pgark {

// The data of `compare --output=json`.
nlohmann::json ComparisonAsJson(const ComparedSide& a, const ComparedSide& b,
                                const Comparison& comparison);

// The same for people: a paragraph for each part that differs, and the verdict
// as the last line. Names are escaped as terminals need it.
std::string FormatComparison(const ComparedSide& a, const ComparedSide& b,
                             const Comparison& comparison);

}  // namespace pgark

#endif  // PGARK_TOOLS_COMPARISON_REPORT_H_
