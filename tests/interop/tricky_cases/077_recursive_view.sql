-- case 077: a recursive view, ORDER BY in a subquery, a view over a materialized view that was never populated
-- servers: 13 15 17 18
-- reader: pg_class pg_depend
-- dump: --clean
-- round-trip: yes
CREATE RECURSIVE VIEW counted (n, "Twice n") AS
  VALUES (1, 2) UNION ALL SELECT n + 1, (n + 1) * 2 FROM counted WHERE n < 10;
CREATE VIEW sorted_inside AS SELECT s.n FROM (SELECT n FROM counted ORDER BY "Twice n" DESC LIMIT 5 OFFSET 1) AS s ORDER BY 1;
CREATE MATERIALIZED VIEW never_populated AS SELECT n FROM counted WITH NO DATA;
CREATE VIEW "over never populated" AS SELECT n FROM never_populated;
CREATE VIEW a_comes_first AS SELECT n FROM "over never populated";
CREATE MATERIALIZED VIEW populated AS SELECT n FROM sorted_inside;
CREATE VIEW over_populated AS SELECT n FROM populated;
CREATE VIEW "no columns" AS SELECT FROM counted;
