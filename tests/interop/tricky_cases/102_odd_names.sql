-- case 102: roles, schemas and objects with capitals, quotes, backslashes, line ends, dollar signs: safe in statements and in comments
-- servers: 13 15 17 18
-- superuser-setup: CREATE ROLE "tricky_102_Upper"
-- superuser-setup: CREATE ROLE "tricky_102_""quoted"""
-- superuser-setup: CREATE ROLE "tricky_102_it's \ back"
-- superuser-setup: CREATE ROLE U&"tricky_102_two\000Alines\000D"
-- superuser-setup: CREATE ROLE "tricky_102_$dollar"
-- superuser-setup: CREATE ROLE "tricky_102_žluť"
-- reader: pg_namespace pg_roles pg_class
-- dump: --clean
-- dump: --use-set-session-authorization
-- dump: --no-owner
-- round-trip: yes
CREATE SCHEMA "100% ""Sure""" AUTHORIZATION "tricky_102_""quoted""";
CREATE SCHEMA U&"in\000Atwo lines; DROP TABLE x; --" AUTHORIZATION U&"tricky_102_two\000Alines\000D";
CREATE TABLE "100% ""Sure"""."it's \ here" (a integer, "\." text, "$1" text);
INSERT INTO "100% ""Sure"""."it's \ here" VALUES (1, '\.', E'\\\n');
ALTER TABLE "100% ""Sure"""."it's \ here" OWNER TO "tricky_102_it's \ back";
GRANT SELECT, INSERT ON "100% ""Sure"""."it's \ here" TO "tricky_102_Upper", "tricky_102_$dollar" WITH GRANT OPTION;
GRANT SELECT ("$1") ON "100% ""Sure"""."it's \ here" TO "tricky_102_žluť", U&"tricky_102_two\000Alines\000D";
CREATE TABLE U&"in\000Atwo lines; DROP TABLE x; --".U&"table\000D\000A\005C! false" (U&"col\000Aumn" integer DEFAULT 1);
CREATE SEQUENCE U&"in\000Atwo lines; DROP TABLE x; --"."seq'uence" OWNED BY U&"in\000Atwo lines; DROP TABLE x; --".U&"table\000D\000A\005C! false".U&"col\000Aumn";
COMMENT ON TABLE U&"in\000Atwo lines; DROP TABLE x; --".U&"table\000D\000A\005C! false" IS E'a comment\n\\! echo "it''s"\n-- end';
CREATE INDEX "an ""index""" ON "100% ""Sure"""."it's \ here" ("$1");
CREATE FUNCTION "fun(c)tion, really"("Arg, 1" integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
ALTER FUNCTION "fun(c)tion, really"(integer) OWNER TO "tricky_102_Upper";
ALTER DEFAULT PRIVILEGES FOR ROLE "tricky_102_it's \ back" IN SCHEMA "100% ""Sure""" GRANT SELECT ON TABLES TO "tricky_102_""quoted""";
