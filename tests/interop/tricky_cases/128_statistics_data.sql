-- case 128: statistics: never analyzed tables, expressions of indexes, dropped columns, inherited rows, ranges, arrays, text with quotes
-- servers: 18
-- reader: ~pg_stats
-- dump: --statistics
-- dump: --statistics-only
-- dump: --statistics --no-data
-- dump: --statistics --section=data
-- dump: --statistics --section=post-data
-- dump: --statistics --table=parent
CREATE TABLE never_analyzed (a integer PRIMARY KEY);
CREATE TABLE parent (a integer, gone integer, "B b" text, arr integer[], r int4range, e tsvector);
CREATE TABLE child (c integer) INHERITS (parent);
ALTER TABLE parent DROP COLUMN gone;
INSERT INTO parent SELECT i % 7, 'it''s "quoted" \ ' || i % 3, ARRAY[i % 4, i % 5], int4range(i, i + i % 6), to_tsvector('simple', 'w' || i % 9)
  FROM generate_series(1, 500) AS s(i);
INSERT INTO child SELECT i, 'child, {' || i || '}', NULL, 'empty', NULL, i FROM generate_series(1, 300) AS s(i);
CREATE INDEX on_expression ON parent ((a * 2), lower("B b"), a);
CREATE UNIQUE INDEX "On, 2" ON child (c) INCLUDE (a);
CREATE TABLE parted (a integer, b text) PARTITION BY RANGE (a);
CREATE TABLE part_1 PARTITION OF parted FOR VALUES FROM (0) TO (100);
CREATE TABLE part_2 PARTITION OF parted FOR VALUES FROM (100) TO (200);
ALTER TABLE parted ADD PRIMARY KEY (a);
INSERT INTO parted SELECT i, 'p' || i % 2 FROM generate_series(0, 199) AS s(i);
CREATE MATERIALIZED VIEW kept AS SELECT a, count(*) AS number FROM parent GROUP BY a;
CREATE INDEX kept_a ON kept (a);
CREATE MATERIALIZED VIEW not_kept AS SELECT 1 AS one WITH NO DATA;
CREATE VIEW no_statistics AS SELECT 1 AS one;
CREATE TABLE "empty, analyzed" (a integer);
CREATE STATISTICS extended (mcv) ON a, "B b" FROM parent;
VACUUM ANALYZE parent, child, parted, kept, "empty, analyzed";
