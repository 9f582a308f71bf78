#!/usr/bin/env python3
"""The tricky cases: what a dump of PostgreSQL gets wrong most easily.

Each file tricky_cases/NNN_name.sql makes one trick in an empty database. pgark
and the pg_dump of the server's own release then dump it: scripts must be equal to
the line, and archives in every field of every entry (archive_contents.py).

    tests/interop/tricky.py --pgark PROGRAM --version 17 [CASE ...]
    tests/interop/tricky.py --pgark PROGRAM --version 17 --switch-off [CASE ...]

--switch-off is the test of the tests: for each catalog of a case's `reader:` line
the dump runs once more through protocol_proxy.py, which keeps that catalog's rows
from pgark. The dump must then fail or differ.

A file begins with lines `-- key: value`; keys may be repeated:

  case NNN: sentence     what is tricky (the first line)
  servers: 13 15 17 18   the releases on which the case exists
  reader: pg_policy ...  catalogs without whose rows the comparison must fail
  reader: [17 18] ...    the same, for these releases only; ~word instead of a catalog
                         is a word in the text of our query: ~relpartbound
  dump: --flag ...       one more set of options to compare besides none
  dump: [17 18] --flag   the same, for these releases only
  database: ENCODING ... options of CREATE DATABASE
  superuser-setup: SQL   one statement outside of the database, before it is made; all
                         of a case run in one session. Names of roles, tablespaces
                         and databases begin with tricky_NNN_; they are dropped
                         afterwards
  session: SQL           a statement of another session, which stays open while the
                         database is dumped; all of a case run in one session
  environment: NAME=VALUE
                         a variable for both programs
  round-trip: yes        also restored by pgark and by pg_restore, each compared
                         with the original; with [17 18], for these releases only
  round-trip: restored   the same without the comparison: only that both restores work
  dump-fails: --flag ... => words
                         with these options both programs fail, and pgark's
                         message holds the words
  accepted: theirs => ours
                         a line of docs/compatibility.md: replaced in the stock text;
                         \\n is a line feed
  skipped: why           the case cannot be shown here

The rest is for psql. It sees :server (13) and :from_14 ... :from_18 (true, false)
for \\if, and stops at the first error.
"""
import argparse
import concurrent.futures
import contextlib
import difflib
import itertools
import os
import pathlib
import re
import shlex
import signal
import subprocess
import sys
import tempfile
import threading
import time

import archive_contents
import interop
import protocol_proxy
from interop import StepFailed, compare_databases, expect

CASES = pathlib.Path(__file__).resolve().parent / "tricky_cases"
LAST_CASE = 132
RELEASES = (13, 15, 17, 18)
SHOWN_LINES = 12
# The column and the order in which what a case has left is found and dropped.
LEFTOVERS = (("pg_database", "datname", "DATABASE"), ("pg_tablespace", "spcname", "TABLESPACE"),
             ("pg_roles", "rolname", "ROLE"))
KEYS = ("case", "servers", "reader", "dump", "database", "superuser-setup", "session",
        "environment", "round-trip", "dump-fails", "accepted", "skipped")


class Case:
    """What the head of a case's file says."""

    def __init__(self, path):
        self.path = path
        self.number = int(path.name[:3])
        self.head = {key: [] for key in KEYS}
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                match = re.match(r"-- ([a-z-]+)(?: (\d{3}))?: *(.*?)\s*$", line)
                if not match:
                    break
                key, number, value = match.groups()
                if key not in KEYS or (key == "case" and int(number or 0) != self.number):
                    raise RuntimeError(f"{path.name}: unknown line {line.strip()}")
                self.head[key].append(value)
        if not self.head["case"] or not (self.head["servers"] or self.head["skipped"]):
            raise RuntimeError(f"{path.name}: neither `case` nor `servers` may be missing")

    def releases(self):
        return {int(word) for value in self.head["servers"] for word in value.split()}

    def for_release(self, key, version):
        """The values of a key that count for a release."""
        for value in self.head[key]:
            match = re.match(r"\[([\d ]+)\] *(.*)$", value)
            if not match:
                yield value
            elif str(version) in match.group(1).split():
                yield match.group(2)

    def readers(self, version):
        return [name for value in self.for_release("reader", version) for name in value.split()]

    def option_sets(self, version):
        return [[]] + [shlex.split(value) for value in self.for_release("dump", version)]

    def environment(self):
        return dict(value.split("=", 1) for value in self.head["environment"])


