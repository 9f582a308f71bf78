-- case 120: rows of an inheritance parent are those of the parent alone
-- servers: 13 15 17 18
-- reader: pg_inherits pg_class
-- dump: --data-only
-- dump: --inserts
-- dump: --column-inserts --data-only
-- dump: --table=parent
-- dump: --inserts --table=parent
-- round-trip: yes
CREATE TABLE parent (a integer, b text);
CREATE TABLE child (c integer) INHERITS (parent);
CREATE TABLE grandchild (d integer) INHERITS (child);
INSERT INTO parent VALUES (1, 'of parent');
INSERT INTO child VALUES (2, 'of child', 3);
INSERT INTO grandchild VALUES (4, 'of grandchild', 5, 6);
CREATE TABLE parted (a integer, b text) PARTITION BY LIST (a);
CREATE TABLE part_1 (b text, a integer);
INSERT INTO part_1 VALUES ('x', 1);
ALTER TABLE parted ATTACH PARTITION part_1 FOR VALUES IN (1);
CREATE TABLE part_rest PARTITION OF parted DEFAULT;
INSERT INTO parted VALUES (2, 'y');
