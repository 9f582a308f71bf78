-- case 010: a view's columns have defaults of their own
-- servers: 13 15 17 18
-- reader: pg_attrdef
-- dump: --clean --if-exists
-- dump: --table=seen
CREATE TABLE stored (id integer DEFAULT 1, "Name" text);
CREATE VIEW seen AS SELECT id, "Name" FROM stored;
ALTER VIEW seen ALTER COLUMN id SET DEFAULT 42;
ALTER VIEW seen ALTER COLUMN "Name" SET DEFAULT 'from the view';
CREATE VIEW "Second View" AS SELECT * FROM seen;
ALTER VIEW "Second View" ALTER "Name" SET DEFAULT current_user;
