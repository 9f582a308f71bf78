-- case 103: schema public with another owner, comment and grants (dropped or owned by an extension: tricky_special.py)
-- servers: 13 15 17 18
-- superuser-setup: CREATE ROLE tricky_103_owner
-- superuser-setup: CREATE ROLE tricky_103_reader
-- reader: pg_namespace
-- dump: --clean
-- dump: --clean --if-exists
-- dump: --no-owner
-- dump: --no-privileges
-- dump: --use-set-session-authorization
-- dump: --schema=public
ALTER SCHEMA public OWNER TO tricky_103_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT CREATE ON SCHEMA public TO tricky_103_reader WITH GRANT OPTION;
COMMENT ON SCHEMA public IS 'changed; it''s mine';
CREATE TABLE public.t (a integer);
GRANT USAGE ON SCHEMA pg_catalog TO tricky_103_reader;
GRANT CREATE ON SCHEMA information_schema TO tricky_103_reader;
