-- case 003: a table without columns whose list of elements begins with a constraint
-- servers: 13 15 17 18
-- reader: pg_constraint
-- round-trip: yes
CREATE TABLE only_checks (CONSTRAINT b_second CHECK (1 < 2), CONSTRAINT a_first CHECK (true));
INSERT INTO only_checks DEFAULT VALUES;
CREATE TABLE was_wider (a integer, CHECK (current_date IS NOT NULL));
ALTER TABLE was_wider DROP COLUMN a;
CREATE TABLE of_parent () INHERITS (only_checks);
