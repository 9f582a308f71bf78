-- case 111: a changed comment on plpgsql, built in, is not dumped, nor one on a member; that of another extension is
-- servers: 13 15 17 18
-- superuser-setup: CREATE ROLE tricky_111_role
-- reader: pg_extension pg_depend pg_description
-- dump: --clean
-- dump: --no-comments
-- dump: --create
COMMENT ON EXTENSION plpgsql IS 'changed, but not dumped';
CREATE EXTENSION seg;
CREATE EXTENSION hstore;
COMMENT ON EXTENSION hstore IS 'changed; it''s dumped';
CREATE EXTENSION tcn;
COMMENT ON EXTENSION tcn IS NULL;
COMMENT ON TYPE seg IS 'changed, of a member';
COMMENT ON FUNCTION seg_in(cstring) IS 'added, to a member';
COMMENT ON FUNCTION pg_catalog.now() IS 'changed, of pg_catalog';
COMMENT ON LANGUAGE plpgsql IS 'changed, of a built-in language';
COMMENT ON SCHEMA pg_catalog IS 'changed, of pg_catalog itself';
