#!/usr/bin/env python3
"""What a dump owes to whoever takes one every night, and to whoever waits for it.

Two dumps of an unchanged database differ in the clock's fields only (and in the
digests over them), whatever -j is; with SOURCE_DATE_EPOCH in nothing. The progress
that --progress=json tells begins with a total, ends at the whole, and its remaining
time is true within reason, for tables that are larger or smaller as text than on
disk, for large objects, for small tables, with --max-rate.
"""
import json
import os
import pty
import re
import struct
import subprocess
import sys
import time

import interop
from interop import EPOCH, expect

# As text: some times as much as on disk (compressed), a fifth (dead rows), alike.
TABLES = [
    "CREATE TABLE compressed (id integer, content text)",
    "INSERT INTO compressed SELECT g, repeat((SELECT string_agg(md5((g * 50 + h)::text), '') "
    "FROM generate_series(1, 40) h), 5) FROM generate_series(1, 3000) g",
    "CREATE TABLE dead (id integer, filler text) WITH (autovacuum_enabled = off)",
    "INSERT INTO dead SELECT g, repeat(md5(g::text), 4) FROM generate_series(1, 40000) g",
    "DELETE FROM dead WHERE id % 5 <> 0",
    "CREATE TABLE alike (id integer, key text)",
    "INSERT INTO alike SELECT g, md5(g::text) || md5((-g)::text) FROM generate_series(1, 150000) g",
    "DO $$ BEGIN FOR i IN 1..200 LOOP EXECUTE format('CREATE TABLE small_%s AS SELECT 1 AS a', i); "
    "END LOOP; END $$",
    "SELECT count(lo_from_bytea(0, decode(repeat(md5(g::text), 200), 'hex'))) "
    "FROM generate_series(1, 3500) g",
    "CREATE MATERIALIZED VIEW copied AS SELECT * FROM alike",
]


FOOTER_OCTETS = 52


def clock_fields(archive):
    """Where the header holds the time: seven integers of five octets."""
    version = archive[5], archive[6]
    # Behind magic, version (3), sizes (2) and format: the compression.
    begin = 11 + (1 if version >= (1, 15) else 5)
    return range(begin, begin + 7 * 5)


