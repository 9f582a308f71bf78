-- case 069: the mark of CLUSTER stands behind the index, with its bare name; partitioned indexes cannot have it
-- servers: 13 15 17 18
-- reader: pg_index pg_class
-- dump: --clean
CREATE SCHEMA "Far Away";
CREATE TABLE "Far Away"."Heap" (a integer PRIMARY KEY, b text);
CREATE INDEX "Heap's index" ON "Far Away"."Heap" (b);
CLUSTER "Far Away"."Heap" USING "Heap's index";
CREATE TABLE by_key (a integer CONSTRAINT "by key" PRIMARY KEY, b integer UNIQUE);
ALTER TABLE by_key CLUSTER ON "by key";
CREATE TABLE parted (a integer, b integer) PARTITION BY RANGE (a);
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (0) TO (10);
CREATE TABLE parted_2 PARTITION OF parted FOR VALUES FROM (10) TO (20);
CREATE INDEX parted_a ON parted (a);
ALTER TABLE parted_1 CLUSTER ON parted_1_a_idx;
\if :from_15
CLUSTER parted USING parted_a;
\endif
CREATE MATERIALIZED VIEW kept AS SELECT 1 AS one;
CREATE INDEX kept_one ON kept (one);
ALTER MATERIALIZED VIEW kept CLUSTER ON kept_one;
