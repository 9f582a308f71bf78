-- case 031: NOT NULL NOT VALID of a parent is post-data; a child that validated its own has it inline
-- servers: 18
-- reader: pg_attribute pg_inherits
-- dump: --section=post-data
-- round-trip: yes
CREATE TABLE parent (a integer, b integer);
CREATE TABLE child () INHERITS (parent);
CREATE TABLE not_validated () INHERITS (parent);
INSERT INTO parent VALUES (NULL, NULL);
ALTER TABLE parent ADD CONSTRAINT a_there NOT NULL a NOT VALID;
ALTER TABLE child VALIDATE CONSTRAINT a_there;
ALTER TABLE ONLY child ADD CONSTRAINT b_of_child NOT NULL b;
CREATE TABLE parts (k integer, v integer) PARTITION BY LIST (k);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1);
CREATE TABLE parts_2 PARTITION OF parts FOR VALUES IN (2);
INSERT INTO parts VALUES (1, NULL);
ALTER TABLE parts ADD CONSTRAINT v_there NOT NULL v NOT VALID;
ALTER TABLE parts_2 VALIDATE CONSTRAINT v_there;
CREATE TABLE "Quoted Table" ("A" integer);
INSERT INTO "Quoted Table" VALUES (NULL);
ALTER TABLE "Quoted Table" ADD CONSTRAINT "It's" NOT NULL "A" NOT VALID;
