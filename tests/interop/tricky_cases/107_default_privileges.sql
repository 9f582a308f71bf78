-- case 107: default privileges: global ones are a difference to the built-in defaults, those of a schema are not
-- servers: 13 15 17 18
-- superuser-setup: CREATE ROLE tricky_107_one
-- superuser-setup: CREATE ROLE "tricky_107_Two"
-- superuser-setup: CREATE ROLE tricky_107_none
-- reader: pg_default_acl
-- dump: --no-privileges
-- dump: --schema=in_it
-- dump: --exclude-schema=in_it
-- dump: --clean
CREATE SCHEMA in_it;
CREATE SCHEMA "Other One";
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES REVOKE USAGE ON TYPES FROM PUBLIC;
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO tricky_107_one WITH GRANT OPTION;
ALTER DEFAULT PRIVILEGES FOR ROLE tricky_107_one IN SCHEMA in_it GRANT SELECT, INSERT ON TABLES TO "tricky_107_Two";
ALTER DEFAULT PRIVILEGES FOR ROLE tricky_107_one IN SCHEMA in_it GRANT EXECUTE ON FUNCTIONS TO tricky_107_one, PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE "tricky_107_Two" IN SCHEMA "Other One" GRANT ALL ON SEQUENCES TO PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE "tricky_107_Two" GRANT CREATE ON SCHEMAS TO tricky_107_one;
ALTER DEFAULT PRIVILEGES FOR ROLE "tricky_107_Two" GRANT USAGE ON TYPES TO tricky_107_one WITH GRANT OPTION;
-- The owner loses what is built in.
ALTER DEFAULT PRIVILEGES FOR ROLE tricky_107_none REVOKE ALL ON TABLES FROM tricky_107_none;
ALTER DEFAULT PRIVILEGES FOR ROLE tricky_107_none REVOKE ALL ON FUNCTIONS FROM tricky_107_none, PUBLIC;
-- A predefined role.
ALTER DEFAULT PRIVILEGES FOR ROLE tricky_107_none GRANT SELECT ON TABLES TO pg_monitor;
ALTER DEFAULT PRIVILEGES FOR ROLE pg_monitor GRANT SELECT ON SEQUENCES TO tricky_107_none;
CREATE TABLE made_with_defaults (a integer);
CREATE FUNCTION made_with_defaults() RETURNS integer LANGUAGE sql AS 'SELECT 1';
