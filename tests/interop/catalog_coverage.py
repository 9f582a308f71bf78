#!/usr/bin/env python3
"""Nothing that somebody has made in a database is left out without a word.

Every catalog of the server is read by one of pgark's queries, or stands in
catalog/catalog_coverage.cc with a reason. Objects of kinds that pgark does not
know, and catalogs that it does not know, end a dump with an error that names them;
a server newer than pgark is refused, and tried with --force-newer-server. The
number of round trips does not depend on the number of objects.
"""
import contextlib
import re
import sys

import interop
import protocol_proxy
from interop import ROOT, expect

NEWEST = 18
TABLE_OF_CATALOGS = ROOT / "catalog" / "catalog_coverage.cc"
OBJECTS = """
CREATE TABLE odd_table (id integer CONSTRAINT odd_check CHECK (id > 0));
CREATE TYPE odd_type AS ENUM ('a');
CREATE FUNCTION odd_function() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE VIEW odd_view AS SELECT 1 AS one;
CREATE POLICY odd_policy ON odd_table USING (true);
"""
# A name, and the change to a catalog that makes its object odd.
ODD_KINDS = (
    ("odd_table", "pg_class", "relkind = 'Z'", "relname = 'odd_table'"),
    ("odd_table", "pg_class", "relpersistence = 'Z'", "relname = 'odd_table'"),
    ("odd_type", "pg_type", "typtype = 'Z'", "typname = 'odd_type'"),
    ("odd_function", "pg_proc", "prokind = 'Z'", "proname = 'odd_function'"),
    ("odd_check", "pg_constraint", "contype = 'Z'", "conname = 'odd_check'"),
    ("odd_policy", "pg_policy", "polcmd = 'Z'", "polname = 'odd_policy'"),
)
# One more of everything that is common, with the number in its name.
MANY = """
CREATE TABLE many_{0} (id serial PRIMARY KEY, name text DEFAULT 'none');
CREATE INDEX ON many_{0} (name);
COMMENT ON TABLE many_{0} IS 'many';
CREATE VIEW view_{0} AS SELECT * FROM many_{0};
CREATE FUNCTION many_{0}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER many BEFORE INSERT ON many_{0} FOR EACH ROW EXECUTE FUNCTION many_{0}();
CREATE TYPE many_type_{0} AS ENUM ('a', 'b');
GRANT SELECT (name) ON many_{0} TO PUBLIC;
"""


class Watched(protocol_proxy.Conversation):
    """Counts how often the client has to wait for the server, and can say that
    the server is of the next release."""

    def _note(self, kind, body):
        if kind in (b"S", b"Q"):
            self._proxy.round_trips += 1
        super()._note(kind, body)

    def _receive(self, source):
        octets = protocol_proxy.Conversation._receive(source)
        if self._proxy.next_release:
            octets = re.sub(rb"(server_version\0)%d(?=\D)" % NEWEST,
                            rb"\g<1>%d" % (NEWEST + 1), octets)
        return octets


class WatchingProxy(protocol_proxy.ProtocolProxy):
    conversation = Watched

    def __init__(self, server, next_release=False):
        environment = server.environment
        super().__init__((environment["PGHOST"], environment["PGPORT"]), watch=True)
        self.round_trips = 0
        self.next_release = next_release

    def _serve(self, client):
        with contextlib.suppress(OSError):
            self.conversation(self, client).run()
        client.close()


