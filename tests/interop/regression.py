#!/usr/bin/env python3
"""Takes PostgreSQL's own regression database through pgark.

$PGARK_TEST_DATA/regression-<RELEASE>.dump is what stock pg_dump made of it: more
than 2,000 entries with every kind of object. Functions in C need a library that
is not there; what depends on them is missing from the restored database, for
stock programs and for pgark alike.
"""
import difflib
import os
import pathlib
import re
import sys

import archive_contents
import interop
from interop import StepFailed, expect, expect_same_bytes, expect_same_script

SCRIPT_OPTIONS = ([], ["-s", "-O", "-x"], ["-c", "--if-exists"])


def words_of(options):
    return " ".join(options) or "without options"


def entry_differences(ours, theirs, accepted):
    """In words: the entries that are missing, extra, in another place, or differ.
    accepted: the stock definition with the differences that are accepted."""
    for entry in theirs:
        entry.fields["definition"] = accepted(entry.fields["definition"])
    keys = [[entry_key(entry) for entry in entries] for entries in (ours, theirs)]
    missing = [key for key in keys[1] if key not in set(keys[0])]
    extra = [key for key in keys[0] if key not in set(keys[1])]
    moved, changed = [], []
    if not missing and not extra and keys[0] != keys[1]:
        moved = [line[2:] for line in difflib.ndiff(keys[0], keys[1]) if line[0] == "-"]
    if keys[0] == keys[1]:
        texts = [archive_contents.lines_of(entries) for entries in (ours, theirs)]
        changed = [line for line in difflib.unified_diff(*texts, lineterm="", n=0)
                   if not line.startswith(("---", "+++", "@@"))]
    return missing, extra, moved, changed


def entry_key(entry):
    return f"{entry.name()} OID {entry.fields['OID']}"


class Regression(interop.Script):
    def __init__(self, steps, server, pgark, archive):
        super().__init__(steps, server, pgark)
        self.archive = archive
        self.database = server.create("regression")
        self.errors = server.run(self.pg_restore, "-d", self.database, archive).status

    def accepted(self, text, options):
        """The stock text with what docs/compatibility.md says of it."""
        if self.server.version >= 18 and "--quote-all-identifiers" in options:
            return re.sub(rb'(?m)^(    CONSTRAINT )(\w+)( NOT NULL ")', rb'\1"\2"\3', text)
        return text

    def same_script(self, options):
        stock = self.server.run(self.pg_dump, "-Fp", *options, self.database).check().stdout
        expect_same_script(
            self.steps, f"plain {words_of(options)}",
            self.server.run(self.pgark, "dump", "-Fp", *options, self.database).check().stdout,
            self.accepted(stock, options))

    def archives(self, options):
        ours, theirs = self.steps.file("ours.dump"), self.steps.file("stock.dump")
        self.server.run(self.pgark, "dump", "-Fc", "-j2", "-f", ours, *options,
                        self.database).check()
        self.server.run(self.pg_dump, "-Fc", "-f", theirs, *options, self.database).check()
        return ours, theirs

    def same_entries(self, options):
        ours, theirs = self.archives(options)
        self.server.run(self.pgark, "verify", ours).check()
        missing, extra, moved, fields = entry_differences(
            archive_contents.read(ours.read_bytes()), archive_contents.read(theirs.read_bytes()),
            lambda text: self.accepted(text.encode(errors="surrogateescape"),
                                       options).decode(errors="surrogateescape"))
        if missing or extra or moved or fields:
            raise StepFailed(
                f"{len(missing)} missing {missing[:5]}, {len(extra)} extra {extra[:5]}, "
                f"{len(moved)} reordered {moved[:5]}, {len(fields)} lines of fields {fields[:8]}")

    def round_trips(self, options):
        """What pg_restore makes of pg_dump's archive is made in every pairing."""
        ours, theirs = self.archives(options)
        stock = self.server.create("stock")
        errors = self.server.run(self.pg_restore, "-d", stock, theirs).status
        wanted = interop.Original(self.steps, self.server, stock)
        for name, archive, program, failed in (
                ("D", ours, [self.pg_restore], 1), ("R", theirs, [self.pgark, "restore"], 3),
                ("DR", ours, [self.pgark, "restore", "-j2"], 3)):
            copy = self.server.create("copy")
            status = self.server.run(*program, "-d", copy, archive).status
            expect(status == (failed if errors else 0), f"{name}: status {status}, "
                   f"pg_restore of pg_dump's archive {errors}")
            wanted.expect_equal(copy, f"{name} {words_of(options)}")
        self.server.drop(stock)

    def run(self):
        with self.steps.step("the archive of stock pg_dump: verify, list, script"):
            self.server.run(self.pgark, "verify", self.archive).check()
            for command, stock, same in (
                    (["list"], ["-l"], expect_same_bytes),
                    (["restore", "-f", "-"], ["-f", "-"], expect_same_script)):
                same(self.steps, f"archive.{command[0]}",
                     self.server.run(self.pgark, *command, self.archive).check().stdout,
                     self.server.run(self.pg_restore, *stock, self.archive).check().stdout)
        original = interop.Original(self.steps, self.server, self.database)
        for options in ([], ["-j2"]):
            with self.steps.step(f"restore {words_of(options)}: what pg_restore makes of it"):
                copy = self.server.create("copy")
                status = self.server.run(self.pgark, "restore", *options, "-d", copy,
                                         self.archive).status
                expect(status == (3 if self.errors else 0), f"status {status}, "
                       f"stock {self.errors}")
                original.expect_equal(copy, f"restored{''.join(options)}")
        for options in SCRIPT_OPTIONS:
            with self.steps.step(f"-F p {words_of(options)}: the text of pg_dump"):
                self.same_script(options)
        with self.steps.step("dump -Fc: every field of every entry of pg_dump -Fc"):
            self.same_entries([])


def main(description, run):
    """Runs run(regression) with the release's regression database."""
    arguments = interop.parse_arguments(description)
    folder = os.environ.get("PGARK_TEST_DATA")
    archive = pathlib.Path(folder or "/") / f"regression-{arguments.version}.dump"
    if not folder or not archive.exists():
        print("PGARK_TEST_DATA holds no regression database: skipped")
        return interop.SKIPPED
    server = interop.side_by_side(arguments.version)
    if server is None:
        return interop.missing(arguments.version)
    steps = interop.Steps(f"regression-{arguments.version}")
    try:
        run(Regression(steps, server, arguments.pgark, archive))
    finally:
        server.drop_all()
    return steps.finish()


if __name__ == "__main__":
    sys.exit(main(__doc__, Regression.run))
