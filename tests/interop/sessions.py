#!/usr/bin/env python3
"""Servers that give a dump fewer sessions than it asks for, or other ones.

No slot is left for some or all of the workers; a role may not export a snapshot; behind
one address stand two servers, so that the workers' sessions do not know the snapshot.
The archive is that of -j1 each time, and a warning says what happened. The servers are
throw-away ones.
"""
import contextlib
import re
import sys
import time

import interop
from interop import EPOCH, expect
from protocol_proxy import ProtocolProxy

from throwaway_postgres import ThrowawayServer

NO_CONNECTION = 4
SAME = {"SOURCE_DATE_EPOCH": EPOCH}
TABLES = [
    "CREATE TABLE big AS SELECT g AS id, md5(g::text) AS key FROM generate_series(1, 200000) g",
    "DO $$ BEGIN FOR i IN 1..20 LOOP EXECUTE format('CREATE TABLE small_%s AS SELECT %s AS a', "
    "i, i); END LOOP; END $$",
    "SELECT count(lo_from_bytea(0, 'content')) FROM generate_series(1, 50)",
    "CREATE ROLE guest LOGIN", "GRANT pg_read_all_data TO guest",
    "DO $$ DECLARE o oid; BEGIN FOR o IN SELECT oid FROM pg_largeobject_metadata LOOP "
    "EXECUTE format('GRANT SELECT ON LARGE OBJECT %s TO guest', o); END LOOP; END $$",
]
MANY_SLOTS, FEW_SLOTS = 60, 6


class Balancer(ProtocolProxy):
    """The first session goes to one server, all others to another one."""

    def __init__(self, first, others):
        self._addresses = [first, others]
        super().__init__(first)

    @property
    def server(self):
        return self._addresses.pop(0) if len(self._addresses) > 1 else self._addresses[0]

    @server.setter
    def server(self, _):
        pass


class Sessions(interop.Script):
    def __init__(self, steps, server, pgark, cluster):
        super().__init__(steps, server, pgark)
        self.cluster = cluster
        self.wanted = None

    def dump(self, jobs, *options, extra=None):
        target = self.steps.file("sessions.dump")
        target.unlink(missing_ok=True)
        result = self.server.run(self.pgark, "dump", "-Fc", *([f"-j{jobs}"] if jobs else ()),
                                 "--split-tables-larger-than=1MB", "-f", target, *options,
                                 "sessions", extra={**SAME, **(extra or {})}, timeout=120)
        return result, target

    def expect_whole(self, result, target, warning):
        result.check()
        expect(target.read_bytes() == self.wanted, "the archive is another one than with -j1")
        if warning is None:
            expect(result.stderr == "", result.stderr)
            return
        expect("warning:" in result.stderr, f"no warning: {result.stderr!r}")
        expect(re.search(warning, result.stderr), result.stderr)

    def take_wanted(self):
        with self.steps.step("-j1"):
            result, target = self.dump(1)
            result.check()
            self.wanted = target.read_bytes()

    def set_slots(self, count):
        self.server.psql("postgres", f"ALTER SYSTEM SET max_connections = {count}")
        self.cluster.stop()
        self.cluster.start()

    def take_all_slots(self, holders):
        """Sessions that sleep, until no further one begins."""
        while self.server.run(self.server.program("psql"), "-XAtc", "SELECT 1", "-U", "guest",
                              "postgres").status == 0:
            holder = self.server.start(self.server.program("psql"), "-Xqc", "SELECT pg_sleep(300)",
                                       "-U", "guest", "postgres")
            holders.enter_context(holder)
            holders.callback(holder.kill)
            time.sleep(0.2)

    def slots(self):
        few = "fewer connections than asked for.*(too many|sorry|remaining|reserved)"
        self.set_slots(FEW_SLOTS)
        for jobs in (8, 40):
            with self.steps.step(f"-j{jobs} with {FEW_SLOTS} slots"):
                self.expect_whole(*self.dump(jobs), few)
        # Three of the slots are for superusers.
        with self.steps.step("-j4 of a role that gets three slots"):
            self.expect_whole(*self.dump(4, "-U", "guest"), few)
        with self.steps.step("without -j: as many as a quarter of the slots"):
            self.expect_whole(*self.dump(None), None)
        with contextlib.ExitStack() as holders:
            with self.steps.step("no slot at all"):
                self.take_all_slots(holders)
                result, target = self.dump(4, "-U", "guest")
                result.check(NO_CONNECTION)
                expect(not target.exists(), "the archive is there")
                expect(re.search("slots", result.stderr), result.stderr)
        self.set_slots(MANY_SLOTS)

    def export(self):
        self.server.psql("sessions", "REVOKE EXECUTE ON FUNCTION pg_export_snapshot() FROM PUBLIC")
        self.take_wanted()
        with self.steps.step("a role that may not export a snapshot"):
            self.expect_whole(*self.dump(3, "-U", "guest"),
                              "one connection.*cannot be exported.*pg_export_snapshot")
        with self.steps.step("the same with -j1: nobody asks"):
            self.expect_whole(*self.dump(1, "-U", "guest"), None)

    def balancer(self, other):
        with Balancer((self.cluster.folder, 5432), (other.folder, 5432)) as proxy:
            with self.steps.step("two servers behind one address, the other without the database"):
                self.expect_whole(*self.dump(3, extra=proxy.environment()),
                                  "fewer connections.*sessions")
        elsewhere = interop.Server(0, other.environment(), other.programs)
        elsewhere.psql("postgres", "CREATE DATABASE sessions")
        with Balancer((self.cluster.folder, 5432), (other.folder, 5432)) as proxy:
            with self.steps.step("two servers behind one address, the other without the snapshot"):
                self.expect_whole(*self.dump(3, extra=proxy.environment()),
                                  "fewer connections.*another server")


def main():
    arguments = interop.parse_arguments(__doc__, version=False)
    steps = interop.Steps("sessions")
    with ThrowawayServer() as cluster, ThrowawayServer() as other:
        server = interop.Server(0, cluster.environment(), cluster.programs)
        server.psql("postgres", "CREATE DATABASE sessions")
        server.psql("sessions", *TABLES)
        test = Sessions(steps, server, arguments.pgark, cluster)
        test.take_wanted()
        test.slots()
        test.export()
        test.balancer(other)
    return steps.finish()


if __name__ == "__main__":
    sys.exit(main())
