-- case 099: text search: several dictionaries a token in order, tokens named like keywords, options with quotes, parser and template without owner
-- servers: 13 15 17 18
-- superuser-setup: CREATE ROLE tricky_099_role
-- reader: pg_ts_config pg_ts_config_map pg_ts_dict pg_ts_parser pg_ts_template
-- dump: --clean
-- dump: --quote-all-identifiers
CREATE SCHEMA "Words";
CREATE TEXT SEARCH PARSER "Words"."My parser" (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end,
  LEXTYPES = prsd_lextype, HEADLINE = prsd_headline);
CREATE TEXT SEARCH PARSER no_headline (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
CREATE TEXT SEARCH TEMPLATE "Words"."My template" (INIT = dsimple_init, LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH TEMPLATE no_init (LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH DICTIONARY "Words"."First one" (TEMPLATE = simple, STOPWORDS = english, ACCEPT = false);
CREATE TEXT SEARCH DICTIONARY second (TEMPLATE = "Words"."My template", stopwords = 'english', "accept" = 'true');
CREATE TEXT SEARCH DICTIONARY without_options (TEMPLATE = no_init);
CREATE TEXT SEARCH CONFIGURATION "Words"."Mine" (PARSER = "Words"."My parser");
ALTER TEXT SEARCH CONFIGURATION "Words"."Mine" ADD MAPPING FOR "float", "int", uint, word, asciihword, url
  WITH "Words"."First one", second, pg_catalog.simple;
ALTER TEXT SEARCH CONFIGURATION "Words"."Mine" ADD MAPPING FOR email WITH pg_catalog.english_stem, "Words"."First one";
CREATE TEXT SEARCH CONFIGURATION copied (COPY = pg_catalog.german);
ALTER TEXT SEARCH CONFIGURATION copied ALTER MAPPING FOR word WITH second, german_stem;
CREATE TEXT SEARCH CONFIGURATION no_mappings (PARSER = default);
COMMENT ON TEXT SEARCH PARSER "Words"."My parser" IS 'parser';
COMMENT ON TEXT SEARCH TEMPLATE no_init IS 'template';
COMMENT ON TEXT SEARCH DICTIONARY second IS 'dictionary';
COMMENT ON TEXT SEARCH CONFIGURATION "Words"."Mine" IS 'configuration';
UPDATE pg_catalog.pg_ts_dict SET dictinitoption = E'stopwords = ''it''''s'', "Odd Name" = E''a\\\\b'', n = 3' WHERE dictname = 'second';
ALTER TEXT SEARCH DICTIONARY without_options OWNER TO tricky_099_role;
ALTER TEXT SEARCH CONFIGURATION "Words"."Mine" OWNER TO tricky_099_role;
