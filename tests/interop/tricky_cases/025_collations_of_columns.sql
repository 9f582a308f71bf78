-- case 025: a column's collation is printed where it is not its type's
-- servers: 13 15 17 18
-- reader: pg_attribute pg_collation
CREATE COLLATION own_c (lc_collate = 'C', lc_ctype = 'C');
CREATE DOMAIN c_text AS text COLLATE "C";
CREATE DOMAIN plain_text AS text;
CREATE TABLE collated (
  same text, explicit_default text COLLATE "default", posix text COLLATE "POSIX", own text COLLATE own_c,
  of_domain c_text, domain_changed c_text COLLATE "POSIX", domain_default c_text COLLATE "default",
  no_domain plain_text COLLATE "C", n name, n_c name COLLATE "POSIX", a text[] COLLATE "C", dropped text COLLATE own_c);
ALTER TABLE collated DROP COLUMN dropped;
CREATE TYPE pair AS (a text COLLATE "C", b c_text, c name COLLATE own_c);
CREATE TABLE parent (x text COLLATE "C");
CREATE TABLE child () INHERITS (parent);
CREATE INDEX collated_own ON collated (same COLLATE own_c, posix COLLATE "C" text_pattern_ops);
CREATE TABLE parts (x text COLLATE own_c) PARTITION BY RANGE (x COLLATE "C");
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM ('a') TO ('m');
