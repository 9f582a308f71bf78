-- case 122: large objects with and without data, more than a thousand of one owner, with different privileges, comments (an owner that is gone: tricky_special.py)
-- servers: 13 15 17 18
-- superuser-setup: CREATE ROLE tricky_122_owner
-- superuser-setup: CREATE ROLE tricky_122_reader
-- reader: pg_largeobject_metadata
-- dump: --data-only
-- dump: --schema-only
-- dump: --section=pre-data
-- dump: --section=data
-- dump: --clean
-- dump: --no-blobs
-- dump: --schema=public --blobs
-- dump: --no-owner --no-privileges
-- round-trip: yes
SELECT count(lo_create(910000 + i)) FROM generate_series(1, 1001) AS s(i);
SELECT lo_from_bytea(920001, '\x00ff5c27');
SELECT lo_from_bytea(920002, convert_to(repeat('0123456789abcdef', 2100), 'UTF8'));
SELECT lo_from_bytea(920003, 'one of three');
SELECT lo_from_bytea(920004, 'two of three');
SELECT lo_create(99);
SELECT lo_create(4294967295);
GRANT SELECT ON LARGE OBJECT 920003, 920004 TO tricky_122_reader;
GRANT UPDATE ON LARGE OBJECT 920002 TO tricky_122_reader WITH GRANT OPTION;
COMMENT ON LARGE OBJECT 920003 IS 'it''s one; of three';
COMMENT ON LARGE OBJECT 910500 IS 'in the middle of a group';
ALTER LARGE OBJECT 920001 OWNER TO tricky_122_owner;
ALTER LARGE OBJECT 99 OWNER TO tricky_122_owner;
CREATE TABLE t (a integer);
