-- case 075: a dummy view has each column's type and collation, so that the rule may replace it
-- servers: 13 15 17 18
-- reader: pg_depend pg_attribute pg_collation
-- dump: --section=pre-data
-- round-trip: yes
CREATE SCHEMA kinds;
CREATE COLLATION kinds."Mine" (locale = 'C');
CREATE DOMAIN kinds.word AS text COLLATE "POSIX" CHECK (VALUE <> '');
CREATE TYPE kinds.pair AS (left_one integer, right_one text);
CREATE TYPE kinds.mood AS ENUM ('sad', 'glad');
CREATE TABLE t (id integer PRIMARY KEY, plain text, mine text COLLATE kinds."Mine", c text COLLATE "C",
                w kinds.word, w_c kinds.word COLLATE "C", p kinds.pair, m kinds.mood[], n numeric(7,3)[],
                v varchar(12), "time" timestamp(3) with time zone, i interval hour to minute, bits bit(5),
                one "char", name name, "Quoted ""Column""" char(4));
CREATE VIEW dummy AS SELECT *, lower(plain) AS lowered, plain COLLATE "C" || 'x' AS joined,
    NULL AS nothing, 'text' AS unknown, row(1) IS NULL AS truth FROM t GROUP BY id;
\if :from_14
\else
CREATE VIEW "no columns, later one" AS SELECT id FROM t GROUP BY id;
\endif
