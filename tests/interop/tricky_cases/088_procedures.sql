-- case 088: procedures: INOUT and OUT arguments are part of the identity, but not of the tag
-- servers: 13 15 17 18
-- superuser-setup: CREATE ROLE tricky_088_caller
-- reader: pg_proc pg_description
-- dump: --clean
-- dump: --clean --if-exists
-- round-trip: yes
CREATE PROCEDURE plain() LANGUAGE sql AS '';
CREATE PROCEDURE in_out(IN a integer, INOUT b text, INOUT "C d" integer DEFAULT 3) LANGUAGE plpgsql AS 'BEGIN b := a; END';
CREATE PROCEDURE variadic_in(a integer, VARIADIC "List" text[]) LANGUAGE sql SECURITY DEFINER SET search_path TO '' AS '';
\if :from_14
CREATE PROCEDURE with_out(OUT a integer, IN b text, OUT c numeric) LANGUAGE plpgsql AS 'BEGIN a := 1; END';
CREATE PROCEDURE only_out(OUT a integer) LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE only_out(OUT a text, IN b integer) LANGUAGE sql AS 'SELECT ''x''::text';
COMMENT ON PROCEDURE with_out(text) IS 'found by its input types';
COMMENT ON PROCEDURE only_out(OUT integer) IS 'found by its output, too';
REVOKE ALL ON PROCEDURE with_out FROM PUBLIC;
GRANT EXECUTE ON PROCEDURE with_out TO tricky_088_caller WITH GRANT OPTION;
ALTER PROCEDURE with_out OWNER TO tricky_088_caller;
\endif
COMMENT ON PROCEDURE in_out IS 'with INOUT';
GRANT EXECUTE ON PROCEDURE in_out TO tricky_088_caller;
REVOKE EXECUTE ON PROCEDURE variadic_in FROM PUBLIC;
ALTER PROCEDURE in_out OWNER TO tricky_088_caller;
