-- case 108: members of extensions: only what their privileges changed by; a table of the user in an extension's schema; members added later
-- servers: 13 15 17 18
-- superuser-setup: CREATE ROLE tricky_108_owner
-- superuser-setup: CREATE ROLE tricky_108_reader
-- reader: pg_depend pg_extension pg_init_privs
-- dump: --clean
-- dump: [15 17 18] --extension=citext
-- dump: --schema=ext
-- dump: [17 18] --exclude-extension=pg_stat_statements
-- dump: [17 18] --exclude-extension=citext
CREATE SCHEMA ext AUTHORIZATION tricky_108_owner;
CREATE EXTENSION pg_stat_statements SCHEMA ext;
GRANT EXECUTE ON FUNCTION ext.pg_stat_statements_reset TO tricky_108_reader WITH GRANT OPTION;
REVOKE SELECT ON ext.pg_stat_statements FROM PUBLIC;
GRANT SELECT (query) ON ext.pg_stat_statements TO tricky_108_reader WITH GRANT OPTION;
COMMENT ON VIEW ext.pg_stat_statements IS 'not dumped: of a member';
CREATE EXTENSION citext SCHEMA ext;
REVOKE USAGE ON TYPE ext.citext FROM PUBLIC;
ALTER FUNCTION ext.citextin(cstring) OWNER TO tricky_108_reader;
-- Of the user, in the same schema, of the extension's type.
CREATE TABLE ext.of_user (a ext.citext, b integer);
CREATE INDEX of_user_a ON ext.of_user (a);
INSERT INTO ext.of_user VALUES ('x', 1);
-- Members from now on; their rights of now are what counts as built in.
CREATE SCHEMA added_schema;
CREATE TABLE added_schema.added (a integer PRIMARY KEY, b text);
GRANT SELECT ON added_schema.added TO tricky_108_reader;
CREATE FUNCTION added_schema.added_function() RETURNS integer LANGUAGE sql AS 'SELECT 1';
ALTER EXTENSION citext ADD TABLE added_schema.added;
ALTER EXTENSION citext ADD FUNCTION added_schema.added_function();
ALTER EXTENSION citext ADD SCHEMA added_schema;
GRANT INSERT ON added_schema.added TO tricky_108_owner;
GRANT UPDATE (b), SELECT (a) ON added_schema.added TO tricky_108_reader;
REVOKE EXECUTE ON FUNCTION added_schema.added_function() FROM PUBLIC;
GRANT USAGE ON SCHEMA added_schema TO tricky_108_reader;
INSERT INTO added_schema.added VALUES (1, 'not dumped');
CREATE INDEX not_dumped ON added_schema.added (b);
CREATE TABLE added_schema.user_table (a integer REFERENCES added_schema.added, CHECK (added_schema.added_function() = 1));
CREATE TABLE added_schema.child () INHERITS (added_schema.added);
CREATE EXTENSION hstore SCHEMA added_schema;
UPDATE pg_catalog.pg_extension SET extowner = (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = 'tricky_108_owner') WHERE extname = 'hstore';