def normalized(script):
    """A script without what two programs, or two runs, may print differently."""
    text = script.decode(errors="surrogateescape")
    # The first and the last one have a blank line behind them, that of \connect has not.
    text = re.sub(r"\A(.*?\n)\\restrict \S+\n\n", r"\1", text, flags=re.S)
    text = re.sub(r"\\unrestrict \S+\n\n\Z", "", text)
    text = re.sub(r"(?m)^\\(?:un)?restrict \S+\n", "", text)
    return re.sub(r"(?m)^(-- Dumped by pg_dump version \S+) \(.*\)$", r"\1", text)


def with_sorted_settings(lines):
    """pg_dump prints roles' settings for the database as the server's plan finds them."""
    is_setting = re.compile(r"ALTER ROLE .* IN DATABASE ").match
    for begins_with_setting, run in itertools.groupby(lines, lambda line: bool(is_setting(line))):
        yield from sorted(run) if begins_with_setting else run


def shown_difference(wanted, got):
    lines = [line for line in difflib.unified_diff(
        wanted, got, "pg_dump", "pgark", lineterm="", n=1) if not line.startswith(("---", "+++"))]
    shown = "\n    ".join(lines[:SHOWN_LINES])
    return f"{sum(line[0] in '+-' for line in lines)} differing lines\n    {shown}"


