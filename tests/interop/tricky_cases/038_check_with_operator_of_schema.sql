-- case 038: operators of other schemas in expressions are OPERATOR(schema.name)
-- servers: 13 15 17 18
-- reader: pg_constraint pg_operator pg_depend
-- round-trip: yes
CREATE SCHEMA "Ops";
CREATE FUNCTION "Ops".nearly(integer, integer) RETURNS boolean IMMUTABLE LANGUAGE sql
  AS 'SELECT abs($1 - $2) < 2';
CREATE OPERATOR "Ops".~= (LEFTARG = integer, RIGHTARG = integer, FUNCTION = "Ops".nearly, COMMUTATOR = OPERATOR("Ops".~=));
CREATE OPERATOR "Ops".= (LEFTARG = integer, RIGHTARG = integer, FUNCTION = "Ops".nearly);
CREATE TABLE compared (a integer, b integer DEFAULT 1, c boolean DEFAULT 1 OPERATOR("Ops".~=) 2,
  CONSTRAINT near CHECK (a OPERATOR("Ops".~=) b), CONSTRAINT like_equal CHECK (a OPERATOR("Ops".=) b AND a = a));
CREATE INDEX compared_near ON compared ((a OPERATOR("Ops".~=) b)) WHERE a OPERATOR("Ops".=) 1;
CREATE DOMAIN near_ten AS integer CHECK (VALUE OPERATOR("Ops".~=) 10);
INSERT INTO compared VALUES (1, 2);
