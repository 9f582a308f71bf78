-- case 049: a partitioned table that an older release made UNLOGGED; 18 knows none
-- servers: 13 15 17 18
-- reader: pg_class ~relpartbound
-- round-trip: [13 15 17] yes
\if :from_18
  -- As pg_upgrade leaves it.
  CREATE TABLE parts (k integer) PARTITION BY LIST (k);
  SET allow_system_table_mods = on;
  UPDATE pg_class SET relpersistence = 'u' WHERE oid = 'parts'::regclass;
\else
  CREATE UNLOGGED TABLE parts (k integer) PARTITION BY LIST (k);
\endif
CREATE TABLE parts_logged (k integer);
ALTER TABLE parts ATTACH PARTITION parts_logged FOR VALUES IN (1);
CREATE UNLOGGED TABLE parts_unlogged (k integer);
ALTER TABLE parts ATTACH PARTITION parts_unlogged FOR VALUES IN (2);
INSERT INTO parts VALUES (1), (2);
