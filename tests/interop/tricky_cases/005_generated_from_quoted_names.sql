-- case 005: generation expressions over names that need quotes are quoted by the server, and only once
-- servers: 13 15 17 18
-- reader: pg_attribute pg_attrdef
-- dump: --quote-all-identifiers
-- dump: --column-inserts
-- round-trip: yes
CREATE TABLE "Mixed" (
  "First Name" text, "a""quote" integer,
  "Greeting" text GENERATED ALWAYS AS ('Dear "' || "First Name" || '"') STORED,
  "select" integer GENERATED ALWAYS AS ("a""quote" * 2) STORED NOT NULL,
  last text COLLATE "C" GENERATED ALWAYS AS (upper("First Name")) STORED);
INSERT INTO "Mixed" ("First Name", "a""quote") VALUES ('Ada', 1), (E'Tab\there', 2);
