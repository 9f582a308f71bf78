-- case 070: constraint triggers: deferrable, initially deferred, FROM another table, with columns, WHEN and transition tables beside them
-- servers: 13 15 17 18
-- reader: pg_trigger pg_proc
-- dump: --clean
-- dump: --quote-all-identifiers
-- round-trip: yes
CREATE SCHEMA other;
CREATE TABLE other.looked_at (id integer PRIMARY KEY);
CREATE TABLE changed (id integer, "Other Id" integer REFERENCES other.looked_at DEFERRABLE, t text);
CREATE FUNCTION other.watch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE CONSTRAINT TRIGGER at_once AFTER INSERT OR DELETE ON changed
  FOR EACH ROW EXECUTE FUNCTION other.watch();
CREATE CONSTRAINT TRIGGER "May Wait" AFTER UPDATE OF "Other Id", t ON changed
  FROM other.looked_at DEFERRABLE FOR EACH ROW
  WHEN (OLD.t IS DISTINCT FROM NEW.t AND NEW.t <> 'it''s') EXECUTE FUNCTION other.watch('a', E'b\\c''', '1');
CREATE CONSTRAINT TRIGGER waits AFTER INSERT ON changed DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION other.watch();
CREATE TRIGGER by_statement AFTER UPDATE ON changed
  REFERENCING OLD TABLE AS "Old Rows" NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION other.watch();
CREATE TRIGGER cut BEFORE TRUNCATE ON changed EXECUTE FUNCTION other.watch();
CREATE VIEW seen AS SELECT * FROM changed;
CREATE TRIGGER instead INSTEAD OF DELETE ON seen FOR EACH ROW EXECUTE FUNCTION other.watch();
ALTER TABLE changed DISABLE TRIGGER at_once;
ALTER TABLE changed ENABLE REPLICA TRIGGER "May Wait";
ALTER TABLE changed ENABLE ALWAYS TRIGGER waits;
COMMENT ON TRIGGER "May Wait" ON changed IS 'a deferrable one';
