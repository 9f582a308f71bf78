-- case 117: event triggers are last, so that they do not watch the restore of the others
-- servers: 13 15 17 18
-- reader: pg_event_trigger
-- dump: --section=post-data
-- dump: --clean
-- round-trip: yes
CREATE TABLE t (a integer PRIMARY KEY);
CREATE TABLE seen (tag text);
CREATE FUNCTION refuses() RETURNS event_trigger LANGUAGE plpgsql AS
  'BEGIN RAISE EXCEPTION ''% is not allowed'', tg_tag; END';
CREATE FUNCTION notes() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO public.seen VALUES (tg_tag); END';
CREATE MATERIALIZED VIEW m AS SELECT count(*) FROM seen;
CREATE INDEX t_a ON t (a);
GRANT SELECT ON t TO PUBLIC;
CREATE PUBLICATION p FOR TABLE t;
CREATE EVENT TRIGGER a_notes ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'ALTER TABLE', 'CREATE FUNCTION', 'COMMENT', 'CREATE SCHEMA')
  EXECUTE FUNCTION notes();
COMMENT ON EVENT TRIGGER a_notes IS 'writes to a table';
DELETE FROM seen;
CREATE EVENT TRIGGER b_refuses ON ddl_command_start WHEN TAG IN ('CREATE INDEX', 'GRANT', 'CREATE PUBLICATION')
  EXECUTE FUNCTION refuses();
DELETE FROM seen;
