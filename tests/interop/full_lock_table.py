#!/usr/bin/env python3
"""Dumps of databases with more objects than the server has room for locks.

The server is a throw-away one with max_locks_per_transaction = 10. What needs no lock
of its own to the end (sequences, views, workers' tables) is dumped; more tables than
there are places fail before anything is read, and the message says which setting
is enough. The test believes it: it sets the server so, and dumps.
"""
import re
import sys

import interop
from interop import expect

from throwaway_postgres import ThrowawayServer

COULD_NOT = 1
SETTINGS = {"max_connections": 12, "max_locks_per_transaction": 10, "max_worker_processes": 2,
            "max_wal_senders": 0, "autovacuum": "off", "shared_buffers": "16MB"}


def fill(count, statement):
    """One transaction each: so many locks would not fit into one."""
    return [f"DO $$ BEGIN FOR i IN 1..{count} LOOP EXECUTE format('{statement}', i, i); "
            "COMMIT; END LOOP; END $$"]


class FullLockTable(interop.Script):
    def __init__(self, steps, server, pgark, cluster):
        super().__init__(steps, server, pgark)
        self.cluster = cluster

    def set(self, **settings):
        for name, value in settings.items():
            self.server.psql("postgres", f"ALTER SYSTEM SET {name} = '{value}'")
        self.cluster.stop()
        self.cluster.start()

    def dump(self, database, *options, jobs=2):
        target = self.steps.file(f"{database}.dump")
        target.unlink(missing_ok=True)
        result = self.server.run(self.pgark, "dump", "-Fc", f"-j{jobs}", *options, "-f", target,
                                 database, timeout=300)
        return result, target

    def expect_dumped(self, name, statements):
        with self.steps.step(name):
            database = self.server.create("many")
            self.server.psql(database, *statements)
            for jobs in (1, 3):
                result, target = self.dump(database, jobs=jobs)
                result.check()
                expect(result.stderr == "", result.stderr)
            self.server.run(self.pgark, "verify", target).check()
            self.server.drop(database)

    def expect_explained(self, name, count, statements):
        """More than fits: the message says the setting that is enough, and it is."""
        database = self.server.create("many")
        self.server.psql(database, *statements)
        match = None
        with self.steps.step(f"{name}: the message says the setting"):
            for jobs in (1, 4):
                result, target = self.dump(database, jobs=jobs)
                result.check(COULD_NOT)
                expect(not target.exists(), "the archive is there")
                expect(result.stderr.count("error:") == 1, result.stderr)
                match = re.search(r"max_locks_per_transaction.* to at least (\d+)", result.stderr)
                expect(match and f" {count} " in result.stderr, result.stderr)
        enough = int(match.group(1)) if match else 500
        with self.steps.step(f"{name}: {enough} is enough, with workers too"):
            self.set(max_locks_per_transaction=enough)
            for jobs in (1, 4):
                result, target = self.dump(database, jobs=jobs)
                result.check()
                expect(result.stderr == "", result.stderr)
            # Nobody wants a server with ten times the memory.
            expect((enough - 11) * SETTINGS["max_connections"] <= (count + 200) * 9 // 8 + 12,
                   f"{enough} is more than is needed")
        self.set(max_locks_per_transaction=10)
        self.server.drop(database)


def main():
    arguments = interop.parse_arguments(__doc__, version=False)
    steps = interop.Steps("full-lock-table")
    with ThrowawayServer() as cluster:
        server = interop.Server(0, cluster.environment(), cluster.programs)
        test = FullLockTable(steps, server, arguments.pgark, cluster)
        test.set(**SETTINGS)
        test.expect_dumped("700 sequences", fill(700, "CREATE SEQUENCE s_%s"))
        test.expect_dumped("10 tables, 500 functions, types and domains", [
            *fill(10, "CREATE TABLE t_%s AS SELECT %s AS a"),
            *fill(500, "CREATE FUNCTION f_%s() RETURNS integer LANGUAGE sql AS ''SELECT %s''"),
            *fill(500, "CREATE TYPE c_%s AS (a integer, b text)"),
            *fill(500, "CREATE DOMAIN d_%s AS integer CHECK (VALUE > %s)")])
        test.expect_explained("700 tables", 700, fill(700, "CREATE TABLE t_%s AS SELECT %s AS a"))
        test.expect_explained("50 tables, 500 views", 550, [
            *fill(50, "CREATE TABLE t_%s AS SELECT %s AS a"),
            *fill(500, "CREATE VIEW v_%s AS SELECT %s AS a")])
    return steps.finish()


if __name__ == "__main__":
    sys.exit(main())
