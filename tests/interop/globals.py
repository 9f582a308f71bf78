#!/usr/bin/env python3
"""Compares pgark globals with pg_dumpall --globals-only of the release.

The roles and the tablespace are made by the test, beside those that the server
has; what other sessions make or drop meanwhile shows in two runs of pg_dumpall
that differ, and then the comparison is made again.
"""
import contextlib
import json
import re
import sys
import time

import interop
from interop import StepFailed, expect, expect_same_bytes, expect_same_script

ROLES = ["globals_admin", "globals_login", 'globals_Q "quoted"', "globals_'back\\slash",
         "globals_middle", "globals_reader", "globals_limited"]
SETUP = [
    "CREATE ROLE globals_admin SUPERUSER CREATEDB CREATEROLE REPLICATION BYPASSRLS NOINHERIT",
    "CREATE ROLE globals_login LOGIN PASSWORD 'the secret' CONNECTION LIMIT 5"
    " VALID UNTIL '2030-01-02 03:04:05+02'",
    'CREATE ROLE "globals_Q ""quoted""" VALID UNTIL \'infinity\'',
    'CREATE ROLE "globals_\'back\\slash" CONNECTION LIMIT 0',
    "CREATE ROLE globals_middle CREATEROLE", "CREATE ROLE globals_reader",
    "CREATE ROLE globals_limited LOGIN",
    "COMMENT ON ROLE globals_login IS E'it''s a \\\\ comment\\nin two lines'",
    'ALTER ROLE globals_login SET search_path TO "$user", public, "a b", "c\\d"',
    "ALTER ROLE globals_login SET work_mem TO '5MB'",
    "ALTER ROLE \"globals_Q \"\"quoted\"\"\" SET globals.knob TO E'a\\\\b''c'",
    "ALTER ROLE globals_admin IN DATABASE postgres SET work_mem TO '6MB'",
    "GRANT globals_login TO globals_middle WITH ADMIN OPTION",
    "SET ROLE globals_middle; GRANT globals_login TO globals_reader; RESET ROLE",
    "GRANT globals_login TO globals_admin",
    'GRANT "globals_Q ""quoted""" TO "globals_\'back\\slash"',
    "GRANT pg_monitor TO globals_reader",
]
SETUP_15 = [
    "GRANT SET ON PARAMETER work_mem TO globals_login",
    'GRANT ALTER SYSTEM, SET ON PARAMETER "globals.knob" TO globals_reader WITH GRANT OPTION',
    "GRANT SET ON PARAMETER log_min_messages TO PUBLIC",
]
SETUP_16 = [
    "GRANT globals_reader TO globals_limited WITH INHERIT FALSE, SET FALSE",
    "GRANT globals_reader TO globals_middle WITH INHERIT TRUE, ADMIN TRUE, SET TRUE",
    # The grantor sorts in front of the one whose grant made that possible.
    "GRANT globals_reader TO globals_admin WITH ADMIN TRUE GRANTED BY globals_middle",
    "GRANT globals_reader TO \"globals_'back\\slash\" GRANTED BY globals_admin",
]
OPTIONS = [
    [], ["-r"], ["-t"], ["-c"], ["-c", "--if-exists"], ["-r", "-c"], ["-t", "-c"],
    ["--no-role-passwords"], ["-x"], ["--no-comments", "--no-security-labels"],
    ["--no-tablespaces"], ["-c", "--no-tablespaces"], ["--quote-all-identifiers"], ["-O"],
    ["-E", "LATIN1"], ["--role=globals_admin"], ["-l", "template1"],
]
CLASHES = [["-r", "-t"], ["-g", "-r"], ["--if-exists"], ["--no-such-option"], ["operand"]]


