-- case 022: constants in defaults are printed by the server and depend on the session's styles
-- servers: 13 15 17 18
-- reader: pg_attrdef
-- environment: PGOPTIONS=-c datestyle=German -c intervalstyle=sql_standard -c extra_float_digits=0 -c timezone=Asia/Kolkata
-- round-trip: yes
CREATE TABLE constants (
  bits bit(3) DEFAULT B'101', hex bit varying(12) DEFAULT X'0f', i interval DEFAULT '1 year 2 days 03:04:05',
  parts interval day to second(2) DEFAULT '4 days 01:02:03.456', neg interval DEFAULT '-1 mon +5 days',
  ts timestamptz DEFAULT '2026-11-20 14:05:06.789+00', plain timestamp(0) DEFAULT '1999-12-31 23:59:59',
  d date DEFAULT '0044-03-15 BC', inf timestamptz DEFAULT 'infinity', tz timetz DEFAULT '01:02:03+05:30',
  f double precision DEFAULT 0.1, f4 real DEFAULT '1e-7'::real, nan numeric DEFAULT 'NaN', neg_zero float8 DEFAULT '-0',
  t text DEFAULT E'back\\slash ''quote''', v varchar(5) DEFAULT 'abc'::text, c "char" DEFAULT 'x',
  a text[] DEFAULT ARRAY['a', NULL, 'b,c'], b bytea DEFAULT '\x00ff', n name DEFAULT 'n', j jsonb DEFAULT '{"b": 1, "a": [2]}',
  r int4range DEFAULT '[1,5]', negative integer DEFAULT -1, big bigint DEFAULT 99999999999, o oid DEFAULT 5);
INSERT INTO constants DEFAULT VALUES;
