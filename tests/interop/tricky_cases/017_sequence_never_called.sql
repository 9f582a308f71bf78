-- case 017: a sequence that was never called is set so; one that may not be read fails the dump
-- servers: 13 15 17 18
-- superuser-setup: CREATE ROLE tricky_017_reader
-- reader: pg_sequence ~last_value
-- dump: --data-only
-- dump-fails: --role=tricky_017_reader => never_called
-- round-trip: yes
CREATE SEQUENCE never_called START WITH 12;
CREATE SEQUENCE called_once;
CREATE SEQUENCE set_uncalled;
SELECT nextval('called_once'), setval('set_uncalled', 77, false);
CREATE TABLE readable (id integer);
GRANT SELECT ON readable, called_once, set_uncalled TO tricky_017_reader;
GRANT USAGE ON SCHEMA public TO tricky_017_reader;
