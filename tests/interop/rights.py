#!/usr/bin/env python3
"""Dumps by roles that may not read everything.

What pg_dump can dump without a superuser's rights, pgark dumps with the same
text. What a role may not read is one failure before anything is locked, which
lists all of it, with options that leave these things out: pasted into a shell,
they work.
"""
import contextlib
import os
import re
import shlex
import subprocess
import sys
import time

import interop
from interop import expect, expect_same_script

COULD_NOT = 1

# Everything but the sections of single tests is readable by {reader}.
DATABASE = r'''
CREATE SCHEMA app;
CREATE SCHEMA private;
CREATE SCHEMA "Odd 'n ""Q""";
GRANT USAGE ON SCHEMA app, "Odd 'n ""Q""" TO {plain}, {little}, {filtered};
CREATE TABLE app.orders (id serial PRIMARY KEY, amount integer);
INSERT INTO app.orders (amount) SELECT i FROM generate_series(1, 500) AS i;
CREATE TABLE app.secret (id integer GENERATED ALWAYS AS IDENTITY, word text);
INSERT INTO app.secret (word) VALUES ('hidden');
CREATE TABLE "Odd 'n ""Q"""."sec.ret*" (a integer);
CREATE SEQUENCE app.counter START 7;
CREATE TABLE private.one (a integer);
CREATE TABLE private.two (a serial, b text);
CREATE VIEW app.view AS SELECT count(*) FROM app.secret;
CREATE FUNCTION private.function() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE TYPE private.mood AS ENUM ('a');
CREATE TABLE app.parent (a integer, m private.mood) PARTITION BY LIST (a);
CREATE TABLE app.child PARTITION OF app.parent FOR VALUES IN (1, 2);
INSERT INTO app.parent VALUES (1, 'a'), (2, NULL);
CREATE TABLE app.visible (owner text, note text);
INSERT INTO app.visible VALUES ('x', 'for nobody'), ('{filtered}', 'for you');
CREATE POLICY own ON app.visible FOR SELECT USING (owner = current_user);
SELECT lo_create(9001), lo_create(9002);
SELECT lo_put(9001, 0, 'one'), lo_put(9002, 0, 'two');
CREATE FOREIGN DATA WRAPPER wrapper;
CREATE SERVER server FOREIGN DATA WRAPPER wrapper OPTIONS (host 'somewhere');
CREATE USER MAPPING FOR {owner} SERVER server OPTIONS (password 'unseen');
CREATE USER MAPPING FOR PUBLIC SERVER server OPTIONS (user 'guest');
CREATE SUBSCRIPTION {subscription} CONNECTION 'host=nowhere password=unseen' PUBLICATION p
    WITH (connect = false, slot_name = NONE);
GRANT SELECT ON ALL TABLES IN SCHEMA app, "Odd 'n ""Q""" TO {plain}, {filtered};
GRANT SELECT ON ALL SEQUENCES IN SCHEMA app TO {plain}, {little}, {filtered};
GRANT USAGE ON SCHEMA private TO {plain}, {filtered};
GRANT SELECT ON ALL TABLES IN SCHEMA private TO {plain}, {filtered};
GRANT SELECT ON ALL SEQUENCES IN SCHEMA private TO {plain}, {filtered};
GRANT SELECT ON LARGE OBJECT 9001, 9002 TO {plain}, {all_data}, {filtered};
GRANT SELECT ON app.orders, app.parent, app.child, app.visible TO {little};
REVOKE SELECT ON SEQUENCE app.counter FROM {little};
'''
ROLES = ("owner", "plain", "all_data", "little", "filtered", "bypasses", "nologin", "managed")


