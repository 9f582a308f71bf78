-- case 048: a foreign table as a partition; temporary partitions of another session are not there
-- servers: 13 15 17 18
-- session: CREATE TEMPORARY TABLE temporary_root (a integer, s serial) PARTITION BY LIST (a)
-- session: CREATE TEMPORARY TABLE temporary_leaf PARTITION OF temporary_root FOR VALUES IN (1)
-- session: INSERT INTO temporary_root VALUES (1)
-- session: CREATE TEMPORARY VIEW temporary_view AS SELECT * FROM parts
-- session: CREATE FUNCTION pg_temp.temporary_function() RETURNS integer LANGUAGE sql AS 'SELECT 1'
-- session: CREATE TEMPORARY TABLE temporary_child () INHERITS (a_plain)
-- reader: pg_foreign_server ~relpartbound pg_class
-- dump: --clean --if-exists
CREATE FOREIGN DATA WRAPPER nowhere;
CREATE SERVER far FOREIGN DATA WRAPPER nowhere;
CREATE TABLE parts (k integer NOT NULL, v text DEFAULT 'v', CHECK (k > 0)) PARTITION BY RANGE (k);
CREATE TABLE parts_local PARTITION OF parts FOR VALUES FROM (1) TO (10);
CREATE FOREIGN TABLE parts_far PARTITION OF parts FOR VALUES FROM (10) TO (20) SERVER far OPTIONS (a 'b');
CREATE FOREIGN TABLE parts_attached (v text, k integer OPTIONS (name 'kk') NOT NULL, CONSTRAINT parts_k_check CHECK (k > 0)) SERVER far;
ALTER TABLE parts ATTACH PARTITION parts_attached DEFAULT;
-- Its name comes first: pg_dump moves what a temporary table of another session needs, pgark does not
-- look at those.
CREATE TABLE a_plain (x integer);
