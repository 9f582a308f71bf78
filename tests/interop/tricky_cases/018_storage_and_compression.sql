-- case 018: storage other than the type's, and a compression method, also of a materialized view's column
-- servers: 13 15 17 18
-- reader: pg_attribute
-- dump: [15 17 18] --no-toast-compression
CREATE TABLE texts (a text, b bytea, c numeric, d integer[], plain text);
ALTER TABLE texts ALTER a SET STORAGE EXTERNAL, ALTER b SET STORAGE MAIN,
  ALTER c SET STORAGE EXTENDED, ALTER d SET STORAGE PLAIN;
CREATE MATERIALIZED VIEW kept AS SELECT a, b, plain FROM texts;
ALTER MATERIALIZED VIEW kept ALTER COLUMN a SET STORAGE PLAIN;
CREATE TABLE child () INHERITS (texts);
ALTER TABLE child ALTER a SET STORAGE MAIN;
\if :from_14
  ALTER TABLE texts ALTER b SET COMPRESSION pglz, ALTER plain SET COMPRESSION lz4;
  ALTER MATERIALIZED VIEW kept ALTER COLUMN plain SET COMPRESSION lz4;
  CREATE TABLE made_with_it (x text COMPRESSION lz4 NOT NULL DEFAULT 'x', y text COMPRESSION pglz);
\endif
