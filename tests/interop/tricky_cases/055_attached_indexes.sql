-- case 055: indexes attached in trees of three levels, under other names and schemas, keys beside unique indexes
-- servers: 13 15 17 18
-- reader: pg_index pg_inherits
-- dump: --section=post-data
-- dump: --clean --if-exists
-- dump: --table=z.middle
-- round-trip: yes
CREATE SCHEMA z;
CREATE SCHEMA a;
CREATE TABLE top (k integer NOT NULL, v integer NOT NULL, t text) PARTITION BY RANGE (k);
CREATE TABLE z.middle PARTITION OF top FOR VALUES FROM (0) TO (100) PARTITION BY RANGE (v);
CREATE TABLE a.bottom PARTITION OF z.middle FOR VALUES FROM (0) TO (10);
CREATE TABLE z.bottom PARTITION OF z.middle FOR VALUES FROM (10) TO (20);
CREATE INDEX zz_first ON a.bottom (t);
CREATE INDEX "Index of top" ON top (t);
CREATE UNIQUE INDEX existing ON z.bottom (k, v);
ALTER TABLE z.bottom ALTER k SET NOT NULL, ALTER v SET NOT NULL;
ALTER TABLE top ADD CONSTRAINT "top key" PRIMARY KEY (k, v);
CREATE UNIQUE INDEX only_unique ON top (v, k);
CREATE TABLE late (v integer NOT NULL, t text, k integer NOT NULL, CONSTRAINT own_key_name PRIMARY KEY (k, v),
  CONSTRAINT second_unique UNIQUE (v, k));
ALTER TABLE top ATTACH PARTITION late FOR VALUES FROM (100) TO (200);
ALTER INDEX a.zz_first RENAME TO aa_last;
INSERT INTO top VALUES (1, 1, 'a'), (2, 12, 'b'), (150, 1, 'c');
