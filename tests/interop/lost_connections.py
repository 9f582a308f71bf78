#!/usr/bin/env python3
"""Cuts the connections of a dump at random octets of what the server sends.

A worker that loses its connection reads its piece again: the archive is that of an
undisturbed run, octet by octet. A dump that loses the leader's connection fails: a
message, an older file untouched, nothing left. The connections go through
protocol_proxy.py; SEED (printed) repeats a run.
"""
import argparse
import collections
import os
import random
import re
import sys
import time

import interop
from interop import EPOCH, expect
from protocol_proxy import ProtocolProxy

COULD_NOT, NO_CONNECTION = 1, 4
OLD = b"the archive of yesterday\n"
# What the server sends before the first row, settings of the session included.
LOGIN_OCTETS = 2000

# A table of several pieces, each of several frames; small ones; one with values
# larger than the proxy's parts; large objects, one of many frames.
TABLES = [
    "CREATE TABLE big (id integer, key text, filler text)",
    "INSERT INTO big SELECT g, md5(g::text), repeat(md5((g % 97)::text), 8) "
    "FROM generate_series(1, 70000) g",
    "CREATE TABLE wide (id integer, content bytea)",
    "INSERT INTO wide SELECT g, decode(repeat(md5(g::text), 20000), 'hex') "
    "FROM generate_series(1, 8) g",
    "DO $$ BEGIN FOR i IN 1..40 LOOP EXECUTE format('CREATE TABLE small_%s AS "
    "SELECT g AS id, g::text AS word FROM generate_series(1, %s) g', i, i * 10); "
    "END LOOP; END $$",
    "SELECT count(lo_from_bytea(0, repeat(md5(g::text), 20)::bytea)) "
    "FROM generate_series(1, 1200) g",
    "SELECT lo_from_bytea(0, decode(repeat(md5('a'), 250000), 'hex'))",
    "SELECT lo_put(lo_create(0), 3000000, 'behind a hole')",
]


class LostConnections:
    def __init__(self, steps, server, arguments, database):
        self.steps = steps
        self.server = server
        self.arguments = arguments
        self.database = database
        self.random = random.Random(arguments.seed)
        self.folder = steps.folder / "out"
        self.folder.mkdir()
        self.target = self.folder / "nightly.dump"
        self.reached = collections.Counter()

    def dump(self, jobs, cut=None, codec="zstd:1"):
        """Returns the result and the proxy, which tells what was cut."""
        address = self.server.environment["PGHOST"], self.server.environment["PGPORT"]
        with ProtocolProxy(address, cut=cut) as proxy:
            result = self.server.run(
                self.arguments.pgark, "dump", "-Fc", f"-j{jobs}", "-Z", codec,
                "--archive-version=1.16", "--no-sync", "--split-tables-larger-than=8MB",
                "-f", self.target, self.database,
                extra={**proxy.environment(), "SOURCE_DATE_EPOCH": EPOCH}, timeout=120)
        return result, proxy

    def undisturbed(self, jobs):
        result, proxy = self.dump(jobs)
        result.check()
        expect(result.stderr == "", result.stderr)
        return self.target.read_bytes(), list(proxy.answered_octets)

    def expect_only_target(self):
        names = os.listdir(self.folder)
        expect(names == [self.target.name], f"left behind: {names}")

    def worker(self, jobs, wanted, least):
        """One session of a worker ends somewhere; or each one does, also those
        that came in its place."""
        each = self.random.random() < 0.25
        victim = self.random.randint(1, jobs)
        places = collections.defaultdict(lambda: self.random.randint(
            1, self.random.choice((LOGIN_OCTETS, least, least))))

        def cut(session):
            return places[session] if session == victim or each and session > 0 else None

        self.target.write_bytes(OLD)
        result, proxy = self.dump(jobs, cut)
        what = f"cut {proxy.cuts}"
        expect(result.status == 0, f"{what}: status {result.status}: {result.stderr}")
        expect(self.target.read_bytes() == wanted, f"{what}: other octets")
        self.expect_only_target()
        # Who was cut while logging in tries again without a word.
        reading = [octets for _, octets in proxy.cuts if octets > LOGIN_OCTETS]
        self.reached["reading"] += len(reading)
        self.reached["logging in"] += len(proxy.cuts) - len(reading)
        if "reading it again" in result.stderr:
            self.reached["read again"] += 1
        if reading:
            expect(re.search("reading", result.stderr), f"{what}: not a word")

    def leader(self, jobs, octets):
        # All but the answer to the last statement, behind which nothing counts.
        place = self.random.randint(1, octets - 20)
        if self.random.random() < 0.3:
            place = octets - self.random.randint(20, 200)
        self.target.write_bytes(OLD)
        result, proxy = self.dump(jobs, lambda session: place if session == 0 else None)
        what = f"cut the leader at {place} of {octets}"
        expect(proxy.cuts, f"{what}: nothing was cut")
        expect(result.status in (COULD_NOT, NO_CONNECTION), f"{what}: status {result.status}")
        errors = [line for line in result.stderr.splitlines() if "error:" in line]
        expect(len(errors) == 1, f"{what}: {result.stderr}")
        expect(re.search("connection|closed|lost", errors[0]), f"{what}: {errors[0]}")
        expect(self.target.read_bytes() == OLD, f"{what}: the older file was changed")
        self.expect_only_target()
        self.reached["leader"] += 1

    def run(self):
        rounds, deadline = self.arguments.rounds, time.monotonic() + self.arguments.seconds
        for jobs in (1, 2, 3):
            with self.steps.step(f"-j{jobs}: undisturbed"):
                archive, octets = self.undisturbed(jobs)
            if jobs == 1:
                wanted = archive
            with self.steps.step(f"-j{jobs}: the same octets as -j1"):
                expect(archive == wanted, "the archives differ")
            with self.steps.step(f"-j{jobs}: {rounds} times the leader's connection"):
                for _ in range(rounds):
                    self.leader(jobs, octets[0])
                    if time.monotonic() > deadline:
                        break
            if jobs == 1:
                continue
            with self.steps.step(f"-j{jobs}: {rounds * 2} times a worker's connection"):
                for _ in range(rounds * 2):
                    self.worker(jobs, wanted, max(octets[1:]))
                    if time.monotonic() > deadline:
                        break
        print(f"reached: {dict(self.reached)}")
        with self.steps.step("some pieces were read again, some sessions never began"):
            for what in ("reading", "logging in", "read again", "leader"):
                expect(self.reached[what] > 0, f"never: {what}")


def main():
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument("--rounds", type=int, default=8, help="dumps of a kind")
    parser.add_argument("--seconds", type=int, default=60, help="then no further ones")
    own, others = parser.parse_known_args()
    sys.argv[1:] = others

    def run(steps, server, arguments):
        print(f"seed: {own.seed}")
        arguments.seed, arguments.rounds, arguments.seconds = own.seed, own.rounds, own.seconds
        database = server.create("lost")
        server.psql(database, *TABLES)
        LostConnections(steps, server, arguments, database).run()

    return interop.main(__doc__, "lost-connections", run)


if __name__ == "__main__":
    sys.exit(main())
