-- Two big tables as applications have them: numbers that count up, times, words
-- of a small set, keys of hexadecimal digits (unique ones and ones of a known
-- set), amounts. zlib at its default level makes a third of it. Nothing is
-- drawn at random: each value follows from the row's number, so every server
-- holds the same rows.
--
--   psql -v orders=N -v events=N    rows; 4,800,000 and 2,800,000 are 1.1 GB as
--                                   COPY writes them
\set ON_ERROR_STOP on
SET synchronous_commit = off;
SET client_min_messages = warning;
CREATE FUNCTION word(number bigint, seed bigint) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (ARRAY['the', 'of', 'order', 'to', 'in', 'is', 'for', 'delivery', 'on',
    'customer', 'not', 'payment', 'from', 'invoice', 'are', 'returned', 'one',
    'warehouse', 'there', 'complaint', 'been', 'more', 'refund', 'when', 'no',
    'discount', 'if', 'out', 'address', 'up', 'shipment', 'other'
  ])[1 + (hashint8extended(number, seed) & 31)]
$$;
CREATE TABLE orders (
  id bigint NOT NULL,
  placed_at timestamptz NOT NULL,
  customer_id integer NOT NULL,
  customer_key text NOT NULL,
  email text NOT NULL,
  status text NOT NULL,
  currency char(3) NOT NULL,
  total numeric(10,2) NOT NULL,
  basket uuid NOT NULL,
  note text
);
CREATE TABLE events (
  id bigint NOT NULL,
  happened_at timestamptz NOT NULL,
  session_key text NOT NULL,
  kind text NOT NULL,
  path text NOT NULL,
  milliseconds integer NOT NULL,
  payload jsonb
);
INSERT INTO orders
SELECT i,
       timestamptz '2024-01-01 UTC' + i * interval '1.7 seconds',
       c, md5('customer' || c),
       'user' || c || '@' || word(c, 3) || '.example.com',
       (ARRAY['new', 'paid', 'packed', 'shipped', 'delivered', 'delivered',
              'delivered', 'returned'])[1 + ((h >> 10) & 7)],
       (ARRAY['EUR', 'USD', 'EUR', 'GBP'])[1 + ((h >> 13) & 3)],
       ((h >> 16) & 1048575) / 100.0,
       md5((i / 8)::text)::uuid,
       CASE WHEN (h >> 40) & 15 = 0 THEN concat_ws(' ', word(i, 11),
         word(i, 12), word(i, 13), word(i, 14), word(i, 15), word(i, 16)) END
FROM (SELECT i, h, (i * 7919 + (h >> 50)) % 20000 AS c
      FROM (SELECT i, hashint8extended(i, 1) AS h
            FROM generate_series(1::bigint, :orders) AS i) AS numbers) AS drawn;
INSERT INTO events
SELECT i,
       timestamptz '2024-01-01 UTC' + i * interval '0.9 seconds'
         + (h & 1023) * interval '1 millisecond',
       md5('session' || i / 12),
       (ARRAY['view', 'click', 'search', 'login', 'error', 'view', 'view',
              'scroll'])[1 + ((h >> 10) & 7)],
       '/' || word(p, 31) || '/' || word(p, 32) || '/' || p,
       (h >> 20) & 16383,
       CASE WHEN (h >> 60) & 1 = 0 THEN jsonb_build_object(
         'product', p, 'quantity', (h >> 34) & 7, 'token', to_hex(h)) END
FROM (SELECT i, h, (h >> 44) & 4095 AS p
      FROM (SELECT i, hashint8extended(i, 2) AS h
            FROM generate_series(1::bigint, :events) AS i) AS numbers) AS drawn;
