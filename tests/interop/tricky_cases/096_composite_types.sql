-- case 096: composite types used in tables and the reverse; comments on their columns, dropped columns
-- servers: 13 15 17 18
-- superuser-setup: CREATE ROLE tricky_096_role
-- reader: pg_type pg_attribute pg_description
-- dump: --clean
-- dump: --no-comments
-- round-trip: yes
CREATE SCHEMA parts;
CREATE TABLE row_of_table (id integer, name text);
CREATE TYPE parts."Whole" AS (one integer, gone text, r row_of_table, rs row_of_table[], "Two" text COLLATE "C", three numeric(5,2));
ALTER TYPE parts."Whole" DROP ATTRIBUTE gone;
CREATE TABLE uses_whole (w parts."Whole", ws parts."Whole"[], a integer DEFAULT 1);
CREATE TYPE over_table AS (u uses_whole, m integer);
CREATE TYPE empty_type AS ();
CREATE TYPE only_dropped AS (a integer);
ALTER TYPE only_dropped DROP ATTRIBUTE a;
COMMENT ON TYPE parts."Whole" IS 'the whole';
COMMENT ON COLUMN parts."Whole"."Two" IS 'its second; quoted';
COMMENT ON COLUMN parts."Whole".one IS 'its first';
GRANT USAGE ON TYPE parts."Whole" TO tricky_096_role;
REVOKE USAGE ON TYPE parts."Whole" FROM PUBLIC;
ALTER TYPE over_table OWNER TO tricky_096_role;
-- A table's row type inside of the table itself, by an array and a function.
CREATE TABLE tree (id integer);
CREATE FUNCTION children(tree) RETURNS SETOF tree LANGUAGE sql AS 'SELECT * FROM public.tree';
ALTER TABLE tree ADD COLUMN parents integer[] CHECK (id > 0);
CREATE TABLE of_type OF parts."Whole" (one WITH OPTIONS PRIMARY KEY, three DEFAULT 3);
INSERT INTO uses_whole VALUES (ROW(1, ROW(2, 'x'), '{}', E'a"b,\\', 3.25), NULL, 2);
