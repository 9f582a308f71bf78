-- case 039: CHECK NOT VALID of a domain is an entry of its own, and its comment stands there
-- servers: 13 15 17 18
-- reader: pg_constraint pg_description
-- dump: --clean --if-exists
-- dump: --section=post-data
CREATE SCHEMA app;
CREATE DOMAIN app."Amount" AS numeric(10, 2) DEFAULT 0 CONSTRAINT b_checked CHECK (VALUE < 1000) CONSTRAINT "A checked" CHECK (VALUE > -1000);
CREATE TABLE uses_it (a app."Amount");
INSERT INTO uses_it VALUES (-5);
ALTER DOMAIN app."Amount" ADD CONSTRAINT positive CHECK (VALUE > 0) NOT VALID;
COMMENT ON CONSTRAINT positive ON DOMAIN app."Amount" IS 'checked for new rows only';
COMMENT ON CONSTRAINT "A checked" ON DOMAIN app."Amount" IS 'inline';
COMMENT ON DOMAIN app."Amount" IS 'money';
CREATE DOMAIN positive AS integer;
ALTER DOMAIN positive ADD CONSTRAINT positive CHECK (VALUE > 0) NOT VALID;
CREATE TABLE positive_table (a integer, CONSTRAINT positive CHECK (a > 0));
ALTER TABLE positive_table ADD CONSTRAINT more CHECK (a > 1) NOT VALID;
