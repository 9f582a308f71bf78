-- case 006: virtual generated columns have no word behind their expression, and no rows to copy
-- servers: 18
-- reader: pg_attribute pg_attrdef
-- dump: --inserts
-- dump: --column-inserts
-- dump: --data-only
-- round-trip: yes
CREATE TABLE invoices (
  net numeric, tax numeric GENERATED ALWAYS AS (net * 0.2) VIRTUAL,
  gross numeric GENERATED ALWAYS AS (net * 1.2) STORED, note text,
  "Long Note" text GENERATED ALWAYS AS ('note: ' || note) NOT NULL);
INSERT INTO invoices (net, note) VALUES (100, 'first'), (NULL, 'second');
CREATE TABLE invoices_of_2026 () INHERITS (invoices);
CREATE TABLE years (y integer, next integer GENERATED ALWAYS AS (y + 1)) PARTITION BY LIST (y);
CREATE TABLE years_1 PARTITION OF years FOR VALUES IN (1);
CREATE TABLE years_2 PARTITION OF years (next GENERATED ALWAYS AS (y + 2)) FOR VALUES IN (2);
