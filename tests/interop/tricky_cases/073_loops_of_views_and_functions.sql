-- case 073: views in a circle, a function that returns the row of the view it is used in, a function whose body needs a primary key
-- servers: 13 15 17 18
-- reader: pg_depend pg_rewrite pg_proc
-- dump: --clean
-- dump: --schema-only --section=post-data
-- round-trip: [15 17 18] yes
CREATE VIEW first_view AS SELECT 1 AS a, 'one'::text AS b;
CREATE VIEW second_view AS SELECT a, b FROM first_view;
CREATE OR REPLACE VIEW first_view AS SELECT a, b FROM second_view WHERE a > 1;
CREATE TABLE base (id integer PRIMARY KEY, name text);
CREATE VIEW rows_of_function AS SELECT id, name FROM base;
CREATE FUNCTION make_rows() RETURNS SETOF rows_of_function LANGUAGE sql AS 'SELECT 1, ''one''::text';
CREATE OR REPLACE VIEW rows_of_function AS SELECT id, name FROM make_rows();
\if :from_14
CREATE FUNCTION grouped() RETURNS TABLE (id integer, name text)
  BEGIN ATOMIC SELECT base.id, base.name FROM base GROUP BY base.id; END;
COMMENT ON FUNCTION grouped() IS 'postponed';
REVOKE EXECUTE ON FUNCTION grouped() FROM PUBLIC;
CREATE PROCEDURE grouped_too()
  BEGIN ATOMIC SELECT base.name FROM base GROUP BY base.id; END;
CREATE VIEW reads_postponed AS SELECT * FROM grouped();
CREATE MATERIALIZED VIEW keeps_postponed AS SELECT * FROM grouped();
\endif
