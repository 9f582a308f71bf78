-- case 035: CHECK ... NO INHERIT stays with the parent
-- servers: 13 15 17 18
-- reader: pg_constraint
-- round-trip: yes
CREATE TABLE parent (a integer, CONSTRAINT empty_parent CHECK (false) NO INHERIT,
  CONSTRAINT every_one CHECK (a > 0));
CREATE TABLE child (CONSTRAINT own CHECK (a < 100) NO INHERIT) INHERITS (parent);
CREATE TABLE grandchild () INHERITS (child);
INSERT INTO child VALUES (5);
ALTER TABLE parent ADD CONSTRAINT later CHECK (a <> 7) NO INHERIT NOT VALID;
