-- case 059: UNIQUE NULLS NOT DISTINCT of constraints and of plain indexes
-- servers: 15 17 18
-- reader: pg_index
-- round-trip: yes
CREATE TABLE nulls (a integer, b integer, c integer PRIMARY KEY,
  CONSTRAINT not_distinct UNIQUE NULLS NOT DISTINCT (a) INCLUDE (b) WITH (fillfactor = 60) DEFERRABLE,
  CONSTRAINT distinct_ones UNIQUE NULLS DISTINCT (b));
CREATE UNIQUE INDEX plain_index ON nulls (a, lower(b::text)) NULLS NOT DISTINCT WHERE c > 0;
CREATE UNIQUE INDEX made_a_constraint ON nulls (c, a) NULLS NOT DISTINCT;
ALTER TABLE nulls ADD CONSTRAINT from_index UNIQUE USING INDEX made_a_constraint;
CREATE TABLE parts (k integer, v integer, UNIQUE NULLS NOT DISTINCT (k, v)) PARTITION BY LIST (k);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1, NULL);
INSERT INTO nulls VALUES (1, 1, 1), (NULL, NULL, 2);
