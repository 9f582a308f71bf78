-- case 004: views without columns, also as a dummy where a loop must be broken
-- servers: 13 15 17 18
-- reader: ~pg_get_viewdef pg_rewrite pg_depend
-- dump: --clean --if-exists
CREATE TABLE rows_only ();
INSERT INTO rows_only DEFAULT VALUES;
CREATE VIEW bare AS SELECT;
CREATE VIEW of_rows AS SELECT FROM rows_only;
CREATE MATERIALIZED VIEW kept AS SELECT FROM rows_only;
-- The function takes the view's row type, the view calls the function.
CREATE VIEW in_a_loop AS SELECT FROM rows_only;
CREATE FUNCTION wants(in_a_loop) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE OR REPLACE VIEW in_a_loop AS SELECT FROM rows_only WHERE wants(NULL);
