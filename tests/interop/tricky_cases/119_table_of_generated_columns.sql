-- case 119: tables of generated and dropped columns only: COPY names no column, INSERT says DEFAULT VALUES
-- servers: 13 15 17 18
-- reader: pg_attribute pg_attrdef
-- dump: --data-only
-- dump: --inserts
-- dump: --column-inserts
-- dump: --column-inserts --rows-per-insert=2 --on-conflict-do-nothing
-- round-trip: yes
CREATE TABLE only_generated (gone integer, a integer GENERATED ALWAYS AS (1 + 1) STORED, "B" text GENERATED ALWAYS AS ('x' || 'y') STORED);
ALTER TABLE only_generated DROP COLUMN gone;
INSERT INTO only_generated DEFAULT VALUES;
INSERT INTO only_generated DEFAULT VALUES;
INSERT INTO only_generated DEFAULT VALUES;
CREATE TABLE only_dropped (gone integer, gone_too text);
INSERT INTO only_dropped VALUES (1, 'x'), (2, 'y');
ALTER TABLE only_dropped DROP COLUMN gone, DROP COLUMN gone_too;
CREATE TABLE mixed (a integer, gone integer, g integer GENERATED ALWAYS AS (a * 2) STORED, b text DEFAULT 'x', g2 text GENERATED ALWAYS AS (upper(b)) STORED);
ALTER TABLE mixed DROP COLUMN gone;
INSERT INTO mixed (a) VALUES (1), (2), (NULL);
CREATE TABLE identities (i integer GENERATED ALWAYS AS IDENTITY, g integer GENERATED ALWAYS AS (3) STORED);
INSERT INTO identities DEFAULT VALUES;
\if :from_18
CREATE TABLE only_virtual (a integer GENERATED ALWAYS AS (1 + 1));
INSERT INTO only_virtual DEFAULT VALUES;
\endif
