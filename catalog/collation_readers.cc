#include "catalog/collation_readers.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "catalog/reader_support.h"
#include "catalog/row_cursor.h"
#include "catalog/selection_rules.h"

namespace pgark {
namespace {

std::string CollationQuery(const ReadContext& context) {
  // The locale of ICU has moved twice: up to 14 it stands in collcollate, then
  // in a column of its own, which serves the built-in provider too from 17 on.
  // NULLIF: up to 14 there are empty texts where there is NULL later.
  absl::string_view locale =
      "CASE WHEN collprovider = 'i' THEN collcollate END";
  if (context.release >= 17) {
    locale = "colllocale";
  } else if (context.release >= 15) {
    locale = "colliculocale";
  }
  return absl::StrCat(
      "SELECT oid, collname, collnamespace, collowner, collencoding, "
      "collprovider, collisdeterministic, ",
      "NULLIF(collcollate::pg_catalog.text, '') AS collcollate, "
      "NULLIF(collctype::pg_catalog.text, '') AS collctype, ",
      locale, " AS locale, ", context.release >= 16 ? "collicurules" : "NULL",
      " AS rules ", "FROM pg_catalog.pg_collation ORDER BY oid");
}

absl::Status ReadCollations(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    CollationObject collation;
    collation.name = rows.Text("collname");
    ASSIGN_OR_RETURN(collation.owner,
                     OwnerName(context, rows.Oid("collowner"), "collation",
                               collation.name, rows.Oid("oid")));
    collation.encoding = rows.Int("collencoding");
    collation.provider = rows.Char("collprovider");
    collation.is_deterministic = rows.Bool("collisdeterministic");
    collation.collate = rows.NullableText("collcollate");
    collation.ctype = rows.NullableText("collctype");
    collation.locale = rows.NullableText("locale");
    collation.rules = rows.NullableText("rules");
    ASSIGN_OR_RETURN(Object object,
                     MakeObject(context, ObjectKind::kCollation,
                                CatalogId{kPgCollationOid, rows.Oid("oid")},
                                collation.name, rows.Oid("collnamespace")));
    object.sort_key.number = collation.encoding;
    SelectBySchema(context, &object);
    AddWithDetail(context.catalog, std::move(object), std::move(collation),
                  context.catalog.others.collations);
  }
  return rows.status();
}

std::string ConversionQuery(const ReadContext& context) {
  return absl::StrCat(
      "SELECT c.oid, c.conname, c.connamespace, c.conowner, c.condefault, "
      "pg_catalog.pg_encoding_to_char(c.conforencoding) AS from_encoding, "
      "pg_catalog.pg_encoding_to_char(c.contoencoding) AS to_encoding, ",
      FunctionColumn("c.conproc", "function"),
      " FROM pg_catalog.pg_conversion c WHERE ",
      OutsideOfPgCatalog(context, "c.connamespace"), " ORDER BY c.oid");
}

absl::Status ReadConversions(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    ConversionObject conversion;
    conversion.name = rows.Text("conname");
    ASSIGN_OR_RETURN(conversion.owner,
                     OwnerName(context, rows.Oid("conowner"), "conversion",
                               conversion.name, rows.Oid("oid")));
    conversion.from_encoding = rows.Text("from_encoding");
    conversion.to_encoding = rows.Text("to_encoding");
    conversion.function = rows.Text("function");
    conversion.is_default = rows.Bool("condefault");
    ASSIGN_OR_RETURN(Object object,
                     MakeObject(context, ObjectKind::kConversion,
                                CatalogId{kPgConversionOid, rows.Oid("oid")},
                                conversion.name, rows.Oid("connamespace")));
    SelectBySchema(context, &object);
    AddWithDetail(context.catalog, std::move(object), std::move(conversion),
                  context.catalog.others.conversions);
  }
  return rows.status();
}

}  // namespace

const CatalogReader kCollationReader = {"collations", CollationQuery,
                                        ReadCollations};
const CatalogReader kConversionReader = {"conversions", ConversionQuery,
                                         ReadConversions};

}  // namespace pgark
