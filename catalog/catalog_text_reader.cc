#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "catalog/catalog.h"
#include "catalog/graph_readers.h"
#include "catalog/row_cursor.h"

namespace pgark {
namespace {

// Reads rows of object, sub-id and text, and tells each object that it has
// `component`.
absl::Status ReadTexts(const Result& result, absl::string_view text_column,
                       bool has_provider, Component component, Catalog& catalog,
                       std::vector<CatalogText>& texts) {
  RowCursor rows(result);
  texts.reserve(static_cast<size_t>(result.row_count()));
  while (rows.Next()) {
    CatalogText text;
    text.object = CatalogId{rows.Oid("classoid"), rows.Oid("objoid")};
    text.sub_id = rows.Int("objsubid");
    if (has_provider) text.provider = rows.Text("provider");
    text.text = rows.Text(text_column);
    if (Object* object = catalog.Find(text.object); object != nullptr) {
      object->available |= component;
    }
    texts.push_back(std::move(text));
  }
  catalog.SortTexts();
  return rows.status();
}

std::string CommentQuery(const ReadContext& /*context*/) {
  return "SELECT classoid, objoid, objsubid, description "
         "FROM pg_catalog.pg_description";
}

absl::Status ReadComments(const Result& result, ReadContext& context) {
  return ReadTexts(result, "description", /*has_provider=*/false,
                   Component::kComment, context.catalog,
                   context.catalog.comments);
}

// Subscriptions are in this database, but their catalog is a shared one.
std::string SecurityLabelQuery(const ReadContext& /*context*/) {
  return absl::StrCat(
      "SELECT classoid, objoid, objsubid, provider, label "
      "FROM pg_catalog.pg_seclabel "
      "UNION ALL SELECT classoid, objoid, 0, provider, label "
      "FROM pg_catalog.pg_shseclabel WHERE classoid = ",
      kPgSubscriptionOid);
}

absl::Status ReadSecurityLabels(const Result& result, ReadContext& context) {
  return ReadTexts(result, "label", /*has_provider=*/true,
                   Component::kSecurityLabel, context.catalog,
                   context.catalog.security_labels);
}

}  // namespace

const CatalogReader kCommentReader = {"comments", CommentQuery, ReadComments};
const CatalogReader kSecurityLabelReader = {
    "security labels", SecurityLabelQuery, ReadSecurityLabels};

}  // namespace pgark
