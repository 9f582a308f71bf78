-- case 083: SET search_path of a function, element by element: mixed case, empty, with commas, longer than 63 octets, never set
-- servers: 13 15 17 18
-- reader: pg_proc
-- dump: --quote-all-identifiers
-- round-trip: yes
CREATE FUNCTION mixed_case() RETURNS integer LANGUAGE sql
  SET search_path = "Mixed Case", pg_catalog, 'one, two', "quoted""name", "$user" AS 'SELECT 1';
CREATE FUNCTION emptied() RETURNS integer LANGUAGE sql SET search_path = '' AS 'SELECT 1';
CREATE FUNCTION emptied_list() RETURNS integer LANGUAGE sql SET search_path = '', 'a''b', '' AS 'SELECT 1';
CREATE FUNCTION too_long() RETURNS integer LANGUAGE sql
  SET search_path = 'abcdefghijklmnopqrstuvwxyz_abcdefghijklmnopqrstuvwxyz_abcdefghijklmnopqrstuvwxyz', b AS 'SELECT 1';
CREATE FUNCTION backslash() RETURNS integer LANGUAGE sql SET search_path = E'back\\slash', 'UPPER', 'select' AS 'SELECT 1';
CREATE FUNCTION temporary() RETURNS integer LANGUAGE sql
  SET temp_tablespaces = 'pg_default', '' SET local_preload_libraries = 'Some Library', other AS 'SELECT 1';
CREATE FUNCTION several() RETURNS integer LANGUAGE sql
  SET "search_path" TO pg_temp SET work_mem TO '3MB' SET enable_seqscan TO off AS 'SELECT 1';
CREATE PROCEDURE of_procedure() LANGUAGE sql SET search_path TO a, "B" AS 'SELECT 1';
