-- case 054: an invalid index of a partitioned table is dumped, one of a plain table is not
-- servers: 13 15 17 18
-- reader: pg_index
-- round-trip: yes
CREATE TABLE parts (k integer, v integer) PARTITION BY LIST (k);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1);
CREATE TABLE parts_2 PARTITION OF parts FOR VALUES IN (2);
CREATE INDEX parts_only ON ONLY parts (v);
CREATE INDEX parts_1_v ON parts_1 (v);
ALTER INDEX parts_only ATTACH PARTITION parts_1_v;
CREATE INDEX none_attached ON ONLY parts (k, v);
ALTER TABLE ONLY parts ADD CONSTRAINT invalid_unique UNIQUE (k, v);
CREATE TABLE plain (a integer);
INSERT INTO plain VALUES (1), (1);
\set ON_ERROR_STOP off
CREATE UNIQUE INDEX CONCURRENTLY failed ON plain (a);
\set ON_ERROR_STOP on
CREATE INDEX worked ON plain (a);
DO $$ BEGIN
  ASSERT (SELECT NOT indisvalid FROM pg_index WHERE indexrelid = 'failed'::regclass), 'failed';
  ASSERT (SELECT NOT indisvalid FROM pg_index WHERE indexrelid = 'parts_only'::regclass), 'parts_only';
END $$;
COMMENT ON INDEX none_attached IS 'waits for partitions';
