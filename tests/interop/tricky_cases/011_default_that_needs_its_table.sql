-- case 011: a default calls a function that takes the table's row type: a loop that an entry of its own breaks
-- servers: 13 15 17 18
-- reader: pg_depend pg_attrdef pg_proc
-- round-trip: yes
CREATE TABLE items (a integer, b integer);
CREATE FUNCTION next_of(items) RETURNS integer LANGUAGE sql AS 'SELECT coalesce($1.a, 0) + 1';
ALTER TABLE items ALTER COLUMN b SET DEFAULT next_of(NULL::items);
INSERT INTO items VALUES (1, DEFAULT);
CREATE TABLE counted (n integer DEFAULT 1);
CREATE FUNCTION count_them() RETURNS SETOF counted LANGUAGE sql AS 'SELECT * FROM counted';
ALTER TABLE counted ALTER COLUMN n SET DEFAULT cardinality(ARRAY[3, 4]);
CREATE FUNCTION size_of(counted[]) RETURNS integer LANGUAGE sql AS 'SELECT cardinality($1)';
ALTER TABLE counted ADD COLUMN m integer DEFAULT size_of(ARRAY[]::counted[]);
