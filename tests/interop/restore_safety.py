#!/usr/bin/env python3
"""What keeps a restore from destroying a database: refusals, questions,
--new, --replace, --swap, --disconnect-others, and damage that is found first.
"""
import contextlib
import os
import pty
import select
import signal
import subprocess
import sys
import time

import interop
from interop import expect

SCHEMA = (
    "CREATE TABLE orders (id int PRIMARY KEY, note text)",
    "INSERT INTO orders SELECT i, repeat('x', i % 50) FROM generate_series(1, 3000) i",
    "CREATE TABLE lines (id int REFERENCES orders, line int, PRIMARY KEY (id, line))",
    "INSERT INTO lines SELECT i, 1 FROM generate_series(1, 3000) i",
    "CREATE VIEW totals AS SELECT count(*) FROM lines",
)
USAGE, FAILED, INTERRUPTED = 2, 1, 130


class Safety(interop.Script):
    def __init__(self, steps, server, arguments):
        super().__init__(steps, server, arguments.pgark)
        self.source = server.create("source")
        server.psql(self.source, *SCHEMA)
        self.archive = steps.file("source.dump")
        server.run(self.pgark, "dump", "-f", self.archive, self.source).check()
        self.original = interop.Original(steps, server, self.source)
        self.damaged = steps.file("damaged.dump")
        octets = bytearray(self.archive.read_bytes())
        middle = octets.rfind(b"\x28\xb5\x2f\xfd")  # a frame of zstd
        if middle < 0:
            middle = len(octets) // 2
        for at in range(middle + 12, middle + 40):
            octets[at] ^= 0x5a
        self.damaged.write_bytes(octets)

    def restore(self, *words, stdin=None):
        return self.server.run(self.pgark, "restore", *words, stdin=stdin)

    def occupied(self, name):
        """A database with a table that no archive has, and one that it has."""
        database = self.server.create(name)
        self.server.psql(database, "CREATE TABLE precious (a int)",
                         "INSERT INTO precious VALUES (1)",
                         "CREATE TABLE orders (old int)")
        return database

    def expect_untouched(self, database):
        rows = self.server.psql(
            database, "SELECT (SELECT count(*) FROM precious) || (SELECT string_agg(attname, '') "
            "FROM pg_attribute WHERE attrelid = 'orders'::regclass AND attnum > 0)")
        expect(rows == "1old", f"the database was changed: {rows}")

    def databases(self, like):
        return self.server.psql(
            "postgres", f"SELECT datname FROM pg_database WHERE datname LIKE '{like}%' "
            "ORDER BY datname").split()

    def refusals(self):
        target = self.occupied("refused")
        with self.steps.step("a whole archive is refused where something is"):
            result = self.restore("-d", target, self.archive).check(USAGE)
            for way in ("-c", "--into-existing", "--new", "--replace", "--swap", "3 tables"[2:]):
                expect(way in result.stderr, f"{way} is not named: {result.stderr}")
            self.expect_untouched(target)
            self.restore("-s", "-d", target, self.archive).check(USAGE)
        with self.steps.step("what extensions own is nothing"):
            empty = self.server.create("extensions")
            self.server.psql(empty, "CREATE EXTENSION hstore", "DROP SCHEMA public CASCADE",
                             "CREATE SCHEMA public", "CREATE EXTENSION pg_trgm SCHEMA public")
            self.restore("-d", empty, self.archive).check()
        with self.steps.step("objects of each kind count"):
            for statement in ("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                              "CREATE TYPE mood AS ENUM ('so')", "CREATE SCHEMA other",
                              "SELECT lo_create(0)", "CREATE DOMAIN d AS int",
                              "CREATE PUBLICATION p", "CREATE SEQUENCE s", "CREATE VIEW v AS SELECT 1",
                              "CREATE CAST (text AS int) WITH INOUT"):
                database = self.server.create("kind")
                self.server.psql(database, statement)
                self.restore("-d", database, self.archive).check(USAGE)
        with self.steps.step("parts go in"):
            self.server.psql(target, "DROP TABLE orders")
            self.restore("-t", "orders", "-d", target, self.archive).check()
            self.restore("-t", "lines", "-d", target, self.archive).check()
            self.restore("-a", "-t", "orders", "-d", target, self.archive).check()
            expect(self.server.psql(target, "SELECT count(*) FROM orders") == "6000", "rows")
        with self.steps.step("--into-existing adds"):
            other = self.server.create("into")
            self.server.psql(other, "CREATE TABLE precious (a int)")
            self.restore("--into-existing", "-d", other, self.archive).check()
            self.server.psql(other, "SELECT FROM precious, orders LIMIT 0")
        with self.steps.step("--create looks at the database that it creates"):
            result = self.restore("-C", "-d", "postgres", self.archive).check(USAGE)
            expect(self.source in result.stderr, result.stderr)
        with self.steps.step("called as pg_restore nothing is refused or asked"):
            link = self.steps.folder / "pg_restore"
            link.symlink_to(self.pgark)
            stock = self.occupied("stock")
            result = self.server.run(link, "-d", stock, self.archive).check(FAILED)
            self.server.psql(stock, "SELECT FROM precious, lines LIMIT 0")
            self.server.run(link, "--into-existing", "-d", stock, self.archive).check(FAILED)
            self.server.run(link, "-c", "--if-exists", "-d", stock, self.archive).check(0)
            self.server.run(link, "-d", "nowhere_at_all", self.archive).check(FAILED)
            expect(self.server.run(link, "-l", self.archive).check().stdout ==
                   self.server.run(self.pgark, "list", self.archive).check().stdout, "listing")

    def clean(self):
        with self.steps.step("-c without a terminal drops as pg_restore does"):
            target = self.occupied("clean")
            self.restore("-c", "--if-exists", "-d", target, self.archive).check()
            self.server.psql(target, "SELECT FROM precious", "DROP TABLE precious")
            self.original.expect_equal(target, "clean")
        with self.steps.step("damage is found before anything is dropped"):
            target = self.occupied("damage")
            for options in (["-c"], ["-c", "-t", "orders", "-t", "lines"], ["--replace", "--yes"],
                            ["-c", "-j2"]):
                result = self.restore(*options, "-d", target, self.damaged).check(FAILED)
                expect("--no-check" in result.stderr, result.stderr)
                self.expect_untouched(target)
            self.restore("-c", "--if-exists", "--no-check", "-d", target, self.damaged)
            gone = self.server.psql(target, "SELECT count(*) FROM pg_attribute WHERE attrelid = "
                                    "'orders'::regclass AND attname = 'old'")
            expect(gone == "0", "--no-check did not drop")
        with self.steps.step("a pipe and -c need --no-check"):
            target = self.occupied("pipe")
            words = [self.pgark, "restore", "-c", "--if-exists", "-d", target]
            done = self.server.shell(f'cat "$1" | "${{@:2}}"', self.archive, *words)
            expect(done.status == USAGE, done.stderr)
            self.expect_untouched(target)
            self.server.shell('cat "$1" | "${@:2}" --no-check', self.archive, *words).check()

    def on_terminal(self, words, answer, then=None):
        """Runs pgark with a terminal; returns its status and what it said."""
        child, terminal = pty.fork()
        if child == 0:
            os.execvpe(self.pgark, [str(word) for word in [self.pgark, "restore", *words]],
                       self.server.environment)
        said = b""
        sent = False
        with contextlib.suppress(OSError):
            while True:
                ready, _, _ = select.select([terminal], [], [], 60)
                expect(ready, f"silence after {said!r}")
                piece = os.read(terminal, 65536)
                if not piece:
                    break
                said += piece
                if not sent and b"go on: " in said:
                    os.write(terminal, answer)
                    sent = True
                if sent and then and b"Ctrl-C" in said:
                    os.kill(child, then)
                    then = None
        _, status = os.waitpid(child, 0)
        os.close(terminal)
        return os.waitstatus_to_exitcode(status), said.decode(errors="replace")

    def questions(self):
        target = self.occupied("asked")
        words = ["-c", "--if-exists", "-d", target, "--abort-window=0", self.archive]
        with self.steps.step("a person is asked, with all that is lost"):
            status, said = self.on_terminal(words, b"yes\n")
            expect(status == USAGE, said)
            for part in (target, "2 tables", "Port:", "Host:", "Size:"):
                expect(part in said, f"{part} is missing: {said}")
            self.expect_untouched(target)
            self.restore("--replace", "-d", target, self.archive).check(USAGE)
            self.expect_untouched(target)
        with self.steps.step("Ctrl-C at the question and in the window leaves all as it is"):
            status, said = self.on_terminal(words, b"\x03")
            expect(status == INTERRUPTED, f"{status} {said}")
            status, said = self.on_terminal(
                ["-c", "--abort-window=30s", "-d", target, self.archive],
                target.encode() + b"\n", signal.SIGINT)
            expect(status == INTERRUPTED, f"{status} {said}")
            self.expect_untouched(target)
        with self.steps.step("the database's name goes on"):
            status, said = self.on_terminal(words, target.encode() + b"\n")
            expect(status == 0, said)
            self.server.psql(target, "SELECT note FROM orders", "SELECT FROM precious")

    def new_and_replace(self):
        with self.steps.step("--new creates"):
            name = self.server.create("new")
            self.restore("--new", "-d", name, self.archive).check(USAGE)
            self.server.drop(name)
            self.restore("--new", "-d", f"dbname={name}", self.archive).check()
            self.original.expect_equal(name, "new")
        with self.steps.step("--replace drops, creates, and keeps what the database has"):
            name = self.occupied("replace")
            self.furnish(name)
            before = self.furniture(name)
            self.restore("--replace", "--yes", "-d", name, self.archive).check()
            expect(self.furniture(name) == before, f"{self.furniture(name)} after {before}")
            self.server.psql(name, "ALTER DATABASE " + name + " RESET ALL")
            self.original.expect_equal(name, "replace")

    def furnish(self, name):
        role = "interop_safety_role"
        if not self.server.psql("postgres", f"SELECT 1 FROM pg_roles WHERE rolname = '{role}'"):
            self.server.psql("postgres", f"CREATE ROLE {role}")
        self.server.psql(
            "postgres", f"ALTER DATABASE {name} OWNER TO {role}",
            f"REVOKE ALL ON DATABASE {name} FROM PUBLIC",
            f"GRANT CONNECT ON DATABASE {name} TO {role}, pg_monitor",
            f"ALTER DATABASE {name} SET search_path = \"$user\", public, \"odd name\"",
            f"ALTER DATABASE {name} SET application_name = 'it''s \\x'",
            f"ALTER ROLE {role} IN DATABASE {name} SET work_mem = '7MB'",
            f"ALTER DATABASE {name} CONNECTION LIMIT 17",
            f"COMMENT ON DATABASE {name} IS 'the \\ database''s comment'")

    def furniture(self, name):
        return self.server.psql(
            "postgres", "SELECT datdba::regrole, datacl, datconnlimit, datallowconn, "
            "pg_encoding_to_char(encoding), datcollate, "
            "shobj_description(d.oid, 'pg_database'), (SELECT string_agg(setrole || "
            "array_to_string(setconfig, '|'), '/' ORDER BY setrole) FROM pg_db_role_setting "
            f"WHERE setdatabase = d.oid) FROM pg_database d WHERE datname = '{name}'")

    def swap(self):
        name = self.occupied("swap")
        self.furnish(name)
        before = self.furniture(name)
        with self.steps.step("--swap keeps the old database under a dated name"):
            self.restore("--swap", "-d", name, self.archive).check()
            expect(self.furniture(name) == before, f"{self.furniture(name)} after {before}")
            kept = [one for one in self.databases(name) if one != name]
            expect(len(kept) == 1 and "_old_2" in kept[0], f"databases: {kept}")
            self.expect_untouched(kept[0])
            self.server.psql(name, "SELECT note FROM orders")
            self.server.drop(kept[0])
        with self.steps.step("--drop-old does not"):
            self.restore("--swap", "--drop-old", "-d", name, self.archive).check(USAGE)
            self.restore("--swap", "--drop-old", "--yes", "-j2", "-d", name,
                         self.archive).check()
            expect(self.databases(name) == [name], "something was left")
            expect(self.furniture(name) == before, "properties were lost")
        with self.steps.step("a failure leaves the database as it was"):
            other = self.occupied("swapfail")
            self.furnish(other)
            before = self.furniture(other)
            self.restore("--swap", "-d", other, self.damaged).check(FAILED)
            self.expect_untouched(other)
            expect(self.databases(other) == [other], "something was left")
            expect(self.furniture(other) == before, "properties were lost")
        with self.steps.step("sessions of others refuse it, or are ended"):
            with self.session(other) as session:
                result = self.restore("--swap", "-d", other, self.archive).check(USAGE)
                expect("--disconnect-others" in result.stderr, result.stderr)
                self.expect_untouched(other)
                self.restore("--swap", "--drop-old", "--yes", "--disconnect-others", "-d", other,
                             self.archive).check()
                expect(session.wait(timeout=20) != 0, "the session goes on")
            self.server.psql(other, "SELECT note FROM orders")
            expect(self.furniture(other) == before, "properties were lost")

    @contextlib.contextmanager
    def session(self, database):
        session = self.server.start(self.server.program("psql"), "-X", "-d", database,
                                    "-c", "SELECT pg_sleep(300)")
        try:
            for _ in range(200):
                if self.server.psql("postgres", "SELECT 1 FROM pg_stat_activity WHERE state = "
                                    f"'active' AND datname = '{database}'"):
                    break
                time.sleep(0.05)
            yield session
        finally:
            session.kill()
            session.communicate()

    def interruptions(self):
        slow = self.server.create("slow")
        self.server.psql(slow, "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql IMMUTABLE AS "
                         "$$ BEGIN PERFORM pg_sleep(current_setting('pgark.sleep', true)::float8); "
                         "RETURN 1; END $$",
                         "CREATE TABLE t (a int)", "INSERT INTO t VALUES (1)",
                         "CREATE INDEX ON t ((public.f()))")
        archive = self.steps.file("slow.dump")
        self.server.run(self.pgark, "dump", "-f", archive, slow).check()
        for word in (signal.SIGINT, signal.SIGTERM):
            for options in (["--swap"], ["--swap", "-j2", "--disconnect-others"]):
                with self.steps.step(f"signal {int(word)} in {' '.join(options)}"):
                    name = self.occupied("stopped")
                    self.furnish(name)
                    self.server.psql("postgres", f"ALTER DATABASE {name} SET pgark.sleep = '0'")
                    before = self.furniture(name)
                    process = subprocess.Popen(
                        [str(part) for part in (self.pgark, "restore", *options, "-d", name, archive)],
                        env={**self.server.environment, "PGOPTIONS": "-c pgark.sleep=60"},
                        stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)
                    self.wait_for_sleep(name)
                    process.send_signal(word)
                    _, said = process.communicate(timeout=30)
                    expect(process.returncode == 128 + word, f"{process.returncode} {said}")
                    self.expect_untouched(name)
                    expect(self.databases(name) == [name], f"left: {self.databases(name)}")
                    expect(self.furniture(name) == before, "properties were changed")
        with self.steps.step("--disconnect-others lets others in after Ctrl-C"):
            name = self.server.create("door")
            self.server.psql("postgres", f"ALTER DATABASE {name} CONNECTION LIMIT 9")
            with self.session(name) as session:
                process = subprocess.Popen(
                    [self.pgark, "restore", "--disconnect-others", "-d", name, str(archive)],
                    env={**self.server.environment, "PGOPTIONS": "-c pgark.sleep=60"},
                    stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)
                self.wait_for_sleep(name)
                expect(session.wait(timeout=20) != 0, "the session goes on")
                limit = f"SELECT datconnlimit FROM pg_database WHERE datname = '{name}'"
                expect(self.server.psql("postgres", limit) == "0", "the door is open")
                process.send_signal(signal.SIGINT)
                process.communicate(timeout=30)
                expect(process.returncode == INTERRUPTED, f"status {process.returncode}")
                expect(self.server.psql("postgres", limit) == "9", "the door is still shut")

    def wait_for_sleep(self, name):
        for _ in range(400):
            if self.server.psql("postgres", "SELECT 1 FROM pg_stat_activity WHERE wait_event = "
                                f"'PgSleep' AND datname LIKE '{name}%'"):
                return
            time.sleep(0.05)
        raise interop.StepFailed("the restore does not come to the index")

    def run(self):
        self.refusals()
        self.clean()
        self.questions()
        self.new_and_replace()
        self.swap()
        self.interruptions()


def run(steps, server, arguments):
    test = Safety(steps, server, arguments)
    try:
        test.run()
    finally:
        for name in test.databases(f"interop_{os.getpid()}_"):
            server.psql("postgres", f"ALTER DATABASE \"{name}\" CONNECTION LIMIT -1")
            server.drop(name)


if __name__ == "__main__":
    sys.exit(interop.main(__doc__, "restore-safety", run))
