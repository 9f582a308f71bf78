-- case 037: a partition prints its own checks and those of its parent
-- servers: 13 15 17 18
-- reader: pg_constraint
-- dump: --table=parts_1
-- (No round trip: the comment on an inherited check is lost.)
CREATE TABLE parts (k integer, v integer, CONSTRAINT of_parent CHECK (v > 0)) PARTITION BY RANGE (k);
CREATE TABLE parts_1 PARTITION OF parts (CONSTRAINT of_partition CHECK (v < 100), k NOT NULL)
  FOR VALUES FROM (1) TO (10);
CREATE TABLE parts_2 (v integer, k integer, CONSTRAINT of_parent CHECK (v > 0), CONSTRAINT "An Own" CHECK (k <> 15));
ALTER TABLE parts ATTACH PARTITION parts_2 FOR VALUES FROM (10) TO (20);
ALTER TABLE parts ADD CONSTRAINT later CHECK (v <> 50);
CREATE TABLE parts_3 PARTITION OF parts FOR VALUES FROM (20) TO (30) PARTITION BY LIST (v);
CREATE TABLE parts_3_1 PARTITION OF parts_3 (CHECK (k > 21)) FOR VALUES IN (1);
INSERT INTO parts VALUES (5, 5), (12, 12), (22, 1);
COMMENT ON CONSTRAINT of_parent ON parts_1 IS 'came from above: pg_dump loses this';
COMMENT ON CONSTRAINT of_partition ON parts_1 IS 'its own';
