#!/usr/bin/env python3
"""Tricky cases that a file of SQL cannot make (tricky.py runs the others).

    tests/interop/tricky_special.py --pgark PROGRAM --version 17

Each step names its case: names of databases (102), schema public (103), large
objects without owner (122), invalid databases (124), globals (125, 126), and what
another session changes while we read (129).
"""
import contextlib
import os
import re
import subprocess
import sys
import threading
import time

import interop
import protocol_proxy
from interop import StepFailed, expect, expect_same_script

COULD_NOT, WRONG_USE, NO_SERVER = 1, 2, 4
ODD_DATABASES = ['regression"\\"', "Mixed Case; DROP", "dollar$ign", "it's", "two\nlines", "50% = x"]
PUBLIC = {
    "dropped": "DROP SCHEMA public",
    "without a comment": "COMMENT ON SCHEMA public IS NULL",
    "without rights": "REVOKE ALL ON SCHEMA public FROM PUBLIC",
    "with rights of PUBLIC": "GRANT ALL ON SCHEMA public TO PUBLIC",
    "without rights of its owner": "REVOKE ALL ON SCHEMA public FROM pg_database_owner",
    "made again": "DROP SCHEMA public; CREATE SCHEMA public; COMMENT ON SCHEMA public IS 'new'",
    "of an extension": "CREATE SCHEMA e; CREATE EXTENSION tcn SCHEMA e; ALTER EXTENSION tcn ADD SCHEMA public; "
                       "CREATE TABLE public.t (a integer)",
}


