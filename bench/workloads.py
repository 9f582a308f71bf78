"""The databases that are dumped. Each is made from SQL that gives the same rows
on every server, and kept for the next run under a name that tells its size."""
import pathlib
import tempfile

BIG_TABLES = pathlib.Path(__file__).parent / "big_tables.sql"

# One table of `dominant` and ten small ones that share the rest.
DOMINANT = """
CREATE TABLE dominant AS SELECT * FROM orders;
DROP TABLE orders;
DO $$ BEGIN
  FOR i IN 1..10 LOOP
    EXECUTE format('CREATE TABLE small_%s AS SELECT * FROM events WHERE id %% 10 = %s',
                   i, i - 1);
  END LOOP;
END $$;
DROP TABLE events;
"""

KEYS = """
ALTER TABLE orders ADD PRIMARY KEY (id);
ALTER TABLE events ADD PRIMARY KEY (id);
CREATE INDEX ON orders (customer_id);
CREATE INDEX ON orders (email);
CREATE INDEX ON events (happened_at);
CREATE INDEX ON events (session_key);
"""

# Tables as a schema with a tenant each has: a key, an index, a few rows.
SMALL_TABLES = """
SET client_min_messages = warning;
SET synchronous_commit = off;
CREATE PROCEDURE make_tables(count integer) LANGUAGE plpgsql AS $$ BEGIN
  FOR i IN 1..count LOOP
    EXECUTE format('CREATE TABLE item_%s (id integer PRIMARY KEY, name text NOT NULL,
      price numeric(10,2) DEFAULT 0, made_at timestamptz DEFAULT now())', i);
    EXECUTE format('CREATE INDEX ON item_%s (name)', i);
    EXECUTE format('INSERT INTO item_%s SELECT n, ''item '' || n, n * 1.5,
      timestamptz ''2024-01-01 UTC'' FROM generate_series(1, 10) AS n', i);
    IF i % 100 = 0 THEN COMMIT; END IF;
  END LOOP;
END $$;
CALL make_tables(:count);
DROP PROCEDURE make_tables;
"""

# Most are small, as attachments are; one in 1,000 has 1 MB, and one in 100 a
# hole of 100 kB, which is stored as nothing and reads as zeros.
LARGE_OBJECTS = """
SET synchronous_commit = off;
DO $$
DECLARE
  made oid;
  handle integer;
BEGIN
  FOR i IN 1..:count LOOP
    made := lo_create(100000 + i);
    handle := lo_open(made, 131072);
    IF i % 1000 = 0 THEN
      PERFORM lowrite(handle, decode(repeat(md5(i::text), 32768), 'hex'));
      PERFORM lowrite(handle, decode(repeat(md5(i::text), 32768), 'hex'));
    ELSE
      PERFORM lowrite(handle, decode(repeat(md5(i::text), 1 + i % 60), 'hex'));
    END IF;
    IF i % 100 = 0 THEN
      PERFORM lo_lseek(handle, 100000, 1);
      PERFORM lowrite(handle, 'behind the hole'::bytea);
    END IF;
    PERFORM lo_close(handle);
  END LOOP;
END $$;
"""

# Documents of 1 MB each, half of it compressible.
WIDE_ROWS = """
SET synchronous_commit = off;
CREATE TABLE documents (id integer, body text);
INSERT INTO documents
SELECT i, string_agg(md5((i * 100000 + n)::text) || ' the quick brown fox jumps over it', ' ')
FROM generate_series(1, :count) AS i, generate_series(1, 15000) AS n GROUP BY i ORDER BY i;
"""

PARTITIONS = """
SET client_min_messages = warning;
SET synchronous_commit = off;
CREATE TABLE measurements (at timestamptz NOT NULL, sensor integer, value float8)
  PARTITION BY RANGE (at);
DO $$ BEGIN
  FOR day IN 0..:count - 1 LOOP
    EXECUTE format('CREATE TABLE measurements_%s PARTITION OF measurements
      FOR VALUES FROM (%L) TO (%L)', day,
      timestamptz '2024-01-01 UTC' + day * interval '1 day',
      timestamptz '2024-01-01 UTC' + (day + 1) * interval '1 day');
  END LOOP;
END $$;
INSERT INTO measurements
SELECT timestamptz '2024-01-01 UTC' + s * interval '1 minute', s % 100,
       (hashint8extended(s, 7) % 100000) / 64.0
FROM generate_series(0::bigint, :count * 1440 - 1) AS s;
"""

