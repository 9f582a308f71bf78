-- case 086: C functions with and without a link symbol, aliases of internal functions, backslashes in the library's name
-- servers: 13 15 17 18
-- reader: pg_proc
-- dump: --disable-dollar-quoting
CREATE FUNCTION plpgsql_call_handler() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql';
CREATE FUNCTION handles() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE FUNCTION "Upper"(text) RETURNS text LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE COST 3 AS 'upper';
CREATE FUNCTION lower(text) RETURNS text LANGUAGE internal AS 'lower';
CREATE FUNCTION dashed() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE FUNCTION in_windows() RETURNS language_handler LANGUAGE c COST 100 AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE FUNCTION odd_symbol() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
-- The server looks for the library when a function is made; later anything may stand there.
UPDATE pg_catalog.pg_proc SET probin = E'C:\\Program Files\\it''s\\lib' WHERE proname = 'in_windows';
UPDATE pg_catalog.pg_proc SET prosrc = E'sym\\bol''s $1' WHERE proname = 'odd_symbol';
UPDATE pg_catalog.pg_proc SET prosrc = '-' WHERE proname = 'dashed';
