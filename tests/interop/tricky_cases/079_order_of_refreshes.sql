-- case 079: materialized views on materialized views through views: refreshed in the order of what they read
-- servers: 13 15 17 18
-- reader: pg_depend pg_class
-- dump: --section=post-data
-- dump: --section=post-data --clean
-- round-trip: yes
CREATE TABLE t (a integer);
INSERT INTO t VALUES (1), (2);
CREATE MATERIALIZED VIEW z_is_first AS SELECT a FROM t;
CREATE VIEW y_between AS SELECT a FROM z_is_first;
CREATE MATERIALIZED VIEW m_is_second AS SELECT a FROM y_between;
CREATE VIEW x_between AS SELECT a FROM m_is_second;
CREATE VIEW w_between AS SELECT x.a FROM x_between AS x, z_is_first;
CREATE SCHEMA aa;
CREATE MATERIALIZED VIEW aa.a_is_third AS SELECT a, count(*) FROM w_between GROUP BY a;
CREATE MATERIALIZED VIEW b_is_anywhere AS SELECT 1 AS one;
CREATE FUNCTION reads(integer) RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM public.z_is_first';
CREATE MATERIALIZED VIEW "1 alone" AS SELECT reads(a) FROM t;
