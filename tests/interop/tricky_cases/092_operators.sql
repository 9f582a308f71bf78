-- case 092: operators whose commutator or negator is in another schema, prefix and postfix, shells that nobody defined
-- servers: 13 15 17 18
-- reader: pg_operator
-- dump: --clean
-- dump: --schema-only --quote-all-identifiers
CREATE SCHEMA "Other Ops";
CREATE SCHEMA third;
CREATE TYPE third."Pair" AS (a integer, b integer);
CREATE FUNCTION third.same(third."Pair", third."Pair") RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1.a = $2.a';
CREATE FUNCTION "Other Ops"."Not, same"(third."Pair", third."Pair") RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1.a <> $2.a';
CREATE FUNCTION one_sided(third."Pair") RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1.a = 1';
CREATE OPERATOR third.=== (FUNCTION = third.same, LEFTARG = third."Pair", RIGHTARG = third."Pair",
  COMMUTATOR = OPERATOR(third.===), NEGATOR = OPERATOR("Other Ops".!==), RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
CREATE OPERATOR "Other Ops".!== (FUNCTION = "Other Ops"."Not, same", LEFTARG = third."Pair", RIGHTARG = third."Pair",
  NEGATOR = OPERATOR(third.===), RESTRICT = neqsel, JOIN = neqjoinsel);
-- <<| is a shell: named here, defined nowhere.
CREATE OPERATOR public.|>> (FUNCTION = third.same, LEFTARG = third."Pair", RIGHTARG = third."Pair", COMMUTATOR = OPERATOR("Other Ops".<<|));
CREATE OPERATOR ## (FUNCTION = one_sided, RIGHTARG = third."Pair");
CREATE OPERATOR third.@#@ (FUNCTION = pg_catalog.int8dec, RIGHTARG = bigint);
COMMENT ON OPERATOR ## (NONE, third."Pair") IS 'prefix';
COMMENT ON OPERATOR "Other Ops".!== (third."Pair", third."Pair") IS 'infix';
\if :from_14
\else
CREATE OPERATOR ### (FUNCTION = one_sided, LEFTARG = third."Pair");
CREATE OPERATOR #### (FUNCTION = factorial, LEFTARG = bigint);
COMMENT ON OPERATOR ### (third."Pair", NONE) IS 'postfix';
\endif
