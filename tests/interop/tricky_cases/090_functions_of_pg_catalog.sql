-- case 090: a function in pg_catalog is read when its privileges changed, or when a cast or transform of the user needs it
-- servers: 13 15 17 18
-- superuser-setup: CREATE ROLE tricky_090_role
-- reader: pg_proc pg_cast pg_transform pg_init_privs
-- dump: --clean
REVOKE EXECUTE ON FUNCTION pg_catalog.pg_sleep(double precision) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_sleep(double precision) TO tricky_090_role WITH GRANT OPTION;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_read_file(text) TO tricky_090_role;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_reload_conf() TO PUBLIC;
GRANT EXECUTE ON FUNCTION pg_catalog.sum(integer) TO tricky_090_role;
CREATE DOMAIN small AS integer;
CREATE TYPE pair AS (a integer, b integer);
CREATE CAST (integer AS text) WITH FUNCTION pg_catalog.chr(integer) AS ASSIGNMENT;
CREATE TRANSFORM FOR integer LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal), TO SQL WITH FUNCTION int4recv(internal));
-- A function of the user in pg_catalog is dumped only for its privileges.
SET allow_system_table_mods = on;
CREATE FUNCTION pg_catalog.tricky_mine() RETURNS integer LANGUAGE sql AS 'SELECT 1';
GRANT EXECUTE ON FUNCTION pg_catalog.tricky_mine() TO tricky_090_role;
