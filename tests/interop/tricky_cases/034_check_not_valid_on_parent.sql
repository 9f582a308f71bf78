-- case 034: CHECK NOT VALID of a parent is added once, without ONLY, and not to its children by themselves
-- servers: 13 15 17 18
-- reader: pg_constraint
-- dump: --section=pre-data
-- dump: --section=post-data
-- dump: --clean --if-exists
-- round-trip: yes
CREATE TABLE parent (a integer);
CREATE TABLE child (b integer) INHERITS (parent);
CREATE TABLE grandchild () INHERITS (child);
INSERT INTO child VALUES (-1, -1);
ALTER TABLE parent ADD CONSTRAINT positive CHECK (a > 0) NOT VALID;
ALTER TABLE child ADD CONSTRAINT "B is positive" CHECK (b > 0) NOT VALID;
COMMENT ON CONSTRAINT positive ON parent IS 'not checked yet';
CREATE TABLE parts (k integer, v integer) PARTITION BY LIST (k);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1);
INSERT INTO parts VALUES (1, -1);
ALTER TABLE parts ADD CONSTRAINT v_positive CHECK (v > 0) NOT VALID;
CREATE FOREIGN DATA WRAPPER nowhere;
CREATE SERVER far FOREIGN DATA WRAPPER nowhere;
CREATE FOREIGN TABLE remote (x integer) SERVER far;
ALTER FOREIGN TABLE remote ADD CONSTRAINT x_positive CHECK (x > 0) NOT VALID;
