#!/usr/bin/env python3
"""Restores with one session, two and four, and compares what is there then.

A database with what a parallel restore treats in its own ways: a table that is
most of it (loaded over several sessions), hundreds of small ones (loaded together),
keys that refer to each other, large objects, things that fail. The last step crashes
a server of its own as soon as a restore has ended well.
"""
import json
import re
import sys

import interop
from interop import expect
from throwaway_postgres import ThrowawayServer

TABLES = """
CREATE TABLE big (id integer PRIMARY KEY, parent integer, key text, filler text);
INSERT INTO big SELECT g, (g + 1) / 2, md5(g::text), repeat(md5((g % 97)::text), 6)
  FROM generate_series(1, 300000) g;
CREATE INDEX ON big (key);
ALTER TABLE big ADD FOREIGN KEY (parent) REFERENCES big;
CREATE TABLE middle (id integer PRIMARY KEY, big integer REFERENCES big, word text);
INSERT INTO middle SELECT g, g, E'tab\\t newline\\n backslash \\\\.' || g
  FROM generate_series(1, 30000) g;
DO $$ BEGIN
  FOR i IN 1..300 LOOP
    EXECUTE format('CREATE TABLE small_%s (id integer PRIMARY KEY, middle integer
      REFERENCES middle, word text CHECK (word <> ''''))', i);
    EXECUTE format('INSERT INTO small_%s SELECT g, g, ''word '' || g
      FROM generate_series(1, %s) g', i, i % 7);
    EXECUTE format('CREATE INDEX ON small_%s (word)', i);
  END LOOP;
END $$;
CREATE TABLE parted (id integer, word text) PARTITION BY RANGE (id);
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (0) TO (1000);
CREATE TABLE parted_2 PARTITION OF parted FOR VALUES FROM (1000) TO (2000);
INSERT INTO parted SELECT g, 'x' || g FROM generate_series(0, 1999) g;
ALTER TABLE parted ADD PRIMARY KEY (id);
CREATE TABLE referring (id integer REFERENCES parted);
INSERT INTO referring VALUES (5), (1500);
CREATE MATERIALIZED VIEW counted AS SELECT count(*) FROM big;
CREATE UNLOGGED TABLE unlogged AS SELECT g FROM generate_series(1, 10) g;
SELECT count(lo_from_bytea(0, convert_to(repeat(md5(g::text), g % 50), 'UTF8')))
  FROM generate_series(1, 3000) g;
SELECT lo_from_bytea(0, decode(repeat(md5('a'), 200000), 'hex'));
"""
ANSWER_IS_NO = 3


