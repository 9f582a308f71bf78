-- case 065: foreign keys from, to and within partitioned tables wait for attached indexes; children's copies are not dumped
-- servers: 13 15 17 18
-- reader: pg_constraint pg_inherits pg_index
-- dump: --section=post-data
-- dump: --table=refers
-- dump: --table=parts_2
-- round-trip: yes
CREATE TABLE parts (k integer, v integer, up_k integer, up_v integer, CONSTRAINT "a key" PRIMARY KEY (k, v))
  PARTITION BY RANGE (k);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (10);
CREATE TABLE parts_2 PARTITION OF parts FOR VALUES FROM (10) TO (20) PARTITION BY LIST (v);
CREATE TABLE parts_2_1 PARTITION OF parts_2 DEFAULT;
ALTER TABLE parts ADD CONSTRAINT of_itself FOREIGN KEY (up_k, up_v) REFERENCES parts ON DELETE CASCADE;
CREATE TABLE refers (k integer, v integer, w integer,
  CONSTRAINT "A first" FOREIGN KEY (k, v) REFERENCES parts (k, v) MATCH FULL ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE single (id integer PRIMARY KEY);
CREATE TABLE from_parts (k integer REFERENCES single, v integer) PARTITION BY LIST (k);
CREATE TABLE from_parts_1 PARTITION OF from_parts FOR VALUES IN (1);
CREATE TABLE from_parts_2 (k integer, v integer, CONSTRAINT own_name FOREIGN KEY (k) REFERENCES single,
  CONSTRAINT only_here FOREIGN KEY (v) REFERENCES single ON DELETE SET DEFAULT);
ALTER TABLE from_parts ATTACH PARTITION from_parts_2 FOR VALUES IN (2);
ALTER TABLE refers ADD CONSTRAINT to_one_partition FOREIGN KEY (k, v) REFERENCES parts_1;
COMMENT ON CONSTRAINT of_itself ON parts IS 'upwards';
INSERT INTO single VALUES (1), (2);
INSERT INTO parts VALUES (1, 1, NULL, NULL), (12, 1, 1, 1);
INSERT INTO refers VALUES (1, 1, 1);
INSERT INTO from_parts VALUES (1, 1), (2, 2);