class Rights(interop.Script):
    def __init__(self, steps, server, pgark):
        super().__init__(steps, server, pgark)
        self.roles = {name: f"interop_{os.getpid()}_{name}" for name in ROLES}
        names = dict(self.roles, subscription=f"interop_{os.getpid()}_subscription")
        server.psql("postgres", *(
            f"CREATE ROLE {role} {'NOLOGIN' if name == 'nologin' else 'LOGIN'}"
            for name, role in self.roles.items()))
        self.database = server.create("rights")
        sql = DATABASE
        for name, role in names.items():
            sql = sql.replace("{" + name + "}", role)
        path = steps.file("rights.sql")
        path.write_text(sql)
        server.run(server.program("psql"), "-qX", "-v", "ON_ERROR_STOP=1", "-d", self.database,
                   "-f", path, stdout=os.devnull).check()

    def drop_roles(self):
        for role in self.roles.values():
            self.server.run(self.server.program("psql"), "-Xqc", f"DROP ROLE {role}", "postgres")

    def psql(self, *statements):
        return self.server.psql(self.database, *statements)

    def ours(self, role, *options, form="-Fp"):
        return self.server.run(self.pgark, "dump", form, *options, self.database,
                               extra={"PGUSER": self.roles.get(role, role)}, timeout=60)

    def theirs(self, role, *options):
        if self.server.version < 16:  # which know it by its old name only
            options = ["--no-blobs" if option == "--no-large-objects" else option
                       for option in options]
        return self.server.run(self.server.program("pg_dump"), "-Fp", *options, self.database,
                               extra={"PGUSER": self.roles.get(role, role)}, timeout=60)

    def same(self, name, role, *options):
        """The text of pg_dump as that role, and an archive over three sessions."""
        with self.steps.step(name):
            theirs = self.theirs(role, *options).check()
            ours = self.ours(role, *options).check()
            expect_same_script(self.steps, name, ours.stdout, theirs.stdout)
            archive = self.steps.file(f"{name}.dump")
            self.ours(role, *options, "-j3", "-f", archive, form="-Fc").check()
            self.server.run(self.pgark, "verify", archive).check()
            return ours

    @staticmethod
    def pasted(result):
        """The options that the hint offers."""
        match = re.search(r"^HINT: .*leave these objects out: (.*)\Z", result.stderr, re.S | re.M)
        expect(match, f"no options to paste: {result.stderr!r}")
        return shlex.split(match.group(1))

    def refused(self, name, role, lines, *options):
        """A failure that has all the lines in its detail. Returns its options."""
        with self.steps.step(name):
            result = self.ours(role, *options).check(COULD_NOT)
            expect(result.stderr.count("pgark: error:") == 1, result.stderr)
            expect("permission denied" in result.stderr and not result.stdout, result.stderr)
            detail = re.search(r"^DETAIL: (.*?)^HINT: ", result.stderr, re.S | re.M)
            expect(detail, result.stderr)
            got = [line.strip() for line in detail.group(1).strip().split("\n")]
            # Tables and sequences come by their OIDs, which releases give differently.
            expect(sorted(got) == sorted(lines), f"{got}\ninstead of\n{lines}")
            return self.pasted(result)
        return []

    def readers(self):
        self.same("a role with plain grants", "plain")
        if self.server.version >= 14:
            self.server.psql("postgres", f"GRANT pg_read_all_data TO {self.roles['all_data']}")
            self.same("a member of pg_read_all_data", "all_data")
        with self.steps.step("what was left out or hidden is told in warnings"):
            result = self.ours("plain").check()
            warnings = [line for line in result.stderr.splitlines() if "warning" in line]
            expect(len(warnings) == 2, warnings)
            for word in ("subscription", "--no-subscriptions"):
                expect(any(word in line for line in warnings), warnings)
            for word in ("user mapping", self.roles["owner"], "server"):
                expect(any(word in line for line in warnings), warnings)
            expect(b"unseen" not in result.stdout, "an option that is not to be seen")
            expect(not self.ours("postgres").check().stderr, "a superuser was warned")
        with self.steps.step("--no-subscriptions: no word about them"):
            result = self.ours("plain", "--no-subscriptions").check()
            expect("subscription" not in result.stderr, result.stderr)

    def managed(self):
        """What managed services give: owner of the database, pg_monitor."""
        role = self.roles["managed"]
        self.server.psql("postgres", f'ALTER DATABASE "{self.database}" OWNER TO {role}',
                         f"GRANT pg_monitor TO {role}", f"ALTER ROLE {role} CREATEROLE CREATEDB")
        self.psql(*(f"GRANT {self.roles[name]} TO {role}" for name in ("owner", "plain", "filtered")))
        self.same("owner of the database, member of pg_monitor and of the readers", "managed")

    def little(self):
        odd = '"Odd \'n ""Q"""."sec.ret*"'
        lines = ["schema private: USAGE is missing, for 3 relations",
                 "table app.secret: SELECT is missing",
                 "sequence app.secret_id_seq: SELECT is missing",
                 f"table {odd}: SELECT is missing",
                 "sequence app.counter: SELECT is missing",
                 "2 large objects from 9001 on: SELECT is missing",
                 f"subscriptions interop_{os.getpid()}_subscription: only superusers may read them"]
        if self.server.version >= 18:  # sequences there need no USAGE
            lines[0] = "schema private: USAGE is missing, for 2 relations"
            lines.insert(5, "sequence private.two_a_seq: SELECT is missing")
        self.psql(f"REVOKE SELECT ON SEQUENCE app.secret_id_seq FROM {self.roles['little']}")
        options = self.refused("one failure lists what may not be read", "little", lines)
        result = self.same("the pasted options work", "little", *options)
        if result is not None:
            with self.steps.step("the pasted options leave out no more than that"):
                for word in (b"app.orders", b"CREATE SEQUENCE app.counter", b"app.view",
                             b"COPY app.child"):
                    expect(word in result.stdout, word)
                expect(b"app.secret (" not in result.stdout and b"private.one" not in result.stdout,
                       "an excluded table is there")
        self.refused("only what is asked for counts", "little",
                     ["table app.secret: SELECT is missing",
                      "sequence app.secret_id_seq: SELECT is missing"],
                     "-t", "app.secret", "-t", "app.orders")
        with self.steps.step("with -t, a schema's tables go by --exclude-table"):
            result = self.ours("little", "-t", "private.*", "-t", "app.orders").check(COULD_NOT)
            options = self.pasted(result)
            expect(options[0] == "--exclude-table=private.*", options)
            self.ours("little", "-t", "private.*", "-t", "app.orders", *options).check()
        with self.steps.step("a single thing is named in the message"):
            result = self.ours("little", "-t", "app.secret", "--exclude-table-data=app.*").check(COULD_NOT)
            expect("may not read table app.secret" in result.stderr.splitlines()[0], result.stderr)
        self.same("definitions alone need no rights on sequences and large objects", "little", "-s",
                  "-N", "private", "-T", "app.secret", "-T", odd)
        with self.steps.step("found before any lock is waited for"):
            with self.locked("app.orders"):
                began = time.monotonic()
                self.ours("little").check(COULD_NOT)
                expect(time.monotonic() - began < 20, "it waited")

    @contextlib.contextmanager
    def locked(self, table):
        holder = subprocess.Popen(
            [self.server.program("psql"), "-Xq", "-d", self.database, "-c",
             f"BEGIN; LOCK TABLE {table}; SELECT pg_sleep(30)"],
            env=self.server.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        try:
            deadline = time.monotonic() + 20
            while self.psql("SELECT count(*) FROM pg_locks WHERE granted AND mode = "
                            f"'AccessExclusiveLock' AND relation = '{table}'::regclass") == "0":
                expect(time.monotonic() < deadline, "the table was not locked")
                time.sleep(0.02)
            yield
        finally:
            self.psql("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE mode = "
                      f"'AccessExclusiveLock' AND relation = '{table}'::regclass")
            holder.wait(timeout=30)

    def row_security(self):
        self.psql("ALTER TABLE app.visible ENABLE ROW LEVEL SECURITY")
        options = self.refused(
            "a table with row security", "filtered",
            ["table app.visible: row-level security policies would hide rows",
             f"subscriptions interop_{os.getpid()}_subscription: only superusers may read them"])
        with self.steps.step("pg_dump fails there, too"):
            expect("row-level security" in self.theirs("filtered").check(COULD_NOT).stderr, "no")
        self.same("without its rows", "filtered", *options)
        result = self.same("--enable-row-security dumps what is visible", "filtered",
                           "--enable-row-security")
        if result is not None:
            with self.steps.step("these rows and no others"):
                expect(b"for you" in result.stdout and b"for nobody" not in result.stdout, "rows")
        self.server.psql("postgres", f"ALTER ROLE {self.roles['bypasses']} BYPASSRLS")
        self.psql(f"GRANT {self.roles['filtered']} TO {self.roles['bypasses']}")
        self.same("BYPASSRLS sees all", "bypasses")
        self.same("a superuser sees all", "postgres")
        self.psql(f"ALTER TABLE app.visible OWNER TO {self.roles['owner']}",
                  "ALTER TABLE app.visible FORCE ROW LEVEL SECURITY",
                  f"GRANT {self.roles['filtered']} TO {self.roles['owner']}")
        with self.steps.step("forced row security hides from the owner, too"):
            result = self.ours("owner", "-t", "app.visible").check(COULD_NOT)
            expect("app.visible" in result.stderr and "--enable-row-security" in result.stderr,
                   result.stderr)
        self.psql("ALTER TABLE app.visible DISABLE ROW LEVEL SECURITY",
                  "ALTER TABLE app.visible OWNER TO postgres")

    def roles_taken(self):
        taken = self.roles["nologin"]
        self.psql(f"GRANT {self.roles['plain']} TO {taken}")
        self.same("--role of a superuser: that role's view", "postgres", f"--role={taken}")
        self.psql(f"GRANT {taken} TO {self.roles['little']}")
        self.same("--role gives the rights that the login lacks", "little", f"--role={taken}")
        with self.steps.step("--role takes a superuser's rights away"):
            result = self.ours("postgres", f"--role={self.roles['managed']}", "-t", "private.one")
            expect(self.roles["managed"] in result.check(COULD_NOT).stderr, result.stderr)
        with self.steps.step("--role that may not be taken"):
            result = self.ours("little", f"--role={self.roles['owner']}").check(COULD_NOT)
            expect(self.roles["owner"] in result.stderr, result.stderr)


def run(steps, server, arguments):
    test = Rights(steps, server, arguments.pgark)
    try:
        test.readers()
        test.little()
        test.row_security()
        test.roles_taken()
        test.managed()
    finally:
        server.drop_all()  # in which the roles own things
        test.drop_roles()


if __name__ == "__main__":
    sys.exit(interop.main(__doc__, "rights", run))
