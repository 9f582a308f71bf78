-- case 080: rules of every form: several actions, NOTHING with a condition, RETURNING, a commented or disabled rule of a view
-- servers: 13 15 17 18
-- reader: pg_rewrite
-- dump: --clean
-- dump: --quote-all-identifiers
-- round-trip: yes
CREATE SCHEMA logs;
CREATE TABLE t (a integer PRIMARY KEY, "B" text);
CREATE TABLE logs.log (what text, at timestamp DEFAULT now(), a integer);
CREATE VIEW v AS SELECT a, "B" FROM t;
CREATE VIEW with_comment AS SELECT a FROM t;
COMMENT ON RULE "_RETURN" ON with_comment IS 'not dumped: the rule is the view';
CREATE VIEW disabled_rule AS SELECT a FROM t;
UPDATE pg_catalog.pg_rewrite SET ev_enabled = 'D' WHERE ev_class = 'disabled_rule'::regclass;
CREATE RULE several AS ON INSERT TO v DO INSTEAD (
  INSERT INTO t VALUES (NEW.a, NEW."B");
  INSERT INTO logs.log (what, a) VALUES ('insert; not the end', NEW.a);
  SELECT 'text ''quoted''' AS answer;
  NOTIFY "Some Channel");
CREATE RULE "Nothing, if" AS ON UPDATE TO v WHERE NEW.a < 0 DO INSTEAD NOTHING;
CREATE RULE nothing AS ON UPDATE TO v DO INSTEAD NOTHING;
CREATE RULE gives_back AS ON DELETE TO v DO INSTEAD
  DELETE FROM t WHERE t.a = OLD.a RETURNING t.a, t."B";
CREATE RULE also AS ON UPDATE TO t WHERE OLD.a <> NEW.a DO ALSO
  INSERT INTO logs.log SELECT 'changed', now(), x.a FROM (VALUES (NEW.a), (OLD.a)) AS x(a);
CREATE RULE on_conflict AS ON INSERT TO logs.log DO INSTEAD
  INSERT INTO t AS u VALUES (NEW.a, NEW.what) ON CONFLICT (a) DO UPDATE SET "B" = excluded."B" WHERE u."B" <> 'x';
\if :from_17
CREATE TABLE merged (a integer, b text);
CREATE RULE merges AS ON UPDATE TO merged DO INSTEAD
  WITH done AS (
    MERGE INTO t USING logs.log AS s ON t.a = s.a
      WHEN MATCHED AND s.what IS NULL THEN DELETE
      WHEN MATCHED THEN UPDATE SET "B" = s.what
      WHEN NOT MATCHED BY SOURCE THEN DO NOTHING
      WHEN NOT MATCHED THEN INSERT VALUES (s.a, s.what)
      RETURNING merge_action() AS done, t.a)
  INSERT INTO logs.log (what, a) SELECT done, a FROM done;
\endif
COMMENT ON RULE "Nothing, if" ON v IS 'a rule with a comma';