class Special(interop.Script):
    def __init__(self, steps, server, pgark):
        super().__init__(steps, server, pgark)
        self.roles = []

    def same(self, label, database, *options):
        """The scripts of both programs."""
        ours = self.server.run(self.pgark, "dump", "-q", "-Fp", *options, "-d",
                               database).check().stdout
        if self.server.version == 13:
            # 13.16 leaves psql's encoding alone before it connects to such a name.
            ours = ours.replace(b"\\encoding SQL_ASCII\n", b"")
        expect_same_script(
            self.steps, label, ours,
            self.server.run(self.server.program("pg_dump"), *options, "-d", database)
            .check().stdout)

    def both_fail(self, database, *words, options=(), status=COULD_NOT):
        stock = self.server.run(self.server.program("pg_dump"), *options, "-d", database)
        # 13 passes over an owner that is gone.
        expect(stock.status != 0 or self.server.version == 13, "pg_dump does not fail")
        ours = self.server.run(self.pgark, "dump", "-Fp", *options, "-d", database)
        expect(ours.status == status, f"status {ours.status}: {ours.stderr[-500:]}")
        for word in words:
            expect(word in ours.stderr, f"no {word} in: {ours.stderr[-500:]}")

    def names_of_databases(self):
        """102: names of databases in CREATE, in \\connect, in comments."""
        for name in ODD_DATABASES:
            shown = name.replace("\n", " ")
            with self.steps.step(f"102: database {shown}"):
                quoted = '"' + name.replace('"', '""') + '"'
                connection = "dbname='" + name.replace("\\", "\\\\").replace("'", "\\'") + "'"
                with contextlib.suppress(StepFailed):
                    self.server.psql("postgres", f"DROP DATABASE IF EXISTS {quoted}")
                self.server.psql("postgres", f"CREATE DATABASE {quoted} TEMPLATE template0")
                try:
                    self.server.psql(connection, f"COMMENT ON DATABASE {quoted} IS 'odd'",
                                     f"ALTER DATABASE {quoted} SET work_mem = '7MB'",
                                     "CREATE TABLE t (a integer)")
                    # psql cannot be told to connect to a name with a line end.
                    sets = [["-s"]] if "\n" in name else [["-C"], ["-c", "-C"]]
                    for options in sets:
                        self.same(f"102 {shown} {' '.join(options)}", connection, *options)
                    if "\n" in name:
                        self.both_fail(connection, options=["-C"], status=WRONG_USE)
                finally:
                    self.server.psql("postgres", f"DROP DATABASE {quoted}")

    def schema_public(self):
        """103: what becomes of schema public."""
        for label, sql in PUBLIC.items():
            if self.server.version < 15 and "pg_database_owner" in sql:
                continue
            with self.steps.step(f"103: public {label}"):
                database = self.server.create("public")
                self.server.psql(database, sql)
                for options in ([], ["-c"], ["-c", "--if-exists"], ["-O"], ["-n", "public"], ["-x"]):
                    if options[:1] == ["-n"] and label == "dropped":
                        continue
                    self.same(f"103 {label} {' '.join(options)}", database, *options)
                self.server.drop(database)

    def large_object_without_owner(self):
        with self.steps.step("122: the owner of a large object is gone"):
            database = self.server.create("no_owner")
            self.server.psql(database, "SELECT lo_create(812201)",
                             "UPDATE pg_largeobject_metadata SET lomowner = 987654")
            self.both_fail(database, "812201", "987654")
            self.server.drop(database)

    def invalid_database(self):
        with self.steps.step("124: a database that DROP DATABASE left half"):
            database = self.server.create("invalid")
            self.server.psql("postgres", "UPDATE pg_database SET datconnlimit = -2 "
                             f"WHERE datname = '{database}'")
            try:
                self.both_fail(database, database, status=NO_SERVER)
            finally:
                self.server.psql("postgres", "UPDATE pg_database SET datconnlimit = -1 "
                                 f"WHERE datname = '{database}'")
                self.server.drop(database)

    def globals(self):
        """125, 126: tablespaces with options, grants of parameters, memberships."""
        version = self.server.version
        roles = [f"interop_{os.getpid()}_{kind}" for kind in ("Boss", "middle", "worker")]
        boss, middle, worker = (f'"{role}"' for role in roles)
        space = f'"interop_{os.getpid()}_space"'
        self.roles = roles
        with self.steps.step("125, 126: globals"):
            self.server.psql("postgres", *(f'CREATE ROLE "{role}" LOGIN' for role in roles))
            try:
                self.server.psql(
                    "postgres", f"GRANT {boss} TO {middle} WITH ADMIN OPTION",
                    f"SET SESSION AUTHORIZATION {middle}", f"GRANT {boss} TO {worker} WITH ADMIN OPTION",
                    "RESET SESSION AUTHORIZATION", f"GRANT pg_monitor TO {worker}",
                    f"ALTER ROLE {worker} SET search_path = 'A b', c",
                    f"ALTER ROLE {worker} CONNECTION LIMIT 3 VALID UNTIL '2030-01-01'",
                    f"COMMENT ON ROLE {worker} IS 'it''s a worker'")
                if version >= 15:
                    self.server.psql(
                        "postgres", f"GRANT SET ON PARAMETER custom.knob TO {worker}",
                        f"GRANT SET, ALTER SYSTEM ON PARAMETER work_mem TO {middle} WITH GRANT OPTION",
                        "SET allow_in_place_tablespaces = on",
                        f"CREATE TABLESPACE {space} OWNER {middle} LOCATION ''",
                        f"ALTER TABLESPACE {space} SET (seq_page_cost = 1.5, random_page_cost = 2)",
                        f"GRANT CREATE ON TABLESPACE {space} TO {worker}",
                        f"COMMENT ON TABLESPACE {space} IS 'a \\ space'")
                if version >= 16:
                    self.server.psql(
                        "postgres", f"GRANT {boss} TO {worker} WITH INHERIT FALSE, SET FALSE",
                        f"SET SESSION AUTHORIZATION {worker}",
                        f"GRANT {boss} TO {middle} WITH INHERIT TRUE")
                self.same_globals(roles)
            finally:
                self.drop_globals(roles, space)

    def same_globals(self, roles):
        """Other tests make roles at the same time, so only our lines are compared."""
        ours = self.server.run(self.pgark, "globals").check().stdout
        stock = self.server.run(self.server.program("pg_dumpall"), "--globals-only").check().stdout
        prefix = f"interop_{os.getpid()}_".encode()
        texts = [b"\n".join(line for line in text.split(b"\n") if prefix in line)
                 for text in (ours, stock)]
        expect(len(texts[1].split(b"\n")) > len(roles), "pg_dumpall names none of them")
        interop.expect_same_bytes(self.steps, "globals", *texts)

    def drop_globals(self, roles, space):
        if self.server.version >= 15:
            with contextlib.suppress(StepFailed):
                self.server.psql("postgres", f"DROP TABLESPACE IF EXISTS {space}")
        for role in reversed(roles):
            with contextlib.suppress(StepFailed):
                self.server.psql("postgres", f'DROP OWNED BY "{role}" CASCADE')
        for _ in roles:
            for role in roles:
                with contextlib.suppress(StepFailed):
                    self.server.psql("postgres", f'DROP ROLE IF EXISTS "{role}"')

    def while_we_read(self, database, trigger, change):
        """Dumps; when the answer to a query that holds `trigger` has come back, another
        session does `change` before the next query gets through."""
        address = (self.server.environment["PGHOST"], self.server.environment["PGPORT"])
        done = threading.Event()
        server = self.server

        class Meddling(protocol_proxy.ProtocolProxy):
            def answered(self, text):
                super().answered(text)
                if trigger in text and not done.is_set():
                    done.set()
                    server.psql(database, change)

        with Meddling(address, watch=True) as proxy:
            result = self.server.run(self.pgark, "dump", "-Fc", "-j1", "-f",
                                     self.steps.file("meddled.dump"), "-d", database,
                                     extra=proxy.environment())
        expect(done.is_set(), f"no query held {trigger}")
        return result

    def concurrent_changes(self):
        """129: a table that is gone before it is locked; a function that is another."""
        with self.steps.step("129: a table is dropped between reading it and locking it"):
            database = self.server.create("changing")
            self.server.psql(database, "CREATE TABLE kept (a integer)",
                             "CREATE TABLE goes (a integer)")
            result = self.while_we_read(database, "FROM pg_catalog.pg_class c ", "DROP TABLE goes")
            expect(result.status == COULD_NOT, f"status {result.status}: {result.stderr[-500:]}")
            expect("goes" in result.stderr, result.stderr[-500:])
            self.server.drop(database)
        with self.steps.step("129: a sequence is dropped after it was read"):
            database = self.server.create("changing")
            self.server.psql(database, "CREATE SEQUENCE goes")
            result = self.while_we_read(database, "FROM pg_catalog.pg_class c ", "DROP SEQUENCE goes")
            expect(result.status in (0, COULD_NOT), f"status {result.status}: {result.stderr[-500:]}")
            if result.status == COULD_NOT:
                expect("goes" in result.stderr, result.stderr[-500:])
            self.server.drop(database)
        with self.steps.step("129: a table is altered while it is waited for"):
            self.altered_while_waiting()

    def altered_while_waiting(self):
        """The table that is dumped is the one that was locked, rows and all."""
        database = self.server.create("changing")
        self.server.psql(database, "CREATE TABLE t (a integer)", "INSERT INTO t VALUES (1)")
        holder = subprocess.Popen(
            [self.server.program("psql"), "-XAtq", "-d", database], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, env=self.server.environment, text=True)
        with holder:
            holder.stdin.write("BEGIN; LOCK TABLE t; ALTER TABLE t ADD b integer DEFAULT 2;\n\\echo holds\n")
            holder.stdin.flush()
            holder.stdout.readline()
            archive = self.steps.file("waited.dump")
            dump = self.server.start(self.pgark, "dump", "-Fc", "-f", archive, "-d", database)
            self.wait_for_lock(database)
            holder.stdin.write("COMMIT;\n")
            holder.stdin.close()
            holder.wait()
            stderr = dump.communicate(timeout=60)[1].decode(errors="replace")
        # The snapshot is older than the column, the definition is not: pg_dump's is neither.
        # What counts is that nothing is lost without a word: the row is there, or an error.
        if dump.returncode == 0:
            script = self.server.run(self.server.program("pg_restore"), "-f", "-", archive)
            expect(re.search(rb"COPY public\.t \(a(, b)?\) FROM stdin;\n1", script.check().stdout),
                   "the row is not there")
        else:
            expect(dump.returncode == COULD_NOT, f"status {dump.returncode}: {stderr[-500:]}")
        self.server.drop(database)

    def wait_for_lock(self, database):
        for _ in range(300):
            waiting = self.server.psql(
                "postgres", "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
                f"AND datname = '{database}'")
            if waiting != "0":
                return
            time.sleep(0.1)
        raise StepFailed("the dump does not wait for the lock")


def run(steps, server, arguments):
    test = Special(steps, server, arguments.pgark)
    test.names_of_databases()
    test.schema_public()
    test.large_object_without_owner()
    test.invalid_database()
    if os.path.exists(server.program("pg_dumpall")):
        test.globals()
    else:
        steps.skip("125, 126: globals", "pg_dumpall is not installed")
    test.concurrent_changes()


if __name__ == "__main__":
    sys.exit(interop.main(__doc__, "tricky-special", run))
