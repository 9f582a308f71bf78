#include "catalog/text_search_readers.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "catalog/reader_support.h"
#include "catalog/row_cursor.h"
#include "catalog/selection_rules.h"

namespace pgark {
namespace {

std::string ParserQuery(const ReadContext& context) {
  return absl::StrCat("SELECT p.oid, p.prsname, p.prsnamespace, ",
                      FunctionColumn("p.prsstart", "start_function"), ", ",
                      FunctionColumn("p.prstoken", "token_function"), ", ",
                      FunctionColumn("p.prsend", "end_function"), ", ",
                      FunctionColumn("p.prsheadline", "headline_function"),
                      ", ", FunctionColumn("p.prslextype", "lextype_function"),
                      " FROM pg_catalog.pg_ts_parser p WHERE ",
                      OutsideOfPgCatalog(context, "p.prsnamespace"),
                      " ORDER BY p.oid");
}

absl::Status ReadParsers(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    TextSearchParserObject parser;
    parser.name = rows.Text("prsname");
    parser.start = rows.Text("start_function");
    parser.get_token = rows.Text("token_function");
    parser.end = rows.Text("end_function");
    parser.headline = rows.Text("headline_function");
    parser.lexeme_types = rows.Text("lextype_function");
    ASSIGN_OR_RETURN(
        Object object,
        MakeObject(context, ObjectKind::kTextSearchParser,
                   CatalogId{kPgTextSearchParserOid, rows.Oid("oid")},
                   parser.name, rows.Oid("prsnamespace")));
    SelectBySchema(context, &object);
    AddWithDetail(context.catalog, std::move(object), std::move(parser),
                  context.catalog.others.text_search_parsers);
  }
  return rows.status();
}

std::string TemplateQuery(const ReadContext& context) {
  return absl::StrCat("SELECT t.oid, t.tmplname, t.tmplnamespace, ",
                      FunctionColumn("t.tmplinit", "init_function"), ", ",
                      FunctionColumn("t.tmpllexize", "lexize_function"),
                      " FROM pg_catalog.pg_ts_template t WHERE ",
                      OutsideOfPgCatalog(context, "t.tmplnamespace"),
                      " ORDER BY t.oid");
}

absl::Status ReadTemplates(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    TextSearchTemplateObject tmpl;
    tmpl.name = rows.Text("tmplname");
    tmpl.init = rows.Text("init_function");
    tmpl.lexize = rows.Text("lexize_function");
    ASSIGN_OR_RETURN(
        Object object,
        MakeObject(context, ObjectKind::kTextSearchTemplate,
                   CatalogId{kPgTextSearchTemplateOid, rows.Oid("oid")},
                   tmpl.name, rows.Oid("tmplnamespace")));
    SelectBySchema(context, &object);
    AddWithDetail(context.catalog, std::move(object), std::move(tmpl),
                  context.catalog.others.text_search_templates);
  }
  return rows.status();
}

std::string DictionaryQuery(const ReadContext& context) {
  return absl::StrCat(
      "SELECT d.oid, d.dictname, d.dictnamespace, d.dictowner, "
      "d.dictinitoption, n.nspname AS template_schema, t.tmplname "
      "FROM pg_catalog.pg_ts_dict d "
      "LEFT JOIN pg_catalog.pg_ts_template t ON t.oid = d.dicttemplate "
      "LEFT JOIN pg_catalog.pg_namespace n ON n.oid = t.tmplnamespace WHERE ",
      OutsideOfPgCatalog(context, "d.dictnamespace"), " ORDER BY d.oid");
}

absl::Status ReadDictionaries(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    TextSearchDictionaryObject dictionary;
    dictionary.name = rows.Text("dictname");
    ASSIGN_OR_RETURN(
        dictionary.owner,
        OwnerName(context, rows.Oid("dictowner"), "text search dictionary",
                  dictionary.name, rows.Oid("oid")));
    rows.Require("tmplname", dictionary.name, rows.Oid("oid"));
    dictionary.template_name = {rows.Text("template_schema"),
                                rows.Text("tmplname")};
    dictionary.options = rows.Text("dictinitoption");
    ASSIGN_OR_RETURN(
        Object object,
        MakeObject(context, ObjectKind::kTextSearchDictionary,
                   CatalogId{kPgTextSearchDictionaryOid, rows.Oid("oid")},
                   dictionary.name, rows.Oid("dictnamespace")));
    SelectBySchema(context, &object);
    AddWithDetail(context.catalog, std::move(object), std::move(dictionary),
                  context.catalog.others.text_search_dictionaries);
  }
  return rows.status();
}

