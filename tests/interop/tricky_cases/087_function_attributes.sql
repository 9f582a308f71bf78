-- case 087: every attribute of a function, at its default and not; rows, OUT, TABLE, VARIADIC, defaults with functions of the user
-- servers: 13 15 17 18
-- reader: pg_proc pg_transform
-- dump: --clean
-- dump: --quote-all-identifiers
CREATE SCHEMA "My Own";
CREATE FUNCTION "My Own".five(integer DEFAULT 5) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE TYPE "My Own"."Pair" AS (a integer, b text);
CREATE FUNCTION cost_default() RETURNS integer LANGUAGE sql COST 100 AS 'SELECT 1';
CREATE FUNCTION cost_one() RETURNS integer LANGUAGE sql COST 1 AS 'SELECT 1';
CREATE FUNCTION cost_fraction() RETURNS integer LANGUAGE sql COST 0.0025 AS 'SELECT 1';
CREATE FUNCTION cost_large() RETURNS integer LANGUAGE sql COST 1e9 AS 'SELECT 1';
CREATE FUNCTION internal_default(integer) RETURNS integer LANGUAGE internal COST 1 AS 'int4abs';
CREATE FUNCTION internal_hundred(integer) RETURNS integer LANGUAGE internal COST 100 AS 'int4abs';
CREATE FUNCTION rows_default() RETURNS SETOF integer LANGUAGE sql ROWS 1000 AS 'SELECT 1';
CREATE FUNCTION rows_one() RETURNS SETOF integer LANGUAGE sql ROWS 1 AS 'SELECT 1';
CREATE FUNCTION rows_fraction() RETURNS SETOF integer LANGUAGE sql ROWS 0.5 AS 'SELECT 1';
CREATE FUNCTION supported(integer, integer) RETURNS SETOF integer LANGUAGE internal
  STRICT SUPPORT generate_series_int4_support AS 'generate_series_int4';
CREATE FUNCTION leakproof_stable(integer) RETURNS integer LANGUAGE sql STABLE LEAKPROOF CALLED ON NULL INPUT AS 'SELECT 1';
CREATE FUNCTION strict_definer(integer) RETURNS integer LANGUAGE sql STRICT SECURITY DEFINER PARALLEL RESTRICTED AS 'SELECT 1';
CREATE FUNCTION safe_volatile() RETURNS integer LANGUAGE sql VOLATILE PARALLEL SAFE AS 'SELECT 1';
CREATE FUNCTION windowed(integer) RETURNS bigint LANGUAGE internal WINDOW IMMUTABLE STRICT AS 'window_row_number';
CREATE FUNCTION set_with_out(IN a integer, OUT "B c" integer, INOUT d text) RETURNS SETOF record LANGUAGE sql AS 'SELECT 1, ''x''::text';
CREATE FUNCTION one_out(OUT integer) LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION gives_table("a" integer) RETURNS TABLE ("Table Column" integer, x "My Own"."Pair") LANGUAGE sql AS 'SELECT 1, NULL::"My Own"."Pair"';
CREATE FUNCTION many(VARIADIC list "My Own"."Pair"[]) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION many_any(text, VARIADIC "any") RETURNS text LANGUAGE internal AS 'text_format';
CREATE FUNCTION defaults(a integer DEFAULT "My Own".five(), b text = 'it''s', c "My Own"."Pair" DEFAULT ROW(1, 'x'),
                         d integer[] DEFAULT ARRAY[1, 2], e date DEFAULT current_date, OUT f integer)
  LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION polymorphic(anyelement, anyarray, anyrange, anynonarray) RETURNS anyelement LANGUAGE sql AS 'SELECT $1';
CREATE FUNCTION of_domain_array(information_schema.sql_identifier[]) RETURNS SETOF "My Own"."Pair"[] LANGUAGE sql AS 'SELECT NULL::"My Own"."Pair"[]';
CREATE TRANSFORM FOR integer LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal), TO SQL WITH FUNCTION int4recv(internal));
CREATE TRANSFORM FOR "My Own"."Pair" LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal));
CREATE FUNCTION transformed(integer, "My Own"."Pair") RETURNS integer LANGUAGE sql
  TRANSFORM FOR TYPE integer, FOR TYPE "My Own"."Pair" IMMUTABLE AS 'SELECT 1';
