#ifndef PGARK_TOOLS_FORECAST_REPORT_H_
#define PGARK_TOOLS_FORECAST_REPORT_H_

#include <nlohmann/json.hpp>
#include <vector>

#include "jobs/restore_forecast.h"

namespace pgark {

// The report of `restore --dry-run` for people, on standard output.
void PrintForecast(const RestoreForecast& forecast);
// The same for programs.
nlohmann::json ForecastAsJson(const RestoreForecast& forecast);
// What was not sent, as an array of objects.
nlohmann::json LeftOutAsJson(const std::vector<LeftOut>& left_out);

}  // namespace pgark

#endif  // PGARK_TOOLS_FORECAST_REPORT_H_