std::string ConfigurationQuery(const ReadContext& context) {
  return absl::StrCat(
      "SELECT c.oid, c.cfgname, c.cfgnamespace, c.cfgowner, "
      "n.nspname AS parser_schema, p.prsname "
      "FROM pg_catalog.pg_ts_config c "
      "LEFT JOIN pg_catalog.pg_ts_parser p ON p.oid = c.cfgparser "
      "LEFT JOIN pg_catalog.pg_namespace n ON n.oid = p.prsnamespace WHERE ",
      OutsideOfPgCatalog(context, "c.cfgnamespace"), " ORDER BY c.oid");
}

absl::Status ReadConfigurations(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    TextSearchConfigurationObject configuration;
    configuration.oid = rows.Oid("oid");
    configuration.name = rows.Text("cfgname");
    ASSIGN_OR_RETURN(
        configuration.owner,
        OwnerName(context, rows.Oid("cfgowner"), "text search configuration",
                  configuration.name, rows.Oid("oid")));
    rows.Require("prsname", configuration.name, configuration.oid);
    configuration.parser = {rows.Text("parser_schema"), rows.Text("prsname")};
    ASSIGN_OR_RETURN(
        Object object,
        MakeObject(context, ObjectKind::kTextSearchConfiguration,
                   CatalogId{kPgTextSearchConfigurationOid, configuration.oid},
                   configuration.name, rows.Oid("cfgnamespace")));
    SelectBySchema(context, &object);
    AddWithDetail(context.catalog, std::move(object), std::move(configuration),
                  context.catalog.others.text_search_configurations);
  }
  return rows.status();
}

std::string MappingQuery(const ReadContext& context) {
  // The tokens' names come from the parser, which is asked once a
  // configuration.
  return absl::StrCat(
      "SELECT m.mapcfg, t.alias, m.maptokentype, "
      "m.mapdict::pg_catalog.regdictionary AS dictionary "
      "FROM pg_catalog.pg_ts_config c "
      "CROSS JOIN LATERAL pg_catalog.ts_token_type(c.cfgparser) AS t "
      "JOIN pg_catalog.pg_ts_config_map m "
      "ON m.mapcfg = c.oid AND m.maptokentype = t.tokid "
      "WHERE c.cfgnamespace = ANY ('",
      SchemasWithDefinitions(context),
      "'::pg_catalog.oid[]) ORDER BY m.mapcfg, m.maptokentype, m.mapseqno");
}

absl::Status ReadMappings(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    const Object* object = context.catalog.Find(
        CatalogId{kPgTextSearchConfigurationOid, rows.Oid("mapcfg")});
    if (object == nullptr) continue;
    std::vector<TextSearchMapping>& mappings =
        context.catalog.others.text_search_configurations[object->detail]
            .mappings;
    const std::string token = rows.Text("alias");
    if (mappings.empty() || mappings.back().token != token) {
      mappings.push_back(TextSearchMapping{token, {}});
    }
    mappings.back().dictionaries.push_back(rows.Text("dictionary"));
  }
  return rows.status();
}

}  // namespace

const CatalogReader kTextSearchParserReader = {"text search parsers",
                                               ParserQuery, ReadParsers};
const CatalogReader kTextSearchTemplateReader = {"text search templates",
                                                 TemplateQuery, ReadTemplates};
const CatalogReader kTextSearchDictionaryReader = {
    "text search dictionaries", DictionaryQuery, ReadDictionaries};
const CatalogReader kTextSearchConfigurationReader = {
    "text search configurations", ConfigurationQuery, ReadConfigurations};
const CatalogReader kTextSearchMappingReader = {"text search mappings",
                                                MappingQuery, ReadMappings};

}  // namespace pgark
