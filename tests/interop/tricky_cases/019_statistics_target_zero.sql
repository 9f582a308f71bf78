-- case 019: a statistics target of 0 is not the default
-- servers: 13 15 17 18
-- reader: pg_attribute pg_statistic_ext
CREATE TABLE measured (a integer, b integer, c integer, d integer);
ALTER TABLE measured ALTER a SET STATISTICS 0, ALTER b SET STATISTICS 10000,
  ALTER c SET STATISTICS 50;
ALTER TABLE measured ALTER c SET STATISTICS -1;
CREATE STATISTICS none_wanted ON a, b FROM measured;
ALTER STATISTICS none_wanted SET STATISTICS 0;
CREATE STATISTICS back_to_default ON b, c FROM measured;
ALTER STATISTICS back_to_default SET STATISTICS 5;
ALTER STATISTICS back_to_default SET STATISTICS -1;
CREATE MATERIALIZED VIEW kept AS SELECT a, b FROM measured;
ALTER MATERIALIZED VIEW kept ALTER COLUMN b SET STATISTICS 0;