class RepeatedDumps(interop.Script):
    def __init__(self, steps, server, pgark, database):
        super().__init__(steps, server, pgark)
        self.database = database

    def dump(self, name, *options, extra=None):
        path = self.steps.file(name)
        result = self.server.run(self.pgark, "dump", "-Fc", "-f", path,
                                 "--split-tables-larger-than=1MB", *options, self.database,
                                 extra=extra)
        return path.read_bytes(), result.check()

    def unchanged(self):
        for codec in ("default", "none"):
            options = () if codec == "default" else ("-Z", codec)
            with self.steps.step(f"{codec}: the same octets with SOURCE_DATE_EPOCH, -j1 to -j3"):
                wanted, _ = self.dump("epoch", "-j1", *options, extra={"SOURCE_DATE_EPOCH": EPOCH})
                for jobs in (2, 2, 3):
                    got, _ = self.dump("again", f"-j{jobs}", *options,
                                       extra={"SOURCE_DATE_EPOCH": EPOCH})
                    expect(got == wanted, f"-j{jobs}: the archives differ")
            with self.steps.step(f"{codec}: the clock's fields only without it"):
                first, _ = self.dump("first", "-j2", *options)
                time.sleep(1.1)
                second, _ = self.dump("second", "-j2", *options)
                self.expect_clock_only(first, second)

    @staticmethod
    def expect_clock_only(first, second):
        expect(len(first) == len(second), "the sizes differ")
        part = 4096
        differing = [at for begin in range(0, len(first), part)
                     if first[begin:begin + part] != second[begin:begin + part]
                     for at in range(begin, min(begin + part, len(first)))
                     if first[at] != second[at]]
        clock = clock_fields(first)
        expect(any(at in clock for at in differing), "the times are equal")
        # The index holds digests of the header, and ends with one of its own.
        rest = [at for at in differing if at not in clock]
        index = index_begin(first)
        expect(not rest or rest[0] >= index, f"octet {rest[:1]} differs, in front of the index")
        # Of the contents, of the tail, and the footer's checksum.
        expect(len(rest) <= 16 + 16 + 8, f"{len(rest)} octets of the index differ")

    # Progress.

    def events(self, *options):
        """What is told while data is read, each with the time that is left really."""
        command = [self.pgark, "dump", "-Fc", "--progress=json", "-f", self.steps.file("progress"),
                   "--split-tables-larger-than=1MB", *options, self.database]
        events = []
        with self.server.start(*command) as process:
            for line in process.stderr:
                event = json.loads(line)
                if event["phase"] == "dumping":
                    events.append((time.monotonic(), event))
            end = time.monotonic()
            expect(process.wait() == 0, f"status {process.returncode}")
        return [{**event, "left": end - moment} for moment, event in events]

    def progress(self):
        octets = sum(int(part) for part in self.server.psql(
            self.database, "SELECT pg_relation_size(c.oid) FROM pg_class c WHERE relkind = 't' "
            "OR relkind = 'r' AND relnamespace = 'public'::regnamespace OR oid = "
            "'pg_largeobject'::regclass").split())
        with self.steps.step("a total from the start, of tables, TOAST and large objects"):
            first = self.events("-j2")[0]
            expect(first["kind"] == "phase" and first["done_bytes"] == 0, f"{first}")
            expect(0.95 * octets <= first["total_bytes"] <= 1.05 * octets,
                   f"total {first['total_bytes']}, on disk {octets}")
        for jobs in (1, 2):
            with self.steps.step(f"-j{jobs} --max-rate: the remaining time is true"):
                self.true_time(jobs)
        with self.steps.step("a terminal sees a bar that ends at 100 %"):
            self.terminal()

    def true_time(self, jobs):
        # About 60 MB of text.
        events = self.events(f"-j{jobs}", "--max-rate=7MB")
        expect(len(events) >= 5, f"only {len(events)} events")
        for event in events:
            expect(event["done_bytes"] <= event["total_bytes"], f"{event}")
        shares = [event.get("share_done", 0) for event in events]
        backwards = max(a - b for a, b in zip(shares, shares[1:]))
        expect(backwards < 0.1, f"goes back by {backwards}: {shares}")
        expect(shares[-1] > 0.8, f"ends at {shares[-1]}")
        took = events[0]["left"]
        errors = [(event["remaining_seconds"] - event["left"]) / took
                  for event in events if "remaining_seconds" in event]
        worst = max(errors, key=abs)
        expect(abs(worst) < 0.75, f"wrong by {worst:.2f} of {took:.1f} s: {errors}")
        # Only by the last event have all tables told what they give.
        expect(abs(errors[-1]) < 0.25, f"in the end wrong, of {took:.1f} s: {errors}")

    def terminal(self):
        leader, follower = pty.openpty()
        with subprocess.Popen(
                [self.pgark, "dump", "-Fc", "-j2", "--max-rate=20MB", "-f",
                 str(self.steps.file("terminal")), self.database], stdin=follower,
                stdout=subprocess.DEVNULL, stderr=follower, env=self.server.environment) as process:
            os.close(follower)
            seen = b""
            while True:
                try:
                    part = os.read(leader, 4096)
                except OSError:  # the other side has gone
                    break
                seen += part
            expect(process.wait() == 0, seen.decode(errors="replace"))
        os.close(leader)
        shares = [int(share) for share in re.findall(rb"(\d+) %", seen)]
        expect(len(shares) > 5 and shares[-1] >= 80, f"{shares}")
        expect(b" left" in seen and b"dumped" in seen, seen[-500:].decode(errors="replace"))


def index_begin(archive):
    """Where the index's tail begins (docs/archive-index.md, "Layout")."""
    return struct.unpack_from("<Q", archive, len(archive) - FOOTER_OCTETS)[0]


def main():
    def run(steps, server, arguments):
        database = server.create("repeated")
        server.psql(database, *TABLES)
        test = RepeatedDumps(steps, server, arguments.pgark, database)
        test.unchanged()
        test.progress()

    return interop.main(__doc__, "repeated-dumps", run)


if __name__ == "__main__":
    sys.exit(main())
