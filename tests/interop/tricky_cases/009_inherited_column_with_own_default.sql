-- case 009: a default changed on a column that is only inherited is an entry behind the table
-- servers: 13 15 17 18
-- reader: pg_attrdef pg_attribute
-- dump: --table=child
-- dump: --clean --if-exists
CREATE TABLE parent (a integer DEFAULT 5, "B" text DEFAULT 'five');
CREATE TABLE child (c integer DEFAULT 1) INHERITS (parent);
ALTER TABLE child ALTER COLUMN a SET DEFAULT 6, ALTER COLUMN "B" SET DEFAULT 'it''s six';
CREATE TABLE equal_to_parents () INHERITS (parent);
ALTER TABLE equal_to_parents ALTER COLUMN a SET DEFAULT 5;
CREATE FOREIGN DATA WRAPPER nowhere;
CREATE SERVER far FOREIGN DATA WRAPPER nowhere;
CREATE FOREIGN TABLE foreign_child () INHERITS (parent) SERVER far;
ALTER FOREIGN TABLE foreign_child ALTER COLUMN a SET DEFAULT 7;
