-- case 050: DETACH CONCURRENTLY was interrupted: the partition is neither quite there nor gone
-- servers: 15 17 18
-- reader: ~relpartbound pg_inherits
CREATE TABLE parts (k integer, v integer DEFAULT 1, CHECK (v > 0)) PARTITION BY LIST (k);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1);
CREATE TABLE parts_2 PARTITION OF parts FOR VALUES IN (2);
CREATE INDEX parts_v ON parts (v);
INSERT INTO parts VALUES (1), (2);
-- A reader keeps the second half of DETACH waiting, until it is given up.
CREATE SCHEMA link;
CREATE EXTENSION dblink SCHEMA link;
SELECT link.dblink_connect('reader', format('host=%s port=%s dbname=%s user=postgres',
  split_part(current_setting('unix_socket_directories'), ',', 1), current_setting('port'), current_database()));
SELECT link.dblink_exec('reader', 'BEGIN ISOLATION LEVEL REPEATABLE READ');
SELECT * FROM link.dblink('reader', 'SELECT count(*) FROM parts') AS rows (n bigint);
SET statement_timeout = 500;
\set ON_ERROR_STOP off
ALTER TABLE parts DETACH PARTITION parts_1 CONCURRENTLY;
\set ON_ERROR_STOP on
SET statement_timeout = 0;
SELECT link.dblink_disconnect('reader');
DROP EXTENSION dblink;
DROP SCHEMA link;
DO $$ BEGIN
  ASSERT (SELECT inhdetachpending FROM pg_inherits WHERE inhrelid = 'parts_1'::regclass), 'pending';
END $$;
