-- case 033: an inherited column's own NOT NULL whose constraint's name needs quotes (18.6 forgets them)
-- servers: 18
-- reader: pg_attribute
-- accepted: CONSTRAINT The Child's "rule" NOT NULL a => CONSTRAINT "The Child's ""rule""" NOT NULL a
-- accepted: CONSTRAINT select NOT NULL "B" => CONSTRAINT "select" NOT NULL "B"
-- round-trip: yes
CREATE TABLE parent (a integer, "B" text);
CREATE TABLE child (CONSTRAINT "The Child's ""rule""" NOT NULL a, CONSTRAINT "select" NOT NULL "B") INHERITS (parent);
