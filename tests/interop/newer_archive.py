#!/usr/bin/env python3
"""Archives of the pg_dump of a release that is newer than we.

An archive of the newest pg_dump that we have is made into one of the next release:
its header says so, and it has entries of kinds that the next release has and this
one has not. What is in it must be listed, verified and restored all the same; an
archive of a version that nobody here can know must be refused with its number.
"""
import re
import sys

import archive_contents
import interop
from interop import expect, expect_same_bytes, expect_same_script

NEXT = 19
GRAPH = {"desc": "PROPERTY GRAPH", "tag": "graph", "namespace": "public", "owner": "postgres",
         "definition": "CREATE PROPERTY GRAPH public.graph;\n\n\n",
         "drop": "DROP PROPERTY GRAPH public.graph;\n", "section": 2, "relkind": ord("g")}
STATISTICS = {"desc": "EXTENDED STATISTICS DATA", "tag": "extended", "namespace": "public",
              "owner": "", "definition": "SELECT 'extended statistics';\n\n\n", "drop": "",
              "section": 4, "relkind": 0}


class Rewriter(archive_contents.Reader):
    """Takes an archive without offsets (what pg_dump writes into a pipe) apart."""

    def __init__(self, octets):
        super().__init__(octets)
        self.bytes(8)
        self.int_size, self._offset_size, _ = self.bytes(3)
        self.bytes(1)  # how it is compressed, from 1.15 on
        for _ in range(7):
            self.integer()
        self.string()  # the database
        self._versions_begin = self.place
        for _ in range(2):
            self.string()
        self._count_begin = self.place
        self._count = self.integer()
        self._entries_begin = self.place
        self._highest = max(entry.identifier for entry in archive_contents.read(octets))

    def _integer(self, value):
        return bytes([value < 0]) + abs(value).to_bytes(self.int_size, "little")

    def _string(self, text):
        return (self._integer(-1) if text is None
                else self._integer(len(text)) + text.encode())

    def _entry(self, identifier, fields):
        return b"".join([
            self._integer(identifier), self._integer(0), self._string("1259"),
            self._string("99999"), self._string(fields["tag"]), self._string(fields["desc"]),
            self._integer(fields["section"]), self._string(fields["definition"]),
            self._string(fields["drop"]), self._string(None), self._string(fields["namespace"]),
            self._string(None), self._string(None), self._integer(fields["relkind"]),
            self._string(fields["owner"]), self._string("false"), self._string(None),
            b"\3", bytes(self._offset_size)])  # no data

    def of_release(self, release, entries=()):
        version = self._string(f"{release}.0 (Debian {release}.0-1)")
        more = b"".join(self._entry(self._highest + number + 1, fields)
                        for number, fields in enumerate(entries))
        return b"".join([
            self._octets[:self._versions_begin], version, version,
            self._integer(self._count + len(entries)), more,
            self._octets[self._entries_begin:]])


class NewerArchive(interop.Script):
    def __init__(self, steps, server, pgark):
        super().__init__(steps, server, pgark)
        self.database = server.load_sample("newer", 1)
        piped = steps.file("piped.dump")
        server.shell('"$1" -Fc "$2" | cat > "$3"', server.program("pg_dump"), self.database,
                     piped).check()
        self.octets = piped.read_bytes()

    def archive(self, name, *entries):
        path = self.steps.file(name)
        path.write_bytes(Rewriter(self.octets).of_release(NEXT, entries))
        return path

    def script(self, program, archive, *options):
        return self.server.run(*program, *options, "-f", "-", archive).check().stdout

    def same_kinds(self):
        archive = self.archive("same-kinds.dump")
        with self.steps.step("an archive of the next release: verify, list, script"):
            self.server.run(self.pgark, "verify", "--level=rows", archive).check()
            lists = [self.server.run(*program, archive).check().stdout
                     for program in ([self.pgark, "list"], [self.pg_restore, "-l"])]
            expect(lists[0].count(b"version: %d.0 " % NEXT) == 2, "the list does not say the release")
            expect_same_bytes(self.steps, "list", *lists)
            for options in ([], ["-c", "--if-exists"], ["-a"]):
                expect_same_script(self.steps, "script",
                                   self.script([self.pgark, "restore"], archive, *options),
                                   self.script([self.pg_restore], archive, *options))
        original = interop.Original(self.steps, self.server, self.database)
        for jobs in ("-j1", "-j2"):
            with self.steps.step(f"an archive of the next release: restore {jobs}"):
                copy = self.server.create("copy")
                self.server.run(self.pgark, "restore", jobs, "-d", copy, archive).check()
                original.expect_equal(copy, f"restored {jobs}")

    def new_kinds(self):
        archive = self.archive("new-kinds.dump", GRAPH, STATISTICS)
        with self.steps.step("kinds of entries that are not known: verify, list"):
            result = self.server.run(self.pgark, "verify", archive).check()
            report = result.stdout.decode() + result.stderr
            expect("entry-kind-unknown" in report and GRAPH["desc"] in report, report[-500:])
            expect_same_bytes(self.steps, "list",
                              self.server.run(self.pgark, "list", archive).check().stdout,
                              self.server.run(self.pg_restore, "-l", archive).check().stdout)
        with self.steps.step("kinds of entries that are not known: what is in them is SQL"):
            script = self.script([self.pgark, "restore"], archive).decode()
            for fields in (GRAPH, STATISTICS):
                expect(fields["definition"] in script, f"without {fields['desc']}")
            expect("ALTER PROPERTY GRAPH public.graph OWNER TO postgres;\n" in script,
                   "the owner is lost")
            graph = self.archive("new-kind.dump", GRAPH)
            stock = self.server.run(self.pg_restore, "-f", "-", graph)
            expect("owner" in stock.stderr, "pg_restore knows the owner of a property graph")
            expect_same_script(self.steps, "script",
                               self.script([self.pgark, "restore"], graph, "-O"),
                               self.script([self.pg_restore], graph, "-O"))
            script = self.script([self.pgark, "restore"], archive, "-c", "--if-exists").decode()
            expect("DROP PROPERTY GRAPH IF EXISTS public.graph;\n" in script, "no DROP")
        with self.steps.step("extended statistics are statistics"):
            script = self.script([self.pgark, "restore"], archive, "--no-statistics").decode()
            expect(STATISTICS["definition"] not in script, "they are there")
        with self.steps.step("what an older server does not know is named, the rest restored"):
            copy = self.server.create("copy")
            result = self.server.run(self.pgark, "restore", "-d", copy, archive)
            expect(result.status == 3, f"status {result.status}")
            expect(re.search(r"PROPERTY GRAPH\b.*\bgraph", result.stderr), result.stderr[-800:])
            interop.Original(self.steps, self.server, self.database).expect_equal(copy, "rest")

    def newer_version(self):
        path = self.steps.file("version.dump")
        octets = bytearray(self.octets)
        octets[6] += 1
        path.write_bytes(octets)
        version = f"1.{octets[6]}"
        for words, status in ((["list"], 1), (["restore", "-f", "-"], 1), (["verify"], None)):
            with self.steps.step(f"archive version {version}: {words[0]} names it"):
                result = self.server.run(self.pgark, *words, path)
                expect(result.status == status or (status is None and result.status in (1, 3)),
                       f"status {result.status}")
                expect(version in result.stdout.decode() + result.stderr, result.stderr)


def run(steps, server, arguments):
    test = NewerArchive(steps, server, arguments.pgark)
    test.same_kinds()
    test.new_kinds()
    test.newer_version()


if __name__ == "__main__":
    sys.exit(interop.main(__doc__, "newer-archive", run))
