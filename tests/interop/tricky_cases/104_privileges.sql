-- case 104: an owner without own rights, an empty list, chains of grantors, grant options on some privileges only, MAINTAIN
-- servers: 13 15 17 18
-- superuser-setup: CREATE ROLE tricky_104_owner
-- superuser-setup: CREATE ROLE tricky_104_one
-- superuser-setup: CREATE ROLE "tricky_104_Two"
-- superuser-setup: CREATE ROLE tricky_104_three
-- reader: pg_class pg_proc pg_roles
-- dump: --clean
-- dump: --no-owner
-- dump: --use-set-session-authorization
-- dump: --no-privileges
-- round-trip: yes
CREATE SCHEMA s AUTHORIZATION tricky_104_owner;
SET SESSION AUTHORIZATION tricky_104_owner;
CREATE TABLE s.owner_revoked (a integer);
REVOKE INSERT, UPDATE ON s.owner_revoked FROM tricky_104_owner;
CREATE TABLE s.nobody (a integer);
REVOKE ALL ON s.nobody FROM tricky_104_owner;
CREATE TABLE s.everybody (a integer);
GRANT ALL ON s.everybody TO PUBLIC;
GRANT USAGE ON SCHEMA s TO PUBLIC;
CREATE TABLE s.chain (a integer, b integer);
GRANT SELECT, UPDATE ON s.chain TO tricky_104_one WITH GRANT OPTION;
GRANT INSERT ON s.chain TO tricky_104_one;
SET SESSION AUTHORIZATION tricky_104_one;
GRANT SELECT, UPDATE ON s.chain TO "tricky_104_Two" WITH GRANT OPTION;
SET SESSION AUTHORIZATION "tricky_104_Two";
GRANT SELECT ON s.chain TO tricky_104_three;
GRANT UPDATE ON s.chain TO PUBLIC;
SET SESSION AUTHORIZATION tricky_104_owner;
GRANT SELECT ON s.chain TO tricky_104_three WITH GRANT OPTION;
CREATE TABLE s.owner_stars (a integer);
GRANT ALL ON s.owner_stars TO tricky_104_owner WITH GRANT OPTION;
CREATE TABLE s.all_stars (a integer);
GRANT ALL ON s.all_stars TO tricky_104_one WITH GRANT OPTION;
CREATE TABLE s.some_stars (a integer);
GRANT ALL ON s.some_stars TO tricky_104_one;
GRANT SELECT, TRUNCATE ON s.some_stars TO tricky_104_one WITH GRANT OPTION;
\if :from_17
CREATE TABLE s.maintained (a integer);
GRANT MAINTAIN ON s.maintained TO tricky_104_one;
GRANT MAINTAIN, SELECT ON s.maintained TO "tricky_104_Two" WITH GRANT OPTION;
CREATE TABLE s.all_but_maintain (a integer);
GRANT ALL ON s.all_but_maintain TO tricky_104_one;
REVOKE MAINTAIN ON s.all_but_maintain FROM tricky_104_one, tricky_104_owner;
\endif
CREATE SEQUENCE s.numbers;
GRANT USAGE ON SEQUENCE s.numbers TO tricky_104_one;
GRANT ALL ON SEQUENCE s.numbers TO "tricky_104_Two" WITH GRANT OPTION;
CREATE FUNCTION s.f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
REVOKE ALL ON FUNCTION s.f() FROM PUBLIC, tricky_104_owner;
CREATE VIEW s.v AS SELECT 1 AS one;
REVOKE ALL ON s.v FROM tricky_104_owner;
GRANT SELECT ON s.v TO tricky_104_owner;
RESET SESSION AUTHORIZATION;
CREATE TABLE s.by_superuser (a integer);
GRANT SELECT ON s.by_superuser TO tricky_104_one WITH GRANT OPTION;
ALTER TABLE s.by_superuser OWNER TO tricky_104_owner;
