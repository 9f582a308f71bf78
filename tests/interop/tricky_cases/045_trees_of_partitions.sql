-- case 045: partitions of partitions, default, hash, MINVALUE and MAXVALUE, keys of expressions, collations and classes
-- servers: 13 15 17 18
-- reader: ~pg_get_partkeydef ~relpartbound pg_inherits
-- dump: --load-via-partition-root
-- round-trip: yes
CREATE FUNCTION half(integer) RETURNS integer IMMUTABLE LANGUAGE sql AS 'SELECT $1 / 2';
CREATE TABLE top ("Key" integer, at timestamp, code text, small smallint) PARTITION BY RANGE ("Key", at);
CREATE TABLE low PARTITION OF top FOR VALUES FROM (MINVALUE, MINVALUE) TO (10, '2026-01-01')
  PARTITION BY LIST (lower(code) COLLATE "C" text_pattern_ops);
CREATE TABLE low_ab PARTITION OF low FOR VALUES IN ('a', E'b''\\', NULL);
CREATE TABLE low_rest PARTITION OF low DEFAULT PARTITION BY HASH (small, half("Key"));
CREATE TABLE low_rest_0 PARTITION OF low_rest FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE low_rest_1 PARTITION OF low_rest FOR VALUES WITH (MODULUS 4, REMAINDER 1);
CREATE TABLE low_rest_3 PARTITION OF low_rest FOR VALUES WITH (MODULUS 4, REMAINDER 3);
CREATE TABLE high PARTITION OF top FOR VALUES FROM (10, '2026-01-01') TO (MAXVALUE, MAXVALUE)
  PARTITION BY RANGE (((at)::date), half("Key"));
CREATE TABLE high_1 PARTITION OF high FOR VALUES FROM ('2026-01-01', MINVALUE) TO ('2027-01-01', MINVALUE);
CREATE TABLE high_default PARTITION OF high DEFAULT;
CREATE TABLE rest PARTITION OF top DEFAULT;
CREATE TABLE by_bool (b boolean) PARTITION BY LIST (b);
CREATE TABLE by_bool_true PARTITION OF by_bool FOR VALUES IN (true);
CREATE TABLE empty_parent (a integer) PARTITION BY HASH (a);
INSERT INTO top SELECT i, timestamp '2026-06-01' + i * interval '1 day', chr(97 + i % 5), i
  FROM generate_series(1, 30) AS s(i);
INSERT INTO by_bool VALUES (true);
