-- case 097: casts without function, by text, on domains, with a function of pg_catalog; those of ranges to multiranges are not dumped
-- servers: 13 15 17 18
-- reader: pg_cast
-- dump: --clean
-- dump: --schema-only --quote-all-identifiers
CREATE SCHEMA "From";
CREATE TYPE "From"."Kind" AS ENUM ('a');
CREATE TYPE pair AS (a integer, b integer);
CREATE DOMAIN whole AS integer;
CREATE TYPE price AS RANGE (SUBTYPE = numeric);
CREATE FUNCTION "From"."To pair"(integer) RETURNS pair LANGUAGE sql IMMUTABLE AS 'SELECT ROW($1, 1)::public.pair';
CREATE FUNCTION to_text(pair, integer, boolean) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT ''x''::text';
CREATE FUNCTION to_whole(whole) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT ''x''::text';
CREATE CAST (integer AS pair) WITH FUNCTION "From"."To pair"(integer) AS IMPLICIT;
CREATE CAST (pair AS text) WITH FUNCTION to_text(pair, integer, boolean) AS ASSIGNMENT;
CREATE CAST (text AS "From"."Kind") WITH INOUT AS ASSIGNMENT;
CREATE CAST ("From"."Kind" AS pair) WITH INOUT;
CREATE CAST (xid AS bigint) WITH INOUT;
CREATE CAST (money AS bigint) WITHOUT FUNCTION AS IMPLICIT;
CREATE CAST (date AS bytea) WITH FUNCTION pg_catalog.date_send(date);
SET client_min_messages = error;
CREATE CAST (whole AS text) WITH FUNCTION to_whole(whole);
CREATE CAST (pair AS price) WITH INOUT;
COMMENT ON CAST (text AS "From"."Kind") IS 'by text';