class Globals(interop.Script):
    def __init__(self, steps, server, pgark):
        super().__init__(steps, server, pgark)
        self.pg_dumpall = server.program("pg_dumpall")

    def stock(self, options, extra=None):
        only = [] if {"-r", "-t", "-g"} & set(options) else ["-g"]
        return self.server.run(self.pg_dumpall, *only, *options, extra=extra).check().stdout

    @staticmethod
    def without_frame(text):
        return re.sub(rb"(?m)^\\(un)?restrict .*\n\n?", b"", text)

    def same(self, *options, extra=None):
        for _ in range(20):
            before = self.stock(options, extra)
            got = self.server.run(self.pgark, "globals", *options, extra=extra).check().stdout
            wanted = self.stock(options, extra)
            if self.without_frame(before) == self.without_frame(wanted):
                break
            time.sleep(0.5)  # somebody makes roles
        # A minor release before August 2025 has no frame; ours always has one.
        if b"\\restrict" not in wanted:
            expect(b"\\restrict" in got, "no frame")
            got = self.without_frame(got)
        expect_same_script(self.steps, f"globals {' '.join(options)}", got, wanted)

    def set_up(self):
        statements = list(SETUP)
        if self.server.version >= 15:
            statements += SETUP_15
        if self.server.version >= 16:
            statements += SETUP_16
        self.server.psql("postgres", *statements)
        for name in ("globals_b", "globals_a"):
            self.server.psql(
                "postgres", "SET allow_in_place_tablespaces = on",
                f"CREATE TABLESPACE {name} OWNER globals_login LOCATION ''",
                f"ALTER TABLESPACE {name} SET (seq_page_cost = 2.5, random_page_cost = '3')",
                f"COMMENT ON TABLESPACE {name} IS 'it''s one'",
                f"GRANT CREATE ON TABLESPACE {name} TO globals_reader")

    def tear_down(self):
        statements = [f"DROP TABLESPACE IF EXISTS {name}" for name in ("globals_a", "globals_b")]
        if self.server.version >= 15:
            statements += ["REVOKE ALL ON PARAMETER work_mem FROM globals_login",
                           'REVOKE ALL ON PARAMETER "globals.knob" FROM globals_reader',
                           "REVOKE ALL ON PARAMETER log_min_messages FROM PUBLIC"]
        quoted = ", ".join('"' + name.replace('"', '""') + '"' for name in ROLES)
        statements.append(f"DROP ROLE IF EXISTS {quoted}")
        for statement in statements:
            with contextlib.suppress(StepFailed):
                self.server.psql("postgres", "SET client_min_messages = error", statement)

    def comparisons(self):
        for options in OPTIONS:
            with self.steps.step(f"globals {' '.join(options)}: the text of pg_dumpall"):
                self.same(*options)
        for setting in ("standard_conforming_strings=off", "timezone=Asia/Tokyo"):
            with self.steps.step(f"globals, {setting}: the text of pg_dumpall"):
                self.same(extra={"PGOPTIONS": f"-c {setting}"})
        for options in CLASHES:
            with self.steps.step(f"globals {' '.join(options)}: refused"):
                stock = self.server.run(self.pg_dumpall, *options)
                expect(stock.status == 1, f"pg_dumpall takes it: {stock.status}")
                ours = self.server.run(self.pgark, "globals", *options)
                expect(ours.status == 2, f"status {ours.status}: {ours.stderr}")

    def without_superuser(self):
        with self.steps.step("without superuser: no passwords, and a note"):
            result = self.server.run(self.pgark, "globals", "-U", "globals_limited").check()
            expect("password" in result.stderr, result.stderr)
            expect(b"PASSWORD" not in result.stdout, "a password")
            self_made = self.server.run(self.pgark, "globals", "--no-role-passwords",
                                        "-U", "globals_limited").check()
            expect(self_made.stderr == "", self_made.stderr)
            expect_same_script(self.steps, "globals as nobody", result.stdout,
                               self_made.stdout)

    def files(self):
        with self.steps.step("globals -f, --output=json: counts, and the passwords in the file only"):
            path = self.steps.file("globals.sql")
            result = self.server.run(self.pgark, "globals", "-v", "--output=json", "-f", path)
            document = json.loads(result.check().stdout)
            expect(document["data"]["role_count"] >= len(ROLES), str(document))
            hashes = re.findall(rb"PASSWORD '([^']+)'", path.read_bytes())
            expect(hashes, "no password in the file")
            for text in hashes:
                expect(text not in result.stdout and text.decode() not in result.stderr,
                       "a password outside of the file")

    def restored(self):
        """The script makes again what was dropped."""
        with self.steps.step("globals, drop, psql: the same globals"):
            script = self.steps.file("again.sql")
            wanted = self.server.run(self.pgark, "globals").check().stdout
            lines = [line for line in wanted.splitlines(keepends=True)
                     if b"globals" in line or b"GRANT" not in line]
            script.write_bytes(b"".join(lines))
            self.tear_down()
            # Roles that exist already are errors, and meant to be passed over.
            self.server.run(self.server.program("psql"), "-qX", "-d", "postgres",
                            "-c", "SET allow_in_place_tablespaces = on", "-f", script).check()
            names = [name.encode() for name in ("globals_", "User Config")]
            got = self.server.run(self.pgark, "globals").check().stdout
            # Before 16 an in-place tablespace has a path that CREATE does not take.
            unlike = b"TABLESPACE" if self.server.version < 16 else b"Nothing"
            texts = [b"\n".join(line for line in text.splitlines() if unlike not in line
                                and any(name in line for name in names))
                     for text in (got, wanted)]
            expect_same_bytes(self.steps, "globals again", *texts)


def run(steps, server, arguments):
    test = Globals(steps, server, arguments.pgark)
    test.tear_down()
    try:
        test.set_up()
        test.comparisons()
        test.without_superuser()
        test.files()
        test.restored()
    finally:
        test.tear_down()


if __name__ == "__main__":
    sys.exit(interop.main(__doc__, "globals", run))
