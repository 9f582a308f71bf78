-- case 023: columns added with a default are not in the stored rows, and yet in the dump
-- servers: 13 15 17 18
-- reader: pg_attrdef
-- dump: --data-only
-- round-trip: yes
CREATE TABLE grown (id integer);
INSERT INTO grown SELECT generate_series(1, 3);
ALTER TABLE grown ADD COLUMN fast text DEFAULT 'filled in', ADD COLUMN at timestamptz DEFAULT '2026-01-01 00:00+00';
ALTER TABLE grown ALTER COLUMN fast SET DEFAULT 'later';
INSERT INTO grown VALUES (4);
ALTER TABLE grown ADD COLUMN sized integer NOT NULL DEFAULT 12;
ALTER TABLE grown ALTER COLUMN sized DROP DEFAULT;
ALTER TABLE grown ADD COLUMN listed integer[] DEFAULT '{1,2}', DROP COLUMN at;
