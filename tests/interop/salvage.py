#!/usr/bin/env python3
"""Damages archives of stock pg_dump and of pgark, and saves what is whole of them.

For each codec one table is damaged, then the file is cut, then its contents list is
damaged. What comes out must pass verify, the stock pg_restore must restore it, and all
that the report does not name as lost must be as in the original, for the stock pg_dump.
"""
import json
import os
import random
import re
import sys

import interop
from interop import expect

LOST = 3
VICTIM = ("audit", "events")
SPARED = ["--exclude-table-data=audit.events*"]


class Salvage(interop.Script):
    def run(self, *arguments, **options):
        return self.server.run(self.pgark, *arguments, **options)

    def archives(self, database):
        methods = ["none", "gzip", "lz4", "zstd"] if self.server.version >= 16 else ["0", "6"]
        for method in methods:
            for label, program in (("stock", [self.pg_dump]), ("ours", [self.pgark, "dump"])):
                path = self.steps.file(f"{label}-{method}.dump")
                self.server.run(*program, "-Fc", "-Z", method, "-f", path, database).check()
                yield f"{label} -Z{method}", path

    def block(self, archive, schema, table):
        """Begin and end of a table's data in the file, as verify sees them."""
        listing = self.run("list", archive).check().stdout.decode()
        found = re.search(rf"(?m)^(\d+); \d+ \d+ TABLE DATA {schema} {table} ", listing)
        data = json.loads(self.run("verify", "--level=blocks", "--output=json", archive)
                          .check().stdout)["data"]["archives"][0]["data"]
        return next((entry["begin"], entry["end"]) for entry in data
                    if entry["entry"] == int(found[1]))

    def salvage(self, damaged, *options, may_be_whole=False, status=LOST):
        saved = self.steps.file("saved.dump")
        result = self.run("salvage", "--output=json", "-f", saved, *options, damaged)
        if may_be_whole and result.status == 0:
            status = 0
        data = json.loads(result.check(status).stdout)["data"]
        expect(bool(data["losses"]) == (status == LOST), "exit code and report differ")
        self.run("verify", saved).check()
        self.server.run(self.pg_restore, "-f", os.devnull, saved).check()
        return saved, data

    def restored(self, saved, label):
        database = self.server.create("saved")
        self.server.run(self.pg_restore, "-d", database, saved).check()
        return database

    def damage(self, archive, change):
        octets = bytearray(archive.read_bytes())
        change(octets)
        path = self.steps.file("damaged.dump")
        path.write_bytes(octets)
        return path

    # Steps, in the order of run().

    def one_table(self, label, archive, spared):
        begin, end = self.block(archive, *VICTIM)
        middle = (begin + end) // 2

        def change(octets):
            octets[middle:middle + 8] = b"\xff\x00\t\n\xee\x01\x02\x03"
        damaged = self.damage(archive, change)
        for options in ([], ["--whole-tables"]):
            with self.steps.step(f"{label}: one damaged table {options}"):
                saved, data = self.salvage(damaged, *options)
                names = {loss.get("object", "") for loss in data["losses"]}
                expect(all("audit.events" in name for name in names), f"lost: {names}")
                expect(data["partial_table_count"] == 0 or not options, "a part was taken")
                database = self.restored(saved, label)
                spared.expect_equal(database, f"{label}{options}")

    def cut(self, label, archive):
        size = archive.stat().st_size
        for share in (0.5, 0.9, 0.999):
            with self.steps.step(f"{label}: cut at {share}"):
                damaged = self.damage(archive, lambda octets, share=share: octets.__delitem__(
                    slice(int(size * share), None)))
                # The last thousandth of ours is the index, which nobody misses.
                saved, _ = self.salvage(damaged, may_be_whole=share > 0.99)
                self.server.drop(self.restored(saved, label))

    def contents(self, label, archive):
        """Flipped bits in the contents list; what depends on what is lost cannot be
        restored, so the restore may count errors."""
        first = min(self.data_begins(archive))
        generator = random.Random(label)
        with self.steps.step(f"{label}: 12 times a flipped bit in the contents list"):
            for _ in range(12):
                place = generator.randrange(first)
                damaged = self.damage(archive, lambda octets, place=place: octets.__setitem__(
                    place, octets[place] ^ (1 << generator.randrange(8))))
                saved = self.steps.file("saved.dump")
                result = self.run("salvage", "-f", saved, damaged)
                expect(result.status in (0, LOST), f"at {place}: {result.stderr}")
                self.run("verify", saved).check()
                self.server.run(self.pg_restore, "-f", os.devnull, saved).check()

    def data_begins(self, archive):
        data = json.loads(self.run("verify", "--level=blocks", "--output=json", archive)
                          .check().stdout)["data"]["archives"][0]["data"]
        return [entry["begin"] for entry in data]

    def folders(self, database, spared):
        with self.steps.step("directory: one damaged file"):
            folder = self.steps.file("folder")
            self.server.run(self.pg_dump, "-Fd", "-f", folder, database).check()
            listing = self.run("list", "-v", folder).check().stdout.decode()
            expect("TABLE DATA audit events" in listing, "the victim is not there")
            victims = [path for path in folder.glob("[0-9]*.dat.gz")]
            entry = re.search(r"(?m)^(\d+); \d+ \d+ TABLE DATA audit events ", listing)[1]
            victim = next(path for path in victims if path.name.startswith(entry + "."))
            octets = bytearray(victim.read_bytes())
            octets[len(octets) // 2] ^= 0xff
            victim.write_bytes(octets)
            saved, data = self.salvage(folder)
            expect(all("audit.events" in loss["object"] for loss in data["losses"]), f"{data}")
            spared.expect_equal(self.restored(saved, "folder"), "folder")

    def whole(self, label, archive, original):
        with self.steps.step(f"{label}: of a whole archive nothing is lost"):
            saved, _ = self.salvage(archive, status=0)
            original.expect_equal(self.restored(saved, label), label)


def run(steps, server, arguments):
    script = Salvage(steps, server, arguments.pgark)
    database = server.load_sample("salvaged", 5)
    original = interop.Original(steps, server, database)
    spared = Spared(steps, server, database)
    for label, archive in script.archives(database):
        script.whole(label, archive, original)
        script.one_table(label, archive, spared)
        script.cut(label, archive)
        script.contents(label, archive)
    script.folders(database, spared)


class Spared(interop.Original):
    """The original without the rows of the damaged table."""

    def __init__(self, steps, server, database):
        self.steps = steps
        self.server = server
        self.database = database
        self.text = steps.file(f"{database}.spared.sql")
        server.write_text(database, self.text, SPARED)

    def expect_equal(self, database, label):
        text = self.steps.file(f"{label}.restored.sql")
        self.server.write_text(database, text, SPARED)
        self.expect_same_file(text, self.text)
        self.server.drop(database)


if __name__ == "__main__":
    sys.exit(interop.main(__doc__, "salvage", run))
