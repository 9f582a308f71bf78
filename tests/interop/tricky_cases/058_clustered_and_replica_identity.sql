-- case 058: clustered constraints, replica identity by an index or a constraint: the order inside of one entry
-- servers: 13 15 17 18
-- reader: pg_index pg_class
-- round-trip: yes
CREATE TABLE both_marks (a integer NOT NULL, b integer NOT NULL, CONSTRAINT "The Key" PRIMARY KEY (a),
  CONSTRAINT second UNIQUE (b));
ALTER TABLE both_marks CLUSTER ON "The Key";
ALTER TABLE both_marks REPLICA IDENTITY USING INDEX "The Key";
CREATE TABLE by_index (a integer NOT NULL, b integer);
CREATE UNIQUE INDEX identity_index ON by_index (a);
CREATE INDEX clustered ON by_index ((b + 1), a);
ALTER INDEX clustered ALTER COLUMN 1 SET STATISTICS 7;
ALTER TABLE by_index CLUSTER ON clustered;
ALTER TABLE by_index REPLICA IDENTITY USING INDEX identity_index;
CREATE TABLE one_index (a integer NOT NULL);
CREATE UNIQUE INDEX all_at_once ON one_index (a);
ALTER TABLE one_index CLUSTER ON all_at_once;
ALTER TABLE one_index REPLICA IDENTITY USING INDEX all_at_once;
CREATE TABLE full_row (a integer);
ALTER TABLE full_row REPLICA IDENTITY FULL;
CREATE TABLE nothing (a integer PRIMARY KEY);
ALTER TABLE nothing REPLICA IDENTITY NOTHING;
CREATE TABLE parts (k integer NOT NULL, v integer NOT NULL) PARTITION BY LIST (k);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1);
CREATE UNIQUE INDEX parts_index ON parts (k, v);
ALTER TABLE parts REPLICA IDENTITY USING INDEX parts_index;
ALTER TABLE parts_1 REPLICA IDENTITY USING INDEX parts_1_k_v_idx;
CREATE TABLE dropped_identity (a integer NOT NULL);
CREATE UNIQUE INDEX to_be_dropped ON dropped_identity (a);
ALTER TABLE dropped_identity REPLICA IDENTITY USING INDEX to_be_dropped;
DROP INDEX to_be_dropped;
