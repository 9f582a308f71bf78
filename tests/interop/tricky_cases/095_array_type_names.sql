-- case 095: a type whose name begins with an underscore is not an array; an array type may have had to take another name
-- servers: 13 15 17 18
-- reader: pg_type
-- dump: --clean
-- round-trip: yes
CREATE TYPE mood AS ENUM ('sad', 'glad');
-- mood's array type _mood gives way and is called __mood from here on.
CREATE TYPE _mood AS (a mood, b mood[]);
CREATE TYPE _plain AS ENUM ('x');
CREATE DOMAIN _domain AS integer[] CHECK (array_length(VALUE, 1) < 3);
CREATE TYPE _range AS RANGE (SUBTYPE = numeric);
CREATE TABLE _table (a _mood[], b mood[], c _plain[], d _domain, e _domain[], f _range[]);
CREATE TABLE "table" (a _table, b _table[]);
CREATE FUNCTION takes(_mood[], mood[]) RETURNS _mood LANGUAGE sql AS 'SELECT $1[1]';
CREATE TYPE _base;
CREATE FUNCTION _base_in(cstring) RETURNS _base LANGUAGE internal IMMUTABLE STRICT AS 'point_in';
CREATE FUNCTION _base_out(_base) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'point_out';
CREATE TYPE _base (INPUT = _base_in, OUTPUT = _base_out, INTERNALLENGTH = 16, ELEMENT = double precision, ALIGNMENT = double);
COMMENT ON TYPE _mood IS 'not an array';
REVOKE USAGE ON TYPE _plain FROM PUBLIC;
