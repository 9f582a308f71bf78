-- case 076: the server's text of a query is passed through: operators with schemas, rows, XMLTABLE, frames, ties, aliases of joins
-- servers: 13 15 17 18
-- reader: pg_class
-- dump: --quote-all-identifiers
-- round-trip: yes
CREATE SCHEMA ops;
CREATE FUNCTION ops.same(integer, integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 OPERATOR(pg_catalog.=) $2';
CREATE OPERATOR ops.= (FUNCTION = ops.same, LEFTARG = integer, RIGHTARG = integer);
CREATE TABLE t (a integer, b text, "Mixed Case" integer, x xml);
CREATE VIEW with_operator AS SELECT * FROM t WHERE a OPERATOR(ops.=) "Mixed Case";
CREATE VIEW with_rows AS SELECT ROW(a, b)::text AS r, (a, b) = ROW(1, 'x'::text) AS same, ROW(a, NULL) IS NULL AS n FROM t;
CREATE VIEW with_xmltable AS SELECT c.* FROM t,
  XMLTABLE(XMLNAMESPACES('http://x.y' AS z), '/z:rows/z:row' PASSING t.x
           COLUMNS id integer PATH '@id' NOT NULL, "Name" text PATH 'name' DEFAULT 'none', n FOR ORDINALITY) AS c;
CREATE VIEW with_xml AS SELECT xmlelement(name "El", xmlattributes(a AS "At"), b) AS e,
  xmlforest(a, b AS "B b") AS f, xmlserialize(content x AS text) AS s FROM t;
CREATE VIEW with_frames AS SELECT a, sum(a) OVER w AS s, lag(b, 2, 'none') OVER (PARTITION BY b ORDER BY a DESC NULLS LAST) AS l,
  max(a) FILTER (WHERE b <> 'x') OVER (ORDER BY a GROUPS BETWEEN 1 PRECEDING AND 2 FOLLOWING EXCLUDE TIES) AS g
  FROM t WINDOW w AS (ORDER BY a ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW EXCLUDE CURRENT ROW);
CREATE VIEW with_ties AS SELECT a FROM t ORDER BY a FETCH FIRST 3 ROWS WITH TIES;
CREATE VIEW with_alias AS SELECT j.a, k.one FROM (t AS t1 JOIN t AS t2 USING (a)) AS j
  FULL JOIN (VALUES (1, 'x'), (2, 'y')) AS k(one, two) ON j.a = k.one;
\if :from_14
CREATE VIEW with_using_alias AS SELECT u.a FROM t AS t1 JOIN t AS t2 USING (a) AS u;
CREATE VIEW with_search AS WITH RECURSIVE tree(a, b) AS (SELECT a, "Mixed Case" FROM t UNION ALL
  SELECT t.a, t."Mixed Case" FROM t JOIN tree ON t.a = tree.b) SEARCH DEPTH FIRST BY a SET place
  CYCLE a SET looped USING path SELECT a, place::text AS place, looped FROM tree;
\endif
CREATE VIEW with_sets AS SELECT a, b, grouping(a, b) AS g FROM t GROUP BY GROUPING SETS ((a, b), CUBE (a, b), ());
CREATE VIEW with_functions AS SELECT f.*, o.ordinality AS place FROM t, LATERAL ROWS FROM (generate_series(1, a), unnest(ARRAY['x', 'y']))
  WITH ORDINALITY AS f(i, j, ordinality), unnest(ARRAY[1]) WITH ORDINALITY AS o(x, ordinality);
CREATE VIEW with_sample AS SELECT a FROM t TABLESAMPLE bernoulli (10) REPEATABLE (1);
CREATE VIEW with_sql_functions AS SELECT extract(year FROM current_timestamp) AS y, substring(b FROM 2 FOR 3) AS s,
  position('x' IN b) AS p, trim(both 'x' FROM b) AS t, current_date AS d, overlay(b PLACING 'z' FROM 1) AS o,
  b SIMILAR TO 'x%' AS sim, a BETWEEN SYMMETRIC 3 AND 1 AS btw, a IS DISTINCT FROM 3 AS dis, c AT TIME ZONE 'UTC' AS z
  FROM (SELECT a, now()::text AS b FROM t) AS s(a, b), LATERAL (SELECT now() AS c) AS l;
\if :from_17
CREATE VIEW with_json_table AS SELECT jt.* FROM JSON_TABLE('[{"a": 1, "b": [2, 3]}]'::jsonb, '$[*]' AS root
  COLUMNS (n FOR ORDINALITY, a integer PATH '$.a' DEFAULT 0 ON EMPTY, "Has B" boolean EXISTS PATH '$.b',
           NESTED PATH '$.b[*]' AS inner_path COLUMNS (b text PATH '$' ERROR ON ERROR))) AS jt;
CREATE VIEW with_json AS SELECT JSON_OBJECT('k' VALUE a, 'l': b ABSENT ON NULL) AS o, JSON_ARRAYAGG(a ORDER BY a) AS r,
  JSON_QUERY('{}'::jsonb, '$.x' WITH WRAPPER EMPTY ARRAY ON EMPTY) AS q FROM t GROUP BY a, b;
\endif
