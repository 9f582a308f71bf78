-- case 085: bodies with dollar signs, backslashes, carriage returns, and bodies of the SQL standard
-- servers: 13 15 17 18
-- reader: pg_proc
-- dump: --disable-dollar-quoting
-- dump: --schema-only --quote-all-identifiers
-- round-trip: yes
CREATE FUNCTION no_dollar() RETURNS text LANGUAGE sql AS 'SELECT ''a'' || ''b''';
CREATE FUNCTION one_dollar() RETURNS text LANGUAGE sql AS 'SELECT ''$''::text';
CREATE FUNCTION two_dollars() RETURNS text LANGUAGE sql AS 'SELECT $$a$$::text';
CREATE FUNCTION tagged() RETURNS text LANGUAGE sql AS 'SELECT $_$a$_$::text';
CREATE FUNCTION longer() RETURNS text LANGUAGE sql AS 'SELECT $_X$a$_X$ || $_$b$_$ || $_XX$c$_XX$';
CREATE FUNCTION rotates() RETURNS text LANGUAGE sql AS '/* $_XXXXXXX$ $_XXXXXX $_XXXXX $_XXXX $_XXX $_XX $_X $_ */ SELECT ''x''::text';
CREATE FUNCTION ends_in_dollar() RETURNS text LANGUAGE sql AS 'SELECT ''x''::text --$';
CREATE FUNCTION ends_in_tag() RETURNS text LANGUAGE sql AS 'SELECT ''x''::text --$_';
CREATE FUNCTION backslashes() RETURNS text LANGUAGE sql AS 'SELECT ''C:\dir\''::text || E''\n\\''';
CREATE FUNCTION lines() RETURNS text LANGUAGE sql AS E'SELECT\r\n\t''a''::text\r\n\n-- end\r';
CREATE FUNCTION not_ascii() RETURNS text LANGUAGE sql AS 'SELECT ''žluťoučký 🐎''::text';
CREATE FUNCTION only_blank() RETURNS void LANGUAGE sql AS ' ';
CREATE FUNCTION empty_body() RETURNS void LANGUAGE sql AS '';
CREATE PROCEDURE old_style(INOUT a integer) LANGUAGE plpgsql AS $$ BEGIN a := a + 1; END $$;
\if :from_14
CREATE FUNCTION returns_it(a integer, "B" text DEFAULT 'b;') RETURNS text RETURN "B" || a;
CREATE FUNCTION atomic(a integer) RETURNS SETOF integer LANGUAGE sql
  BEGIN ATOMIC
    SELECT a; SELECT CASE WHEN a > 1 THEN 2 ELSE 3 END;
    SELECT g FROM generate_series(1, a) AS g(g) WHERE g <> 2;
  END;
CREATE FUNCTION atomic_empty() RETURNS void BEGIN ATOMIC END;
CREATE TABLE t (id integer, "Text" text);
CREATE PROCEDURE atomic_writes(a integer, INOUT b text)
  BEGIN ATOMIC
    INSERT INTO t VALUES (a, b) RETURNING "Text";
    UPDATE t SET "Text" = b WHERE id = a;
    DELETE FROM t WHERE id = a RETURNING 'x'::text;
  END;
\endif
