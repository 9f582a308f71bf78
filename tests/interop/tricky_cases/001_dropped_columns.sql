-- case 001: columns dropped in the middle leave gaps in attnum; everything keyed by attnum is looked up by it
-- servers: 13 15 17 18
-- reader: pg_class pg_attribute pg_attrdef pg_constraint pg_index pg_description
-- dump: --data-only
-- round-trip: yes
CREATE TABLE gaps (a integer, b text DEFAULT 'b', c integer NOT NULL, d text DEFAULT 'dee',
                   e numeric DEFAULT 5.0, CONSTRAINT e_positive CHECK (e > 0), f date);
INSERT INTO gaps SELECT i, 'x', i, DEFAULT_d, i FROM (SELECT i, 'row ' || i AS default_d
  FROM generate_series(1, 5) AS s(i)) AS rows;
CREATE INDEX gaps_d_f ON gaps (d, f DESC);
ALTER TABLE gaps DROP COLUMN b;
ALTER TABLE gaps DROP COLUMN a;
ALTER TABLE gaps ALTER COLUMN d SET STATISTICS 77;
ALTER TABLE gaps ADD PRIMARY KEY (c), ADD UNIQUE (e, c);
COMMENT ON COLUMN gaps.d IS 'was the fourth, is the second';
GRANT SELECT (d, f) ON gaps TO PUBLIC;
CREATE STATISTICS gaps_statistics (dependencies) ON d, f FROM gaps;
ALTER TABLE gaps ADD COLUMN g integer DEFAULT 7;
