-- case 064: the comment on a constraint's index stands among the indexes and needs the CONSTRAINT
-- servers: 13 15 17 18
-- reader: pg_description pg_index
-- dump: --section=post-data
-- dump: --no-comments
CREATE TABLE keyed (a integer CONSTRAINT z_key PRIMARY KEY, b integer CONSTRAINT "A unique" UNIQUE, c integer,
  CONSTRAINT m_excluded EXCLUDE USING btree (c WITH =));
CREATE INDEX m_plain ON keyed (c);
COMMENT ON INDEX z_key IS 'on the index of the key';
COMMENT ON INDEX "A unique" IS 'it''s unique';
COMMENT ON INDEX m_excluded IS 'excluded';
COMMENT ON INDEX m_plain IS 'plain';
COMMENT ON CONSTRAINT z_key ON keyed IS 'on the constraint';
COMMENT ON CONSTRAINT m_excluded ON keyed IS 'on the exclusion';
CREATE TABLE parts (k integer PRIMARY KEY) PARTITION BY LIST (k);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1);
COMMENT ON INDEX parts_pkey IS 'of the parent';
COMMENT ON INDEX parts_1_pkey IS 'of the partition';
