-- case 081: a rule that is enabled always, on replicas only, or disabled has an ALTER TABLE behind it
-- servers: 13 15 17 18
-- reader: pg_rewrite
-- dump: --clean --if-exists
-- round-trip: yes
CREATE SCHEMA "Some where";
CREATE TABLE "Some where".t (a integer);
CREATE RULE "on all" AS ON INSERT TO "Some where".t DO ALSO NOTHING;
CREATE RULE on_replica AS ON UPDATE TO "Some where".t DO INSTEAD NOTHING;
CREATE RULE "off" AS ON DELETE TO "Some where".t DO INSTEAD NOTHING;
CREATE RULE as_usual AS ON INSERT TO "Some where".t WHERE NEW.a = 1 DO INSTEAD NOTHING;
ALTER TABLE "Some where".t ENABLE ALWAYS RULE "on all";
ALTER TABLE "Some where".t ENABLE REPLICA RULE on_replica;
ALTER TABLE "Some where".t DISABLE RULE "off";
CREATE TABLE parted (a integer) PARTITION BY LIST (a);
CREATE RULE of_parted AS ON DELETE TO parted DO INSTEAD NOTHING;
ALTER TABLE parted DISABLE RULE of_parted;
