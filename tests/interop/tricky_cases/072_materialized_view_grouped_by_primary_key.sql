-- case 072: the same for a materialized view: it moves to post-data, its indexes and its refresh behind it
-- servers: 13 15 17 18
-- reader: pg_depend pg_class pg_index
-- dump: --clean
-- dump: --section=pre-data
-- dump: --section=post-data
-- dump: --schema-only
-- dump: --exclude-table=item_sales
-- dump: --exclude-table=item
-- dump: --exclude-table=best_item --schema-only
-- dump: --table=item_sales --table=ordinary
-- round-trip: yes
CREATE TABLE item (id integer PRIMARY KEY, name text, price numeric);
CREATE TABLE sale (item integer, count integer);
INSERT INTO item VALUES (1, 'one', 1), (2, 'two', 2);
INSERT INTO sale VALUES (1, 10), (1, 20);
CREATE MATERIALIZED VIEW item_sales AS
  SELECT item.id, item.name, sum(sale.count) AS sold
    FROM item LEFT JOIN sale ON sale.item = item.id GROUP BY item.id;
CREATE UNIQUE INDEX item_sales_id ON item_sales (id);
CREATE INDEX item_sales_name ON item_sales (lower(name));
COMMENT ON MATERIALIZED VIEW item_sales IS 'postponed';
COMMENT ON COLUMN item_sales.sold IS 'postponed, too';
GRANT SELECT ON item_sales TO PUBLIC;
CREATE MATERIALIZED VIEW best_item AS SELECT name FROM item_sales ORDER BY sold DESC LIMIT 1;
CREATE VIEW ordinary AS SELECT name FROM best_item;
