-- case 036: CHECK NOT ENFORCED counts as not validated: an entry behind the data
-- servers: 18
-- reader: pg_constraint
-- round-trip: yes
CREATE TABLE loose (a integer, b integer,
  CONSTRAINT a_positive CHECK (a > 0) NOT ENFORCED, CONSTRAINT b_positive CHECK (b > 0) ENFORCED);
INSERT INTO loose VALUES (-1, 1);
CREATE TABLE child () INHERITS (loose);
CREATE TABLE strict_child (CONSTRAINT a_positive CHECK (a > 0) ENFORCED) INHERITS (loose);
CREATE TABLE parts (k integer, CONSTRAINT k_odd CHECK (k % 2 = 1) NOT ENFORCED) PARTITION BY LIST (k);
CREATE TABLE parts_2 PARTITION OF parts FOR VALUES IN (2);
INSERT INTO parts VALUES (2);
COMMENT ON CONSTRAINT a_positive ON loose IS 'only a wish';
