-- case 063: an index on an extension's operator class with parameters
-- servers: 13 15 17 18
-- reader: pg_index pg_extension
-- round-trip: yes
CREATE SCHEMA "Trigrams";
CREATE EXTENSION pg_trgm SCHEMA "Trigrams";
CREATE EXTENSION ltree;
CREATE TABLE texts (t text, u text, path ltree);
CREATE INDEX by_trigram ON texts USING gist (t "Trigrams".gist_trgm_ops (siglen = 32), u "Trigrams".gist_trgm_ops);
CREATE INDEX by_gin ON texts USING gin (t "Trigrams".gin_trgm_ops);
CREATE INDEX by_path ON texts USING gist (path gist_ltree_ops (siglen = 100)) WHERE path OPERATOR(public.@>) 'x';
CREATE INDEX by_tsvector ON texts USING gist (to_tsvector('english', u) tsvector_ops (siglen = 100));
\if :from_14
  CREATE INDEX by_minmax ON texts USING brin ((length(t)) int4_minmax_multi_ops (values_per_range = 16));
\endif
INSERT INTO texts VALUES ('tricky', 'trigram', 'a.b.c');
