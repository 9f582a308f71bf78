-- case 131: objects of the user whose names begin with pg_, schemas whose names begin with pg without an underscore
-- servers: 13 15 17 18
-- reader: pg_namespace pg_class pg_proc
-- dump: --schema=pg[a-z]*
-- dump: --exclude-schema=pg*
-- dump: --table=pg_class
-- dump: --clean
-- round-trip: yes
CREATE SCHEMA pgmine;
CREATE SCHEMA "PG_upper";
CREATE SCHEMA pg;
CREATE TABLE pgmine.pg_class (oid integer PRIMARY KEY, relname name);
CREATE TABLE public.pg_class (a integer);
CREATE TABLE "PG_upper".pg_toast_1 (a text);
CREATE TABLE pg.pg_temp (a integer);
CREATE VIEW pgmine.pg_tables AS SELECT relname FROM pg_catalog.pg_class;
CREATE FUNCTION pgmine.pg_get_viewdef(oid) RETURNS text LANGUAGE sql AS 'SELECT ''not me''::text';
CREATE FUNCTION public.format_type(oid, integer) RETURNS text LANGUAGE sql AS 'SELECT ''nor me''::text';
CREATE TYPE pgmine.pg_type AS ENUM ('text');
CREATE TYPE public.text AS (a integer);
CREATE TYPE public.int4 AS (a integer);
CREATE TABLE public.of_own_types (a public.text, b pg_catalog.text, c public.int4[], d integer);
CREATE OPERATOR public.= (FUNCTION = pg_catalog.int4ne, LEFTARG = integer, RIGHTARG = integer);
CREATE AGGREGATE public.count(integer) (SFUNC = int4larger, STYPE = integer);
CREATE VIEW public.pg_roles AS SELECT count(1) AS own, pg_catalog.count(1) AS builtin, 1 OPERATOR(public.=) 2 AS equal;
CREATE INDEX pg_index ON public.pg_class (a);
CREATE SEQUENCE public.pg_sequence;
CREATE PUBLICATION pg_publication FOR TABLE public.pg_class;
CREATE COLLATION public."default" (locale = 'C');
CREATE TABLE public.collated (a pg_catalog.text COLLATE public."default", b pg_catalog.text COLLATE pg_catalog."default");
