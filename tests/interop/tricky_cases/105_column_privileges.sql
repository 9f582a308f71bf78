-- case 105: grants on columns, on system columns, after a revoke on the table, on columns of pg_catalog
-- servers: 13 15 17 18
-- superuser-setup: CREATE ROLE tricky_105_one
-- superuser-setup: CREATE ROLE tricky_105_two
-- reader: pg_attribute
-- dump: --clean
-- dump: --no-owner
-- dump: --quote-all-identifiers
-- round-trip: yes
CREATE TABLE t (a integer, "B b" text, gone integer, c integer);
ALTER TABLE t DROP COLUMN gone;
GRANT SELECT (a), UPDATE ("B b") ON t TO tricky_105_one;
GRANT ALL (c) ON t TO tricky_105_one;
GRANT SELECT (tableoid, xmin, ctid), REFERENCES (a) ON t TO tricky_105_two WITH GRANT OPTION;
GRANT ALL ("B b") ON t TO tricky_105_two WITH GRANT OPTION;
SET SESSION AUTHORIZATION tricky_105_two;
GRANT SELECT (xmin) ON t TO tricky_105_one;
RESET SESSION AUTHORIZATION;
GRANT INSERT ON t TO tricky_105_one;
REVOKE ALL ON t FROM CURRENT_USER;
GRANT SELECT (c) ON t TO CURRENT_USER, PUBLIC;
CREATE VIEW v AS SELECT a, c AS "C" FROM t;
GRANT SELECT ("C") ON v TO tricky_105_one;
GRANT SELECT (prosrc, oid) ON pg_catalog.pg_proc TO tricky_105_one;
REVOKE SELECT ON pg_catalog.pg_proc FROM PUBLIC;
GRANT SELECT (rolpassword) ON pg_catalog.pg_authid TO tricky_105_two;
GRANT SELECT ON pg_catalog.pg_statistic TO tricky_105_two;
REVOKE ALL (subname) ON pg_catalog.pg_subscription FROM PUBLIC;
GRANT SELECT (subconninfo) ON pg_catalog.pg_subscription TO tricky_105_one WITH GRANT OPTION;
CREATE MATERIALIZED VIEW m AS SELECT 1 AS one;
GRANT SELECT (one, tableoid) ON m TO tricky_105_one;
