#!/usr/bin/env python3
"""Takes the sample database through every pairing of pgark and stock programs.

Each restored database must equal the original in what stock pg_dump prints, in
its rows, and in its large objects; texts and listings must equal stock ones to
the byte.
"""
import struct
import sys

import interop
from interop import EPOCH, expect, expect_same_bytes, expect_same_script

MANY_TABLES = """
DO $$ BEGIN
  FOR i IN 1..1500 LOOP
    EXECUTE format('CREATE TABLE t%s (id integer, name text)', i);
    EXECUTE format('INSERT INTO t%s VALUES (%s, ''row'')', i, i);
  END LOOP;
END $$
"""
# What -F p is compared with: the same options for both programs.
SCRIPT_OPTIONS = [
    [], ["-s"], ["-a"], ["-C"], ["-c", "--if-exists"], ["-c", "-C"], ["-O", "-x"],
    ["-n", "app"], ["-N", "app", "-N", "audit"], ["-t", "app.orders", "-t", "reporting.*"],
    ["-T", "audit.*"], ["--section=pre-data"], ["--section=data"], ["--section=post-data"],
]


class Differential(interop.Script):
    def __init__(self, steps, server, pgark):
        super().__init__(steps, server, pgark)
        self.codecs = (["none", "gzip"] if server.version < 16
                       else ["none", "gzip", "lz4", "zstd"])

    def restored(self, label, original, *command, stdin=None):
        """Runs a restore command into a new database and compares it.

        Stock pg_restore -j can deadlock with itself when it attaches indexes of
        nested partitions; that is not what is tested, so it tries again.
        """
        for attempts_left in (2, 1, 0):
            database = self.server.create("restored")
            words = [database if word == "DATABASE" else word for word in command]
            result = self.server.run(*words, stdin=stdin)
            if (command[0] != self.pg_restore or attempts_left == 0
                    or "deadlock detected" not in result.stderr):
                break
        result.check()
        original.expect_equal(database, label)

    def restore_every_way(self, name, archive, original, program):
        """From a file, from a redirected file, from a pipe, and in parallel."""
        for way, arguments, stdin in (
                ("file", [archive], None), ("redirected", [], archive),
                ("-j2", ["-j2", archive], None)):
            with self.steps.step(f"{name}, {way}"):
                self.restored(f"{name} {way}", original, *program, "-d", "DATABASE",
                              *arguments, stdin=stdin)
        with self.steps.step(f"{name}, pipe"):
            database = self.server.create("restored")
            self.server.shell('cat "$1" | "${@:3}" -d "$2"', archive, database, *program).check()
            original.expect_equal(database, f"{name} pipe")

    # Steps, in the order of main().

    def stock_with_itself(self, original):
        with self.steps.step("stock dump and stock restore (checks the comparison)"):
            archive = self.steps.file("stock.dump")
            self.server.run(self.pg_dump, "-Fc", "-f", archive, original.database).check()
            self.restored("stock", original, self.pg_restore, "-d", "DATABASE", archive)

    def ours_to_stock(self, original):
        for codec in self.codecs:
            archive = self.steps.file(f"ours-{codec}.dump")
            with self.steps.step(f"pgark dump -Z {codec}, verify, list"):
                self.server.run(self.pgark, "dump", "-Fc", "-j2", "-Z", codec,
                                "-f", archive, original.database).check()
                self.server.run(self.pgark, "verify", archive).check()
                self.same_listing(f"ours {codec}", archive)
            self.restore_every_way(f"pgark {codec} to pg_restore", archive, original,
                                   [self.pg_restore])
            self.restore_every_way(f"pgark {codec} to pgark", archive, original,
                                   [self.pgark, "restore"])

    def older_versions(self, original):
        for version, codec in (("1.14", "gzip"), ("1.15", "zstd"), ("1.16", "lz4")):
            if self.server.version < 17 and version != "1.14":
                continue
            with self.steps.step(f"--archive-version={version} -Z {codec} to pg_restore"):
                archive = self.steps.file(f"ours-{version}.dump")
                self.server.run(self.pgark, "dump", "-Fc", "-Z", codec, "-f", archive,
                                f"--archive-version={version}", original.database).check()
                expect(archive.read_bytes()[6] == int(version[2:]), "another version is written")
                self.restored(f"version {version}", original, self.pg_restore,
                              "-d", "DATABASE", archive)

    def stock_to_ours(self, original):
        for codec in self.codecs:
            archive = self.steps.file(f"stock-{codec}.dump")
            level = {"none": "0", "gzip": "6"}[codec] if self.server.version < 16 else codec
            self.server.run(self.pg_dump, "-Fc", "-Z", level, "-f", archive,
                            original.database).check()
            with self.steps.step(f"stock {codec}: verify, list, as SQL"):
                self.server.run(self.pgark, "verify", archive).check()
                self.same_listing(f"stock {codec}", archive)
                self.same_script(f"stock {codec}", archive)
            self.restore_every_way(f"pg_dump {codec} to pgark", archive, original,
                                   [self.pgark, "restore"])
        with self.steps.step("stock archive without offsets to pgark"):
            archive = self.steps.file("stock-pipe.dump")
            self.server.shell('"$1" -Fc "$2" | cat > "$3"', self.pg_dump,
                              original.database, archive).check()
            self.restored("no offsets", original, self.pgark, "restore", "-j2",
                          "-d", "DATABASE", archive)

    def same_listing(self, label, archive):
        expect_same_bytes(self.steps, f"{label}.list",
                          self.server.run(self.pgark, "list", archive).check().stdout,
                          self.server.run(self.pg_restore, "-l", archive).check().stdout)

    def same_script(self, label, archive, *options):
        expect_same_script(
            self.steps, f"{label}.sql",
            self.server.run(self.pgark, "restore", *options, "-f", "-", archive).check().stdout,
            self.server.run(self.pg_restore, *options, "-f", "-", archive).check().stdout)

    def scripts(self, database):
        for options in SCRIPT_OPTIONS:
            name = " ".join(options) or "without options"
            with self.steps.step(f"-F p, {name}: the text of pg_dump"):
                expect_same_script(
                    self.steps, f"plain {name}",
                    self.server.run(self.pgark, "dump", "-Fp", *options, database).check().stdout,
                    self.server.run(self.pg_dump, "-Fp", *options, database).check().stdout)
        archive = self.steps.file("ours.dump")
        self.server.run(self.pgark, "dump", "-Fc", "-f", archive, database)
        for options in ([], ["-c", "--if-exists", "-C"], ["-a", "-n", "app"],
                        ["-s", "-O", "-x"], ["-t", "orders"]):
            with self.steps.step(f"restore -f - {' '.join(options)}: the text of pg_restore"):
                self.same_script(f"as SQL {' '.join(options)}", archive, *options)

    def create_from_archive(self, original):
        """-C: the archive's database with its properties, under its own name."""
        for name, program in (("pg_restore", [self.pg_restore]),
                              ("pgark", [self.pgark, "restore"])):
            with self.steps.step(f"{name} -C from an archive of pgark"):
                archive = self.steps.file("create.dump")
                self.server.run(self.pgark, "dump", "-Fc", "-f", archive,
                                original.database).check()
                wanted = self.steps.file("create.original.sql")
                got = self.steps.file("create.restored.sql")
                self.server.write_text(original.database, wanted, ["-C"])
                aside = original.database + "_aside"
                rename = 'ALTER DATABASE "{}" RENAME TO "{}"'
                self.server.psql("postgres", rename.format(original.database, aside))
                try:
                    self.server.run(*program, "-C", "-d", "postgres", archive).check()
                    self.server.write_text(original.database, got, ["-C"])
                    original.expect_same_file(got, wanted)
                finally:
                    self.server.drop(original.database)
                    self.server.psql("postgres", rename.format(aside, original.database))

    def big(self, original):
        """Big enough for pieces of a table: bytes and rows do not depend on -j."""
        archives = {jobs: self.steps.file(f"big-j{jobs}.dump") for jobs in (1, 4)}
        for jobs, archive in archives.items():
            with self.steps.step(f"big: dump -j{jobs}, verify --level=rows"):
                self.server.run(self.pgark, "dump", "-Fc", f"-j{jobs}", "-f", archive,
                                original.database, extra={"SOURCE_DATE_EPOCH": EPOCH}).check()
                self.server.run(self.pgark, "verify", "--level=rows", archive).check()
        with self.steps.step("big: -j1 and -j4 give the same bytes"):
            expect(archives[1].read_bytes() == archives[4].read_bytes(),
                   f"{archives[1]} and {archives[4]} differ")
        with self.steps.step("big: pgark -j4 to pg_restore -j2"):
            self.restored("big to stock", original, self.pg_restore, "-j2",
                          "-d", "DATABASE", archives[4])
        with self.steps.step("big: pgark -j4 to pgark -j4"):
            self.restored("big to ours", original, self.pgark, "restore", "-j4",
                          "-d", "DATABASE", archives[4])
        with self.steps.step("big: pgark dump | pg_restore"):
            database = self.server.create("restored")
            self.server.shell('"$1" dump -Fc -j2 "$2" | "$3" -d "$4"', self.pgark,
                              original.database, self.pg_restore, database).check()
            original.expect_equal(database, "big pipe")

    def index_larger_than_a_pipe(self):
        """pg_restore stops reading before the index; the pipe must not break."""
        source = self.server.create("many")
        self.server.psql(source, MANY_TABLES)
        original = interop.Original(self.steps, self.server, source)
        for name, pipeline in (
                ("pgark dump | pg_restore", '"$1" dump -Fc "$2" | "$3" -d "$4"'),
                ("pgark dump | cat | pg_restore", '"$1" dump -Fc "$2" | cat | "$3" -d "$4"')):
            with self.steps.step(f"1500 tables: {name}"):
                database = self.server.create("restored")
                self.server.shell(pipeline, self.pgark, source, self.pg_restore,
                                  database).check()
                original.expect_equal(database, "many")
        with self.steps.step("1500 tables: cat archive | pg_restore, and < archive"):
            archive = self.steps.file("many.dump")
            self.server.run(self.pgark, "dump", "-Fc", "-f", archive, source).check()
            # The footer's first number (docs/archive-index.md) is where the part of
            # the index begins that pg_restore leaves in the pipe.
            size = archive.stat().st_size
            begin, = struct.unpack_from("<Q", archive.read_bytes(), size - 52)
            expect(size - begin < 65536, f"{size - begin} octets behind the last block")
            self.restored("many redirected", original, self.pg_restore, "-d", "DATABASE",
                          stdin=archive)


def run(steps, server, arguments):
    test = Differential(steps, server, arguments.pgark)
    small = interop.Original(steps, server, server.load_sample("small", 3))
    test.stock_with_itself(small)
    test.ours_to_stock(small)
    test.older_versions(small)
    test.stock_to_ours(small)
    test.scripts(small.database)
    test.create_from_archive(small)
    test.index_larger_than_a_pipe()
    test.big(interop.Original(steps, server, server.load_sample("big", arguments.megabytes)))


if __name__ == "__main__":
    sys.exit(interop.main(__doc__, "differential", run))
