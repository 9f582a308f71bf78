-- case 002: tables made without columns, or with all of them dropped, hold rows all the same
-- servers: 13 15 17 18
-- reader: pg_class
-- dump: --data-only
-- dump: --inserts
-- dump: --column-inserts --rows-per-insert=2 --on-conflict-do-nothing
-- round-trip: yes
CREATE TABLE never_any ();
INSERT INTO never_any DEFAULT VALUES;
INSERT INTO never_any DEFAULT VALUES;
INSERT INTO never_any DEFAULT VALUES;
CREATE TABLE all_dropped (a integer, b text);
INSERT INTO all_dropped VALUES (1, 'one'), (2, E'two\n');
ALTER TABLE all_dropped DROP COLUMN a, DROP COLUMN b;
INSERT INTO all_dropped DEFAULT VALUES;
CREATE TABLE empty_and_dropped (a integer);
ALTER TABLE empty_and_dropped DROP COLUMN a;
CREATE TABLE one_left (a integer, b text, c integer GENERATED ALWAYS AS (1) STORED);
INSERT INTO one_left VALUES (1, 'one');
ALTER TABLE one_left DROP COLUMN a, DROP COLUMN b;
