-- case 127: options of tables, TOAST tables, views, indexes: numbers and reserved words are quoted
-- servers: 13 15 17 18
-- reader: pg_class
-- dump: --clean
-- dump: --quote-all-identifiers
-- round-trip: yes
CREATE TABLE filled (a integer, t text) WITH (fillfactor = 70, autovacuum_enabled = false, parallel_workers = 0);
CREATE TABLE only_toast (t text) WITH (toast.autovacuum_enabled = off, toast.autovacuum_vacuum_threshold = 77);
CREATE TABLE both_kinds (t text) WITH (autovacuum_vacuum_scale_factor = 0.25, toast.autovacuum_vacuum_cost_delay = 3.5,
  toast_tuple_target = 1024, user_catalog_table);
CREATE TABLE truncated (t text) WITH (vacuum_truncate = false, toast.vacuum_truncate = true, vacuum_index_cleanup = off, log_autovacuum_min_duration = -1);
CREATE TABLE was_reset (a integer) WITH (fillfactor = 50);
ALTER TABLE was_reset RESET (fillfactor);
CREATE VIEW barrier WITH (security_barrier = true) AS SELECT * FROM filled;
CREATE MATERIALIZED VIEW kept WITH (fillfactor = 60, toast.autovacuum_enabled = true) AS SELECT t FROM filled;
CREATE INDEX by_t ON filled USING gin (to_tsvector('english', t)) WITH (fastupdate = off, gin_pending_list_limit = 128);
CREATE INDEX by_a ON filled (a) WITH (fillfactor = 80, deduplicate_items = off);
CREATE INDEX by_point ON filled USING gist (point(a, a)) WITH (buffering = auto);
CREATE INDEX by_range ON filled USING brin (a) WITH (pages_per_range = 16, autosummarize);
CREATE TABLE keyed (a integer PRIMARY KEY WITH (fillfactor = 90), EXCLUDE USING hash (a WITH =) WITH (fillfactor = 75));
-- Options of an access method that is not built in.
CREATE EXTENSION bloom;
CREATE INDEX by_bloom ON filled USING bloom (a, t) WITH (length = 80, col1 = 2, col2 = 4);
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE FOREIGN TABLE remote (a integer OPTIONS ("user" 'x', z '''')) SERVER s OPTIONS ("Table" 'it''s', b E'a\\b');
CREATE TABLE parted (a integer) PARTITION BY LIST (a);
CREATE TABLE part_1 PARTITION OF parted FOR VALUES IN (1) WITH (fillfactor = 55);
ALTER TABLE filled ALTER COLUMN a SET (n_distinct = -0.5, n_distinct_inherited = 100);
