-- case 040: named NOT NULL, domains over domains and arrays, changed defaults, a check that needs its domain
-- servers: 13 15 17 18
-- reader: pg_constraint pg_depend pg_type
-- round-trip: yes
CREATE DOMAIN base AS integer DEFAULT 1 CHECK (VALUE > 0);
CREATE DOMAIN over_base AS base DEFAULT 2 NOT NULL CONSTRAINT small CHECK (VALUE < 100);
CREATE DOMAIN over_array AS over_base[] CHECK (cardinality(VALUE) < 10);
CREATE DOMAIN over_over AS over_array DEFAULT '{3}';
CREATE DOMAIN named AS varchar(10) CONSTRAINT "is There" NOT NULL DEFAULT 'none';
CREATE DOMAIN texts AS text[] DEFAULT ARRAY['a', 'b'];
-- The check calls a function that takes the domain.
CREATE DOMAIN looped AS integer;
CREATE FUNCTION is_fine(looped) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1::integer % 2 = 0';
ALTER DOMAIN looped ADD CONSTRAINT fine CHECK (is_fine(VALUE));
ALTER DOMAIN looped ADD CONSTRAINT inline CHECK (VALUE <> 4);
CREATE TABLE holds (a base, b over_base, c over_array, d over_over, e named, f texts);
CREATE TABLE never_filled (g looped);
INSERT INTO holds VALUES (1, 2, '{3,4}', DEFAULT, DEFAULT, DEFAULT);
