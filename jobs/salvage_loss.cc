#include "jobs/salvage_loss.h"

namespace pgark {

absl::string_view LossKindName(LossKind kind) {
  switch (kind) {
    case LossKind::kHeader:
      return "header";
    case LossKind::kEntry:
      return "entry";
    case LossKind::kTable:
      return "table";
    case LossKind::kRows:
      return "rows";
    case LossKind::kLargeObject:
      return "large-object";
    case LossKind::kBlock:
      return "block";
  }
  return "";
}

}  // namespace pgark