ONE_BYTEA = """
CREATE TABLE blob (id integer, body bytea);
ALTER TABLE blob ALTER body SET STORAGE EXTERNAL;
INSERT INTO blob SELECT 1, decode(repeat(repeat(md5('1'), 32768), :count), 'hex');
"""


class Workload:
    """A database: what makes it, and its full and quick sizes as psql variables."""

    def __init__(self, name, words, full, quick, file=None, sql=""):
        self.name = name
        self.words = words
        self.sizes = {False: full, True: quick}
        self._file = file
        self._sql = sql

    def database(self, quick):
        return f"bench_{self.name}{'_quick' if quick else ''}"

    def make(self, server, quick):
        """Creates the database on `server` unless it is there. Returns its name."""
        name = self.database(quick)
        if server.psql("postgres", "SELECT count(*) FROM pg_database WHERE datname = "
                       f"'{name}' AND shobj_description(oid, 'pg_database') = 'complete'"
                       ) == "1":
            return name
        server.drop(name)
        server.psql("postgres", f"CREATE DATABASE {name} TEMPLATE template0")
        variables = [word for item in self.sizes[quick].items()
                     for word in ("-v", "{}={}".format(*item))]
        psql = [server.program("psql"), "-XqAt", "-v", "ON_ERROR_STOP=1", *variables,
                "-d", name, "-f"]
        if self._file:
            server.run(*psql, self._file, timeout=3600).check()
        if self._sql:
            # psql puts no variables into quoted text.
            text = self._sql
            for variable, value in self.sizes[quick].items():
                text = text.replace(f":{variable}", str(value))
            with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
                script.write(text)
                script.flush()
                server.run(*psql, script.name, timeout=3600).check()
        server.psql(name, "VACUUM ANALYZE", "CHECKPOINT",
                    f"COMMENT ON DATABASE {name} IS 'complete'")
        return name


WORKLOADS = {workload.name: workload for workload in (
    Workload("two_big", "two big tables, 1.1 GB as COPY writes them",
             {"orders": 4800000, "events": 2800000}, {"orders": 240000, "events": 140000},
             file=BIG_TABLES),
    Workload("two_big_keys", "two big tables with keys and indexes",
             {"orders": 4800000, "events": 2800000}, {"orders": 240000, "events": 140000},
             file=BIG_TABLES, sql=KEYS),
    Workload("two_big_third", "the same, a third of the rows",
             {"orders": 1600000, "events": 933000}, {"orders": 80000, "events": 46000},
             file=BIG_TABLES),
    Workload("two_big_tenth", "the same, a tenth of the rows",
             {"orders": 480000, "events": 280000}, {"orders": 24000, "events": 14000},
             file=BIG_TABLES),
    Workload("one_big", "one table of 90 %, 560 MB in all",
             {"orders": 3200000, "events": 450000}, {"orders": 160000, "events": 22000},
             file=BIG_TABLES, sql=DOMINANT),
    Workload("small_tables", "5,000 small tables", {"count": 5000}, {"count": 200},
             sql=SMALL_TABLES),
    Workload("large_objects", "50,000 large objects", {"count": 50000}, {"count": 2000},
             sql=LARGE_OBJECTS),
    Workload("wide_rows", "300 rows of 1 MB", {"count": 300}, {"count": 20}, sql=WIDE_ROWS),
    Workload("partitions", "1,000 partitions of 1,440 rows", {"count": 1000},
             {"count": 50}, sql=PARTITIONS),
    Workload("one_bytea", "one bytea of 256 MB", {"count": 512}, {"count": 32},
             sql=ONE_BYTEA),
)}
