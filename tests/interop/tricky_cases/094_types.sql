-- case 094: base types with every clause, a shell left alone, ranges with every option, enums without labels and in sorted places
-- servers: 13 15 17 18
-- reader: pg_type pg_enum pg_range
-- dump: --clean
-- dump: --quote-all-identifiers
CREATE SCHEMA kinds;
CREATE TYPE kinds.base;
CREATE FUNCTION kinds.base_in(cstring, oid, integer) RETURNS kinds.base LANGUAGE internal IMMUTABLE STRICT AS 'varcharin';
CREATE FUNCTION kinds.base_out(kinds.base) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'varcharout';
CREATE FUNCTION kinds."Base recv"(internal, oid, integer) RETURNS kinds.base LANGUAGE internal IMMUTABLE STRICT AS 'varcharrecv';
CREATE FUNCTION kinds.base_send(kinds.base) RETURNS bytea LANGUAGE internal IMMUTABLE STRICT AS 'varcharsend';
CREATE FUNCTION kinds.base_modin(cstring[]) RETURNS integer LANGUAGE internal IMMUTABLE STRICT AS 'varchartypmodin';
CREATE FUNCTION kinds.base_modout(integer) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'varchartypmodout';
CREATE TYPE kinds.base (INPUT = kinds.base_in, OUTPUT = kinds.base_out, RECEIVE = kinds."Base recv", SEND = kinds.base_send,
  TYPMOD_IN = kinds.base_modin, TYPMOD_OUT = kinds.base_modout, ANALYZE = pg_catalog.array_typanalyze, INTERNALLENGTH = VARIABLE,
  STORAGE = extended, CATEGORY = 'S', PREFERRED = true, DEFAULT = 'it''s', DELIMITER = ';', COLLATABLE = true);
COMMENT ON TYPE kinds.base IS 'a base type';
CREATE TABLE uses_base (a kinds.base(7), b kinds.base[], c kinds.base COLLATE "C");
INSERT INTO uses_base VALUES ('abc', '{x;y}', 'd');
CREATE TYPE kinds.pointlike;
CREATE FUNCTION kinds.pointlike_in(cstring) RETURNS kinds.pointlike LANGUAGE internal IMMUTABLE STRICT AS 'point_in';
CREATE FUNCTION kinds.pointlike_out(kinds.pointlike) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'point_out';
-- ELEMENT, but not an array.
CREATE TYPE kinds.pointlike (INPUT = kinds.pointlike_in, OUTPUT = kinds.pointlike_out, INTERNALLENGTH = 16,
  ELEMENT = double precision, ALIGNMENT = double);
CREATE TYPE kinds.by_value;
CREATE FUNCTION kinds.by_value_in(cstring) RETURNS kinds.by_value LANGUAGE internal IMMUTABLE STRICT AS 'int2in';
CREATE FUNCTION kinds.by_value_out(kinds.by_value) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int2out';
CREATE TYPE kinds.by_value (INPUT = kinds.by_value_in, OUTPUT = kinds.by_value_out, LIKE = smallint, CATEGORY = 'x');
CREATE TYPE kinds."Shell, alone";
CREATE TYPE shell_with_function;
CREATE FUNCTION of_shell(shell_with_function) RETURNS integer LANGUAGE internal AS 'int4abs';
CREATE FUNCTION kinds.difference(text, text) RETURNS double precision LANGUAGE sql IMMUTABLE AS 'SELECT 1::double precision';
CREATE COLLATION kinds."Of range" (locale = 'C');
CREATE OPERATOR CLASS kinds."Text order" FOR TYPE text USING btree AS
  OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 bttextcmp(text, text);
CREATE TYPE kinds."Text range" AS RANGE (SUBTYPE = text, SUBTYPE_OPCLASS = kinds."Text order",
  COLLATION = kinds."Of range", SUBTYPE_DIFF = kinds.difference);
CREATE TYPE kinds.plain_range AS RANGE (SUBTYPE = double precision);
CREATE DOMAIN kinds.positive AS integer CHECK (VALUE > 0);
CREATE TYPE kinds.positive_range AS RANGE (SUBTYPE = kinds.positive, SUBTYPE_OPCLASS = int4_ops);
\if :from_14
CREATE TYPE kinds.named_range AS RANGE (SUBTYPE = time, MULTIRANGE_TYPE_NAME = public."Many Times");
CREATE TABLE uses_multirange (m public."Many Times", a kinds.plain_range[]);
CREATE TYPE kinds.has_canonical;
CREATE FUNCTION kinds.canonical(kinds.has_canonical) RETURNS kinds.has_canonical LANGUAGE internal IMMUTABLE STRICT AS 'int4range_canonical';
CREATE TYPE kinds.has_canonical AS RANGE (SUBTYPE = integer, CANONICAL = kinds.canonical, SUBTYPE_DIFF = int4range_subdiff);
\else
CREATE TYPE kinds.has_canonical;
CREATE FUNCTION kinds.canonical(kinds.has_canonical) RETURNS kinds.has_canonical LANGUAGE internal IMMUTABLE STRICT AS 'int4range_canonical';
CREATE TYPE kinds.has_canonical AS RANGE (SUBTYPE = integer, CANONICAL = kinds.canonical);
\endif
CREATE TYPE kinds.no_labels AS ENUM ();
CREATE TYPE kinds.labels AS ENUM ('it''s', 'm', '"quoted"', E'back\\slash', '', 'Upper, lower');
ALTER TYPE kinds.labels ADD VALUE 'before m' BEFORE 'm';
ALTER TYPE kinds.labels ADD VALUE 'between' AFTER 'before m';
ALTER TYPE kinds.labels ADD VALUE 'first' BEFORE 'it''s';
ALTER TYPE kinds.labels ADD VALUE 'ž last';
