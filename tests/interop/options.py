#!/usr/bin/env python3
"""Compares the options of pgark dump and restore with the stock programs'.

Each set of options goes to both programs over the same database; the scripts
must be equal to the byte, and where the stock program refuses a combination
pgark must do so, too.
"""
import pathlib
import re
import sys

import interop
from interop import EPOCH, expect, expect_same_bytes, expect_same_script

SCHEMA = pathlib.Path(__file__).with_name("options_schema.sql")
INSERTS = [
    ["--inserts"], ["--column-inserts"], ["--attribute-inserts", "-a"],
    ["--rows-per-insert=3"], ["--rows-per-insert=1000", "--column-inserts"],
    ["--inserts", "--on-conflict-do-nothing"],
    ["--rows-per-insert=2", "--on-conflict-do-nothing", "--column-inserts"],
    ["--inserts", "--load-via-partition-root"], ["--inserts", "--quote-all-identifiers"],
    ["--inserts", "--extra-float-digits=0"], ["--inserts", "--no-unlogged-table-data"],
    ["--inserts", "-a", "--disable-triggers", "-S", "postgres"],
    ["--inserts", "-T", "shop.f*", "--exclude-table-data=*.by_mood_0"],
]
OTHERS = [
    ["--load-via-partition-root"], ["--extra-float-digits=-3"], ["--no-unlogged-table-data"],
    ["--exclude-table-data=shop.forms"], ["--exclude-table-data=shop.counter"],
    ["--disable-triggers", "-a"], ["-t", "shop.sales*"], ["-t", "shop.sales"],
    ["--no-blobs"], ["-b", "-t", "shop.forms"], ["-B", "-b"], ["--strict-names", "-n", "shop"],
    ["-E", "SQL_ASCII"], ["--lock-wait-timeout=10s"], ["-R"], ["--no-sync"],
    ["--no-comments", "--no-publications", "--no-security-labels"],
    ["--section=pre-data", "--section=post-data"], ["--enable-row-security", "--inserts"],
    ["--use-set-session-authorization"], ["--disable-dollar-quoting"], ["-x", "-O"],
    ["--serializable-deferrable"], ["--no-tablespaces"],
]
METHOD_ZSTD = 3  # in the header of an archive
SINCE_14 = [["--no-toast-compression"], ["-e", "plpgsql"]]
SINCE_15 = [["--no-table-access-method"]]
SINCE_16 = [
    ["--table-and-children=shop.sales"], ["--exclude-table-and-children=shop.sales"],
    ["--exclude-table-data-and-children=shop.parent"], ["--no-large-objects"],
    ["--large-objects", "-n", "shop"],
]
SINCE_17 = [["--exclude-extension=plpgsql"], ["--sync-method=fsync"]]
SINCE_18 = [
    ["--no-policies"], ["--no-data"], ["--no-schema"], ["--no-data", "--no-schema"],
    ["--sequence-data", "-s"], ["--sequence-data", "--no-data"], ["--no-statistics"],
    ["--statistics"], ["--statistics-only"], ["--statistics", "--no-data"],
    ["--statistics", "--no-schema"], ["--statistics", "-t", "shop.forms"],
    ["--statistics-only", "--section=data"], ["--statistics-only", "--section=post-data"],
    ["--statistics", "-T", "shop.summary", "-c"], ["--statistics-only", "-C"],
    ["--statistics", "--inserts"],
]
# Refused by the stock program (and by ours, with exit code 2).
CLASHES = [
    (0, ["-a", "-s"]), (0, ["-a", "-c"]), (0, ["--if-exists"]),
    (0, ["--on-conflict-do-nothing"]), (0, ["--rows-per-insert=0"]),
    (0, ["--rows-per-insert=x"]), (0, ["--extra-float-digits=4"]), (0, ["--section=data-"]),
    (0, ["-s", "--include-foreign-data=x"]), (0, ["-j2"]),
    (17, ["--sync-method=never"]), (17, ["--filter=/nonexistent"]),
    (18, ["-a", "--no-data"]), (18, ["-s", "--no-schema"]), (18, ["-a", "--statistics"]),
    (18, ["-s", "--statistics"]), (18, ["--statistics-only", "-a"]),
    (18, ["--statistics-only", "-s"]), (18, ["--statistics", "--no-statistics"]),
    (18, ["--statistics-only", "--no-statistics"]),
]
RESTORE_CLASHES = [
    (0, ["-a", "-s"]), (0, ["-a", "-c"]), (0, ["--if-exists"]), (0, ["-1", "-C"]),
    (0, ["-1", "-j2"]), (0, ["--section=never"]), (17, ["-1", "--transaction-size=5"]),
    (18, ["-a", "--no-data"]), (18, ["-s", "--no-schema"]), (18, ["--statistics-only", "-a"]),
    (18, ["--statistics", "--no-statistics"]), (18, ["-s", "--statistics"]),
]
# Filter files of pg_dump 17; those of FILTER_ERRORS are refused.
FILTERS = [
    "include table shop.forms\n",
    "# nothing but comments\n\n   \n",
    "  INCLUDE  table\tshop.f*   # those\nexclude table shop.forms",
    'include table "Odd ""schema""".*\n',
    'include table "Odd ""schema""" ."Quoted, ""name"""\n',
    "include schema shop\nexclude table_data shop.forms\n",
    "exclude schema shop\n", "include table_and_children shop.sales\n",
    "exclude table_and_children shop.sales\n", "exclude table_data_and_children shop.parent\n",
    "include extension plpgsql\n", "exclude extension plpg*#comment\n",
    "include table shop.forms\r\n",
]
FILTER_ERRORS = [
    ("include table\n", 1), ("\ninclude\n", 2), ("include foo bar\n", 1),
    ("# c\nfoo table t1\n", 2), ("include table_data t\n", 1), ("exclude foreign_data x\n", 1),
    ("include database x\n", 1), ("exclude trigger t\n", 1), ('include table "abc\n', 1),
    ('include table "a\nb" \nbogus\n', 3), ('include "table" t\n', 1),
    ("includetable t\n", 1), ("include index i\n", 1),
]
RESTORE_FILTERS = [
    "include table forms\n", "include function twice(integer)\n",
    "include function join_up ( integer ,text[] )\n", "include index forms_expression\n",
    "include schema shop\n", "exclude schema shop\n", "include trigger parent noted\n",
    "include table forms\ninclude index summary_n\n",
]


