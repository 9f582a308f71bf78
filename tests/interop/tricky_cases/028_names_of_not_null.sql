-- case 028: names of not-null constraints of parents and partitions; the generated name is left out
-- servers: 18
-- reader: pg_attribute
-- round-trip: yes
CREATE TABLE parts (k integer CONSTRAINT key_is_there NOT NULL, v text NOT NULL, w text)
  PARTITION BY LIST (k);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1);
CREATE TABLE parts_2 (k integer CONSTRAINT "own Name" NOT NULL, v text CONSTRAINT parts_v_not_null NOT NULL,
  w text CONSTRAINT parts_2_w_not_null NOT NULL);
ALTER TABLE parts ATTACH PARTITION parts_2 FOR VALUES IN (2);
CREATE TABLE parent (a integer CONSTRAINT parent_says NOT NULL, b integer NOT NULL);
CREATE TABLE child (CONSTRAINT child_says NOT NULL a) INHERITS (parent);
CREATE TABLE child_names (CONSTRAINT parent_b_not_null NOT NULL b) INHERITS (parent);
CREATE TABLE keyed (id integer PRIMARY KEY, other integer CONSTRAINT keyed_other_not_null NOT NULL);
CREATE TABLE renamed (a integer NOT NULL);
ALTER TABLE renamed RENAME a TO b;
ALTER TABLE renamed RENAME TO renamed_too;
