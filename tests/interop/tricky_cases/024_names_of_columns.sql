-- case 024: columns named with reserved words, quotes, blanks, backslashes, line feeds
-- servers: 13 15 17 18
-- reader: pg_attribute pg_description
-- dump: --column-inserts
-- dump: --data-only
-- dump: --clean --if-exists
-- round-trip: yes
CREATE TABLE "Odd
names" ("select" integer, "user" text, "has""quote" text, " leading and trailing " text, "back\slash\" text,
  "line
feed" text, "cr" integer, "UPPER" integer, "ünïcode" text, "1st" integer, "$dollar" text, "a.b" text,
  "between" text, "timestamp" text, "value" text, "-- comment" text, "/* open" text, "'" text, "\connect x" text,
  "%s" text, CONSTRAINT "check it's" CHECK ("select" > 0), PRIMARY KEY ("select", "has""quote"));
INSERT INTO "Odd
names" ("select", "user", "has""quote", "line
feed", "'") VALUES (1, 'u', 'q', E'l\nf', ''''), (2, E'\\.', '', NULL, '\N');
COMMENT ON COLUMN "Odd
names"."line
feed" IS E'two\nlines -- and ''quotes'' \\ backslash';
COMMENT ON COLUMN "Odd
names"."has""quote" IS 'quote';
GRANT SELECT ("user", "has""quote", "line
feed") ON "Odd
names" TO PUBLIC;
CREATE INDEX "index
of ""it""" ON "Odd
names" ("UPPER", lower("ünïcode"));
CREATE VIEW "a view" AS SELECT * FROM "Odd
names";
