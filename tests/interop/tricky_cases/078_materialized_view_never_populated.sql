-- case 078: a materialized view without data is not refreshed, nor is one that reads it, even through a view
-- servers: 13 15 17 18
-- reader: pg_class pg_rewrite pg_depend
-- dump: --data-only
-- dump: --section=post-data
CREATE TABLE t (a integer);
CREATE MATERIALIZED VIEW full_one AS SELECT a FROM t;
CREATE MATERIALIZED VIEW empty_later AS SELECT a FROM t;
CREATE MATERIALIZED VIEW reads_directly AS SELECT a FROM empty_later;
CREATE VIEW in_between AS SELECT a FROM empty_later;
CREATE VIEW in_between_again AS SELECT a FROM in_between;
CREATE MATERIALIZED VIEW reads_through_views AS SELECT a FROM in_between_again;
CREATE MATERIALIZED VIEW reads_reader AS SELECT a FROM reads_through_views;
CREATE MATERIALIZED VIEW reads_full_one AS SELECT a FROM full_one;
CREATE MATERIALIZED VIEW never AS SELECT a FROM full_one WITH NO DATA;
REFRESH MATERIALIZED VIEW empty_later WITH NO DATA;
