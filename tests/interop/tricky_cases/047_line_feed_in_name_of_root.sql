-- case 047: the note about loading through the root is one line, also where names have line feeds
-- servers: 13 15 17 18
-- reader: pg_partitioned_table ~relpartbound
-- dump: --data-only
-- dump: --load-via-partition-root
-- accepted: [13] partition root public."root\nwith; -- feed" => partition root public."root with; -- feed"
-- accepted: [13] partition root public."ordinary\nroot" => partition root public."ordinary root"
-- round-trip: yes
CREATE TYPE "mood
swing" AS ENUM ('sad', 'happy');
CREATE TABLE "root
with; -- feed" (m "mood
swing") PARTITION BY HASH (m);
CREATE TABLE "leaf
with; DROP TABLE x" PARTITION OF "root
with; -- feed" FOR VALUES WITH (MODULUS 1, REMAINDER 0);
INSERT INTO "root
with; -- feed" VALUES ('sad'), ('happy');
CREATE TABLE "ordinary
root" (a integer) PARTITION BY LIST (a);
CREATE TABLE "ordinary
leaf" PARTITION OF "ordinary
root" DEFAULT;
INSERT INTO "ordinary
root" VALUES (1);
