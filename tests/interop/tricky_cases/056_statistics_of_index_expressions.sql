-- case 056: the statistics target of an index's expression is set by the number of the column
-- servers: 13 15 17 18
-- reader: pg_index
CREATE TABLE measured (a integer, b text, c integer);
CREATE INDEX "On Expressions" ON measured (a, (c + 1), lower(b), (a * c));
ALTER INDEX "On Expressions" ALTER COLUMN 2 SET STATISTICS 100, ALTER COLUMN 4 SET STATISTICS 0;
ALTER TABLE measured DROP COLUMN b, ADD COLUMN b text, ADD COLUMN d integer;
CREATE INDEX single ON measured ((c * d)) INCLUDE (b);
ALTER INDEX single ALTER COLUMN 1 SET STATISTICS 10000;
CREATE INDEX set_back ON measured ((c / d));
ALTER INDEX set_back ALTER COLUMN 1 SET STATISTICS 5;
ALTER INDEX set_back ALTER COLUMN 1 SET STATISTICS -1;
CREATE INDEX two_of_them ON measured ((c - d), (d - c));
ALTER INDEX two_of_them ALTER COLUMN 1 SET STATISTICS 11, ALTER COLUMN 2 SET STATISTICS 12;
