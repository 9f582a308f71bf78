-- case 121: unlogged and temporary relations, foreign rows by server, rows behind row security (a standby: faults.py, rights.py)
-- servers: 13 15 17 18
-- superuser-setup: CREATE ROLE tricky_121_reader
-- reader: pg_class pg_foreign_server
-- dump: --no-unlogged-table-data
-- dump: --include-foreign-data=csv*
-- dump: --include-foreign-data=csv_files --data-only
-- dump: --role=tricky_121_reader --enable-row-security
-- dump: --role=tricky_121_reader --enable-row-security --inserts
-- dump-fails: --role=tricky_121_reader => row-level security
-- dump-fails: --include-foreign-data=nothing* => nothing*
-- session: CREATE TEMPORARY TABLE of_other_session (id serial PRIMARY KEY, a integer DEFAULT 1)
-- session: CREATE TEMPORARY SEQUENCE of_other_session_too
CREATE UNLOGGED TABLE unlogged (a integer);
INSERT INTO unlogged VALUES (1);
\if :from_15
CREATE UNLOGGED SEQUENCE unlogged_sequence;
SELECT nextval('unlogged_sequence');
\endif
CREATE TABLE guarded (a integer, owner name);
INSERT INTO guarded VALUES (1, 'tricky_121_reader'), (2, 'postgres'), (3, 'tricky_121_reader');
ALTER TABLE guarded ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON guarded USING (owner = CURRENT_USER);
CREATE EXTENSION file_fdw;
CREATE SERVER csv_files FOREIGN DATA WRAPPER file_fdw;
CREATE FOREIGN TABLE csv_rows (a integer, "B b" text) SERVER csv_files OPTIONS (program 'printf "1,x\\n2,\"y z\"\\n"', format 'csv');
CREATE SERVER other_files FOREIGN DATA WRAPPER file_fdw;
CREATE FOREIGN TABLE never_read (a integer) SERVER other_files OPTIONS (filename '/nowhere/at/all');
GRANT SELECT ON ALL TABLES IN SCHEMA public TO tricky_121_reader;
GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO tricky_121_reader;
