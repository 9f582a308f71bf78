-- case 082: a table that a SELECT rule turned into a view is a view
-- servers: 13 15
-- reader: pg_class
-- dump: --clean
-- round-trip: yes
CREATE TABLE source (a integer, b text);
CREATE TABLE turned (a integer, b text);
GRANT SELECT ON turned TO PUBLIC;
COMMENT ON COLUMN turned.a IS 'from when it was a table';
CREATE RULE "_RETURN" AS ON SELECT TO turned DO INSTEAD SELECT a, b FROM source;
CREATE TABLE turned_later (a integer, b text);
CREATE VIEW reads_it AS SELECT b FROM turned_later;
CREATE RULE "_RETURN" AS ON SELECT TO turned_later DO INSTEAD SELECT a, b FROM turned;
