-- case 106: privileges of built-in functions and languages, domains, types, foreign data, large objects
-- servers: 13 15 17 18
-- superuser-setup: CREATE ROLE tricky_106_one
-- superuser-setup: CREATE ROLE tricky_106_two
-- reader: pg_proc pg_language pg_type pg_foreign_data_wrapper pg_foreign_server pg_largeobject_metadata
-- reader: [18] pg_default_acl
-- dump: --clean
-- dump: --use-set-session-authorization
REVOKE EXECUTE ON FUNCTION pg_catalog.pg_sleep(double precision) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION pg_catalog.now() FROM PUBLIC, postgres;
GRANT EXECUTE ON FUNCTION pg_catalog.lo_import(text) TO tricky_106_one;
REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC;
GRANT USAGE ON LANGUAGE plpgsql TO tricky_106_one WITH GRANT OPTION;
REVOKE USAGE ON LANGUAGE sql FROM PUBLIC;
CREATE DOMAIN whole AS integer;
REVOKE USAGE ON DOMAIN whole FROM PUBLIC;
CREATE TYPE kind AS ENUM ('a');
GRANT USAGE ON TYPE kind TO tricky_106_one WITH GRANT OPTION;
REVOKE USAGE ON TYPE kind FROM CURRENT_USER;
REVOKE USAGE ON TYPE pg_catalog.int4 FROM PUBLIC;
GRANT USAGE ON TYPE pg_catalog.int4 TO tricky_106_one;
CREATE TYPE pair AS (a integer);
REVOKE ALL ON TYPE pair FROM PUBLIC;
CREATE FOREIGN DATA WRAPPER "My Wrapper";
GRANT USAGE ON FOREIGN DATA WRAPPER "My Wrapper" TO tricky_106_one WITH GRANT OPTION;
CREATE SERVER "My Server" FOREIGN DATA WRAPPER "My Wrapper";
GRANT USAGE ON FOREIGN SERVER "My Server" TO tricky_106_one, PUBLIC;
REVOKE ALL ON FOREIGN SERVER "My Server" FROM CURRENT_USER;
SELECT lo_create(910601), lo_create(910602), lo_create(910603), lo_create(910604);
GRANT SELECT ON LARGE OBJECT 910601 TO tricky_106_one WITH GRANT OPTION;
GRANT ALL ON LARGE OBJECT 910602 TO PUBLIC;
REVOKE ALL ON LARGE OBJECT 910603 FROM CURRENT_USER;
ALTER LARGE OBJECT 910604 OWNER TO tricky_106_one;
\if :from_18
ALTER DEFAULT PRIVILEGES GRANT SELECT ON LARGE OBJECTS TO tricky_106_two;
ALTER DEFAULT PRIVILEGES FOR ROLE tricky_106_one GRANT ALL ON LARGE OBJECTS TO PUBLIC;
SELECT lo_create(910605);
\endif
