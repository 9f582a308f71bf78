-- case 091: aggregates without arguments, ordered-set, hypothetical, moving, parallel, with every modifier; their privileges say FUNCTION
-- servers: 13 15 17 18
-- superuser-setup: CREATE ROLE tricky_091_role
-- reader: pg_aggregate
-- dump: --clean --if-exists
-- dump: --quote-all-identifiers
CREATE SCHEMA ops;
CREATE FUNCTION ops.less(integer, integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 OPERATOR(pg_catalog.<) $2';
CREATE OPERATOR ops.< (FUNCTION = ops.less, LEFTARG = integer, RIGHTARG = integer);
CREATE FUNCTION "Add one"(bigint) RETURNS bigint LANGUAGE sql AS 'SELECT $1 + 1';
CREATE AGGREGATE rows_seen(*) (SFUNC = "Add one", STYPE = bigint, INITCOND = '0');
CREATE AGGREGATE least_one(integer) (SFUNC = int4smaller, STYPE = integer, SORTOP = OPERATOR(ops.<));
CREATE AGGREGATE least_plain(integer) (SFUNC = int4smaller, STYPE = integer, SORTOP = <);
CREATE AGGREGATE mean(numeric) (SFUNC = numeric_avg_accum, STYPE = internal, SSPACE = 128, FINALFUNC = numeric_avg,
  COMBINEFUNC = numeric_avg_combine, SERIALFUNC = numeric_avg_serialize, DESERIALFUNC = numeric_avg_deserialize,
  FINALFUNC_MODIFY = SHAREABLE, PARALLEL = SAFE);
CREATE AGGREGATE moving(integer) (SFUNC = int4_sum, STYPE = bigint, MSFUNC = int4_avg_accum, MINVFUNC = int4_avg_accum_inv,
  MSTYPE = bigint[], MSSPACE = 16, MINITCOND = '{0,0}', MFINALFUNC = int2int4_sum, MFINALFUNC_MODIFY = READ_WRITE, PARALLEL = RESTRICTED);
CREATE AGGREGATE at_percentile(double precision ORDER BY anyelement) (SFUNC = ordered_set_transition, STYPE = internal,
  FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA);
CREATE AGGREGATE at_percentile_read_only(double precision ORDER BY anyelement) (SFUNC = ordered_set_transition, STYPE = internal,
  FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA, FINALFUNC_MODIFY = READ_ONLY);
CREATE AGGREGATE would_rank(VARIADIC "any" ORDER BY VARIADIC "any") (SFUNC = ordered_set_transition_multi, STYPE = internal,
  FINALFUNC = rank_final, FINALFUNC_EXTRA, HYPOTHETICAL);
CREATE AGGREGATE only_direct(ORDER BY "Named Arg" integer) (SFUNC = ordered_set_transition, STYPE = internal, FINALFUNC = mode_final, FINALFUNC_EXTRA);
CREATE FUNCTION f_concat(text, VARIADIC text[]) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1 || array_to_string($2, '''')';
CREATE AGGREGATE joined(VARIADIC "List" text[]) (SFUNC = f_concat, STYPE = text, INITCOND = 'it''s');
COMMENT ON AGGREGATE rows_seen(*) IS 'of no argument';
COMMENT ON AGGREGATE at_percentile(double precision ORDER BY anyelement) IS 'ordered';
GRANT EXECUTE ON FUNCTION rows_seen() TO tricky_091_role;
REVOKE ALL ON FUNCTION at_percentile(double precision, anyelement) FROM PUBLIC;
GRANT ALL ON FUNCTION would_rank TO tricky_091_role WITH GRANT OPTION;
ALTER AGGREGATE moving(integer) OWNER TO tricky_091_role;
ALTER AGGREGATE rows_seen(*) OWNER TO tricky_091_role;
ALTER AGGREGATE would_rank(VARIADIC "any" ORDER BY VARIADIC "any") OWNER TO tricky_091_role;
