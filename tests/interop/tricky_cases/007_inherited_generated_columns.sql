-- case 007: generated columns of children: only inherited, declared again, changed, and of partitions
-- servers: 13 15 17 18
-- reader: pg_attribute pg_attrdef pg_inherits
-- round-trip: yes
CREATE TABLE base (a integer, g integer GENERATED ALWAYS AS (a * 2) STORED);
CREATE TABLE inherits_it () INHERITS (base);
CREATE TABLE declares_it (a integer, g integer GENERATED ALWAYS AS (a * 2) STORED);
ALTER TABLE declares_it INHERIT base;
CREATE TABLE grandchild (extra text) INHERITS (inherits_it);
CREATE TABLE two_parents (own integer) INHERITS (inherits_it, declares_it);
INSERT INTO base (a) VALUES (1);
INSERT INTO two_parents (a, own) VALUES (2, 3);
CREATE TABLE parts (k integer, v integer, g integer GENERATED ALWAYS AS (v + 1) STORED)
  PARTITION BY RANGE (k);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (10);
CREATE TABLE parts_2 (g integer GENERATED ALWAYS AS (v + 1) STORED, v integer, k integer);
ALTER TABLE parts ATTACH PARTITION parts_2 FOR VALUES FROM (10) TO (20);
INSERT INTO parts (k, v) VALUES (5, 5), (15, 15);
\if :from_17
  CREATE TABLE other_expression (g integer GENERATED ALWAYS AS (a * 3) STORED) INHERITS (base);
  CREATE TABLE parts_3 PARTITION OF parts (g GENERATED ALWAYS AS (v + 3) STORED)
    FOR VALUES FROM (20) TO (30);
  INSERT INTO parts (k, v) VALUES (25, 25);
\endif
