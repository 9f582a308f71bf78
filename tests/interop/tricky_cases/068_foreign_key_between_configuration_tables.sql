-- case 068: a foreign key between configuration tables of an extension orders their data and is not dumped
-- servers: 13 15 17 18
-- reader: pg_extension pg_depend pg_constraint
-- dump: --data-only
-- dump: --section=data
-- dump: --schema-only
CREATE EXTENSION tcn;
CREATE TABLE a_refers (id integer, target integer);
CREATE TABLE b_is_referred_to (id integer PRIMARY KEY);
ALTER TABLE a_refers ADD FOREIGN KEY (target) REFERENCES b_is_referred_to;
ALTER EXTENSION tcn ADD TABLE a_refers;
ALTER EXTENSION tcn ADD TABLE b_is_referred_to;
-- What pg_extension_config_dump() does, which only an extension's script may call.
UPDATE pg_catalog.pg_extension
   SET extconfig = ARRAY['a_refers'::regclass::oid, 'b_is_referred_to'::regclass::oid],
       extcondition = ARRAY['', '']
 WHERE extname = 'tcn';
INSERT INTO b_is_referred_to VALUES (1), (2);
INSERT INTO a_refers VALUES (10, 2), (11, 1);
CREATE TABLE ordinary (id integer PRIMARY KEY REFERENCES b_is_referred_to);
INSERT INTO ordinary VALUES (2);
