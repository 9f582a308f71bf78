#!/usr/bin/env python3
"""A dump among sessions that lock, change and drop what it reads.

Waiting for a lock names who is in the way, keeps nobody else waiting, and ends
when it was told to. What changes between listing, locking and reading makes a
failure that names the object and its OID, or is read from a newer snapshot;
nothing is left out in silence.
"""
import contextlib
import os
import re
import subprocess
import sys
import time

import interop
from interop import StepFailed, expect

COULD_NOT = 1
USAGE = 2
APPLICATION = "the session in the way"


class Locks(interop.Script):
    def __init__(self, steps, server, pgark):
        super().__init__(steps, server, pgark)
        self.database = server.create("locks")
        self.out = steps.folder / "out.dump"
        self.psql("CREATE SCHEMA app",
                  "CREATE TABLE app.orders AS SELECT i AS id, 'x' || i AS note FROM generate_series(1, 1000) i",
                  'CREATE TABLE app."the password" (a integer)',
                  "CREATE TABLE app.items (a integer, b text)",
                  "INSERT INTO app.items VALUES (1, 'one'), (2, 'two')",
                  "CREATE TABLE app.parent (a integer)",
                  "CREATE TABLE app.child () INHERITS (app.parent)",
                  # Sorted and locked last: everything else has its lock by then.
                  "CREATE TABLE app.gate (a integer)")

    def psql(self, *statements):
        return self.server.psql(self.database, *statements)

    def wait(self, condition, words, seconds=30):
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                raise StepFailed(words)
            time.sleep(0.02)

    @contextlib.contextmanager
    def session(self, *statements):
        """A session in a transaction that has run the statements. Yields what
        sends more to it."""
        process = subprocess.Popen(
            [self.server.program("psql"), "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", self.database],
            env=dict(self.server.environment, PGAPPNAME=APPLICATION), stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, bufsize=1)

        def say(*more, wait=True):
            process.stdin.write("".join(f"{statement};\n" for statement in more))
            if wait:
                process.stdin.write("SELECT 'done';\n")
            process.stdin.flush()
            if wait:
                expect(process.stdout.readline().strip() == "done", f"failed: {more}")

        try:
            say("SET client_min_messages = error", "BEGIN", *statements)
            yield say
        finally:
            with contextlib.suppress(BrokenPipeError):
                process.stdin.close()
            process.wait(timeout=30)

    def dump(self, *options, timeout=60):
        return self.server.run(self.pgark, "dump", "-Fc", "-j2", *options, "-f", self.out,
                               self.database, timeout=timeout)

    @contextlib.contextmanager
    def dumping(self, *options):
        """A dump that waits for a lock. Yields the process."""
        with self.server.start(self.pgark, "dump", "-Fc", "-v", *options, "-f", self.out,
                               self.database) as process:
            try:
                self.wait(self.is_waiting, "the dump does not wait for a lock")
                yield process
            finally:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()

    def is_waiting(self):
        return self.psql(
            "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE NOT granted "
            f"AND a.application_name = 'pgark dump' AND datname = '{self.database}'") != "0"

    @staticmethod
    def end(process):
        _, stderr = process.communicate(timeout=60)
        return interop.Result(process.returncode, b"", stderr)

    def script(self):
        return self.server.run(self.pgark, "restore", "-f", "-", self.out).check().stdout

    def oid(self, name, kind="regclass"):
        return self.psql(f"SELECT '{name}'::{kind}::oid")

    def expect_named(self, result, *words):
        expect(result.status == COULD_NOT, f"status {result.status}: {result.stderr[:800]}")
        for word in words:
            expect(word in result.stderr, f"{word!r} is not in {result.stderr[:800]!r}")
        expect(not self.out.exists(), "there is a file")

    # Waiting.

    def timeouts(self):
        for text, seconds in (("700", 0.7), ("2s", 2)):
            with self.steps.step(f"--lock-wait-timeout={text}"), self.session("LOCK TABLE app.orders"):
                began = time.monotonic()
                result = self.dump(f"--lock-wait-timeout={text}")
                took = time.monotonic() - began
                self.expect_named(result, f"app.orders (OID {self.oid('app.orders')})",
                                  "lock wait timeout", APPLICATION, "user postgres",
                                  "idle in transaction", "holds it exclusively")
                expect(seconds <= took < seconds + 15, f"it took {took}")
        with self.steps.step("a name that hides the statement"), \
                self.session('LOCK TABLE app."the password"'):
            self.expect_named(self.dump("--lock-wait-timeout=300ms"), 'app."the password"')
        with self.steps.step("a timeout that is none"):
            result = self.dump("--lock-wait-timeout=soon").check(USAGE)
            expect("soon" in result.stderr, result.stderr)
        with self.steps.step("a timeout that is not needed"):
            self.dump("--lock-wait-timeout=1min").check()
            self.out.unlink()
        with self.steps.step("an excluded child is not waited for"), \
                self.session("LOCK TABLE ONLY app.child"):
            self.dump("-T", "app.child", "--lock-wait-timeout=5s").check()
            self.out.unlink()

    def waiting(self):
        with self.steps.step("without a timeout: waits, says for whom, goes on"):
            with self.session("LOCK TABLE app.orders") as say, self.dumping() as process:
                time.sleep(2.5)
                say("COMMIT")
                result = self.end(process).check()
            notes = [line for line in result.stderr.splitlines() if "waiting for the lock" in line]
            expect(len(notes) == 1, notes)
            for word in ("app.orders", APPLICATION, "session ", "user postgres", "since"):
                expect(word in notes[0], notes[0])
            self.out.unlink()
        with self.steps.step("a lock of half a second is not worth a word"):
            with self.session("LOCK TABLE app.orders") as say, self.dumping() as process:
                say("COMMIT")
                result = self.end(process).check()
            expect("waiting" not in result.stderr, result.stderr)
            self.out.unlink()
        with self.steps.step("an ALTER TABLE that queues behind a reader is named, and the reader"):
            with self.session("SELECT * FROM app.orders WHERE false") as reader:
                reader_pid = self.holder("AccessShareLock")
                with self.session() as changer:
                    changer("ALTER TABLE app.orders ADD COLUMN later integer", wait=False)
                    self.wait(lambda: self.psql("SELECT count(*) FROM pg_locks WHERE relation = "
                                                "'app.orders'::regclass AND NOT granted") == "1",
                              "ALTER TABLE does not wait")
                    result = self.dump("--lock-wait-timeout=1500ms")
                    self.expect_named(result, "app.orders", "waits to have it exclusively",
                                      f"behind session {reader_pid}")
                    reader("COMMIT")
                    changer("ROLLBACK")

    def holder(self, mode):
        return self.psql("SELECT pid FROM pg_locks WHERE relation = 'app.orders'::regclass "
                         f"AND mode = '{mode}' AND granted")

    def keeps_nobody_waiting(self):
        with self.steps.step("while it waits, others may change the tables that it has had"):
            with self.session("LOCK TABLE app.orders") as say, self.dumping() as process:
                time.sleep(0.6)
                began = time.monotonic()
                self.psql("SET lock_timeout = '10s'", "ALTER TABLE app.items ADD COLUMN c integer",
                          "ALTER TABLE app.items DROP COLUMN c")
                expect(time.monotonic() - began < 5, "ALTER TABLE had to wait")
                say("COMMIT")
                self.end(process).check()
            self.out.unlink()
        with self.steps.step("no deadlock with a session that wants what the dump has"):
            with self.session("LOCK TABLE app.orders") as say, self.dumping() as process:
                time.sleep(0.3)
                say("LOCK TABLE app.items", "LOCK TABLE app.gate", "COMMIT")
                self.end(process).check()
            self.out.unlink()

    def prepared(self):
        if self.psql("SHOW max_prepared_transactions") == "0":
            self.steps.skip("a prepared transaction in the way", "the server has none")
            return
        with self.steps.step("a prepared transaction in the way"):
            self.psql("BEGIN; LOCK TABLE app.orders; PREPARE TRANSACTION 'two phases'")
            try:
                self.expect_named(self.dump("--lock-wait-timeout=300ms"), "two phases")
            finally:
                self.psql("ROLLBACK PREPARED 'two phases'")

    # What changes meanwhile.

    def while_waiting(self, name, statements, check, *options):
        """Runs statements in the way of a dump that has seen the catalogs."""
        with self.steps.step(name):
            with self.session("LOCK TABLE app.gate") as say, self.dumping(*options) as process:
                words = check(None) or ()
                self.psql(*statements)
                say("COMMIT")
                result = self.end(process)
            check(result, *words)
            if self.out.exists():
                self.out.unlink()

    def failure(self, *names):
        """Each name: an object's; its OID has to be told, too."""
        oids = []

        def check(result, *_):
            if result is None:
                oids.extend(self.oid(name, kind) for name, kind in names)
                return
            for (name, _kind), oid in zip(names, oids):
                self.expect_named(result, name.split("(")[0].split(".")[-1], oid)
        return check

    def same_as_now(self, result, *_):
        """The dump equals one that is made now."""
        if result is None:
            return
        result.check()
        got = self.script()
        self.dump().check()
        wanted = self.script()
        expect(self.without_head(got) == self.without_head(wanted), "another dump than now")

    @staticmethod
    def without_head(script):
        return re.sub(rb"(?m)^\\(?:un)?restrict .*$", b"", script)

    def changes(self):
        self.psql("CREATE TABLE app.a_dropped (a integer)")
        self.while_waiting("a table is dropped between listing and locking",
                           ["DROP TABLE app.a_dropped"],
                           self.failure(("app.a_dropped", "regclass")))
        self.psql("CREATE TABLE app.a_renamed (a integer)")
        self.while_waiting("a table is renamed between listing and locking",
                           ["ALTER TABLE app.a_renamed RENAME TO a_renamed_now"],
                           self.failure(("app.a_renamed", "regclass")))
        self.psql("CREATE TABLE app.old (a integer)", "CREATE TABLE app.new (a integer)",
                  "INSERT INTO app.new VALUES (1)")
        self.while_waiting("two tables change their names",
                           ["ALTER TABLE app.old RENAME TO other; ALTER TABLE app.new RENAME TO old; "
                            "ALTER TABLE app.other RENAME TO new"],
                           self.failure(("app.old", "regclass")))
        self.while_waiting("a table is dropped and made again",
                           ["DROP TABLE app.old; CREATE TABLE app.old (a integer)"],
                           self.failure(("app.old", "regclass")))
        self.while_waiting("a table is rewritten: read from a newer snapshot",
                           ["ALTER TABLE app.items ALTER a TYPE bigint"], self.same_as_now)
        self.while_waiting("a table is emptied: read from a newer snapshot",
                           ["TRUNCATE app.items; INSERT INTO app.items VALUES (3, 'three')"],
                           self.same_as_now)
        self.while_waiting("VACUUM FULL", ["VACUUM FULL app.items"], self.same_as_now)
        self.while_waiting("a column is added", ["ALTER TABLE app.items ADD COLUMN d integer"],
                           lambda result, *_: result and result.check() and None)
        self.while_waiting("a column is dropped",
                           ["ALTER TABLE app.items DROP COLUMN d"],
                           self.failure(("app.items", "regclass")))
        self.while_waiting("a column is renamed",
                           ["ALTER TABLE app.items RENAME COLUMN b TO b2"],
                           self.failure(("app.items", "regclass")))

    def unlocked_kinds(self):
        """Kinds that no lock protects: dropped between listing and reading."""
        kinds = {
            "view": ("CREATE VIEW app.v AS SELECT 1 AS a", "DROP VIEW app.v", ("app.v", "regclass")),
            "sequence": ("CREATE SEQUENCE app.s", "DROP SEQUENCE app.s", ("app.s", "regclass")),
            "materialized view": ("CREATE MATERIALIZED VIEW app.m AS SELECT 1 AS a",
                                  "DROP MATERIALIZED VIEW app.m", ("app.m", "regclass")),
            "function": ("CREATE FUNCTION app.f(a integer) RETURNS text LANGUAGE sql AS 'SELECT ''x'''",
                         "DROP FUNCTION app.f", ("app.f(integer)", "regprocedure")),
            "aggregate": ("CREATE AGGREGATE app.g(integer) (SFUNC = int4pl, STYPE = integer)",
                          "DROP AGGREGATE app.g(integer)", ("app.g(integer)", "regprocedure")),
            "domain": ("CREATE DOMAIN app.d AS integer CONSTRAINT positive CHECK (VALUE > 0) DEFAULT 5",
                       "DROP DOMAIN app.d", ("app.d", "regtype")),
            "composite type": ("CREATE TYPE app.c AS (a integer)", "DROP TYPE app.c",
                               ("app.c", "regtype")),
            "enum": ("CREATE TYPE app.e AS ENUM ('a', 'b')", "DROP TYPE app.e", ("app.e", "regtype")),
        }
        for kind, (create, drop, name) in kinds.items():
            self.psql(create)
            self.while_waiting(f"a {kind} is dropped between listing and reading", [drop],
                               self.whole_or_failure(name))

    def whole_or_failure(self, name):
        """Either the object is in the dump as it was, or a failure names it."""
        oids = []
        before = []

        def check(result, *_):
            if result is None:
                oids.append(self.oid(*name))
                before.append(self.server.run(
                    self.server.program("pg_dump"), "-s", "-T", "app.gate",
                    self.database).check().stdout)
                return
            if result.status == 0:
                got = self.server.run(self.pgark, "restore", "-s", "-f", "-", self.out).check().stdout
                missing = [line for line in before[0].splitlines()
                           if line and not line.startswith((b"--", b"\\")) and line not in got]
                expect(not missing, f"missing: {missing[:5]}")
            else:
                self.expect_named(result, oids[0])
        return check


def run(steps, server, arguments):
    test = Locks(steps, server, arguments.pgark)
    test.timeouts()
    test.waiting()
    test.keeps_nobody_waiting()
    test.prepared()
    test.changes()
    test.unlocked_kinds()


if __name__ == "__main__":
    sys.exit(interop.main(__doc__, "locks", run))
