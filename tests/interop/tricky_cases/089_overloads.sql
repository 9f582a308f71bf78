-- case 089: overloads that differ by types of the same name in two schemas have equal tags; types of arguments order them
-- servers: 13 15 17 18
-- reader: pg_proc pg_type
-- dump: --clean
-- round-trip: yes
CREATE SCHEMA z_schema;
CREATE SCHEMA a_schema;
CREATE TYPE z_schema.kind AS (a integer);
CREATE TYPE a_schema.kind AS (a integer);
CREATE FUNCTION f(z_schema.kind) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION f(a_schema.kind) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION f(text) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION f(bigint) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION f(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION f(integer, z_schema.kind) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION f(integer, a_schema.kind) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION f(integer[], OUT text) LANGUAGE sql AS 'SELECT ''x''::text';
CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION f(a_schema.kind[]) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE AGGREGATE g(bigint) (SFUNC = int8pl, STYPE = bigint);
CREATE AGGREGATE g(integer) (SFUNC = int4pl, STYPE = integer);
COMMENT ON FUNCTION f(z_schema.kind) IS 'of z';
COMMENT ON FUNCTION f(a_schema.kind) IS 'of a';
CREATE OPERATOR #> (FUNCTION = f, LEFTARG = integer, RIGHTARG = z_schema.kind);
CREATE OPERATOR #> (FUNCTION = f, LEFTARG = integer, RIGHTARG = a_schema.kind);
