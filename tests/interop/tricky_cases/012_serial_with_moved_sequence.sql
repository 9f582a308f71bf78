-- case 012: the sequence of a serial column was moved to another schema, renamed, or shared
-- servers: 13 15 17 18
-- reader: pg_sequence pg_attrdef ~last_value
-- dump: --schema=public
-- dump: --table=things
-- round-trip: yes
CREATE SCHEMA "Other Schema";
CREATE TABLE things (id serial PRIMARY KEY, other bigserial, small smallserial, shared integer);
ALTER SEQUENCE things_id_seq RENAME TO "Renamed Sequence";
CREATE TABLE "Other Schema".owner_of_a_sequence (id serial);
ALTER SEQUENCE things_other_seq OWNED BY NONE;
ALTER SEQUENCE things_other_seq SET SCHEMA "Other Schema";
ALTER TABLE things ALTER COLUMN shared
  SET DEFAULT nextval('"Other Schema".owner_of_a_sequence_id_seq'::regclass);
CREATE TABLE late_binding (id integer DEFAULT nextval('things_small_seq'::text));
-- A table whose schema was changed takes its sequence along.
CREATE TABLE moved (id serial);
ALTER TABLE moved SET SCHEMA "Other Schema";
INSERT INTO things DEFAULT VALUES;
INSERT INTO things DEFAULT VALUES;
