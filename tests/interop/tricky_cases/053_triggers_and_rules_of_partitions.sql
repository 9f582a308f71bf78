-- case 053: row triggers with inheritance and on partitioned tables, clones in another state, rules on partitioned tables
-- servers: 13 15 17 18
-- reader: pg_trigger pg_rewrite
-- dump: --table=parts_2
-- dump: --section=post-data
-- round-trip: yes
CREATE FUNCTION touched() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN coalesce(NEW, OLD); END';
CREATE TABLE parent (a integer);
CREATE TABLE child () INHERITS (parent);
CREATE TRIGGER of_parent AFTER INSERT ON parent FOR EACH ROW EXECUTE FUNCTION touched();
CREATE TRIGGER of_child BEFORE UPDATE OF a ON child FOR EACH ROW WHEN (OLD.a IS DISTINCT FROM NEW.a)
  EXECUTE FUNCTION touched('it''s', E'back\\slash');
CREATE TRIGGER statement_of_parent AFTER DELETE ON parent REFERENCING OLD TABLE AS gone EXECUTE FUNCTION touched();
CREATE TABLE parts (k integer, v integer) PARTITION BY LIST (k);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1);
CREATE TABLE parts_2 PARTITION OF parts FOR VALUES IN (2) PARTITION BY LIST (v);
CREATE TABLE parts_2_1 PARTITION OF parts_2 DEFAULT;
CREATE TRIGGER cloned AFTER INSERT ON parts FOR EACH ROW EXECUTE FUNCTION touched();
CREATE TRIGGER "Cloned Too" BEFORE UPDATE ON parts FOR EACH ROW EXECUTE FUNCTION touched();
CREATE TRIGGER statement_only BEFORE TRUNCATE ON parts EXECUTE FUNCTION touched();
ALTER TABLE parts_1 DISABLE TRIGGER cloned;
ALTER TABLE parts_2_1 ENABLE ALWAYS TRIGGER "Cloned Too";
ALTER TABLE parts DISABLE TRIGGER statement_only;
ALTER TABLE ONLY parts_2 ENABLE REPLICA TRIGGER cloned;
CREATE TRIGGER own_of_partition AFTER UPDATE ON parts_1 FOR EACH ROW EXECUTE FUNCTION touched();
ALTER TABLE parent ENABLE REPLICA TRIGGER of_parent;
COMMENT ON TRIGGER "Cloned Too" ON parts IS 'it''s cloned';
CREATE RULE noticed AS ON DELETE TO parts WHERE OLD.k = 1 DO INSTEAD NOTHING;
CREATE RULE also AS ON UPDATE TO parts_1 DO ALSO (NOTIFY changed; DELETE FROM child WHERE a = NEW.k);
ALTER TABLE parts DISABLE RULE noticed;
COMMENT ON RULE also ON parts_1 IS 'two actions';
