-- case 130: words that are keywords in some releases only: each release quotes its own
-- servers: 13 15 17 18
-- reader: pg_class pg_attribute pg_proc
-- dump: --clean
-- round-trip: yes
CREATE SCHEMA "system_user";
CREATE TABLE "system_user"."json_table" ("json_value" integer, "json" text, "json_array" text, "json_arrayagg" text, "json_exists" text,
  "json_object" text, "json_objectagg" text, "json_query" text, "json_scalar" text, "json_serialize" text, "merge_action" text);
CREATE FUNCTION "system_user"."json_scalar"("json_value" integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE TYPE "json_exists" AS ENUM ('a');
CREATE TABLE words ("user" integer, "select" integer, name integer, value integer, between_ integer, "between" integer, "left" integer,
  "freeze" integer, "binary" integer, "authorization" integer, "timestamp" integer, "normalize" integer, "grouping" integer,
  "greatest" integer, "xmltable" integer, "overlay" integer, "nonkey" integer, "absent" integer, "compression" integer,
  "conditional" integer, "enforced" integer, "virtual" integer, "objects" integer, "period" integer, "source" integer, "keys" integer,
  "depth" integer, "breadth" integer, "atomic" integer, "return" integer, "format" integer, "scalar" integer, "unencrypted" integer);
CREATE INDEX "json_object" ON words ("between", "left");
CREATE TABLE "table" ("column" integer PRIMARY KEY, "order" integer CHECK ("order" > 0));
CREATE VIEW "view" AS SELECT "column" AS "as", "order" FROM "table";
COMMENT ON COLUMN words.value IS 'not quoted anywhere';
CREATE SEQUENCE "merge_action" OWNED BY words.value;
