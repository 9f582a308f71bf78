-- case 123: octets that are no valid text in names, comments and rows of a database in SQL_ASCII; backslashes without standard_conforming_strings
-- servers: 13 15 17 18
-- database: ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'
-- reader: pg_class pg_description
-- environment: PGOPTIONS=-c standard_conforming_strings=off
-- dump: --clean
-- dump: --quote-all-identifiers
-- dump: --inserts
-- dump: --encoding=SQL_ASCII
SET client_encoding = 'SQL_ASCII';
SET escape_string_warning = off;
SELECT format('CREATE TABLE %I (%I text)', convert_from('\xff66fe', 'SQL_ASCII'), convert_from('\x63c3', 'SQL_ASCII')) \gexec
SELECT format('INSERT INTO %I VALUES (%L), (%L)', convert_from('\xff66fe', 'SQL_ASCII'), convert_from('\x80275c81', 'SQL_ASCII'), 'plain') \gexec
SELECT format('COMMENT ON TABLE %I IS %L', convert_from('\xff66fe', 'SQL_ASCII'), convert_from('\xe4275cf6', 'SQL_ASCII')) \gexec
CREATE TABLE "back\slash" (t text DEFAULT E'a\\b', "new
line" text);
INSERT INTO "back\slash" VALUES (E'a\\b''c');
COMMENT ON TABLE "back\slash" IS E'C:\\new\\';
CREATE TYPE labels AS ENUM (E'a\\b', 'it''s');
CREATE FUNCTION body() RETURNS text LANGUAGE sql AS E'SELECT ''a\\\\b''::text';
CREATE SEQUENCE "seq'\uence";
CREATE FUNCTION with_setting() RETURNS integer LANGUAGE sql SET search_path = E'a\\b', 'c' AS 'SELECT 1';
