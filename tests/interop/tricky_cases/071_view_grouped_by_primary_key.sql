-- case 071: a view that groups by the primary key only needs the key first: a dummy view, and a rule behind the key
-- servers: 13 15 17 18
-- reader: pg_depend pg_rewrite pg_attribute
-- dump: --clean
-- dump: --clean --if-exists
-- dump: --schema-only --no-owner
-- dump: --section=pre-data
-- dump: --section=post-data
-- round-trip: yes
CREATE TABLE item (id integer PRIMARY KEY, name text COLLATE "C", price numeric(10,2));
CREATE TABLE sale (item integer REFERENCES item, count integer);
CREATE VIEW "Item Sales" WITH (security_barrier) AS
  SELECT item.id, item.name, item.price, sum(sale.count) AS sold
    FROM item LEFT JOIN sale ON sale.item = item.id GROUP BY item.id;
COMMENT ON VIEW "Item Sales" IS 'its query needs item_pkey';
COMMENT ON COLUMN "Item Sales".sold IS 'how many';
COMMENT ON RULE "_RETURN" ON "Item Sales" IS 'seen, since the rule is an entry';
ALTER VIEW "Item Sales" ALTER COLUMN price SET DEFAULT 1.5;
GRANT SELECT ON "Item Sales" TO PUBLIC;
CREATE VIEW reads_it AS SELECT name FROM "Item Sales" WHERE sold > 10;
CREATE FUNCTION takes_it("Item Sales") RETURNS text LANGUAGE sql AS 'SELECT $1.name';
