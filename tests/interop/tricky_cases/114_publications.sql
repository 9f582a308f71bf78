-- case 114: publications: of nothing, via the root, with conditions and columns, of schemas, of all tables, of a partition, of excluded tables
-- servers: 13 15 17 18
-- superuser-setup: CREATE ROLE tricky_114_owner
-- reader: pg_publication pg_publication_rel
-- reader: [15 17 18] pg_publication_namespace
-- dump: --clean
-- dump: --exclude-table=public.hidden
-- dump: --exclude-schema=far
-- dump: --no-publications
-- dump: --quote-all-identifiers
SET client_min_messages = error;
CREATE SCHEMA far;
CREATE TABLE t (a integer PRIMARY KEY, "B" text, c integer, d integer);
CREATE TABLE hidden (a integer);
CREATE TABLE far.t (a integer, gone integer, b integer);
ALTER TABLE far.t DROP COLUMN gone;
CREATE TABLE parted (a integer, b integer) PARTITION BY LIST (a);
CREATE TABLE part_1 PARTITION OF parted FOR VALUES IN (1);
CREATE PUBLICATION publishes_nothing WITH (publish = '');
CREATE PUBLICATION "Some, only" WITH (publish = 'truncate, insert');
CREATE PUBLICATION of_root FOR TABLE parted, ONLY hidden WITH (publish_via_partition_root = true);
CREATE PUBLICATION of_partition FOR TABLE part_1;
CREATE PUBLICATION of_all FOR ALL TABLES WITH (publish = 'update, delete');
CREATE PUBLICATION of_tables FOR TABLE t, far.t, hidden;
COMMENT ON PUBLICATION of_tables IS 'three tables';
\if :from_15
CREATE PUBLICATION filters FOR TABLE t ("B", a) WHERE (true), far.t WHERE (a > 1 AND b IS NOT NULL), hidden WHERE (a = 3);
CREATE PUBLICATION columns_reversed FOR TABLE far.t (b, a), t (d, c, a);
CREATE PUBLICATION of_schema FOR TABLES IN SCHEMA far;
CREATE PUBLICATION of_both FOR TABLES IN SCHEMA far, public, TABLE far.t;
ALTER PUBLICATION of_both OWNER TO CURRENT_USER;
ALTER PUBLICATION filters OWNER TO tricky_114_owner;
\endif
\if :from_18
CREATE PUBLICATION generated_too FOR TABLE t WITH (publish_generated_columns = stored);
CREATE PUBLICATION generated_not FOR TABLE t WITH (publish_generated_columns = none);
CREATE PUBLICATION generated_all FOR ALL TABLES WITH (publish_generated_columns = 'stored', publish_via_partition_root);
\endif
ALTER PUBLICATION of_tables OWNER TO tricky_114_owner;
