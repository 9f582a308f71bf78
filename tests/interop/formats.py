#!/usr/bin/env python3
"""Reads what stock pg_dump writes as a directory and as a tar.

Each archive is verified; its listing and its script must equal those of stock
pg_restore to the byte; restored with -j1 and -j4 the database must equal the
original. Tars come from a file and through a pipe. Damaged and hostile ones must
be refused by name.
"""
import os
import re
import shutil
import sys

import interop
from interop import expect, expect_same_bytes, expect_same_script

# What a verbose script says about the clock.
TIMES = re.compile(rb"(?m)^-- (Started|Completed) on .*$")
DAMAGED = 3
FAILED = 1


class Formats(interop.Script):
    def __init__(self, steps, server, pgark):
        super().__init__(steps, server, pgark)
        self.methods = (["0", "6"] if server.version < 16
                        else ["none", "gzip", "lz4", "zstd"])

    # What every archive goes through.

    def same_texts(self, name, archive):
        with self.steps.step(f"{name}: verify, list, script"):
            self.server.run(self.pgark, "verify", "-j2", archive).check()
            for options in ([], ["-v"], ["-t", "orders"]):
                expect_same_bytes(
                    self.steps, f"{name} {options}.list",
                    self.server.run(self.pgark, "list", *options, archive).check().stdout,
                    self.server.run(self.pg_restore, "-l", *options, archive).check().stdout)
            for options in ([], ["-v", "-a"]):
                got, wanted = (
                    TIMES.sub(b"", self.server.run(*program, *options, "-f", "-",
                                                   archive).check().stdout)
                    for program in ([self.pgark, "restore"], [self.pg_restore]))
                expect_same_script(self.steps, f"{name} {options}.sql", got, wanted)

    def restored(self, name, archive, original):
        for jobs in ("-j1", "-j4"):
            with self.steps.step(f"{name}: restore {jobs}"):
                database = self.server.create("restored")
                self.server.run(self.pgark, "restore", jobs, "-d", database, archive).check()
                original.expect_equal(database, f"{name} {jobs}")

    # Steps, in the order of run().

    def directories(self, original):
        for method in self.methods:
            for jobs in ("1", "2"):
                name = f"directory -Z {method} -j{jobs}"
                folder = self.steps.file(name)
                self.server.run(self.pg_dump, "-Fd", "-Z", method, "-j", jobs, "-f", folder,
                                original.database).check()
                self.same_texts(name, folder)
                if jobs == "2":
                    self.restored(name, folder, original)

    def mixed_directory(self, original):
        """Files whose compression is not that of the header, as a person may leave them."""
        with self.steps.step("directory, files recompressed by hand"):
            folder = self.steps.file("mixed")
            self.server.run(self.pg_dump, "-Fd", "-Z", self.methods[0], "-f", folder,
                            original.database).check()
            for file in sorted(folder.glob("*.dat"))[::2]:
                self.server.run("gzip", "-1", file).check()
            self.server.run(self.pgark, "verify", folder).check()
            database = self.server.create("restored")
            self.server.run(self.pgark, "restore", "-j2", "-d", database, folder).check()
            original.expect_equal(database, "mixed")

    def tar(self, original):
        archive = self.steps.file("stock.tar")
        self.server.run(self.pg_dump, "-Ft", "-f", archive, original.database).check()
        self.same_texts("tar", archive)
        self.restored("tar", archive, original)
        with self.steps.step("tar through a pipe: verify, list, restore"):
            self.server.shell('cat "$1" | "$2" verify', archive, self.pgark).check()
            # A listing leaves the pipe before its end.
            expect_same_bytes(
                self.steps, "tar pipe.list",
                self.server.shell('"$2" list < <(cat "$1")', archive, self.pgark).check().stdout,
                self.server.run(self.pg_restore, "-l", archive).check().stdout)
            database = self.server.create("restored")
            self.server.shell('cat "$1" | "$2" restore -d "$3"', archive, self.pgark,
                              database).check()
            original.expect_equal(database, "tar pipe")
        with self.steps.step("tar, packed again by tar"):
            folder = self.steps.file("unpacked")
            folder.mkdir()
            self.server.run("tar", "-xf", archive, "-C", folder).check()
            members = self.server.run("tar", "-tf", archive).check().stdout.decode().split()
            for form in ("gnu", "ustar", "pax"):
                again = self.steps.file(f"again-{form}.tar")
                self.server.run("tar", f"--format={form}", "-cf", again, "-C", folder,
                                *members).check()
                self.server.run(self.pgark, "verify", again).check()
        return archive

    def damage(self, original, tar):
        folder = self.steps.file("good")
        self.server.run(self.pg_dump, "-Fd", "-f", folder, original.database).check()
        victim = max(folder.glob("[0-9]*.dat*"), key=lambda path: path.stat().st_size)

        def refused(label, change, code):
            with self.steps.step(f"directory, {label}"):
                bad = self.steps.file(f"bad {label}")
                shutil.copytree(folder, bad, symlinks=True)
                change(bad)
                result = self.server.run(self.pgark, "verify", bad).check(DAMAGED)
                expect(code.encode() in result.stdout, f"no {code}: {result.stdout[-500:]}")
                result = self.server.run(self.pgark, "restore", "-f", os.devnull, bad)
                result.check(FAILED)
                expect(str(bad) in result.stderr, f"does not say which: {result.stderr}")

        def cut(bad):
            with open(bad / victim.name, "r+b") as file:
                file.truncate(victim.stat().st_size // 2)

        def link(bad):
            (bad / victim.name).unlink()
            (bad / victim.name).symlink_to("/etc/passwd")

        def pipe(bad):
            (bad / victim.name).unlink()
            os.mkfifo(bad / victim.name)

        def lead_outside(bad):
            toc = (bad / "toc.dat").read_bytes()
            name = victim.name.split(".")[0] + ".dat"
            outside = ("../" + "x" * len(name))[:len(name)]
            (bad / "toc.dat").write_bytes(toc.replace(name.encode(), outside.encode()))

        refused("a file cut in half", cut, "stream-damaged")
        refused("a file missing", lambda bad: (bad / victim.name).unlink(), "file-missing")
        refused("a link in the place of a file", link, "file-type-wrong")
        refused("a pipe in the place of a file", pipe, "file-type-wrong")
        refused("a name that leads outside", lead_outside, "file-name-wrong")
        refused("toc.dat missing", lambda bad: (bad / "toc.dat").unlink(), "file-missing")

        with self.steps.step("tar, cut"):
            bad = self.steps.file("cut.tar")
            bad.write_bytes(tar.read_bytes()[:tar.stat().st_size * 2 // 3])
            for command in ('"$2" verify "$1"', 'cat "$1" | "$2" verify'):
                result = self.server.shell(command, bad, self.pgark).check(DAMAGED)
                expect(b"tar-damaged" in result.stdout, "no tar-damaged")
            self.server.run(self.pgark, "restore", "-f", os.devnull, bad).check(FAILED)

    def run(self, megabytes):
        original = interop.Original(self.steps, self.server,
                                    self.server.load_sample("formats", megabytes))
        self.directories(original)
        self.mixed_directory(original)
        tar = self.tar(original)
        self.damage(original, tar)


def run(steps, server, arguments):
    Formats(steps, server, arguments.pgark).run(min(arguments.megabytes, 5))


if __name__ == "__main__":
    sys.exit(interop.main(__doc__, "formats", run))
