-- case 060: INCLUDE, storage parameters and tablespace of a constraint's index
-- servers: 13 15 17 18
-- superuser-setup: SET allow_in_place_tablespaces = on
-- superuser-setup: CREATE TABLESPACE tricky_060_space LOCATION ''
-- reader: pg_index
-- dump: --no-tablespaces
-- round-trip: yes
CREATE TABLE stored (a integer, "B" integer, c text, "d e" text,
  CONSTRAINT key PRIMARY KEY (a) INCLUDE ("B", "d e") WITH (fillfactor = 70) USING INDEX TABLESPACE tricky_060_space,
  CONSTRAINT uniq UNIQUE ("B", c) INCLUDE (a) WITH (fillfactor = 80, deduplicate_items = off),
  CONSTRAINT excl EXCLUDE USING btree (c WITH =) INCLUDE (a) WITH (fillfactor = 90) USING INDEX TABLESPACE tricky_060_space);
CREATE INDEX plain ON stored USING btree (c COLLATE "C" DESC NULLS LAST) INCLUDE (a) WITH (fillfactor = 50) TABLESPACE tricky_060_space;
CREATE INDEX gin_index ON stored USING gin (to_tsvector('simple', c)) WITH (fastupdate = off, gin_pending_list_limit = 128);
CREATE INDEX brin_index ON stored USING brin (a) WITH (pages_per_range = 16, autosummarize = true);
CREATE TABLE in_space (a integer PRIMARY KEY) TABLESPACE tricky_060_space;
CREATE TABLE parts (k integer PRIMARY KEY) PARTITION BY LIST (k) TABLESPACE tricky_060_space;
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1);
CREATE TABLE parts_2 PARTITION OF parts FOR VALUES IN (2) TABLESPACE pg_default;
INSERT INTO stored VALUES (1, 2, 'c', 'd');
CREATE MATERIALIZED VIEW kept TABLESPACE tricky_060_space AS SELECT a FROM stored;
