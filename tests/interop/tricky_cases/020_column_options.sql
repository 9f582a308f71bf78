-- case 020: n_distinct and n_distinct_inherited of columns
-- servers: 13 15 17 18
-- reader: pg_attribute
CREATE TABLE parent (a integer, "B c" text, d integer);
ALTER TABLE parent ALTER a SET (n_distinct = -0.5, n_distinct_inherited = 1000),
  ALTER "B c" SET (n_distinct_inherited = -1), ALTER d SET (n_distinct = 12);
ALTER TABLE parent ALTER d RESET (n_distinct);
CREATE TABLE child () INHERITS (parent);
ALTER TABLE child ALTER a SET (n_distinct = 0);
CREATE MATERIALIZED VIEW kept AS SELECT a FROM parent;
ALTER MATERIALIZED VIEW kept ALTER COLUMN a SET (n_distinct = 5);
