-- A bookshop's database: every kind of object that an ordinary application
-- keeps, and data that is awkward to copy. For psql, servers 12 to 18:
--
--   psql -v ON_ERROR_STOP=1 -v megabytes=100 -f sample_database.sql shop
--
-- The same server release and the same `megabytes` always give the same rows:
-- no random(), no now(). Run it as a superuser in an empty database; it creates
-- the roles that it needs where they are missing.
\set QUIET on
\set ON_ERROR_STOP on
\if :{?megabytes}
\else
  \set megabytes 100
\endif
SET client_min_messages = warning;
SET client_encoding = 'UTF8';
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
SELECT current_setting('server_version_num')::int >= 130000 AS server_13,
       current_setting('server_version_num')::int >= 140000 AS server_14,
       current_setting('server_version_num')::int >= 150000 AS server_15,
       current_setting('server_version_num')::int >= 170000 AS server_17,
       current_setting('server_version_num')::int >= 180000 AS server_18,
       (SELECT count(*) = 2 FROM pg_available_extensions
         WHERE name IN ('citext', 'hstore')) AS has_contrib
\gset

-- Roles -----------------------------------------------------------------------

SELECT format('CREATE ROLE %I', role)
  FROM unnest(ARRAY['shop_owner', 'shop_clerk', 'shop_reader', 'shop_guest',
                    'Shop "Auditor"']) AS role
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role)
\gexec

-- The database itself ---------------------------------------------------------

SELECT format('COMMENT ON DATABASE %I IS %L', current_database(),
              E'The bookshop''s database\nwith a second line, and a \\ in it')
\gexec
SELECT format('ALTER DATABASE %I SET %s', current_database(), setting)
  FROM unnest(ARRAY['work_mem = ''8MB''', 'search_path = app, "$user", public',
                    'DateStyle = ''ISO, YMD''', 'shop.branch = ''Nord''''see''']) AS setting
\gexec
SELECT format('ALTER ROLE %I IN DATABASE %I SET statement_timeout = ''90s''',
              role, current_database())
  FROM unnest(ARRAY['shop_clerk', 'Shop "Auditor"']) AS role
\gexec
SELECT format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO shop_clerk WITH GRANT OPTION',
              current_database())
\gexec
SELECT format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database())
\gexec
SELECT format('ALTER DATABASE %I CONNECTION LIMIT 40', current_database())
\gexec
SET search_path = pg_catalog;

-- Schemas ---------------------------------------------------------------------

CREATE SCHEMA app AUTHORIZATION shop_owner;
CREATE SCHEMA audit AUTHORIZATION "Shop ""Auditor""";
CREATE SCHEMA reporting;
CREATE SCHEMA extensions;
CREATE SCHEMA "Odd Names";
COMMENT ON SCHEMA app IS 'what the application works with';
COMMENT ON SCHEMA "Odd Names" IS 'names that want "quotes", it''s true';
GRANT USAGE ON SCHEMA app TO shop_clerk, shop_reader;
GRANT ALL ON SCHEMA reporting TO shop_clerk WITH GRANT OPTION;
GRANT USAGE ON SCHEMA audit TO PUBLIC;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT CREATE ON SCHEMA public TO shop_owner;

-- Extensions ------------------------------------------------------------------

\if :has_contrib
CREATE EXTENSION citext WITH SCHEMA extensions;
CREATE EXTENSION hstore WITH SCHEMA extensions;
COMMENT ON EXTENSION hstore IS 'keys and values of the catalogue import';
REVOKE EXECUTE ON FUNCTION extensions.akeys(extensions.hstore) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION extensions.akeys(extensions.hstore) TO shop_clerk;
CREATE TABLE app.imports (
    id integer PRIMARY KEY,
    supplier extensions.citext NOT NULL,
    fields extensions.hstore DEFAULT ''::extensions.hstore
);
INSERT INTO app.imports
SELECT i, 'Supplier ' || i,
       ('"name"=>"it''s ' || i || '", "none"=>NULL, "back\\slash"=>"\t"')::extensions.hstore
  FROM generate_series(1, 200) AS i;
ALTER TABLE app.imports OWNER TO shop_owner;
CREATE INDEX imports_fields ON app.imports USING gin (fields);
\endif

-- Default privileges ----------------------------------------------------------

ALTER DEFAULT PRIVILEGES FOR ROLE shop_owner IN SCHEMA app
    GRANT SELECT ON TABLES TO shop_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE shop_owner IN SCHEMA app
    GRANT USAGE ON SEQUENCES TO shop_clerk WITH GRANT OPTION;
ALTER DEFAULT PRIVILEGES FOR ROLE shop_owner
    REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE "Shop ""Auditor"""
    GRANT USAGE ON TYPES TO shop_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE "Shop ""Auditor"""
    GRANT USAGE ON SCHEMAS TO shop_reader;

-- Types -----------------------------------------------------------------------

CREATE TYPE app.order_state AS ENUM ('new', 'paid', 'sent', 'it''s back');
ALTER TYPE app.order_state ADD VALUE 'packed' BEFORE 'sent';
CREATE TYPE app.nothing AS ENUM ();
CREATE TYPE app.address AS (
    street text,
    "postal code" character varying(10),
    gone integer,
    city text COLLATE "C"
);
ALTER TYPE app.address DROP ATTRIBUTE gone;
COMMENT ON TYPE app.address IS 'where a parcel goes';
COMMENT ON COLUMN app.address."postal code" IS 'as printed, "07743"';
CREATE TYPE app.parcel AS (destination app.address, states app.order_state[]);

CREATE DOMAIN app.isbn AS text
    CONSTRAINT isbn_digits CHECK (VALUE ~ '^[0-9X-]{10,17}$');
CREATE DOMAIN app.isbn_list AS app.isbn[] DEFAULT '{}';
CREATE DOMAIN app.price AS numeric(10, 2) DEFAULT 0.00 NOT NULL
    CHECK (VALUE >= 0::numeric);
CREATE DOMAIN app.sale_price AS app.price DEFAULT 9.99;
ALTER DOMAIN app.isbn ADD CONSTRAINT isbn_short CHECK (length(VALUE) < 30) NOT VALID;
COMMENT ON DOMAIN app.isbn IS 'with or without hyphens';
COMMENT ON CONSTRAINT isbn_digits ON DOMAIN app.isbn IS 'the shape only';

