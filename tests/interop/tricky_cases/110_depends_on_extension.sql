-- case 110: DEPENDS ON EXTENSION behind functions, indexes of tables and of keys, triggers, materialized views
-- servers: 13 15 17 18
-- reader: pg_depend
-- dump: --clean
-- dump: --quote-all-identifiers
CREATE EXTENSION tcn;
CREATE EXTENSION "uuid-ossp";
CREATE SCHEMA s;
CREATE FUNCTION s."A function"(a integer, b text DEFAULT 'x') RETURNS integer LANGUAGE sql AS 'SELECT 1';
ALTER FUNCTION s."A function"(integer, text) DEPENDS ON EXTENSION tcn;
CREATE PROCEDURE s.a_procedure(INOUT a integer) LANGUAGE plpgsql AS 'BEGIN END';
ALTER PROCEDURE s.a_procedure DEPENDS ON EXTENSION "uuid-ossp";
CREATE TABLE s.t (a integer CONSTRAINT "The key" PRIMARY KEY, b text);
ALTER INDEX s."The key" DEPENDS ON EXTENSION tcn;
CREATE INDEX t_b ON s.t (b);
ALTER INDEX s.t_b DEPENDS ON EXTENSION tcn;
CREATE TRIGGER "Notes it" AFTER INSERT ON s.t FOR EACH ROW EXECUTE FUNCTION triggered_change_notification();
ALTER TRIGGER "Notes it" ON s.t DEPENDS ON EXTENSION tcn;
ALTER TABLE s.t DISABLE TRIGGER "Notes it";
CREATE MATERIALIZED VIEW s.m AS SELECT uuid_nil() AS none;
ALTER MATERIALIZED VIEW s.m DEPENDS ON EXTENSION "uuid-ossp";
CREATE INDEX m_none ON s.m (none);
ALTER INDEX s.m_none DEPENDS ON EXTENSION "uuid-ossp";
CREATE FUNCTION s.watch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
ALTER FUNCTION s.watch() DEPENDS ON EXTENSION tcn;
ALTER FUNCTION s.watch() NO DEPENDS ON EXTENSION tcn;
