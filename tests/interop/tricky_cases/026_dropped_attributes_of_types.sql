-- case 026: composite types with dropped attributes, and tables of such a type
-- servers: 13 15 17 18
-- reader: pg_type pg_attribute pg_description
-- round-trip: yes
CREATE TYPE person AS (first text, gone integer, "Last" text, born date);
ALTER TYPE person DROP ATTRIBUTE gone;
CREATE TABLE people OF person;
CREATE TABLE "with more" OF person (first WITH OPTIONS NOT NULL DEFAULT 'Ada', PRIMARY KEY ("Last"),
  CHECK (born > '1800-01-01'));
ALTER TYPE person DROP ATTRIBUTE born CASCADE;
ALTER TYPE person ADD ATTRIBUTE height numeric(5, 2) CASCADE;
INSERT INTO people VALUES ('Ada', 'Lovelace', 1.65);
COMMENT ON COLUMN person."Last" IS 'the family''s';
COMMENT ON COLUMN person.height IS 'in metres';
CREATE TYPE emptied AS (a integer);
ALTER TYPE emptied DROP ATTRIBUTE a;
CREATE TYPE never_any AS ();
CREATE TABLE of_emptied OF emptied;