CREATE FUNCTION app.minutes_between(a time without time zone, b time without time zone)
    RETURNS double precision LANGUAGE sql IMMUTABLE STRICT
    AS 'SELECT EXTRACT(epoch FROM (a - b))::double precision / 60';
CREATE TYPE app.time_range AS RANGE (
    subtype = time without time zone,
    subtype_diff = app.minutes_between
);
\if :server_14
CREATE TYPE app.price_range AS RANGE (subtype = numeric, multirange_type_name = app.price_ranges);
\else
CREATE TYPE app.price_range AS RANGE (subtype = numeric);
\endif
COMMENT ON TYPE app.time_range IS 'opening hours';

ALTER TYPE app.order_state OWNER TO shop_owner;
ALTER TYPE app.address OWNER TO shop_owner;
ALTER DOMAIN app.price OWNER TO shop_owner;
ALTER TYPE app.time_range OWNER TO shop_owner;
REVOKE USAGE ON TYPE app.order_state FROM PUBLIC;
GRANT USAGE ON TYPE app.order_state TO shop_clerk WITH GRANT OPTION;
GRANT USAGE ON DOMAIN app.isbn TO shop_reader;

-- Sequences -------------------------------------------------------------------

CREATE SEQUENCE app.invoice_number START WITH 1000 INCREMENT BY 10 CACHE 5;
CREATE SEQUENCE app.countdown AS smallint INCREMENT BY -1 MINVALUE -500 MAXVALUE 100 START WITH 100 CYCLE;
CREATE SEQUENCE app.never_used AS integer;
CREATE SEQUENCE public.far_away MINVALUE 5 MAXVALUE 9000000000 START WITH 6000000000;
SELECT nextval('app.invoice_number') FROM generate_series(1, 7) \g /dev/null
SELECT nextval('app.countdown') FROM generate_series(1, 130) \g /dev/null
COMMENT ON SEQUENCE app.invoice_number IS 'gaps are fine';
ALTER SEQUENCE app.invoice_number OWNER TO shop_owner;
ALTER SEQUENCE app.countdown OWNER TO shop_clerk;
GRANT SELECT, UPDATE ON SEQUENCE app.countdown TO shop_reader WITH GRANT OPTION;
\if :server_15
CREATE UNLOGGED SEQUENCE app.scratch_number;
\endif

-- Functions -------------------------------------------------------------------

