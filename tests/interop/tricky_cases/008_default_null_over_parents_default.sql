-- case 008: a child without a default under a parent with one needs DEFAULT NULL, inline or by itself
-- servers: 13 15 17 18
-- reader: pg_attrdef pg_inherits
-- round-trip: [13 15] yes
-- (pg_dump 17 and 18 leave the grandchild without DEFAULT NULL, so that it comes back with
-- the default of its grandparent. The text is theirs.)
CREATE TABLE parent (a integer DEFAULT 5, b text DEFAULT 'five', c integer);
CREATE TABLE child_inline (a integer DEFAULT NULL) INHERITS (parent);
CREATE TABLE child_separate () INHERITS (parent);
ALTER TABLE child_separate ALTER COLUMN a DROP DEFAULT, ALTER COLUMN b SET DEFAULT NULL;
CREATE TABLE child_same (a integer) INHERITS (parent);
CREATE TABLE grandchild () INHERITS (child_separate);
CREATE TABLE other_parent (a integer);
CREATE TABLE of_both () INHERITS (other_parent, child_separate);
CREATE TABLE parts (k integer, d text DEFAULT 'parent') PARTITION BY LIST (k);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1);
ALTER TABLE parts_1 ALTER COLUMN d DROP DEFAULT;
INSERT INTO child_separate DEFAULT VALUES;
