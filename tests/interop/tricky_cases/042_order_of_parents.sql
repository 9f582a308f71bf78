-- case 042: the order of INHERITS decides the order of columns; it is not the order of OIDs
-- servers: 13 15 17 18
-- reader: pg_inherits pg_attribute
CREATE TABLE z_first (a integer, b integer);
CREATE TABLE m_second (c integer, b integer);
CREATE TABLE a_third (d integer, a integer);
CREATE TABLE child (own integer) INHERITS (a_third, z_first, m_second);
CREATE TABLE other (own integer) INHERITS (m_second, a_third);
CREATE TABLE later (b integer, c integer, a integer, d integer);
ALTER TABLE later INHERIT m_second;
ALTER TABLE later INHERIT a_third;
ALTER TABLE later NO INHERIT m_second;
ALTER TABLE later INHERIT z_first;
ALTER TABLE later INHERIT m_second;
INSERT INTO child VALUES (1, 2, 3, 4, 5);
