-- case 100: transforms of one direction only, of an extension's language; event triggers of every event, with tags, in every state
-- servers: 13 15 17 18
-- superuser-setup: CREATE ROLE tricky_100_role SUPERUSER
-- reader: pg_transform pg_event_trigger
-- dump: --clean
-- dump: --quote-all-identifiers
CREATE SCHEMA "Changes";
CREATE DOMAIN "Changes".whole AS integer;
CREATE TYPE "Changes"."Pair" AS (a integer, b integer);
CREATE FUNCTION "Changes"."From it"(internal) RETURNS internal LANGUAGE internal IMMUTABLE AS 'prsd_lextype';
CREATE FUNCTION "Changes"."To it"(internal) RETURNS "Changes"."Pair" LANGUAGE internal IMMUTABLE AS 'record_recv';
CREATE TRANSFORM FOR "Changes"."Pair" LANGUAGE plpgsql (TO SQL WITH FUNCTION "Changes"."To it"(internal));
CREATE TRANSFORM FOR integer LANGUAGE plpgsql (FROM SQL WITH FUNCTION "Changes"."From it"(internal));
CREATE TRANSFORM FOR bigint LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal), TO SQL WITH FUNCTION int8recv(internal));
COMMENT ON TRANSFORM FOR integer LANGUAGE plpgsql IS 'of one direction';
CREATE FUNCTION "Changes".watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE EVENT TRIGGER on_start ON ddl_command_start EXECUTE FUNCTION "Changes".watch();
CREATE EVENT TRIGGER "On End, tagged" ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'DROP FUNCTION', 'COMMENT') EXECUTE FUNCTION "Changes".watch();
CREATE EVENT TRIGGER on_drop ON sql_drop EXECUTE FUNCTION "Changes".watch();
CREATE EVENT TRIGGER on_rewrite ON table_rewrite WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION "Changes".watch();
\if :from_17
CREATE EVENT TRIGGER on_login ON login EXECUTE FUNCTION "Changes".watch();
ALTER EVENT TRIGGER on_login ENABLE ALWAYS;
\endif
ALTER EVENT TRIGGER on_start DISABLE;
ALTER EVENT TRIGGER on_drop ENABLE REPLICA;
COMMENT ON EVENT TRIGGER "On End, tagged" IS 'three tags';
ALTER EVENT TRIGGER on_rewrite OWNER TO tricky_100_role;
