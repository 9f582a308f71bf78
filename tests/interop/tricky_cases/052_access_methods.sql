-- case 052: access methods of partitioned tables, of materialized views, and the default one
-- servers: 13 15 17 18
-- reader: pg_am ~relam
-- dump: [15 17 18] --no-table-access-method
-- round-trip: yes
CREATE ACCESS METHOD heap_too TYPE TABLE HANDLER heap_tableam_handler;
CREATE ACCESS METHOD "Heap Three" TYPE TABLE HANDLER heap_tableam_handler;
CREATE TABLE plain (a integer);
CREATE TABLE special (a integer) USING "Heap Three";
CREATE MATERIALIZED VIEW kept USING heap_too AS SELECT 1 AS one;
CREATE MATERIALIZED VIEW plain_kept AS SELECT 2 AS two;
\if :from_17
  CREATE TABLE parts (k integer) PARTITION BY LIST (k) USING heap_too;
  CREATE TABLE parts_heap PARTITION OF parts FOR VALUES IN (1) USING heap;
  CREATE TABLE parts_same PARTITION OF parts FOR VALUES IN (2);
\else
  CREATE TABLE parts (k integer) PARTITION BY LIST (k);
  CREATE TABLE parts_special PARTITION OF parts FOR VALUES IN (1) USING heap_too;
  CREATE TABLE parts_heap PARTITION OF parts FOR VALUES IN (2);
\endif
CREATE TABLE no_method (k integer) PARTITION BY LIST (k);
INSERT INTO parts VALUES (1), (2);
COMMENT ON ACCESS METHOD heap_too IS 'heap again';