class Coverage(interop.Script):
    def dump(self, database, *options, proxy=None):
        return self.server.run(self.pgark, "dump", *options, database,
                               extra=proxy.environment() if proxy else None)

    def every_catalog(self):
        """What no reader asks stands in the table, with a reason; what stands there
        without one is asked."""
        table = dict(re.findall(r'^    \{"(pg_\w+)", (""|"[^"]+"|k\w+)\},',
                                TABLE_OF_CATALOGS.read_text(), re.M))
        expect(len(table) > 60, f"{len(table)} catalogs in {TABLE_OF_CATALOGS}")
        catalogs = self.server.psql(
            "postgres", "SELECT relname FROM pg_class WHERE relnamespace = "
            "'pg_catalog'::regnamespace AND relkind = 'r' AND oid < 16384").split()
        database = self.server.load_sample("coverage", 1)
        with WatchingProxy(self.server) as proxy:
            self.dump(database, proxy=proxy).check()
        asked = set(re.findall(r"pg_catalog\.(pg_\w+)", "\n".join(proxy.queries)))
        for catalog in catalogs:
            expect(catalog in table, f"{catalog} is not in the table")
            if table[catalog] == '""':
                expect(catalog in asked, f"{catalog} is in the table and no query reads it")
            else:
                expect(catalog not in asked, f"{catalog} is read, and has a reason not to be")

    def odd_kinds(self):
        for name, catalog, change, condition in ODD_KINDS:
            with self.steps.step(f"{catalog}: {change} is an error that names the object"):
                database = self.server.create("odd")
                self.server.psql(database, OBJECTS)
                self.dump(database, "-s").check()
                oid = self.server.psql(database, f"UPDATE pg_catalog.{catalog} SET {change} "
                                       f"WHERE {condition} RETURNING oid")
                result = self.dump(database, "-s")
                expect(result.status == 1, f"status {result.status}")
                expect(not result.stdout, "something was written")
                for word in (name, oid):
                    expect(word in result.stderr, f"{word} is not in: {result.stderr}")

    def unknown_catalog(self):
        """The server knows its catalogs by OID, so one can get another name."""
        database = self.server.create("novel")
        self.server.psql(
            database, "CREATE TABLE t AS SELECT 1 AS a, 2 AS b",
            "UPDATE pg_catalog.pg_class SET relname = 'pg_novelty' "
            "WHERE relname = 'pg_statistic_ext_data'")
        self.dump(database, "-s").check()  # it has no rows
        self.server.psql(database, "CREATE STATISTICS s ON a, b FROM t", "ANALYZE t")
        result = self.dump(database, "-s")
        expect(result.status == 1, f"status {result.status}")
        expect("pg_novelty" in result.stderr, result.stderr)
        if self.server.version == NEWEST:
            with WatchingProxy(self.server, next_release=True) as proxy:
                result = self.dump(database, "-s", "--force-newer-server", proxy=proxy).check()
                expect("pg_novelty" in result.stderr, result.stderr)
                expect(b"CREATE STATISTICS" in result.stdout, "no statistics in the script")

    def newer_server(self):
        database = self.server.load_sample("newer", 1)
        with WatchingProxy(self.server, next_release=True) as proxy:
            result = self.dump(database, proxy=proxy)
            expect(result.status == 1, f"status {result.status}")
            expect("--force-newer-server" in result.stderr, result.stderr)
            expect(not result.stdout, "something was written")
            forced = self.dump(database, "-s", "--force-newer-server", proxy=proxy).check()
            expect("newer" in forced.stderr, f"no warning: {forced.stderr}")
        wanted = self.dump(database, "-s").check().stdout
        version = rb"(?m)^(-- Dumped \w+ |\\(un)?restrict ).*$"
        expect(re.sub(version, b"", forced.stdout) == re.sub(version, b"", wanted),
               "the script is another one")

    def round_trips(self):
        counted = {}
        for objects in (3, 300):
            database = self.server.create(f"many_{objects}")
            self.server.psql(database, *(MANY.format(number) for number in range(objects)))
            for options, rows in ((["-s"], 0), (["-Fc", "-j1"], objects)):
                with WatchingProxy(self.server) as proxy:
                    self.dump(database, *options, proxy=proxy).check()
                # Every table's rows are a COPY of their own.
                counted.setdefault(" ".join(options), set()).add(proxy.round_trips - rows)
        print(f"       round trips besides COPY: {counted}")
        for options, numbers in counted.items():
            expect(len(numbers) == 1, f"{options}: {numbers}")

    def run(self):
        with self.steps.step("every catalog is read or has a reason"):
            self.every_catalog()
        self.odd_kinds()
        with self.steps.step("a catalog that is not known"):
            self.unknown_catalog()
        if self.server.version == NEWEST:
            with self.steps.step("a newer server"):
                self.newer_server()
        with self.steps.step("round trips do not grow with the objects"):
            self.round_trips()


def run(steps, server, arguments):
    Coverage(steps, server, arguments.pgark).run()


if __name__ == "__main__":
    sys.exit(interop.main(__doc__, "coverage", run))
