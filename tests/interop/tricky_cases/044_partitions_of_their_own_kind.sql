-- case 044: a partition with other order, dropped columns, defaults, schema, owner, tablespace, access method
-- servers: 13 15 17 18
-- superuser-setup: CREATE ROLE tricky_044_owner
-- superuser-setup: SET allow_in_place_tablespaces = on
-- superuser-setup: CREATE TABLESPACE tricky_044_space LOCATION ''
-- reader: ~relpartbound pg_inherits pg_attribute pg_attrdef
-- dump: --no-owner --no-tablespaces
-- dump: [15 17 18] --no-table-access-method
-- dump: --exclude-schema=archive
-- dump: --schema=archive
-- round-trip: yes
CREATE ACCESS METHOD heap_too TYPE TABLE HANDLER heap_tableam_handler;
CREATE SCHEMA archive;
GRANT ALL ON SCHEMA archive TO tricky_044_owner;
CREATE TABLE events (id integer NOT NULL, at date, note text DEFAULT 'parent', amount numeric)
  PARTITION BY RANGE (at);
CREATE TABLE archive."Old Events" (gone integer, amount numeric DEFAULT 0, note text NOT NULL DEFAULT 'partition',
  also_gone text, at date, id integer NOT NULL) USING heap_too TABLESPACE tricky_044_space;
ALTER TABLE archive."Old Events" DROP COLUMN gone, DROP COLUMN also_gone;
ALTER TABLE archive."Old Events" OWNER TO tricky_044_owner;
ALTER TABLE archive."Old Events" SET (fillfactor = 50, toast.autovacuum_enabled = off);
ALTER TABLE archive."Old Events" ALTER note SET STORAGE EXTERNAL;
ALTER TABLE events ATTACH PARTITION archive."Old Events" FOR VALUES FROM (MINVALUE) TO ('2020-01-01');
CREATE TABLE events_new PARTITION OF events FOR VALUES FROM ('2020-01-01') TO (MAXVALUE);
ALTER TABLE events_new ALTER note DROP DEFAULT;
CREATE UNLOGGED TABLE events_unlogged PARTITION OF events DEFAULT;
INSERT INTO events VALUES (1, '2019-05-05', 'old', 1.5), (2, '2021-01-01', NULL, 2), (3, NULL, 'none', 3);
