-- case 098: conversions, DEFAULT or not; collations that are not deterministic, with rules, with two libc names
-- servers: 13 15 17 18
-- superuser-setup: CREATE ROLE tricky_098_role
-- reader: pg_collation pg_conversion
-- dump: --clean
CREATE SCHEMA "Sorting";
CREATE CONVERSION "Sorting"."From Latin" FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE DEFAULT CONVERSION other_way FOR 'UTF8' TO 'LATIN1' FROM utf8_to_iso8859_1;
COMMENT ON CONVERSION other_way IS 'the default';
ALTER CONVERSION other_way OWNER TO tricky_098_role;
CREATE COLLATION same_names (provider = libc, locale = 'C');
CREATE COLLATION two_names (lc_collate = 'C', lc_ctype = 'POSIX');
CREATE COLLATION "Sorting"."Not deterministic" (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE COLLATION phone_book (provider = icu, locale = 'de-u-co-phonebk');
CREATE COLLATION copied FROM "C";
\if :from_16
CREATE COLLATION with_rules (provider = icu, locale = 'en', rules = '&V << w <<< W & a < ''b''');
\endif
\if :from_17
CREATE COLLATION built_in (provider = builtin, locale = 'C.UTF-8');
\endif
COMMENT ON COLLATION "Sorting"."Not deterministic" IS 'ignores case';
ALTER COLLATION phone_book OWNER TO tricky_098_role;
CREATE TABLE t (a text COLLATE "Sorting"."Not deterministic", b text COLLATE two_names);
CREATE INDEX t_a ON t (a COLLATE phone_book);
