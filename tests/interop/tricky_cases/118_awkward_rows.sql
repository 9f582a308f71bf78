-- case 118: rows that look like the end of data, with tabs, backslashes and NULL as text; numbers that are none; money as text
-- servers: 13 15 17 18
-- reader: pg_class pg_attribute
-- dump: --data-only
-- dump: --inserts
-- dump: --column-inserts
-- dump: --rows-per-insert=3 --on-conflict-do-nothing
-- dump: --inserts --encoding=UTF8 --quote-all-identifiers
-- round-trip: yes
CREATE TABLE texts (id integer, t text, b bytea, c "char", bp char(4), "T t" text[]);
INSERT INTO texts VALUES
  (1, '\.', '\x5c2e', '\', 'a', ARRAY['\.', '\N', NULL, 'NULL', '', E'"\\', '{}', ' x ']),
  (2, E'a\tb\nc\rd\\e\b\f\v', '\x000102ff', ',', '\.', '{}'),
  (3, '\N', NULL, '', '', NULL),
  (4, NULL, '', NULL, NULL, '{{a,b},{c,d}}'),
  (5, '', '\x27', '''', ' b', '[0:1]={x,y}'),
  (6, E'\\.\n\\.\n', decode('0a5c2e0a', 'hex'), E'\n', 'it''s', ARRAY[E'\n\\.\n']),
  (7, E'\x01\x7f', '\xdeadbeef', E'\t', 'ž', ARRAY['🐎']),
  (8, 'COPY texts FROM stdin;', '\x3b', ';', '--', ARRAY['/*', '*/', '$$']);
CREATE TABLE one_column (t text);
INSERT INTO one_column VALUES ('\.'), (''), (NULL), ('\N'), ('\\.'), (E'\\.\n'), ('\\');
CREATE TABLE numbers (n numeric, f double precision, r real, i bigint, s smallint, o oid, m money, b boolean, bits bit(3), v varbit);
INSERT INTO numbers VALUES
  ('NaN', 'NaN', 'NaN', 9223372036854775807, -32768, 4294967295, '-$1,234.50', true, B'101', B''),
  (1e100, 'Infinity', '-Infinity', -9223372036854775808, 0, 0, '0.1', false, NULL, B'1'),
  (-0.10, 1e-300, 1.5e30, 0, NULL, NULL, NULL, NULL, B'000', B'0101010'),
  (NULL, -0.0, 0.1, 1, 1, 1, 1, true, NULL, NULL);
\if :from_14
INSERT INTO numbers (n) VALUES ('Infinity'), ('-Infinity');
\endif
CREATE TABLE times (d date, t timestamp, z timestamptz, i interval, tz timetz);
INSERT INTO times VALUES ('infinity', '-infinity', 'infinity', '1 year -2 days 3:04:05.678', '12:00+05:30'),
  ('4713-01-01 BC', '294276-12-31 23:59:59.999999', '2000-01-01 00:00+00', '-1 month', '23:59:59.999-12'),
  ('2001-02-03', '0044-03-15 12:00 BC', '1900-01-01', '00:00', NULL);
CREATE TYPE mood AS ENUM ('it''s', 'b\c');
CREATE TYPE pair AS (a integer, b text);
CREATE TABLE others (m mood, p pair, r int4range, u uuid, j json, jb jsonb, x xml, n inet, pt point, ts tsvector, ms mood[], ps pair[]);
INSERT INTO others VALUES ('it''s', ROW(1, E'a"b\\c,)'), '[1,5)', '00000000-0000-0000-0000-000000000001', E'{"a" : "\\u0041"\n}',
  '{"a": "x\ty"}', '<a>&lt;</a>', '::1/64', '(1,2)', $$'it''s':1 b\\c:2A$$, ARRAY['b\c', NULL]::mood[], ARRAY[ROW(1, 'x')::pair]);
