-- case 030: NOT NULL ... NO INHERIT of a parent, which its children do not have
-- servers: 18
-- reader: pg_attribute
-- round-trip: yes
CREATE TABLE parent (a integer NOT NULL NO INHERIT, b text CONSTRAINT b_there NOT NULL NO INHERIT DEFAULT 'b',
  c integer NOT NULL);
CREATE TABLE child () INHERITS (parent);
CREATE TABLE child_with_own (CONSTRAINT own_b NOT NULL b NO INHERIT) INHERITS (parent);
CREATE TABLE grandchild () INHERITS (child_with_own);
INSERT INTO child VALUES (NULL, NULL, 1);
