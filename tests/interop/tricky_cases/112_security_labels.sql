-- case 112: security labels: those of a table and its columns in one entry; of every kind of object; shared ones
-- servers: 13 15 17 18
-- reader: pg_seclabel
-- reader: pg_shseclabel
-- dump: --no-security-labels
-- dump: --clean
-- dump: --create
-- dump: --schema-only
-- dump: --data-only
CREATE SCHEMA labelled;
CREATE TABLE labelled.t (a integer, "B b" text, c integer);
CREATE VIEW labelled.v AS SELECT * FROM labelled.t;
CREATE SEQUENCE labelled.s;
CREATE FUNCTION labelled.f(integer, text) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE labelled.p() LANGUAGE sql AS '';
CREATE AGGREGATE labelled.a(*) (SFUNC = int8inc, STYPE = bigint, INITCOND = '0');
CREATE TYPE labelled.e AS ENUM ('a');
CREATE TYPE labelled.pair AS (x integer, "Y y" integer);
CREATE DOMAIN labelled.d AS integer;
CREATE MATERIALIZED VIEW labelled.m AS SELECT 1 AS one;
CREATE PUBLICATION labelled_publication;
CREATE FUNCTION labelled.watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE EVENT TRIGGER labelled_event ON sql_drop EXECUTE FUNCTION labelled.watch();
SELECT lo_create(911201);
-- No provider is loaded here, and SECURITY LABEL wants one; the rows are what it writes.
INSERT INTO pg_catalog.pg_seclabel (classoid, objoid, objsubid, provider, label) VALUES
  ('pg_class'::regclass, 'labelled.t'::regclass, 0, 'dummy', 'of the table; it''s'),
  ('pg_class'::regclass, 'labelled.t'::regclass, 3, 'dummy', 'of column c'),
  ('pg_class'::regclass, 'labelled.t'::regclass, 2, 'dummy', E'of column B b, with \\ and\nline end'),
  ('pg_class'::regclass, 'labelled.v'::regclass, 0, 'dummy', 'of the view'),
  ('pg_class'::regclass, 'labelled.v'::regclass, 1, 'dummy', 'of its column'),
  ('pg_class'::regclass, 'labelled.s'::regclass, 0, 'dummy', 'of the sequence'),
  ('pg_class'::regclass, 'labelled.m'::regclass, 0, 'Dummy Two', 'of the materialized view'),
  ('pg_proc'::regclass, 'labelled.f(integer,text)'::regprocedure, 0, 'dummy', 'of the function'),
  ('pg_proc'::regclass, 'labelled.p()'::regprocedure, 0, 'dummy', 'of the procedure'),
  ('pg_proc'::regclass, 'labelled.a()'::regprocedure, 0, 'dummy', 'of the aggregate'),
  ('pg_type'::regclass, 'labelled.e'::regtype, 0, 'dummy', 'of the enum'),
  ('pg_type'::regclass, 'labelled.pair'::regtype, 0, 'dummy', 'of the composite'),
  ('pg_class'::regclass, 'labelled.pair'::regclass, 2, 'dummy', 'of its column'),
  ('pg_type'::regclass, 'labelled.d'::regtype, 0, 'dummy', 'of the domain'),
  ('pg_namespace'::regclass, 'labelled'::regnamespace, 0, 'dummy', 'of the schema'),
  ('pg_language'::regclass, (SELECT oid FROM pg_language WHERE lanname = 'plpgsql'), 0, 'dummy', 'of a built-in language'),
  ('pg_publication'::regclass, (SELECT oid FROM pg_publication), 0, 'dummy', 'of the publication'),
  ('pg_largeobject'::regclass, 911201, 0, 'dummy', 'of the large object');
-- pg_dump 13.16 loses this one.
\if :from_15
INSERT INTO pg_catalog.pg_seclabel (classoid, objoid, objsubid, provider, label)
  SELECT 'pg_event_trigger'::regclass, oid, 0, 'dummy', 'of the event trigger' FROM pg_event_trigger;
\endif
INSERT INTO pg_catalog.pg_shseclabel (objoid, classoid, provider, label)
  SELECT oid, 'pg_database'::regclass, 'dummy', 'of the database' FROM pg_database WHERE datname = current_database();
COMMENT ON TABLE labelled.t IS 'comments stand before labels';
GRANT SELECT ON labelled.t TO PUBLIC;
