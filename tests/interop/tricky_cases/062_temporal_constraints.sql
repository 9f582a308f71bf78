-- case 062: WITHOUT OVERLAPS of primary keys and unique constraints, PERIOD of foreign keys
-- servers: 18
-- reader: pg_constraint pg_index
-- round-trip: yes
CREATE TABLE rooms (room int4range, valid daterange, note text,
  CONSTRAINT rooms_key PRIMARY KEY (room, valid WITHOUT OVERLAPS),
  CONSTRAINT "Second" UNIQUE (room, "valid" WITHOUT OVERLAPS) INCLUDE (note) DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE bookings (id int4range, room int4range, "For" datemultirange, at daterange,
  CONSTRAINT of_room FOREIGN KEY (room, PERIOD at) REFERENCES rooms (room, PERIOD valid),
  CONSTRAINT deferred FOREIGN KEY (room, PERIOD at) REFERENCES rooms DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT of_multirange UNIQUE (id, "For" WITHOUT OVERLAPS));
ALTER TABLE rooms REPLICA IDENTITY FULL;
CREATE TABLE parts (k int4range, valid daterange, PRIMARY KEY (k, valid WITHOUT OVERLAPS)) PARTITION BY LIST (k);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN ('[1,2)');
INSERT INTO rooms VALUES ('[1,2)', '[2026-01-01,2027-01-01)', 'first');
INSERT INTO bookings VALUES ('[1,2)', '[1,2)', '{[2026-02-01,2026-02-05)}', '[2026-02-01,2026-02-05)');
