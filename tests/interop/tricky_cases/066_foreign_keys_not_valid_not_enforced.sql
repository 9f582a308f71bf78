-- case 066: foreign keys NOT VALID, on partitioned tables too (18), NOT ENFORCED (18), SET NULL of some columns (15)
-- servers: 13 15 17 18
-- reader: pg_constraint
-- dump: --section=post-data
-- round-trip: yes
CREATE TABLE target (a integer, b integer, PRIMARY KEY (a, b));
CREATE TABLE source (a integer, "B" integer, c integer);
INSERT INTO source VALUES (7, 7, 7);
ALTER TABLE source ADD CONSTRAINT later FOREIGN KEY (a, "B") REFERENCES target NOT VALID;
CREATE TABLE other (a integer, "B" integer DEFAULT 5, c integer);
\if :from_15
  ALTER TABLE other ADD CONSTRAINT some_null FOREIGN KEY (a, "B") REFERENCES target ON DELETE SET NULL ("B"),
    ADD CONSTRAINT some_default FOREIGN KEY (c, "B") REFERENCES target ON DELETE SET DEFAULT ("B") ON UPDATE CASCADE;
\endif
\if :from_18
  CREATE TABLE parts (k integer, v integer) PARTITION BY LIST (k);
  CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1);
  CREATE TABLE parts_2 PARTITION OF parts FOR VALUES IN (2);
  INSERT INTO parts VALUES (1, 1);
  ALTER TABLE parts ADD CONSTRAINT parts_later FOREIGN KEY (k, v) REFERENCES target NOT VALID;
  ALTER TABLE parts_2 VALIDATE CONSTRAINT parts_later;
  ALTER TABLE parts ADD CONSTRAINT parts_never FOREIGN KEY (v, k) REFERENCES target NOT ENFORCED;
  ALTER TABLE other ADD CONSTRAINT never FOREIGN KEY (a, c) REFERENCES target NOT ENFORCED,
    ADD CONSTRAINT never_deferred FOREIGN KEY (c, a) REFERENCES target DEFERRABLE INITIALLY DEFERRED NOT ENFORCED;
  INSERT INTO other VALUES (NULL, NULL, 3);
\endif
COMMENT ON CONSTRAINT later ON source IS 'to be checked';
