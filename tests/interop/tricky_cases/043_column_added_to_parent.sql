-- case 043: a column added to the parent stands last in the child, but not in a restored child: COPY names columns
-- servers: 13 15 17 18
-- reader: pg_attribute pg_inherits
-- dump: --data-only
-- dump: --column-inserts
CREATE TABLE parent (a integer);
CREATE TABLE child (own text) INHERITS (parent);
INSERT INTO child VALUES (1, 'one');
ALTER TABLE parent ADD COLUMN b date DEFAULT '2026-01-01', ADD COLUMN own text;
INSERT INTO child VALUES (2, 'two', '2026-02-02');
CREATE TABLE grandchild (z integer) INHERITS (child);
ALTER TABLE parent DROP COLUMN a;
ALTER TABLE parent ADD COLUMN a text;
INSERT INTO grandchild (own, b, z, a) VALUES ('x', NULL, 1, 'text now');