class Run:
    """One case on one server. release: whose lines of the case's head count."""

    def __init__(self, server, pgark, case, release=None):
        self.server = server
        self.release = release or server.version
        self.pgark = pgark
        self.case = case
        self.prefix = f"tricky_{case.number:03}_"
        self.database = f"{self.prefix}db"
        self.wanted = {}

    def psql(self, database, *words):
        return self.server.run(self.server.program("psql"), "-XAtq", "-v", "ON_ERROR_STOP=1",
                               "-d", database, *words, extra=self.case.environment()).check()

    def statements(self, texts):
        """Runs them outside of the case's database, in one session."""
        words = [word for text in ("SET client_min_messages = error", *texts)
                 for word in ("-c", text)]
        # Rows end in a zero octet: a name may hold line ends.
        rows = self.psql("postgres", "-0", *words).stdout.decode().split("\0")
        return [row for row in rows if row]

    def statement(self, text):
        return self.statements([text])

    @contextlib.contextmanager
    def other_session(self):
        texts = self.case.head["session"]
        if not texts:
            yield
            return
        with subprocess.Popen([self.server.program("psql"), "-XAtq", "-v", "ON_ERROR_STOP=1",
                               "-d", self.database], env=self.server.environment, text=True,
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE) as psql:
            psql.stdin.write("".join(f"{text};\n" for text in texts) + "\\echo is open\n")
            psql.stdin.flush()
            for line in psql.stdout:
                if line == "is open\n":
                    break
            else:
                raise StepFailed("the other session ended")
            yield
            psql.stdin.close()

    @contextlib.contextmanager
    def database_of_the_case(self):
        self.clean_up()
        try:
            self.statements(self.case.head["superuser-setup"])
            options = " ".join(self.case.head["database"])
            self.statement(f'CREATE DATABASE "{self.database}" TEMPLATE template0 {options}')
            words = [f"server={self.server.version}"]
            words += [f"from_{release}={str(self.server.version >= release).lower()}"
                      for release in range(14, 19)]
            self.psql(self.database, *(part for word in words for part in ("-v", word)),
                      "-f", self.case.path)
            with self.other_session():
                yield
        finally:
            self.clean_up()

    def clean_up(self):
        """Drops everything whose name begins with the case's prefix."""
        like = self.prefix.replace("_", "\\_") + "%"
        for catalog, column, kind in LEFTOVERS:
            found = self.statement(
                f"SELECT pg_catalog.quote_ident({column}) FROM pg_catalog.{catalog} "
                f"WHERE {column} LIKE '{like}' ORDER BY 1")
            for name in found:
                if kind == "ROLE":
                    self.statement(f"DROP OWNED BY {name}")
                if kind == "DATABASE":
                    self.statement(f"ALTER DATABASE {name} IS_TEMPLATE false")
                    for subscription in self.statement(
                            "SELECT pg_catalog.quote_ident(s.subname) "
                            "FROM pg_catalog.pg_subscription s JOIN pg_catalog.pg_database d "
                            f"ON d.oid = s.subdbid WHERE pg_catalog.quote_ident(d.datname) = "
                            f"'{name.replace(chr(39), chr(39) * 2)}'"):
                        self.drop_subscription(name, subscription)
            # Roles may be each other's grantors: again until all are gone.
            for _ in found:
                for name in list(found):
                    with contextlib.suppress(StepFailed):
                        self.statement(f"DROP {kind} {name}")
                        found.remove(name)
                if not found:
                    break
            if found:
                raise StepFailed(f"{kind} {', '.join(found)} could not be dropped")

    def drop_subscription(self, quoted_database, subscription):
        database = quoted_database.strip('"').replace('""', '"')
        for text in (f"ALTER SUBSCRIPTION {subscription} DISABLE",
                     f"ALTER SUBSCRIPTION {subscription} SET (slot_name = NONE)",
                     f"DROP SUBSCRIPTION {subscription}"):
            self.psql(database, "-c", text)

    def program(self, program, *words, extra=None):
        return self.server.run(*program, *words, self.database,
                               extra={**self.case.environment(), **(extra or {})}, timeout=120)

    def stock(self, options, form):
        """What pg_dump makes of it; asked once."""
        key = (form, *options)
        if key not in self.wanted:
            octets = self.program([self.server.program("pg_dump")], form, *options).check().stdout
            text = "\n".join(self.lines(octets, form))
            for value in self.case.for_release("accepted", self.release):
                theirs, ours = value.replace("\\n", "\n").split(" => ")
                text = text.replace(theirs, ours)
            self.wanted[key] = list(with_sorted_settings(text.split("\n")))
        return self.wanted[key]

    @staticmethod
    def lines(octets, form):
        if form == "-Fc":
            return archive_contents.lines(octets)
        return normalized(octets).split("\n")

    def compare(self, options, form, extra=None):
        wanted = self.stock(options, form)
        result = self.program([self.pgark, "dump", "-q"], form, *options, extra=extra)
        label = f"dump {form} {' '.join(options)}".strip()
        if result.status != 0:
            raise StepFailed(f"{label}: status {result.status}: {result.stderr[-500:].strip()}")
        text = "\n".join(self.lines(result.stdout, form))
        got = list(with_sorted_settings(text.split("\n")))
        if got != wanted:
            raise StepFailed(f"{label}: {shown_difference(wanted, got)}")

    def compare_all(self, extra=None):
        for form in ("-Fp", "-Fc"):
            for options in self.case.option_sets(self.release):
                self.compare(options, form, extra)

    def failures(self):
        """Options with which both programs must fail."""
        for value in self.case.for_release("dump-fails", self.release):
            options, words = value.split(" => ")
            options = shlex.split(options)
            stock = self.program([self.server.program("pg_dump")], *options)
            expect(stock.status != 0, f"pg_dump {options} does not fail")
            ours = self.program([self.pgark, "dump"], *options)
            expect(ours.status == 1, f"pgark dump {options}: status {ours.status}")
            expect(words in ours.stderr, f"pgark dump {options} says: {ours.stderr[-500:]}")

    def round_trip(self, folder, compares):
        """pgark's archive, restored by both, holds what the original holds."""
        archive = folder / f"{self.database}.dump"
        texts = [folder / f"{self.database}.{kind}.sql" for kind in ("original", "restored")]
        self.program([self.pgark, "dump", "-q", "-Fc"], "-f", archive).check()
        self.server.write_text(self.database, texts[0])
        copy = f"{self.database}_copy"
        for restore in ([self.pgark, "restore", "-q"], [self.server.program("pg_restore")]):
            self.statement(f'CREATE DATABASE "{copy}" TEMPLATE template0 '
                           + " ".join(self.case.head["database"]))
            self.expect_restored(self.server.run(*restore, "-d", copy, archive))
            self.server.write_text(copy, texts[1])
            self.statement(f'DROP DATABASE "{copy}"')
            lines = compare_databases.differing_lines(*texts)
            expect(not lines or not compares, f"restored by {os.path.basename(restore[0])}: "
                   + b"\n    ".join(lines[:SHOWN_LINES]).decode(errors="replace"))

    @staticmethod
    def expect_restored(result):
        result.check()

    def switch_off(self):
        """Returns the catalogs without whose rows nothing changed."""
        self.compare_all()
        address = (self.server.environment["PGHOST"], self.server.environment["PGPORT"])
        unnoticed = []
        for name in self.case.readers(self.server.version):
            with protocol_proxy.ProtocolProxy(address, drop=[name]) as proxy:
                try:
                    self.compare_all(proxy.environment())
                except (StepFailed, subprocess.TimeoutExpired):
                    if name not in proxy.dropped:
                        unnoticed.append(f"{name} (has no rows here)")
                else:
                    unnoticed.append(name)
        return unnoticed


