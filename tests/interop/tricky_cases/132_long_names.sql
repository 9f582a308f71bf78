-- case 132: names of 63 octets, cut in the middle of letters, with blanks at their ends
-- servers: 13 15 17 18
-- superuser-setup: CREATE ROLE "tricky_132_role_of_63_octets_abcdefghijklmnopqrstuvwxyz_abcdefg"
-- reader: pg_class pg_attribute pg_namespace
-- dump: --clean
-- dump: --quote-all-identifiers
-- round-trip: yes
SET client_min_messages = error;
CREATE SCHEMA "schema of sixty-three octets, which is as long as a name may be";
-- Longer than that: the server cuts it, here between two letters of two octets.
CREATE TABLE "schema of sixty-three octets, which is as long as a name may be".žluťoučký_kůň_úpěl_ďábelské_ódy_a_ještě_něco_dalšího_k_tomu_navíc (
  sloupec_žluťoučký_kůň_úpěl_ďábelské_ódy_a_ještě_něco_dalšího_k_tomu integer PRIMARY KEY,
  "ends in blanks  " text DEFAULT '  ', "  begins with them" text UNIQUE, " " integer NOT NULL CHECK (" " > 0),
  🐎🐎🐎🐎🐎🐎🐎🐎🐎🐎🐎🐎🐎🐎🐎🐎🐎🐎 serial);
CREATE TABLE "trailing " (a integer);
CREATE TABLE "trailing" (a integer);
CREATE TABLE "trailing  " ("a " integer REFERENCES "schema of sixty-three octets, which is as long as a name may be".žluťoučký_kůň_úpěl_ďábelské_ódy_a_ještě_něco_dalšího_k_tomu_navíc);
CREATE INDEX ON "trailing  " ("a ");
CREATE FUNCTION "a function whose name has sixty-three octets, all of them seen!"("an argument of sixty-three octets is a long argument, but may be" integer)
  RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE TRIGGER "trigger whose name has sixty-three octets, and one that goes on" BEFORE UPDATE ON "trailing "
  FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
COMMENT ON TABLE "trailing " IS ' with a blank at its end ';
ALTER TABLE "trailing " OWNER TO "tricky_132_role_of_63_octets_abcdefghijklmnopqrstuvwxyz_abcdefg";
INSERT INTO "trailing " VALUES (1);