CREATE FUNCTION app.normal_isbn(code text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 7
    AS $_$ SELECT replace($1, '-', '') $_$;
CREATE FUNCTION app.quote_body(text DEFAULT 'it''s $$ and $_$', VARIADIC more integer[] DEFAULT '{1,2}')
    RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'app', 'Odd Names', ''
    SET work_mem TO '4MB'
    SET "shop.branch" TO 'a, b'
    AS $function$
DECLARE
    -- a body with its own $$ quotes, a \ and a 'string'
    result text := $$inner$$ || '\' || $1;
BEGIN
    RETURN result || array_length(more, 1);
END
$function$;
CREATE FUNCTION app.split_name(name text, OUT first text, OUT last text)
    LANGUAGE sql STABLE AS $$ SELECT split_part(name, ' ', 1), split_part(name, ' ', 2) $$;
CREATE FUNCTION app.numbers(up_to integer) RETURNS TABLE (n integer, square bigint)
    LANGUAGE sql IMMUTABLE ROWS 50
    AS 'SELECT g, g::bigint * g FROM generate_series(1, up_to) AS g';
CREATE FUNCTION app.both_ways(INOUT value integer) RETURNS SETOF integer
    LANGUAGE plpgsql CALLED ON NULL INPUT PARALLEL RESTRICTED
    AS $$ BEGIN value := value + 1; RETURN NEXT; END $$;
CREATE FUNCTION app.overloaded(integer) RETURNS text LANGUAGE sql AS $$ SELECT 'integer' $$;
CREATE FUNCTION app.overloaded(text) RETURNS text LANGUAGE sql AS $$ SELECT 'text' $$;
CREATE FUNCTION app.overloaded(app.order_state) RETURNS text LANGUAGE sql AS $$ SELECT 'state' $$;
COMMENT ON FUNCTION app.overloaded(app.order_state) IS 'one of three';
COMMENT ON FUNCTION app.quote_body(text, integer[]) IS E'quotes: '' " \\ and\na second line';
CREATE PROCEDURE app.touch(INOUT counter integer, note text DEFAULT 'none')
    LANGUAGE plpgsql AS $$ BEGIN counter := counter + 1; END $$;
ALTER FUNCTION app.normal_isbn(text) OWNER TO shop_owner;
ALTER PROCEDURE app.touch(integer, text) OWNER TO shop_owner;
REVOKE EXECUTE ON FUNCTION app.quote_body(text, integer[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.quote_body(text, integer[]) TO shop_clerk WITH GRANT OPTION;
GRANT EXECUTE ON PROCEDURE app.touch(integer, text) TO shop_clerk;
REVOKE EXECUTE ON FUNCTION pg_catalog.pg_sleep(double precision) FROM PUBLIC;
\if :server_14
CREATE FUNCTION app.cents(amount numeric) RETURNS bigint
    LANGUAGE sql IMMUTABLE RETURN (amount * 100)::bigint;
CREATE PROCEDURE app.count_to(up_to integer, OUT total bigint)
    LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM generate_series(1, up_to); END;
COMMENT ON PROCEDURE app.count_to(integer) IS 'the OUT argument is part of the call';
\endif

CREATE FUNCTION app.longest_step(state text, value text) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS $$ SELECT CASE WHEN length(value) > length(coalesce(state, '')) THEN value ELSE state END $$;
CREATE AGGREGATE app.longest(text) (
    SFUNC = app.longest_step, STYPE = text, PARALLEL = SAFE
);
CREATE FUNCTION app.mean_final(state numeric[]) RETURNS numeric
    LANGUAGE sql IMMUTABLE AS $$ SELECT CASE WHEN state[2] = 0 THEN NULL ELSE state[1] / state[2] END $$;
CREATE FUNCTION app.mean_step(state numeric[], value numeric) RETURNS numeric[]
    LANGUAGE sql IMMUTABLE AS $$ SELECT ARRAY[state[1] + value, state[2] + 1] $$;
CREATE AGGREGATE app.mean(value numeric) (
    SFUNC = app.mean_step, STYPE = numeric[], FINALFUNC = app.mean_final, INITCOND = '{0,0}'
);
CREATE FUNCTION app.one_more(bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT $1 + 1';
CREATE AGGREGATE app.how_many(*) (SFUNC = app.one_more, STYPE = bigint, INITCOND = '0');
COMMENT ON AGGREGATE app.longest(text) IS 'the longest of some texts';
ALTER AGGREGATE app.mean(numeric) OWNER TO shop_owner;
REVOKE EXECUTE ON FUNCTION app.longest(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.longest(text) TO shop_reader;

-- Tables: customers, books, orders ----------------------------------------------

SET ROLE shop_owner;
CREATE TABLE app.customers (
    id integer GENERATED BY DEFAULT AS IDENTITY (START WITH 500 INCREMENT BY 5) PRIMARY KEY,
    name text NOT NULL,
    e_mail text,
    home app.address,
    likes text[] DEFAULT '{"books, old","it''s \"new\""}'::text[],
    credit numeric(12, 2) DEFAULT 0 NOT NULL,
    born date,
    search text GENERATED ALWAYS AS (lower(name || ' ' || coalesce(e_mail, ''))) STORED,
    CONSTRAINT customers_credit_check CHECK (credit > -1000::numeric),
    CONSTRAINT "mail or birthday" CHECK (e_mail IS NOT NULL OR born IS NOT NULL)
);
CREATE TABLE app.books (
    id serial,
    isbn app.isbn,
    title text COLLATE "C" NOT NULL,
    price app.price,
    offer app.sale_price,
    pages smallint,
    open_in app.price_range,
    properties jsonb DEFAULT '{"new": true}'::jsonb NOT NULL,
    cover bytea,
    dropped_one integer,
    blurb text,
    dropped_two text,
    weight real DEFAULT 'NaN',
    CONSTRAINT books_pkey PRIMARY KEY (id) WITH (fillfactor = 90)
) WITH (fillfactor = 95, autovacuum_enabled = false, toast.autovacuum_vacuum_scale_factor = 0.3);
ALTER TABLE app.books DROP COLUMN dropped_one;
ALTER TABLE app.books DROP COLUMN dropped_two;
ALTER TABLE app.books ALTER COLUMN cover SET STORAGE EXTERNAL;
ALTER TABLE app.books ALTER COLUMN blurb SET STORAGE MAIN;
ALTER TABLE app.books ALTER COLUMN title SET STATISTICS 500;
ALTER TABLE app.books ALTER COLUMN pages SET (n_distinct = -0.5, n_distinct_inherited = 20);
CREATE TABLE app.orders (
    id bigint GENERATED ALWAYS AS IDENTITY,
    customer_id integer NOT NULL,
    state app.order_state DEFAULT 'new'::app.order_state NOT NULL,
    ordered_at timestamp with time zone DEFAULT '2026-01-01 00:00:00+00'::timestamp with time zone NOT NULL,
    parcel app.parcel,
    note text,
    flags bit(3) DEFAULT B'101',
    patience interval DEFAULT '1 day 02:03:04'::interval,
    replaces bigint,
    PRIMARY KEY (id)
);
CREATE TABLE app.order_items (
    order_id bigint NOT NULL,
    line smallint NOT NULL,
    book_id integer NOT NULL,
    quantity integer DEFAULT 1 NOT NULL,
    paid numeric(10, 2),
    total numeric(14, 2) GENERATED ALWAYS AS (paid * (quantity)::numeric) STORED,
    remark text,
    CONSTRAINT order_items_pkey PRIMARY KEY (order_id, line),
    CONSTRAINT order_items_quantity_check CHECK (quantity > 0)
);
-- Two tables that point at each other, and one that points at itself.
CREATE TABLE app.departments (
    id integer PRIMARY KEY,
    name text UNIQUE DEFERRABLE INITIALLY DEFERRED,
    head_id integer
);
CREATE TABLE app.employees (
    id integer PRIMARY KEY,
    department_id integer NOT NULL,
    boss_id integer,
    name character varying(80) DEFAULT USER NOT NULL,
    badge uuid,
    works app.time_range,
    salary money
);
RESET ROLE;

COMMENT ON TABLE app.customers IS 'people who buy';
COMMENT ON COLUMN app.customers.e_mail IS E'may be NULL\n(see the check)';
COMMENT ON CONSTRAINT "mail or birthday" ON app.customers IS 'one of them';
COMMENT ON COLUMN app.books.properties IS 'whatever suppliers send';
\if :server_14
ALTER TABLE app.books ALTER COLUMN blurb SET COMPRESSION pglz;
\endif
ALTER TABLE app.order_items SET (autovacuum_vacuum_threshold = 500);

INSERT INTO app.customers (id, name, e_mail, home, likes, credit, born)
SELECT i, 'Customer ' || chr(65 + i % 26) || chr(192 + i % 60) || ' ' || i,
       CASE WHEN i % 7 > 0 THEN 'customer' || i || '@example.org' END,
       CASE WHEN i % 3 > 0 THEN ROW('Street "' || i || '"', (10000 + i % 89999)::text, E'C\\ity,\t(' || i || ')')::app.address END,
       CASE i % 4 WHEN 0 THEN NULL WHEN 1 THEN '{}' WHEN 2 THEN ARRAY['a,b', '"q"', 'NULL', NULL, E'back\\slash'] END,
       (i * 37 % 5000)::numeric / 100,
       date '1930-01-01' + i * 11 % 29000
  FROM generate_series(1, 120 * :megabytes) AS i;
INSERT INTO app.books (isbn, title, price, offer, pages, open_in, properties, cover, blurb, weight)
SELECT CASE WHEN i % 5 > 0 THEN '978-' || lpad((i * 7919 % 1000000000)::text, 9, '0') END,
       'Title ' || md5(i::text), (i * 13 % 10000)::numeric / 100, (i * 17 % 5000)::numeric / 100,
       i % 1400, numrange(i % 50, i % 50 + 9.5, '[)')::text::app.price_range,
       jsonb_build_object('i', i, 'tags', jsonb_build_array('a', NULL, 'ü' || i), 'deep', jsonb_build_object('x', md5((i * 3)::text))),
       decode(md5(i::text) || md5((i + 1)::text) || '00ff5c2700', 'hex'),
       repeat('About ' || i || ' ', i % 12),
       CASE i % 90 WHEN 0 THEN 'Infinity'::real WHEN 1 THEN '-0'::real WHEN 2 THEN 'NaN'::real ELSE i * 0.1::real END
  FROM generate_series(1, 100 * :megabytes) AS i;
INSERT INTO app.orders (customer_id, state, ordered_at, parcel, note, flags, patience, replaces)
SELECT 1 + i * 31 % (120 * :megabytes),
       (enum_range(NULL::app.order_state))[1 + i % 5],
       timestamptz '2019-01-01 00:00:00+00' + i * interval '97 seconds 113 milliseconds',
       CASE WHEN i % 6 = 0 THEN ROW(ROW('Lane ' || i, NULL, 'Town')::app.address, ARRAY['new', 'paid']::app.order_state[])::app.parcel END,
       CASE WHEN i % 9 = 0 THEN 'note ' || md5(i::text) END,
       (i % 8)::bit(3), i * interval '3 minutes', CASE WHEN i % 100 = 50 THEN i - 1 END
  FROM generate_series(1, 500 * :megabytes) AS i;
INSERT INTO app.order_items (order_id, line, book_id, quantity, paid, remark)
SELECT 1 + i / 6, 1 + i % 6, 1 + i * 7 % (100 * :megabytes), 1 + i % 3, (i * 29 % 9000)::numeric / 100,
       CASE WHEN i % 4 > 0 THEN md5(i::text) || ' ' || md5((i * 5)::text) || repeat(' gift', i % 9) END
  FROM generate_series(0, 900 * :megabytes - 1) AS i;
INSERT INTO app.departments VALUES (1, 'Sales', 10), (2, 'Stock', 20), (3, NULL, NULL);
INSERT INTO app.employees
SELECT i, 1 + i % 2, CASE WHEN i > 10 THEN i / 2 END, 'Employee ' || i,
       md5(i::text)::uuid, app.time_range(time '08:00' + i * interval '1 minute', time '17:00' + i * interval '1 minute'),
       (i * 1234.56)::numeric::money
  FROM generate_series(1, 60) AS i;

ALTER TABLE app.books ADD CONSTRAINT books_isbn_key UNIQUE (isbn, id);
ALTER TABLE app.orders ADD CONSTRAINT orders_customer_id_fkey FOREIGN KEY (customer_id)
    REFERENCES app.customers (id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE app.orders ADD CONSTRAINT orders_replaces_fkey FOREIGN KEY (replaces)
    REFERENCES app.orders (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.order_items ADD FOREIGN KEY (order_id) REFERENCES app.orders (id) ON DELETE CASCADE;
ALTER TABLE app.order_items ADD FOREIGN KEY (book_id) REFERENCES app.books (id) MATCH FULL;
ALTER TABLE app.employees ADD FOREIGN KEY (department_id) REFERENCES app.departments (id);
ALTER TABLE app.employees ADD CONSTRAINT employees_boss_fkey FOREIGN KEY (boss_id)
    REFERENCES app.employees (id) ON DELETE SET NULL NOT VALID;
ALTER TABLE app.departments ADD FOREIGN KEY (head_id) REFERENCES app.employees (id) DEFERRABLE;
COMMENT ON CONSTRAINT orders_customer_id_fkey ON app.orders IS 'a customer with orders stays';

CREATE INDEX orders_by_day ON app.orders (date(ordered_at AT TIME ZONE 'UTC'), lower(note));
ALTER INDEX app.orders_by_day ALTER COLUMN 1 SET STATISTICS 300;
CREATE INDEX orders_open ON app.orders (customer_id, id DESC NULLS LAST) WHERE state <> 'sent'::app.order_state;
CREATE UNIQUE INDEX books_title ON app.books (title text_pattern_ops, id) INCLUDE (pages) WITH (fillfactor = 80);
CREATE INDEX books_properties ON app.books USING gin (properties jsonb_path_ops) WITH (fastupdate = off);
CREATE INDEX customers_name ON app.customers (name COLLATE "C" DESC, born NULLS FIRST);
CREATE INDEX customers_hash ON app.customers USING hash (e_mail);
CREATE INDEX items_brin ON app.order_items USING brin (order_id) WITH (pages_per_range = 32);
ALTER TABLE app.customers CLUSTER ON customers_name;
ALTER TABLE app.books REPLICA IDENTITY FULL;
ALTER TABLE app.orders REPLICA IDENTITY USING INDEX orders_pkey;
COMMENT ON INDEX app.orders_open IS 'what the packers look at';
COMMENT ON INDEX app.books_pkey IS 'a constraint''s index';
CREATE TABLE app.bookings (
    room integer NOT NULL,
    during tsrange NOT NULL,
    title text,
    CONSTRAINT one_at_a_time EXCLUDE USING gist (during WITH &&, int4range(room, room, '[]') WITH =)
        WHERE (title <> 'open house') DEFERRABLE
);
INSERT INTO app.bookings
SELECT i % 5, tsrange(timestamp '2026-01-01' + i * interval '1 hour', timestamp '2026-01-01' + (i + 1) * interval '1 hour'), 'reading ' || i
  FROM generate_series(1, 300) AS i;
CREATE TABLE app.shelves (
    code text, place text, width integer,
    CONSTRAINT shelves_width EXCLUDE (width WITH =)
);
INSERT INTO app.shelves VALUES ('a', NULL, 1), ('b', 'left', 2), (NULL, 'right', 3);
\if :server_15
ALTER TABLE app.shelves ADD CONSTRAINT shelves_code_key UNIQUE NULLS NOT DISTINCT (code) INCLUDE (place);
CREATE UNIQUE INDEX shelves_place ON app.shelves (place) NULLS NOT DISTINCT;
ALTER TABLE app.employees DROP CONSTRAINT employees_boss_fkey;
ALTER TABLE app.employees ADD COLUMN team integer;
ALTER TABLE app.employees ADD UNIQUE (team, id);
ALTER TABLE app.employees ADD CONSTRAINT employees_boss_fkey FOREIGN KEY (team, boss_id)
    REFERENCES app.employees (team, id) ON DELETE SET NULL (boss_id) NOT VALID;
\endif
\if :server_18
CREATE TABLE app.rates (
    product int4range NOT NULL,
    valid daterange NOT NULL,
    rate numeric CONSTRAINT rate_known NOT NULL,
    doubled numeric GENERATED ALWAYS AS (rate * 2) VIRTUAL,
    source text,
    CONSTRAINT rates_pkey PRIMARY KEY (product, valid WITHOUT OVERLAPS)
);
INSERT INTO app.rates (product, valid, rate, source)
SELECT int4range(i, i + 1), daterange(date '2026-01-01', date '2026-02-01'), i * 1.5, 'list' FROM generate_series(1, 40) AS i;
ALTER TABLE app.rates ADD CONSTRAINT source_known NOT NULL source NOT VALID;
CREATE TABLE app.rate_uses (
    product int4range,
    used daterange,
    CONSTRAINT rate_uses_fkey FOREIGN KEY (product, PERIOD used) REFERENCES app.rates (product, PERIOD valid)
);
INSERT INTO app.rate_uses VALUES ('[3,4)', '[2026-01-05,2026-01-09)');
ALTER TABLE app.order_items ADD CONSTRAINT paid_something CHECK (paid >= 0::numeric) NOT ENFORCED;
\endif

-- The big table: about half of everything ------------------------------------

CREATE TABLE audit.events (
    id bigserial PRIMARY KEY,
    happened_at timestamp without time zone NOT NULL,
    actor name,
    source inet,
    payload text
);
INSERT INTO audit.events (happened_at, actor, source, payload)
SELECT timestamp '2020-02-29 23:59:59.5' + i * interval '1.25 seconds', ('actor' || i % 17)::name,
       ('10.' || i % 250 || '.' || i / 250 % 250 || '.1/24')::inet,
       CASE i % 11
         WHEN 0 THEN NULL
         WHEN 1 THEN E'tab\there, newline\nthere, return\r, backslash \\ and \\. alone\n\\.\n'
         WHEN 2 THEN ''
         WHEN 3 THEN '\N'
         ELSE md5(i::text) || md5((i * 2)::text) || md5((i * 3)::text)
       END
  FROM generate_series(1, 4000 * :megabytes) AS i;
CREATE TABLE audit.documents (
    id integer PRIMARY KEY,
    body text,
    scan bytea
);
-- Values far beyond a page, some of which do not compress.
INSERT INTO audit.documents
SELECT i, (SELECT string_agg(md5((i * 1000 + k)::text), CASE k % 5 WHEN 0 THEN E'\n' ELSE ' ' END ORDER BY k)
             FROM generate_series(1, 100 + i * 53 % 700) AS k),
       CASE WHEN i % 3 = 0 THEN (SELECT string_agg(decode(md5((i * 7 + k)::text), 'hex'), ''::bytea ORDER BY k)
                                   FROM generate_series(1, 40 + i % 900) AS k) END
  FROM generate_series(1, 5 * :megabytes) AS i;
INSERT INTO audit.documents
SELECT 1000000, repeat(md5('wide'), 40000), decode(repeat('00ff5c0a0927', 20000), 'hex');
ALTER TABLE audit.events OWNER TO "Shop ""Auditor""";
ALTER TABLE audit.documents OWNER TO "Shop ""Auditor""";

-- Unlogged, typed, without columns, with strange names --------------------------

CREATE UNLOGGED TABLE app.carts (id integer PRIMARY KEY, contents jsonb);
INSERT INTO app.carts SELECT i, json_build_array(i, 'x')::jsonb FROM generate_series(1, 500) AS i;
CREATE TABLE app.addresses OF app.address (
    street WITH OPTIONS NOT NULL,
    city DEFAULT 'Jena'
);
INSERT INTO app.addresses VALUES ('Am Markt 1', '07743', 'Jena');
CREATE TABLE public.nothing ();
INSERT INTO public.nothing DEFAULT VALUES;
INSERT INTO public.nothing DEFAULT VALUES;
CREATE TABLE public.once_full (a integer, b text);
INSERT INTO public.once_full SELECT i, 'b' FROM generate_series(1, 5) AS i;
ALTER TABLE public.once_full DROP COLUMN a, DROP COLUMN b;
CREATE TABLE public.only_computed (a integer, CHECK (true));
INSERT INTO public.only_computed VALUES (1);

CREATE TABLE "Odd Names"."Table with ""quotes"" and 'others'" (
    "select" integer PRIMARY KEY,
    "Mixed Case" text DEFAULT 'a''b\c',
    "with ""quote""" text,
    "tab	and \ backslash" text,
    "percent %s" text,
    "ünï cödé 日本語" text
);
INSERT INTO "Odd Names"."Table with ""quotes"" and 'others'"
VALUES (1, DEFAULT, E'\b\f\n\r\t\v\\', E'\u0001\u007f', '%s%d', '日本語 🐘'),
       (2, '', ' ', '\.', E'\\\\N', NULL),
       (3, NULL, NULL, NULL, NULL, NULL);
CREATE TABLE "Odd Names"."two
lines" ("a
b" integer, c text);
COMMENT ON TABLE "Odd Names"."two
lines" IS 'a name with a line feed';
INSERT INTO "Odd Names"."two
lines" VALUES (1, 'x');
CREATE TABLE "Odd Names".a_name_of_exactly_sixty_three_bytes_which_is_the_longest_there_ (
    another_name_of_exactly_sixty_three_bytes_which_is_the_longest_ integer PRIMARY KEY,
    "über" text
);
INSERT INTO "Odd Names".a_name_of_exactly_sixty_three_bytes_which_is_the_longest_there_
SELECT i, 'ü' || i FROM generate_series(1, 10) AS i;
COMMENT ON COLUMN "Odd Names"."Table with ""quotes"" and 'others'"."with ""quote""" IS '"quoted"';
CREATE TABLE app.every_type (
    id integer PRIMARY KEY,
    b boolean, s smallint, l bigint, n numeric, n2 numeric(5, 2), f real, d double precision,
    c character(5), v character varying(10), t text, by bytea,
    dt date, ti time(3) without time zone, tz time with time zone, ts timestamp(0) without time zone,
    tstz timestamp with time zone, iv interval day to second,
    u uuid, j json, jb jsonb, x xml,
    ip inet, cd cidr, mac macaddr, bt bit(4), vb bit varying,
    pt point, bx box, pg polygon, ci circle,
    tv tsvector, tq tsquery, ia integer[], ta text[][], r int8range, e app.order_state, a app.address,
    rc regclass, ch "char", nm name
);
INSERT INTO app.every_type VALUES (1, true, -32768, 9223372036854775807, 'NaN', 123.45, '1e-30', 'Infinity',
    'ab', 'äöü', E'\\', '\x00ff5c', '4713-01-01 BC', '23:59:59.999', '12:00:00+05:30', '2026-12-31 23:59:59',
    'infinity', '-3 days -04:05:06', '00000000-0000-0000-0000-000000000001', '{"a" : [1,  2]}', '{"b": "\u00fc"}',
    '<a>x</a>', '::1/128', '10.0.0.0/8', '08:00:2b:01:02:03', B'1010', B'', '(1,2)', '(1,1),(0,0)',
    '((0,0),(1,1),(1,0))', '<(0,0),3>', 'a:1 fat:2,4', '''fat'' & !''cat''', '{{1,2},{3,4}}', '{{a,"b c"},{NULL,"NULL"}}',
    '[1,10)', 'it''s back', ROW('s', NULL, '')::app.address, 'app.books', 'x', 'name');
INSERT INTO app.every_type (id) VALUES (2);

-- Inheritance -------------------------------------------------------------------

CREATE TABLE app.places (id integer NOT NULL, name text DEFAULT 'somewhere', rank integer DEFAULT 5,
    code text GENERATED ALWAYS AS ('p' || name) STORED,
    CONSTRAINT places_name CHECK (name <> ''), CONSTRAINT own_only CHECK (id < 100000) NO INHERIT);
-- Rows first: the new column's value is stored once, in the catalog.
INSERT INTO app.places SELECT i, 'place ' || i FROM generate_series(1, 200) AS i;
ALTER TABLE app.places ADD COLUMN later text DEFAULT 'fast default';
CREATE TABLE app.cities (people bigint) INHERITS (app.places);
CREATE TABLE app.capitals (country character(2), rank integer DEFAULT NULL) INHERITS (app.cities);
CREATE TABLE app.sights (stars integer);
CREATE TABLE app.towers (height real, CONSTRAINT tall CHECK (height > 0)) INHERITS (app.sights, app.places);
ALTER TABLE app.cities ALTER COLUMN name SET DEFAULT 'city';
ALTER TABLE app.cities ALTER COLUMN people SET NOT NULL;
ALTER TABLE app.capitals ALTER COLUMN name SET NOT NULL;
ALTER TABLE app.places ADD CONSTRAINT places_rank CHECK (rank < 50) NOT VALID;
INSERT INTO app.cities (id, people) SELECT i, i * 1000 FROM generate_series(300, 400) AS i;
INSERT INTO app.capitals (id, name, people, country) VALUES (500, 'Berlin', 3700000, 'DE'), (501, 'Lomé', 800000, 'TG');
INSERT INTO app.towers (stars, id, height) VALUES (3, 600, 55.5);

-- Partitions --------------------------------------------------------------------

CREATE TABLE app.measurements (
    taken_on date NOT NULL,
    sensor integer NOT NULL,
    value double precision DEFAULT 1.5,
    unit text,
    PRIMARY KEY (taken_on, sensor),
    CONSTRAINT measurements_sensor CHECK (sensor >= 0)
) PARTITION BY RANGE (taken_on);
CREATE TABLE app.measurements_old PARTITION OF app.measurements FOR VALUES FROM (MINVALUE) TO ('2024-01-01');
CREATE TABLE app.measurements_2024 PARTITION OF app.measurements (value DEFAULT 24)
    FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE app.measurements_2025 PARTITION OF app.measurements FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')
    PARTITION BY LIST (sensor);
CREATE TABLE app.measurements_2025_first PARTITION OF app.measurements_2025 FOR VALUES IN (0, 1);
CREATE TABLE app.measurements_2025_other PARTITION OF app.measurements_2025 DEFAULT;
-- Attached later: other column order, a dropped column, a check of its own.
CREATE TABLE app.measurements_2026 (
    unit text,
    gone integer,
    sensor integer NOT NULL,
    value double precision,
    taken_on date NOT NULL,
    CONSTRAINT measurements_sensor CHECK (sensor >= 0),
    CONSTRAINT new_sensors CHECK (sensor < 100000)
);
ALTER TABLE app.measurements_2026 DROP COLUMN gone;
ALTER TABLE app.measurements ATTACH PARTITION app.measurements_2026 FOR VALUES FROM ('2026-01-01') TO (MAXVALUE);
CREATE INDEX measurements_value ON app.measurements (value DESC, (sensor % 10));
CREATE INDEX measurements_unit ON ONLY app.measurements (unit);
COMMENT ON TABLE app.measurements IS 'by year';
COMMENT ON COLUMN app.measurements_2026.unit IS 'a partition''s column';
ALTER TABLE app.measurements_2024 OWNER TO shop_clerk;
INSERT INTO app.measurements
SELECT date '2022-06-01' + i % 1800, i / 1800, (i * 17 % 1000) / 8.0, (ARRAY['°C', 'K', 'hPa', '%'])[1 + i % 4]
  FROM generate_series(0, 1800 * :megabytes - 1) AS i;
CREATE TABLE app.sessions (
    token text NOT NULL,
    customer_id integer REFERENCES app.customers (id) ON DELETE CASCADE,
    opened date
) PARTITION BY HASH (token);
CREATE TABLE app.sessions_0 PARTITION OF app.sessions FOR VALUES WITH (MODULUS 3, REMAINDER 0);
CREATE TABLE app.sessions_1 PARTITION OF app.sessions FOR VALUES WITH (MODULUS 3, REMAINDER 1);
CREATE TABLE reporting.sessions_2 PARTITION OF app.sessions FOR VALUES WITH (MODULUS 3, REMAINDER 2)
    WITH (fillfactor = 70);
INSERT INTO app.sessions SELECT md5(i::text), 1 + i % 100, date '2026-01-01' + i % 365 FROM generate_series(1, 40 * :megabytes) AS i;
CREATE TABLE app.by_expression (a text, b integer) PARTITION BY LIST (lower(a));
CREATE TABLE app.by_expression_null PARTITION OF app.by_expression FOR VALUES IN (NULL, 'it''s');
INSERT INTO app.by_expression VALUES (NULL, 1), ('IT''S', 2);
CREATE TABLE app.empty_parent (a integer, b integer) PARTITION BY RANGE (a, (b + 1));
-- A reference to a partitioned table.
CREATE TABLE app.calibrations (
    id integer PRIMARY KEY,
    taken_on date,
    sensor integer,
    FOREIGN KEY (taken_on, sensor) REFERENCES app.measurements (taken_on, sensor) ON UPDATE CASCADE
);
INSERT INTO app.calibrations SELECT i, date '2022-06-01' + i, 0 FROM generate_series(1, 50) AS i;

-- Views, materialized views, rules ------------------------------------------------

CREATE VIEW app.open_orders AS
    SELECT o.id, o.customer_id, o.state FROM app.orders o WHERE o.state <> 'sent'::app.order_state
    WITH LOCAL CHECK OPTION;
CREATE VIEW app.cheap_books WITH (security_barrier = true, check_option = cascaded) AS
    SELECT id, title, price FROM app.books WHERE price < 20::numeric;
ALTER VIEW app.cheap_books ALTER COLUMN title SET DEFAULT 'untitled';
-- Grouped by a primary key: the view can be complete only behind that key.
CREATE VIEW reporting.customer_totals AS
    SELECT c.id, c.name, c.search, count(o.id) AS orders
      FROM app.customers c LEFT JOIN app.orders o ON o.customer_id = c.id
     GROUP BY c.id;
CREATE VIEW reporting.big_customers AS SELECT * FROM reporting.customer_totals WHERE orders > 5;
CREATE RECURSIVE VIEW reporting.chain_of_command (id, level) AS
    SELECT e.id, 0 FROM app.employees e WHERE e.boss_id IS NULL
    UNION ALL
    SELECT e.id, c.level + 1 FROM app.employees e JOIN chain_of_command c ON e.boss_id = c.id;
CREATE VIEW reporting.no_columns AS SELECT FROM app.departments;
CREATE VIEW reporting.windows AS
    SELECT id, sum(credit) OVER (PARTITION BY born ORDER BY id ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS running,
           'it''s "quoted" \ text'::text AS literal
      FROM app.customers
     ORDER BY id FETCH FIRST 10 ROWS
\if :server_13
           WITH TIES;
\else
           ONLY;
\endif
\if :server_15
CREATE VIEW reporting.as_caller WITH (security_invoker = true) AS SELECT id, title FROM app.books;
\endif
CREATE MATERIALIZED VIEW reporting.sales_by_month AS
    SELECT date_trunc('month', o.ordered_at AT TIME ZONE 'UTC') AS month, count(*) AS orders, sum(i.total) AS turnover
      FROM app.orders o JOIN app.order_items i ON i.order_id = o.id
     GROUP BY 1
  WITH DATA;
CREATE UNIQUE INDEX sales_by_month_key ON reporting.sales_by_month (month);
CREATE MATERIALIZED VIEW reporting.best_months AS
    SELECT month FROM reporting.sales_by_month WHERE turnover > 1000::numeric;
CREATE MATERIALIZED VIEW reporting.grouped_by_key WITH (fillfactor = 60) AS
    SELECT b.id, b.title, count(*) AS sold FROM app.books b JOIN app.order_items i ON i.book_id = b.id GROUP BY b.id;
CREATE INDEX grouped_by_key_sold ON reporting.grouped_by_key (sold DESC);
ALTER MATERIALIZED VIEW reporting.grouped_by_key CLUSTER ON grouped_by_key_sold;
CREATE MATERIALIZED VIEW reporting.not_yet AS SELECT 1 AS one, id FROM app.departments WITH NO DATA;
CREATE MATERIALIZED VIEW reporting.on_not_yet AS SELECT one FROM reporting.not_yet WITH NO DATA;
COMMENT ON VIEW reporting.customer_totals IS 'a dummy first, then a rule';
COMMENT ON COLUMN reporting.customer_totals.orders IS 'how many';
COMMENT ON MATERIALIZED VIEW reporting.sales_by_month IS 'refreshed at night';
ALTER VIEW app.open_orders OWNER TO shop_owner;
ALTER MATERIALIZED VIEW reporting.best_months OWNER TO shop_clerk;
GRANT SELECT ON reporting.sales_by_month, reporting.best_months TO shop_clerk;
GRANT SELECT ON app.order_items, app.orders, app.books, app.customers, reporting.sales_by_month TO shop_clerk;

CREATE RULE open_orders_insert AS ON INSERT TO app.open_orders DO INSTEAD
    INSERT INTO app.orders (customer_id, state) VALUES (NEW.customer_id, NEW.state);
CREATE RULE no_delete AS ON DELETE TO app.departments WHERE old.id = 1 DO INSTEAD NOTHING;
CREATE RULE two_actions AS ON UPDATE TO app.departments DO ALSO (
    NOTIFY departments;
    INSERT INTO audit.events (happened_at, payload) VALUES ('2026-01-01', 'changed ' || old.id);
);
ALTER TABLE app.departments DISABLE RULE two_actions;
ALTER TABLE app.departments ENABLE ALWAYS RULE no_delete;
COMMENT ON RULE no_delete ON app.departments IS 'Sales stays';

-- Loops: each needs the other ---------------------------------------------------

CREATE TABLE app.looped (id integer, name text, label text);
CREATE FUNCTION app.looped_ok(row_ app.looped) RETURNS boolean LANGUAGE sql IMMUTABLE
    AS $$ SELECT row_.id > 0 $$;
CREATE FUNCTION app.looped_label(row_ app.looped DEFAULT NULL) RETURNS text LANGUAGE sql IMMUTABLE
    AS $$ SELECT 'label' $$;
ALTER TABLE app.looped ALTER COLUMN label SET DEFAULT app.looped_label(NULL::app.looped);
ALTER TABLE app.looped ADD CONSTRAINT looped_check CHECK (app.looped_ok(looped));
INSERT INTO app.looped VALUES (1, 'a', DEFAULT), (2, 'b', NULL);
CREATE DOMAIN app.even AS integer;
CREATE FUNCTION app.is_even(app.even) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1 % 2 = 0 $$;
ALTER DOMAIN app.even ADD CONSTRAINT even_check CHECK (app.is_even(VALUE));
CREATE VIEW app.first_of_pair AS SELECT 1 AS a, 'x'::text COLLATE "C" AS b;
CREATE FUNCTION app.from_view() RETURNS SETOF app.first_of_pair LANGUAGE sql STABLE AS $$ SELECT 1, 'y'::text $$;
CREATE OR REPLACE VIEW app.first_of_pair AS SELECT a, b COLLATE "C" AS b FROM app.from_view();
\if :server_14
CREATE FUNCTION reporting.needs_key() RETURNS bigint LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT count(*) FROM (SELECT d.id, d.name FROM app.departments d GROUP BY d.id) AS grouped;
END;
\endif

-- Triggers ------------------------------------------------------------------------

CREATE FUNCTION audit.record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit.events (happened_at, payload) VALUES ('2026-01-01', TG_OP || ' ' || TG_TABLE_NAME);
    RETURN NULL;
END $$;
CREATE FUNCTION audit.keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER record_changes AFTER INSERT OR DELETE OR UPDATE OF name, e_mail ON app.customers
    FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION audit.record('an argument', 'it''s');
CREATE TRIGGER statement_level AFTER UPDATE ON app.orders
    REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION audit.record();
CREATE TRIGGER before_row BEFORE UPDATE ON app.orders FOR EACH ROW
    WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit.keep();
CREATE CONSTRAINT TRIGGER checked_late AFTER INSERT ON app.order_items FROM app.books
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.record();
CREATE TRIGGER instead_of INSTEAD OF UPDATE ON app.cheap_books FOR EACH ROW EXECUTE FUNCTION audit.keep();
CREATE TRIGGER on_truncate BEFORE TRUNCATE ON audit.events EXECUTE FUNCTION audit.keep();
CREATE TRIGGER "Trigger with ""quotes""" BEFORE INSERT ON app.departments FOR EACH ROW EXECUTE FUNCTION audit.keep();
CREATE TRIGGER for_partitions AFTER INSERT ON app.measurements FOR EACH ROW
    WHEN (NEW.value > 1e6) EXECUTE FUNCTION audit.record();
ALTER TABLE app.orders DISABLE TRIGGER before_row;
ALTER TABLE app.customers ENABLE ALWAYS TRIGGER record_changes;
ALTER TABLE app.order_items ENABLE REPLICA TRIGGER checked_late;
ALTER TABLE app.measurements_2024 DISABLE TRIGGER for_partitions;
COMMENT ON TRIGGER record_changes ON app.customers IS 'who did what';

-- Row security --------------------------------------------------------------------

CREATE POLICY own_rows ON app.customers FOR SELECT TO shop_clerk, shop_reader USING (name = CURRENT_USER);
CREATE POLICY polite ON app.customers AS RESTRICTIVE FOR UPDATE TO PUBLIC
    USING (credit >= 0::numeric) WITH CHECK (credit < 10000::numeric);
CREATE POLICY add_some ON app.customers FOR INSERT WITH CHECK (id IN (SELECT o.customer_id FROM app.orders o));
CREATE POLICY "everything, quoted" ON app.carts TO "Shop ""Auditor""" USING (true);
ALTER TABLE app.customers ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.carts ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.carts FORCE ROW LEVEL SECURITY;
ALTER TABLE app.sessions_0 ENABLE ROW LEVEL SECURITY;
COMMENT ON POLICY own_rows ON app.customers IS 'only what is theirs';

-- Privileges ------------------------------------------------------------------------

GRANT SELECT, INSERT ON app.books TO shop_clerk WITH GRANT OPTION;
GRANT ALL ON app.order_items TO shop_clerk;
REVOKE DELETE ON app.order_items FROM shop_owner;
GRANT SELECT (id, name), UPDATE (credit) ON app.customers TO shop_reader;
GRANT SELECT ("Mixed Case") ON "Odd Names"."Table with ""quotes"" and 'others'" TO "Shop ""Auditor""" WITH GRANT OPTION;
GRANT SELECT ON app.open_orders TO PUBLIC;
GRANT REFERENCES, TRIGGER ON app.measurements TO shop_clerk;
REVOKE ALL ON app.shelves FROM postgres;
-- Granted on by somebody who is not the owner.
GRANT SELECT ON public.nothing TO shop_clerk WITH GRANT OPTION;
SET ROLE shop_clerk;
GRANT SELECT ON public.nothing TO shop_reader;
RESET ROLE;
\if :server_17
GRANT MAINTAIN ON app.orders TO shop_clerk;
\endif

-- Large objects -----------------------------------------------------------------------

SELECT lo_from_bytea(910001, decode(repeat('00ff5c27', 12), 'hex')) \g /dev/null
SELECT lo_create(910002) \g /dev/null
SELECT lo_from_bytea(910003, (SELECT string_agg(decode(md5(k::text), 'hex'), ''::bytea ORDER BY k)
                                FROM generate_series(1, 1500 * :megabytes) AS k)) \g /dev/null
SELECT lo_from_bytea(910004, 'plain text') \g /dev/null
SELECT count(lo_from_bytea(910100 + i, ('object ' || i)::bytea)) FROM generate_series(1, 40) AS i \g /dev/null
-- A hole in the middle: no row holds these pages.
SELECT lo_create(910005) \g /dev/null
SELECT lo_put(910005, 50000, 'after a hole') \g /dev/null
ALTER LARGE OBJECT 910003 OWNER TO shop_owner;
ALTER LARGE OBJECT 910004 OWNER TO "Shop ""Auditor""";
COMMENT ON LARGE OBJECT 910001 IS 'a comment, it''s one';
GRANT SELECT, UPDATE ON LARGE OBJECT 910001 TO shop_clerk WITH GRANT OPTION;
GRANT SELECT ON LARGE OBJECT 910004 TO PUBLIC;
