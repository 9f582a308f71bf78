-- case 109: configuration tables of extensions: rows by a condition, sequences, and every option that selects (a partition makes pg_dump 13 crash, with --schema 15 too)
-- servers: 13 15 17 18
-- reader: pg_extension pg_depend
-- dump: --schema-only
-- dump: --data-only
-- dump: --section=pre-data
-- dump: --section=data
-- dump: [13 17 18] --schema=conf
-- dump: --schema=other
-- dump: --exclude-schema=conf
-- dump: --exclude-table=conf.settings
-- dump: --exclude-table-data=conf.settings
-- dump: --table=conf.settings
-- dump: --table=other.t
-- dump: [15 17 18] --extension=tcn
-- dump: [15 17 18] --extension=seg
-- dump: [17 18] --exclude-extension=tcn
-- dump: [17 18] --exclude-extension=tcn --schema=conf
CREATE SCHEMA conf;
CREATE SCHEMA other;
CREATE EXTENSION tcn;
CREATE EXTENSION seg SCHEMA conf;
CREATE TABLE conf.settings (name text PRIMARY KEY, value text, builtin boolean DEFAULT false, gone integer,
                            doubled text GENERATED ALWAYS AS (value || value) STORED);
ALTER TABLE conf.settings DROP COLUMN gone;
CREATE TABLE conf."All Rows" (id integer GENERATED ALWAYS AS IDENTITY, v text);
CREATE TABLE conf.serials (id serial, v text);
CREATE SEQUENCE conf.counter START 5;
CREATE TABLE conf.not_configuration (a integer);
CREATE TABLE conf.parent (a integer) PARTITION BY LIST (a);
CREATE TABLE conf.part_1 PARTITION OF conf.parent FOR VALUES IN (1);
CREATE TABLE conf.inherits (b integer) INHERITS (conf.not_configuration);
INSERT INTO conf.settings VALUES ('a', 'is builtin', true), ('b', 'of the user', false), ('c', E'two\tcolumns', false);
INSERT INTO conf."All Rows" (v) VALUES ('x'), ('y');
INSERT INTO conf.serials (v) VALUES ('x');
INSERT INTO conf.parent VALUES (1);
INSERT INTO conf.inherits VALUES (1, 2);
SELECT nextval('conf.counter');
ALTER EXTENSION tcn ADD TABLE conf.settings;
ALTER EXTENSION tcn ADD TABLE conf."All Rows";
ALTER EXTENSION tcn ADD TABLE conf.serials;
ALTER EXTENSION tcn ADD SEQUENCE conf.serials_id_seq;
ALTER EXTENSION tcn ADD SEQUENCE conf.counter;
ALTER EXTENSION tcn ADD TABLE conf.not_configuration;
ALTER EXTENSION tcn ADD TABLE conf.parent;
ALTER EXTENSION tcn ADD TABLE conf.part_1;
ALTER EXTENSION tcn ADD TABLE conf.inherits;
-- What pg_extension_config_dump() does, which only an extension's script may call.
UPDATE pg_catalog.pg_extension
   SET extconfig = ARRAY['conf.settings'::regclass::oid, 'conf."All Rows"'::regclass::oid, 'conf.serials'::regclass::oid,
                         'conf.serials_id_seq'::regclass::oid, 'conf.counter'::regclass::oid,
                         'conf.parent'::regclass::oid, 'conf.inherits'::regclass::oid],
       extcondition = ARRAY['WHERE NOT builtin AND value <> ''it''''s, "quoted" \ back''', '', '', '', '', '', '']
 WHERE extname = 'tcn';
\if :from_15
UPDATE pg_catalog.pg_extension
   SET extconfig = extconfig || 'conf.part_1'::regclass::oid, extcondition = extcondition || 'WHERE a = 1'::text
 WHERE extname = 'tcn';
\endif
CREATE TABLE other.t (a integer);
INSERT INTO other.t VALUES (1);
