-- case 125: tablespaces of tables, indexes, keys, partitions, of the database itself (with its options: pgark globals, tricky_special.py)
-- servers: 15 17 18
-- superuser-setup: SET allow_in_place_tablespaces = on
-- superuser-setup: CREATE TABLESPACE tricky_125_main LOCATION ''
-- superuser-setup: CREATE TABLESPACE "tricky_125_Other One" LOCATION ''
-- database: TABLESPACE tricky_125_main
-- reader: pg_class pg_database
-- dump: --create
-- dump: --no-tablespaces
-- dump: --create --no-tablespaces
-- round-trip: yes
CREATE TABLE of_default (a integer PRIMARY KEY);
-- The database's own tablespace by name is no other than the default.
CREATE TABLE of_default_by_name (a integer PRIMARY KEY USING INDEX TABLESPACE tricky_125_main) TABLESPACE tricky_125_main;
CREATE TABLE elsewhere (a integer PRIMARY KEY, b text, c integer UNIQUE USING INDEX TABLESPACE "tricky_125_Other One")
  TABLESPACE "tricky_125_Other One";
CREATE TABLE in_pg_default (a integer) TABLESPACE pg_default;
CREATE INDEX moved ON of_default (a) TABLESPACE "tricky_125_Other One";
CREATE INDEX not_moved ON elsewhere (b);
CREATE MATERIALIZED VIEW kept TABLESPACE "tricky_125_Other One" AS SELECT 1 AS one;
CREATE TABLE parted (a integer PRIMARY KEY USING INDEX TABLESPACE pg_default) PARTITION BY RANGE (a) TABLESPACE "tricky_125_Other One";
CREATE TABLE part_1 PARTITION OF parted FOR VALUES FROM (0) TO (10);
CREATE TABLE part_2 PARTITION OF parted FOR VALUES FROM (10) TO (20) TABLESPACE pg_default;
CREATE VIEW after_it AS SELECT a FROM part_2;
CREATE TABLE back_again (a integer);
