-- case 061: deferrable unique constraints; exclusion constraints with operators of a schema and WHERE
-- servers: 13 15 17 18
-- reader: pg_index pg_opclass
-- round-trip: yes
CREATE TABLE deferred (a integer, b integer, c integer,
  CONSTRAINT now UNIQUE (a) DEFERRABLE INITIALLY IMMEDIATE,
  CONSTRAINT later UNIQUE (b, a) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT key PRIMARY KEY (c) DEFERRABLE INITIALLY DEFERRED);
CREATE SCHEMA ops;
CREATE FUNCTION ops.same(integer, integer) RETURNS boolean IMMUTABLE STRICT LANGUAGE sql AS 'SELECT $1 = $2';
CREATE FUNCTION ops.before(integer, integer) RETURNS boolean IMMUTABLE STRICT LANGUAGE sql AS 'SELECT $1 < $2';
CREATE OPERATOR ops.=== (LEFTARG = integer, RIGHTARG = integer, FUNCTION = ops.same, COMMUTATOR = OPERATOR(ops.===));
CREATE OPERATOR ops.<<< (LEFTARG = integer, RIGHTARG = integer, FUNCTION = ops.before);
CREATE OPERATOR CLASS ops.own_int FOR TYPE integer USING btree AS
  OPERATOR 1 ops.<<<, OPERATOR 3 ops.===, FUNCTION 1 btint4cmp(integer, integer);
CREATE TABLE excluded (a integer, during int4range, box_of box,
  CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&, box_of WITH &&) WHERE (a > 0) DEFERRABLE,
  CONSTRAINT own_operator EXCLUDE USING btree (a ops.own_int WITH OPERATOR(ops.===)) WHERE (a OPERATOR(ops.===) 1),
  CONSTRAINT of_expression EXCLUDE USING btree ((a + 1) WITH =) INITIALLY DEFERRED,
  CONSTRAINT "by hash" EXCLUDE USING hash (a WITH =) WHERE (during IS NULL));
COMMENT ON CONSTRAINT no_overlap ON excluded IS 'one at a time';
ALTER TABLE deferred CLUSTER ON later;
INSERT INTO excluded VALUES (1, '[1,5)', box '(0,0),(1,1)');