class Suite:
    def __init__(self, server, arguments, folder):
        self.server = server
        self.arguments = arguments
        self.folder = folder
        self._printing = threading.Lock()
        self.numbers = {"passed": 0, "failed": 0, "skipped": 0}
        self.switched_off = 0
        self.failed = []

    def say(self, outcome, case, words=""):
        with self._printing:
            self.numbers[outcome] += 1
            if outcome == "failed":
                self.failed.append(case.number)
            if outcome != "passed" or self.arguments.verbose:
                print(f"{outcome.upper() if outcome == 'failed' else outcome} "
                      f"case {case.number:03} {case.path.stem[4:]}: {words}", flush=True)

    def run(self, case):
        started = time.monotonic()
        run = Run(self.server, self.arguments.pgark, case)
        try:
            with run.database_of_the_case():
                if self.arguments.switch_off:
                    self.switch_off(case, run)
                else:
                    run.compare_all()
                    run.failures()
                    for wish in case.for_release("round-trip", self.server.version):
                        run.round_trip(self.folder, compares=wish != "restored")
        except (StepFailed, RuntimeError, OSError, subprocess.SubprocessError) as error:
            self.say("failed", case, error)
        else:
            self.say("passed", case, f"{time.monotonic() - started:.1f} s")

    def switch_off(self, case, run):
        readers = case.readers(self.server.version)
        expect(readers, "names no reader")
        unnoticed = run.switch_off()
        expect(not unnoticed, f"nothing changes without the rows of {', '.join(unnoticed)}")
        with self._printing:
            self.switched_off += len(readers)

    def run_all(self, cases):
        wanted = []
        for case in cases:
            if case.head["skipped"]:
                self.say("skipped", case, " ".join(case.head["skipped"]))
            elif self.server.version in case.releases():
                wanted.append(case)
        elsewhere = len(cases) - len(wanted) - self.numbers["skipped"]
        with concurrent.futures.ThreadPoolExecutor(self.arguments.jobs) as pool:
            list(pool.map(self.run, wanted))
        words = ", ".join(f"{number} {word}" for word, number in self.numbers.items())
        print(f"server {self.server.version}: {words}, {elsewhere} not on this release")
        if self.arguments.switch_off:
            print(f"{self.switched_off} readers switched off, each of them noticed")
        if self.failed:
            print("failed cases:", *(f"{number:03}" for number in sorted(self.failed)))
        return 1 if self.failed else 0


def all_cases(wanted):
    cases = [Case(path) for path in sorted(CASES.glob("[0-9]*.sql"))]
    numbers = [case.number for case in cases]
    if len(set(numbers)) != len(numbers):
        raise RuntimeError("two files have the same number")
    missing = sorted(set(range(1, LAST_CASE + 1)) - set(numbers))
    if missing and not wanted:
        raise RuntimeError(f"cases without a file: {missing}")
    return [case for case in cases if not wanted or case.number in wanted]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--pgark", required=True, help="the program under test")
    parser.add_argument("--version", type=int, required=True, help="server release")
    parser.add_argument("--switch-off", action="store_true", help="test the tests")
    parser.add_argument("--jobs", type=int, default=2, help="cases at a time")
    parser.add_argument("--verbose", action="store_true", help="name cases that pass, too")
    parser.add_argument("case", type=int, nargs="*", help="numbers; all when none is given")
    arguments = parser.parse_args()
    arguments.pgark = os.path.abspath(arguments.pgark)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    server = interop.side_by_side(arguments.version)
    if server is None:
        return interop.missing(arguments.version)
    with tempfile.TemporaryDirectory(prefix="pgark-tricky-") as folder:
        os.chmod(folder, 0o755)
        suite = Suite(server, arguments, pathlib.Path(folder))
        return suite.run_all(all_cases(arguments.case))


if __name__ == "__main__":
    sys.exit(main())