class ParallelRestore(interop.Script):
    def __init__(self, steps, server, pgark, database):
        super().__init__(steps, server, pgark)
        self.original = interop.Original(steps, server, database)
        self.ours = steps.file("ours.dump")
        self.stock = steps.file("stock.dump")
        server.run(pgark, "dump", "-Fc", "-f", self.ours, database).check()
        server.run(self.pg_dump, "-Fc", "-f", self.stock, database).check()

    def restore(self, archive, *options, into=None, status=0):
        """Returns the database and what was reported."""
        database = into or self.server.create("restored")
        result = self.server.run(self.pgark, "restore", "--output=json", *options,
                                 "-d", database, archive).check(status)
        return database, json.loads(result.stdout)["data"]

    def every_number_of_sessions(self):
        for name, archive in (("pgark", self.ours), ("pg_dump", self.stock)):
            for options in (["-j1"], ["-j2"], ["-j4"], ["-j4", "--no-tuning", "--no-analyze"],
                            ["-1"], ["-j3", "--use-set-session-authorization"]):
                words = " ".join(options)
                with self.steps.step(f"archive of {name}, {words}"):
                    database, data = self.restore(archive, *options)
                    expect(data["failure_count"] == 0, f"failures: {data['failures']}")
                    expect(data["restored_entries"] == data["wanted_entries"],
                           f"{data['restored_entries']} of {data['wanted_entries']} entries")
                    analyzed = self.server.psql(
                        database, "SELECT count(DISTINCT starelid) FROM pg_statistic WHERE "
                        "starelid IN ('big'::regclass, 'small_1'::regclass)")
                    expect(analyzed == ("0" if "--no-analyze" in options else "2"),
                           f"{analyzed} tables have statistics")
                    self.original.expect_equal(database, f"{name} {words}")

    def three_sections(self):
        with self.steps.step("--section in three steps, -j4"):
            database = self.server.create("restored")
            for section in ("pre-data", "data", "post-data"):
                self.restore(self.ours, "-j4", f"--section={section}", into=database)
            self.original.expect_equal(database, "sections")

    def again_with_clean(self):
        """Keys of partitions cannot be dropped before those of their parents, by whomever."""
        database, _ = self.restore(self.ours, "-j2")
        result = self.server.run(self.pg_restore, "-c", "--if-exists", "-d", database, self.ours)
        stock = self.ignored_errors(result)
        for jobs in (1, 4):
            with self.steps.step(f"-c --if-exists over what is there, -j{jobs}"):
                _, data = self.restore(self.ours, f"-j{jobs}", "-c", "--if-exists", "--yes",
                                       into=database, status=ANSWER_IS_NO if stock else 0)
                expect(data["failure_count"] == stock,
                       f"{data['failure_count']} failures, pg_restore has {stock}")
        with self.steps.step("-c --if-exists: the database is as it was"):
            self.original.expect_equal(database, "clean")

    @staticmethod
    def ignored_errors(result):
        found = re.search(r"errors ignored on restore: (\d+)", result.stderr)
        return int(found[1]) if found else 0

    def failures_are_named(self):
        """Tables and an object that are in the way: what depends on them fails too, as with
        pg_restore; everything else is there."""
        obstacles = ("CREATE TABLE small_7 (id integer, other text)",
                     "CREATE TABLE big (id integer PRIMARY KEY, parent integer, key text, "
                     "filler text CHECK (id <> 250000))")
        wanted = self.server.create("wanted")
        self.server.psql(wanted, *obstacles)
        result = self.server.run(self.pg_restore, "-d", wanted, self.ours)
        stock = self.ignored_errors(result)
        original = interop.Original(self.steps, self.server, wanted)
        for jobs in (1, 2, 4):
            with self.steps.step(f"what fails is named, -j{jobs}"):
                database = self.server.create("restored")
                self.server.psql(database, *obstacles)
                _, data = self.restore(self.ours, f"-j{jobs}", "--into-existing",
                                       into=database, status=ANSWER_IS_NO)
                names = {failure["name"] for failure in data["failures"]}
                for part in ("TABLE DATA public.big", "TABLE public.small_7",
                             "TABLE DATA public.small_7"):
                    expect(any(name.endswith(part) for name in names), f"{part} is not named")
                expect(data["failure_count"] == stock,
                       f"{data['failure_count']} failures, pg_restore has {stock}")
                original.expect_equal(database, f"failures -j{jobs}")
        self.server.drop(wanted)

    def safe_when_it_ends(self):
        """Commits do not wait for the disk meanwhile; a crash takes what they left in the
        server's memory."""
        counts = ("SELECT count(*), sum(id) FROM big", "SELECT count(*) FROM middle",
                  "SELECT count(*) FROM small_6", "SELECT count(*) FROM pg_largeobject",
                  "SELECT count(*) FROM pg_constraint WHERE contype IN ('p', 'f')",
                  "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace")
        wanted = self.server.psql(self.original.database, *counts)
        with ThrowawayServer() as cluster:
            crashing = interop.Server(0, cluster.environment(), self.server.programs)
            crashing.psql("postgres", "ALTER SYSTEM SET wal_writer_delay = '10s'",
                          "SELECT pg_reload_conf()")
            for options in (["-j1"], ["-j4"], ["-1"]):
                with self.steps.step(f"the server crashes behind exit 0, {options[0]}"):
                    crashing.psql("postgres", "CREATE DATABASE copy TEMPLATE template0")
                    crashing.run(self.pgark, "restore", *options, "--no-analyze", "-d", "copy",
                                 self.ours).check()
                    cluster.stop("immediate")
                    cluster.start()
                    got = crashing.psql("copy", *counts)
                    expect(got == wanted, f"{got.split()} instead of {wanted.split()}")
                    crashing.psql("postgres", "DROP DATABASE copy")


def run(steps, server, arguments):
    database = server.create("original")
    server.psql(database, TABLES)
    script = ParallelRestore(steps, server, arguments.pgark, database)
    script.every_number_of_sessions()
    script.three_sections()
    script.again_with_clean()
    script.failures_are_named()
    script.safe_when_it_ends()


if __name__ == "__main__":
    sys.exit(interop.main(__doc__, "parallel_restore", run))
