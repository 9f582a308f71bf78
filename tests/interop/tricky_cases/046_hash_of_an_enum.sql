-- case 046: rows of partitions hashed by an enum are loaded through the root, also where only an ancestor is
-- servers: 13 15 17 18
-- reader: pg_partitioned_table pg_inherits
-- dump: --data-only
-- dump: --inserts
-- round-trip: restored
-- (Restored rows may lie in other partitions: an enum's hash is that of its OID.)
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy', 'glad');
CREATE TABLE feelings (m mood, n integer) PARTITION BY HASH (m);
CREATE TABLE feelings_0 PARTITION OF feelings FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE feelings_1 PARTITION OF feelings FOR VALUES WITH (MODULUS 2, REMAINDER 1) PARTITION BY RANGE (n);
CREATE TABLE feelings_1_low PARTITION OF feelings_1 FOR VALUES FROM (0) TO (10);
CREATE TABLE feelings_1_rest PARTITION OF feelings_1 DEFAULT;
INSERT INTO feelings SELECT (enum_range(NULL::mood))[1 + i % 4], i FROM generate_series(1, 20) AS s(i);
-- The root is a list; only the second level is a hash.
CREATE TABLE by_list (k integer, m mood) PARTITION BY LIST (k);
CREATE TABLE by_list_1 PARTITION OF by_list FOR VALUES IN (1) PARTITION BY HASH (k, m);
CREATE TABLE by_list_1_0 PARTITION OF by_list_1 FOR VALUES WITH (MODULUS 1, REMAINDER 0);
CREATE TABLE by_list_2 PARTITION OF by_list FOR VALUES IN (2);
INSERT INTO by_list VALUES (1, 'sad'), (1, 'glad'), (2, 'ok');
CREATE TABLE plain_hash (n integer) PARTITION BY HASH (n);
CREATE TABLE plain_hash_0 PARTITION OF plain_hash FOR VALUES WITH (MODULUS 1, REMAINDER 0);
INSERT INTO plain_hash VALUES (1);
