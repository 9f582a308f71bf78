-- case 057: names of indexes and sequences with quotes, also where they stand in literals
-- servers: 13 15 17 18
-- reader: pg_index pg_sequence
-- dump: [18] --statistics
-- dump: [18] --statistics-only
-- dump: --section=post-data
-- round-trip: yes
CREATE SCHEMA "it's";
CREATE TABLE "it's"."Table's ""name""" ("Id's" serial, a integer, b text);
CREATE INDEX "Index's ""name""" ON "it's"."Table's ""name""" (a, lower(b));
CREATE INDEX "back\slash" ON "it's"."Table's ""name""" ((a * 2));
ALTER INDEX "it's"."back\slash" ALTER COLUMN 1 SET STATISTICS 3;
CREATE SEQUENCE "it's"."Sequence\'s ""name""";
SELECT nextval('"it''s"."Sequence\''s ""name"""');
ALTER TABLE "it's"."Table's ""name""" CLUSTER ON "Index's ""name""";
COMMENT ON INDEX "it's"."Index's ""name""" IS 'it''s';
INSERT INTO "it's"."Table's ""name""" (a, b) SELECT i, 'it''s ' || i FROM generate_series(1, 50) AS s(i);
ANALYZE;
