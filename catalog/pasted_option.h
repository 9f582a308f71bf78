#ifndef PGARK_CATALOG_PASTED_OPTION_H_
#define PGARK_CATALOG_PASTED_OPTION_H_

#include <string>

#include "absl/strings/string_view.h"

namespace pgark {

// Options that a message offers to be pasted into a shell.

// A name pattern that matches `schema`.`name` and nothing else; with an empty
// `schema` just `name`. What is not a plain name stands in double quotes, in
// which patterns know no special characters (docs/objects.md, "Name patterns").
std::string ExactPattern(absl::string_view schema, absl::string_view name);

// --option=value, in single quotes where a POSIX shell needs them.
std::string PastedOption(absl::string_view option, absl::string_view value);

}  // namespace pgark

#endif  // PGARK_CATALOG_PASTED_OPTION_H_