def name_of(options):
    return " ".join(options) or "without options"


class Options(interop.Script):
    def same_dump(self, database, *options, extra=None):
        got = self.server.run(self.pgark, "dump", "-Fp", *options, database, extra=extra)
        wanted = self.server.run(self.pg_dump, "-Fp", *options, database, extra=extra).check()
        expect_same_script(self.steps, f"dump {name_of(options)}", got.check().stdout,
                           wanted.stdout)

    def dumps(self, database):
        sets = [(0, INSERTS), (0, OTHERS), (14, SINCE_14), (15, SINCE_15), (16, SINCE_16),
                (17, SINCE_17), (18, SINCE_18)]
        for since, options_of_release in sets:
            if self.server.version < since:
                continue
            for options in options_of_release:
                with self.steps.step(f"-F p {name_of(options)}: the text of pg_dump"):
                    self.same_dump(database, *options)
        for settings in ("standard_conforming_strings=off", "bytea_output=escape"):
            with self.steps.step(f"--inserts, {settings}: the text of pg_dump"):
                self.same_dump(database, "--inserts", extra={"PGOPTIONS": f"-c {settings}"})

    def encodings(self):
        """Where a byte of a character looks like a backslash, or a tab's letter."""
        database = self.server.create("encoding")
        self.server.psql(database, "CREATE TABLE signs (a text, b text)",
                         "INSERT INTO signs VALUES (E'\u8868\\\\\u8868\\t', '\u8868''\u4e88'),"
                         " ('\u30bd', NULL)")
        for encoding in ("SJIS", "EUC_JP", "GB18030"):
            with self.steps.step(f"-E {encoding}: the text of pg_dump"):
                for options in (["--inserts"], ["--column-inserts", "--rows-per-insert=5"], []):
                    self.same_dump(database, "-E", encoding, *options)
                    self.same_dump(database, "-E", encoding, *options, extra={
                        "PGOPTIONS": "-c standard_conforming_strings=off"})

    def clashes(self, database):
        for since, options in CLASHES:
            if self.server.version < since:
                continue
            with self.steps.step(f"dump {name_of(options)}: refused"):
                stock = self.server.run(self.pg_dump, *options, database)
                expect(stock.status == 1, f"pg_dump takes it: {stock.status}")
                ours = self.server.run(self.pgark, "dump", *options, database)
                # A connection is too late to notice.
                expect(ours.status == 2, f"status {ours.status}: {ours.stderr}")

    def differences(self, database):
        """Lines of docs/compatibility.md about options."""
        with self.steps.step("--binary-upgrade: an option that is not known"):
            result = self.server.run(self.pgark, "dump", "--binary-upgrade", database)
            expect(result.status == 2 and "binary-upgrade" in result.stderr, result.stderr)
        with self.steps.step("-n DATABASE.SCHEMA: this database's is taken"):
            scripts = [self.server.run(self.pgark, "dump", "-Fp", "--restrict-key=k", "-n", name,
                                       database).check().stdout
                       for name in ("shop", f"{database}.shop")]
            expect(scripts[0] == scripts[1], "another script")
            result = self.server.run(self.pgark, "dump", "-n", "elsewhere.shop", database)
            expect(result.status == 2 and "elsewhere" in result.stderr, result.stderr)
        with self.steps.step("an empty name matches nothing"):
            for words in (["-t", ""], ["-t", "shop."], ["-n", ""]):
                result = self.server.run(self.pgark, "dump", *words, database)
                expect(result.status == 1 and not result.stdout, f"{words}: {result.status}")
        version_octet, method_octet = 6, 11
        archive = self.steps.file("codec.dump")
        with self.steps.step("-F c without -Z: zstd from 16 on, before gzip"):
            self.server.run(self.pgark, "dump", "-Fc", "-f", archive, database).check()
            octets = archive.read_bytes()
            expect(octets[version_octet] == (14 if self.server.version < 16 else 16),
                   f"version 1.{octets[version_octet]}")
            if self.server.version < 16:  # a level, as an integer
                expect(octets[method_octet + 1] != 0, "not compressed")
            else:
                expect(octets[method_octet] == METHOD_ZSTD, f"method {octets[method_octet]}")
        with self.steps.step("-F c -Z zstd: an archive version that knows it"):
            result = self.server.run(self.pgark, "dump", "-Fc", "-Z", "zstd", "-f", archive,
                                     database).check()
            octets = archive.read_bytes()
            expect(octets[version_octet] == (15 if self.server.version < 16 else 16),
                   f"version 1.{octets[version_octet]}")
            expect(octets[method_octet] == METHOD_ZSTD, f"method {octets[method_octet]}")
            if self.server.version < 16:
                expect("1.15" in result.stderr and "16" in result.stderr, result.stderr)

    def restore_clashes(self, database):
        archive = self.steps.file("clashes.dump")
        self.server.run(self.pg_dump, "-Fc", "-f", archive, database).check()
        for since, options in RESTORE_CLASHES:
            if self.server.version < since:
                continue
            with self.steps.step(f"restore {name_of(options)}: refused"):
                stock = self.server.run(self.pg_restore, *options, "-f", "-", archive)
                expect(stock.status == 1, f"pg_restore takes it: {stock.status}")
                ours = self.server.run(self.pgark, "restore", *options, "-f", "-", archive)
                expect(ours.status == 2, f"status {ours.status}: {ours.stderr}")

    def archives_of_inserts(self, original):
        database = original.database
        for options in (["--inserts"], ["--rows-per-insert=7", "--column-inserts"]):
            name = name_of(options)
            archive = self.steps.file(f"inserts-{len(options)}.dump")
            with self.steps.step(f"-F c {name}: verify, list, text"):
                self.server.run(self.pgark, "dump", "-Fc", *options, "-f", archive,
                                database).check()
                self.server.run(self.pgark, "verify", "--level=rows", archive).check()
                expect_same_bytes(
                    self.steps, f"{name}.list",
                    self.server.run(self.pgark, "list", archive).check().stdout,
                    self.server.run(self.pg_restore, "-l", archive).check().stdout)
                wanted = self.server.run(self.pg_dump, "-Fp", *options, database).check().stdout
                for program in ([self.pgark, "restore"], [self.pg_restore]):
                    got = self.server.run(*program, "-f", "-", archive).check().stdout
                    expect_same_script(self.steps, f"{name} as SQL", got, wanted)
            for program in ([self.pgark, "restore"], [self.pg_restore]):
                for jobs in ("-j1", "-j4"):
                    with self.steps.step(f"-F c {name}: {program[-1]} {jobs}"):
                        copy = self.server.create("copy")
                        self.server.run(*program, jobs, "-d", copy, archive).check()
                        original.expect_equal(copy, f"{name} {jobs}")
        # With names: 13 refuses DEFAULT for a generated column in several rows.
        with self.steps.step("-F c --rows-per-insert=7 in pieces: -j1 and -j4, same bytes"):
            archives = [self.steps.file(f"pieces-j{jobs}.dump") for jobs in (1, 4)]
            for jobs, archive in zip((1, 4), archives):
                self.server.run(self.pgark, "dump", "-Fc", f"-j{jobs}", "--rows-per-insert=7",
                                "--column-inserts", "--split-tables-larger-than=8kB",
                                "-f", archive, database,
                                extra={"SOURCE_DATE_EPOCH": EPOCH}).check()
            expect(archives[0].read_bytes() == archives[1].read_bytes(), "other bytes")
            copy = self.server.create("copy")
            self.server.run(self.pg_restore, "-d", copy, archives[1]).check()
            original.expect_equal(copy, "pieces of inserts")

    def filters(self, database):
        path = self.steps.file("filter.txt")
        for number, text in enumerate(FILTERS):
            with self.steps.step(f"dump --filter, file {number}: the text of pg_dump"):
                path.write_text(text)
                self.same_dump(database, "-s", f"--filter={path}")
                self.same_dump(database, f"--filter={path}", "-n", "shop")
        for text, line in FILTER_ERRORS:
            with self.steps.step(f"dump --filter: line {line} of {text!r} is refused"):
                path.write_text(text)
                stock = self.server.run(self.pg_dump, f"--filter={path}", database)
                expect(f"on line {line}" in stock.stderr, f"pg_dump says {stock.stderr}")
                ours = self.server.run(self.pgark, "dump", f"--filter={path}", database)
                expect(ours.status == 2, f"status {ours.status}")
                expect(f"line {line}:" in ours.stderr and str(path) in ours.stderr, ours.stderr)
        with self.steps.step("dump --filter=-: from standard input"):
            path.write_text(FILTERS[0])
            got, wanted = (self.server.run(*program, "-s", "--filter=-", database, stdin=path)
                           for program in ([self.pgark, "dump"], [self.pg_dump]))
            expect_same_script(self.steps, "filter -", got.check().stdout, wanted.check().stdout)
        archive = self.steps.file("filtered.dump")
        self.server.run(self.pgark, "dump", "-Fc", "-f", archive, database).check()
        for text in RESTORE_FILTERS:
            with self.steps.step(f"restore --filter {text!r}: the text of pg_restore"):
                path.write_text(text)
                got, wanted = (
                    self.server.run(*program, "-f", "-", f"--filter={path}", archive)
                    for program in ([self.pgark, "restore"], [self.pg_restore]))
                expect_same_script(self.steps, "restore filter", got.check().stdout,
                                   wanted.check().stdout)
        for text in ("include table_data t\n", "exclude table t\n", "include extension e\n"):
            with self.steps.step(f"restore --filter {text!r}: refused"):
                path.write_text(text)
                stock = self.server.run(self.pg_restore, "-l", f"--filter={path}", archive)
                expect(stock.status == 1, "pg_restore takes it")
                ours = self.server.run(self.pgark, "restore", "-f", "-", f"--filter={path}",
                                       archive)
                expect(ours.status == 2 and "line 1:" in ours.stderr, ours.stderr)

    def foreign_data(self):
        database = self.server.create("foreign")
        has_wrapper = self.server.psql(
            database, "SELECT count(*) FROM pg_available_extensions WHERE name = 'file_fdw'")
        if has_wrapper != "1":
            self.steps.skip("--include-foreign-data", "file_fdw is not installed")
            return
        self.server.psql(
            database, "CREATE EXTENSION file_fdw",
            "CREATE SERVER files FOREIGN DATA WRAPPER file_fdw",
            "CREATE SERVER others FOREIGN DATA WRAPPER file_fdw",
            "CREATE FOREIGN TABLE version (text text, n integer) SERVER files"
            " OPTIONS (program 'printf \"a\\\\t1\\nit''''s\\t2\\n\"')",
            "CREATE FOREIGN TABLE other (text text) SERVER others OPTIONS (program 'echo x')")
        for options in (["--include-foreign-data=files"], ["--include-foreign-data=*"],
                        ["--include-foreign-data=f*", "--inserts"],
                        ["--include-foreign-data=files", "--column-inserts", "-a"]):
            with self.steps.step(f"-F p {name_of(options)}: the text of pg_dump"):
                self.same_dump(database, *options)
        with self.steps.step("--include-foreign-data without a match"):
            for program in ([self.pgark, "dump"], [self.pg_dump]):
                result = self.server.run(*program, "--include-foreign-data=none", database)
                expect(result.status == 1, f"status {result.status}")
        with self.steps.step("-F c --include-foreign-data -j2: verify, text"):
            archive = self.steps.file("foreign.dump")
            self.server.run(self.pgark, "dump", "-Fc", "-j2", "--include-foreign-data=files",
                            "-f", archive, database).check()
            self.server.run(self.pgark, "verify", archive).check()
            wanted = self.server.run(self.pg_dump, "--include-foreign-data=files", database)
            expect_same_script(
                self.steps, "foreign archive",
                self.server.run(self.pg_restore, "-f", "-", archive).check().stdout,
                wanted.check().stdout)
        with self.steps.step("the session refuses foreign tables again afterwards"):
            self.server.psql(
                database, "CREATE MATERIALIZED VIEW z AS SELECT 1 AS a",
                "CREATE TABLE z_after (a integer)", "INSERT INTO z_after VALUES (1)")
            self.same_dump(database, "--include-foreign-data=files")

    def statistics(self, original):
        database = original.database
        archive = self.steps.file("statistics.dump")
        with self.steps.step("-F c --statistics: verify, list, entries of pg_dump"):
            theirs = self.steps.file("statistics-stock.dump")
            self.server.run(self.pgark, "dump", "-Fc", "--statistics", "-f", archive,
                            database).check()
            self.server.run(self.pg_dump, "-Fc", "--statistics", "-f", theirs, database).check()
            self.server.run(self.pgark, "verify", archive).check()
            lists = [re.sub(rb"(?m)^\d+; ", b"", b"\n".join(
                line for line in self.server.run(self.pg_restore, "-l", path).check()
                .stdout.splitlines() if not line.startswith(b";"))) for path in (archive, theirs)]
            expect_same_bytes(self.steps, "statistics entries", *lists)
        for options in ([], ["--no-statistics"], ["--statistics-only"], ["-t", "forms"],
                        ["-I", "forms_expression"], ["-a"], ["-s"], ["--no-schema"],
                        ["--no-data"], ["--section=post-data"]):
            with self.steps.step(f"restore {name_of(options)}: the text of pg_restore"):
                got, wanted = (self.server.run(*program, *options, "-f", "-", archive)
                               for program in ([self.pgark, "restore"], [self.pg_restore]))
                expect_same_script(self.steps, "statistics restored", got.check().stdout,
                                   wanted.check().stdout)
        for jobs in ("-j1", "-j2"):
            with self.steps.step(f"restore {jobs} into a database: the statistics are there"):
                copy = self.server.create("copy")
                self.server.run(self.pgark, "restore", jobs, "-d", copy, archive).check()
                # Not with jobs: it may truncate a table behind its statistics.
                stock = self.server.create("stock")
                self.server.run(self.pg_restore, "-d", stock, archive).check()
                texts = [self.server.run(self.pg_dump, "--statistics-only", name).check().stdout
                         for name in (copy, stock)]
                expect(texts[0].count(b"pg_restore_attribute_stats") > 10, "no statistics")
                expect_same_script(self.steps, "statistics in the copy", *texts)
                self.server.drop(copy)
                self.server.drop(stock)

    def without_statistics(self, database):
        with self.steps.step("--statistics as a release that has none: refused"):
            result = self.server.run(self.pgark, "dump", "--statistics", database)
            expect(result.status == 2 and "--as-release" in result.stderr, result.stderr)
        with self.steps.step("--statistics --as-release=18: calls that 18 takes"):
            text = self.server.run(self.pgark, "dump", "--statistics-only", "--as-release=18",
                                   database).check().stdout
            expect(text.count(b"pg_restore_attribute_stats(") > 10, "no statistics")


def run(steps, server, arguments):
    test = Options(steps, server, arguments.pgark)
    database = server.create("options")
    server.run(server.program("psql"), "-qX", "-d", database, "-f", SCHEMA).check()
    test.dumps(database)
    test.encodings()
    test.clashes(database)
    test.differences(database)
    test.restore_clashes(database)
    # In a copy the values of an enum hash to other partitions.
    server.psql(database, "DROP TABLE shop.by_mood")
    original = interop.Original(steps, server, database)
    test.archives_of_inserts(original)
    test.foreign_data()
    if server.version >= 17:
        test.filters(database)
    if server.version >= 18:
        test.statistics(original)
    else:
        test.without_statistics(database)


if __name__ == "__main__":
    sys.exit(interop.main(__doc__, "options", run))
