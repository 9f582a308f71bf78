-- case 027: a child's own NOT NULL on a column that is nullable in the parent, and not printed in the child
-- servers: 13 15 17
-- reader: pg_attribute pg_inherits
-- round-trip: yes
CREATE TABLE parent (a integer, "B" text, c integer NOT NULL);
CREATE TABLE child (d integer) INHERITS (parent);
ALTER TABLE child ALTER a SET NOT NULL, ALTER "B" SET NOT NULL;
CREATE TABLE grandchild () INHERITS (child);
ALTER TABLE grandchild ALTER d SET NOT NULL;
CREATE TABLE with_default () INHERITS (parent);
ALTER TABLE with_default ALTER a SET NOT NULL, ALTER a SET DEFAULT 5, ALTER a SET STATISTICS 9;
CREATE TABLE keyed () INHERITS (parent);
ALTER TABLE keyed ADD PRIMARY KEY (a);
CREATE TABLE parts (k integer, v text) PARTITION BY LIST (k);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1);
ALTER TABLE parts_1 ALTER v SET NOT NULL;
CREATE FOREIGN DATA WRAPPER nowhere;
CREATE SERVER far FOREIGN DATA WRAPPER nowhere;
CREATE FOREIGN TABLE foreign_child () INHERITS (parent) SERVER far;
ALTER FOREIGN TABLE foreign_child ALTER a SET NOT NULL;
