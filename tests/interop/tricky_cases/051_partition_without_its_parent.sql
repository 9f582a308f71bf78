-- case 051: a partition is selected and its parent is not: it is attached all the same
-- servers: 13 15 17 18
-- reader: ~relpartbound pg_inherits pg_index
-- dump: --table=parts_1
-- dump: --table=parts
-- dump: --exclude-table=parts
-- dump: --schema=elsewhere
-- dump: [17 18] --table-and-children=parts
-- dump: [17 18] --exclude-table-and-children=parts
-- dump: [17 18] --exclude-table-data-and-children=parts
-- dump: --exclude-table-data=parts
CREATE SCHEMA elsewhere;
CREATE TABLE parts (k integer, v text, PRIMARY KEY (k, v)) PARTITION BY RANGE (k);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (1) TO (10);
CREATE TABLE elsewhere.parts_2 PARTITION OF parts FOR VALUES FROM (10) TO (20) PARTITION BY LIST (v);
CREATE TABLE elsewhere.parts_2_a PARTITION OF elsewhere.parts_2 DEFAULT;
CREATE INDEX parts_v ON parts (v);
INSERT INTO parts VALUES (1, 'one'), (12, 'twelve');
CREATE TABLE parent (a integer DEFAULT 1, CHECK (a > 0));
CREATE TABLE elsewhere.child (b integer) INHERITS (parent);
CREATE FUNCTION touched() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER touch BEFORE INSERT ON parts FOR EACH ROW EXECUTE FUNCTION touched();
