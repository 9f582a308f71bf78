-- case 021: options of a foreign table and its columns hold quotes and backslashes
-- servers: 13 15 17 18
-- reader: pg_attribute pg_foreign_server pg_foreign_data_wrapper
CREATE FOREIGN DATA WRAPPER nowhere OPTIONS ("With Blank" 'a''b', z 'last');
CREATE SERVER far TYPE 'it''s' VERSION E'back\\slash' FOREIGN DATA WRAPPER nowhere
  OPTIONS (host 'far away', "user" '"quoted"');
CREATE FOREIGN TABLE remote (
  id integer OPTIONS (column_name '"Id''s"', "Key" 'true') NOT NULL,
  "Name of it" text OPTIONS (zeta 'z', alpha E'line\nfeed', "a""b" E'c:\\dir') COLLATE "C" DEFAULT 'none',
  plain date)
  SERVER far OPTIONS (table_name 'it''s "there"', schema_name E'\\');
ALTER FOREIGN TABLE remote ALTER COLUMN id SET STATISTICS 10, ALTER plain SET STORAGE PLAIN;
COMMENT ON FOREIGN TABLE remote IS 'not here';
COMMENT ON COLUMN remote."Name of it" IS 'nor this';
