#!/usr/bin/env python3
"""Takes databases of releases that have no stock dumper here through pgark.

The judge is the pg_dump of 18: what pgark dumps must restore to a database that
pg_dump 18 cannot tell from the original, and pgark must make of an archive of
pg_dump 18 what pg_restore 18 makes of it. With --as-release=18 the texts themselves
are compared, of two databases and of every tricky case that the release has.
"""
import os
import pathlib
import re
import sys

import interop
import tricky
from interop import StepFailed, expect, expect_same_script

JUDGE = 18

# pg_restore of 17 and later sets a parameter that older servers do not have,
# and counts the refusal as an error.
UNKNOWN_SETTING = 'unrecognized configuration parameter "transaction_timeout"'
SCRIPT_OPTIONS = [
    [], ["-s"], ["-a"], ["-C"], ["-c", "--if-exists"], ["-O", "-x"],
    ["--section=pre-data"], ["--section=data"], ["--section=post-data"],
]


def errors_of(result):
    """The errors that a stock pg_restore has told, but for that one."""
    return [line for line in result.stderr.splitlines()
            if re.search(r"error: |ERROR: ", line) and UNKNOWN_SETTING not in line]


def as_of(script):
    """The script without the minor release that pgark does not imitate."""
    return re.sub(rb"(?m)^(-- Dumped by pg_dump version \d+)\S*", rb"\1", script)


class RoundTrips(interop.Script):
    """What is done with one database."""

    def __init__(self, steps, server, pgark, name, database):
        super().__init__(steps, server, pgark)
        self.name = name
        self.original = interop.Original(steps, server, database)

    def restored(self, label, *command):
        database = self.server.create("restored")
        result = self.server.run(*command, "-d", database)
        expect(result.status in (0, 1), f"status {result.status}: {result.stderr[-2000:]}")
        errors = errors_of(result)
        expect(not errors, f"{len(errors)} errors: {errors[:5]}")
        self.original.expect_equal(database, label)

    def run(self):
        ours = self.steps.file(f"{self.name}-ours.dump")
        stock = self.steps.file(f"{self.name}-stock.dump")
        database = self.original.database
        pg_restore = self.server.program("pg_restore")
        with self.steps.step(f"{self.name}: pgark dump, verify"):
            self.server.run(self.pgark, "dump", "-Fc", "-j2", "-f", ours, database).check()
            self.server.run(self.pgark, "verify", "--level=rows", ours).check()
        with self.steps.step(f"{self.name}: pgark to pg_restore 18"):
            self.restored(f"{self.name} ours to stock", pg_restore, ours)
        with self.steps.step(f"{self.name}: pgark to pgark"):
            self.restored(f"{self.name} ours to ours", self.pgark, "restore", "-j2", ours)
        with self.steps.step(f"{self.name}: pg_dump 18 to pgark"):
            self.server.run(self.server.program("pg_dump"), "-Fc", "-f", stock, database).check()
            self.same_restore(stock)
        for options in SCRIPT_OPTIONS:
            words = " ".join(options) or "without options"
            with self.steps.step(f"{self.name}: -F p --as-release=18, {words}: the text of 18"):
                self.same_text(words, options)

    def same_restore(self, archive):
        """SQL of 18 does not load everywhere (NOT NULL as an element of a table):
        what pg_restore makes of an archive is what pgark has to make of it."""
        by_stock = self.server.create("by_stock")
        by_pgark = self.server.create("by_pgark")
        errors = errors_of(self.server.run(self.server.program("pg_restore"), "-d", by_stock,
                                           archive))
        result = self.server.run(self.pgark, "restore", "-d", by_pgark, archive)
        expect(result.status == (3 if errors else 0),
               f"status {result.status}, stock {errors[:5]}: {result.stderr[-2000:]}")
        if errors:
            print(f"       with {len(errors)} errors of pg_restore 18, the first: {errors[0]}")
            wanted = interop.Original(self.steps, self.server, by_stock)
        else:
            wanted = self.original
        wanted.expect_equal(by_pgark, f"{self.name} stock to ours")
        self.server.drop(by_stock)

    def same_text(self, label, options):
        database = self.original.database
        expect_same_script(
            self.steps, f"{self.name} plain {label}",
            as_of(self.server.run(self.pgark, "dump", "-Fp", f"--as-release={JUDGE}", *options,
                                  database).check().stdout),
            as_of(self.server.run(self.server.program("pg_dump"), "-Fp", *options,
                                  database).check().stdout))


class TrickyCase(tricky.Run):
    """A tricky case on a release that its head does not name."""

    class NotHere(Exception):
        """The release, or its bare server, does not have what the case is about."""

    def __init__(self, server, pgark, case):
        super().__init__(server, pgark, case, release=JUDGE)

    def psql(self, database, *words):
        try:
            return super().psql(database, *words)
        except StepFailed as error:
            # Between two releases that have it there is none that has it not.
            neighbours = {self.server.version - 1, self.server.version + 1}
            expected = (not neighbours <= self.case.releases()
                        or "requires the server to be built with" in str(error))
            if "-f" in words and expected:
                raise self.NotHere(str(error)) from error
            raise

    def program(self, program, *words, extra=None):
        # With -f it is the round trip, in the release's own SQL.
        if program[0] == self.pgark and "-f" not in words:
            program = [*program, f"--as-release={JUDGE}"]
        return super().program(program, *words, extra=extra)

    @staticmethod
    def lines(octets, form):
        # Not in archives, whose header is not compared.
        return tricky.Run.lines(as_of(octets) if form == "-Fp" else octets, form)

    @staticmethod
    def expect_restored(result):
        errors = errors_of(result)
        expect(result.status in (0, 1) and not errors, f"status {result.status}: {errors[:5]}")

    def take(self, folder):
        with self.database_of_the_case():
            self.compare_all()
            next_release = min(set(tricky.RELEASES) - set(range(self.server.version)))
            wishes = list(self.case.for_release("round-trip", next_release))
            if wishes:
                self.round_trip(folder, compares="restored" not in wishes)


def tricky_cases(steps, server, pgark):
    absent = []
    for case in tricky.all_cases([]):
        if case.head["skipped"]:
            continue
        with steps.step(f"case {case.number:03} {case.path.stem[4:]}"):
            try:
                TrickyCase(server, pgark, case).take(steps.folder)
            except TrickyCase.NotHere:
                absent.append(case.number)
    print(f"{len(absent)} tricky cases are about what release {server.version} does not have:",
          *absent)


def load_regression(steps, server):
    """What this release can make of the regression database of 15, or None."""
    archive = pathlib.Path(os.environ.get("PGARK_TEST_DATA") or "/") / "regression-15.dump"
    if not archive.exists():
        steps.skip("the regression database", "PGARK_TEST_DATA does not hold it")
        return None
    database = server.create("regression")
    server.run(server.program("pg_restore"), "-d", database, archive)
    if server.version == 12:
        # Its text of a view has no quotes around the names of XML namespaces.
        server.psql(database, "DROP VIEW public.xmltableview2")
    return database


def run(steps, server, arguments):
    sources = {"sample": server.load_sample("sample", 3),
               "regression": load_regression(steps, server)}
    for name, database in sources.items():
        if database is not None:
            RoundTrips(steps, server, arguments.pgark, name, database).run()
    tricky_cases(steps, server, arguments.pgark)


if __name__ == "__main__":
    sys.exit(interop.main(__doc__, "releases", run))
