-- case 067: foreign keys in a circle: a dump of data only warns and still holds all rows
-- servers: 13 15 17 18
-- reader: pg_constraint pg_class
-- dump: --data-only
-- dump: --data-only --disable-triggers
-- dump: --section=data
-- round-trip: yes
CREATE TABLE apple (id integer PRIMARY KEY, basket integer);
CREATE TABLE basket (id integer PRIMARY KEY, cart integer);
CREATE TABLE cart (id integer PRIMARY KEY, apple integer REFERENCES apple);
ALTER TABLE apple ADD FOREIGN KEY (basket) REFERENCES basket;
ALTER TABLE basket ADD FOREIGN KEY (cart) REFERENCES cart;
-- Refers to itself: no circle of several tables.
CREATE TABLE person (id integer PRIMARY KEY, boss integer REFERENCES person);
-- Not in the circle, but each needs the other way round of the alphabet.
CREATE TABLE a_last (id integer PRIMARY KEY, z integer);
CREATE TABLE z_first (id integer PRIMARY KEY);
ALTER TABLE a_last ADD FOREIGN KEY (z) REFERENCES z_first;
INSERT INTO apple VALUES (1, NULL);
INSERT INTO basket VALUES (1, NULL);
INSERT INTO cart VALUES (1, 1);
UPDATE apple SET basket = 1;
UPDATE basket SET cart = 1;
INSERT INTO person VALUES (1, NULL), (2, 1);
INSERT INTO z_first VALUES (1);
INSERT INTO a_last VALUES (1, 1);
