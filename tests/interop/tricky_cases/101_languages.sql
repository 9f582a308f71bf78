-- case 101: a language without an extension has its functions and clauses; one of an extension is not dumped
-- servers: 13 15 17 18
-- superuser-setup: CREATE ROLE tricky_101_role
-- reader: pg_language
-- dump: --clean
-- dump: --schema-only --no-owner --no-privileges
CREATE SCHEMA langs;
CREATE FUNCTION langs."Handle it"() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE FUNCTION langs.at_once(internal) RETURNS void LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_inline_handler';
CREATE FUNCTION langs.look(oid) RETURNS void LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_validator';
CREATE LANGUAGE only_handler HANDLER langs."Handle it";
CREATE TRUSTED LANGUAGE "Full Language" HANDLER langs."Handle it" INLINE langs.at_once VALIDATOR langs.look;
-- Its handler is not dumped, so CREATE LANGUAGE stands alone.
CREATE LANGUAGE handler_elsewhere HANDLER pg_catalog.plpgsql_call_handler VALIDATOR langs.look;
CREATE FUNCTION in_full() RETURNS integer LANGUAGE "Full Language" AS 'BEGIN RETURN 1; END';
CREATE FUNCTION in_extension() RETURNS integer LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';
COMMENT ON LANGUAGE "Full Language" IS 'a language';
REVOKE USAGE ON LANGUAGE "Full Language" FROM PUBLIC;
GRANT USAGE ON LANGUAGE "Full Language" TO tricky_101_role;
GRANT USAGE ON LANGUAGE plpgsql TO tricky_101_role;
ALTER LANGUAGE only_handler OWNER TO tricky_101_role;
