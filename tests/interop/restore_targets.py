#!/usr/bin/env python3
"""Targets that lack something: older releases, roles, rights, extensions; what
--dry-run says of them; --truncate, --whole-table, wrong list and filter files.
"""
import json
import os
import sys

import interop
from interop import expect

USAGE, FAILED, INCOMPLETE = 2, 1, 3
PLAIN, MISSING = "interop_targets_plain", "interop_targets_missing"


class Targets(interop.Script):
    def __init__(self, steps, server, arguments):
        super().__init__(steps, server, arguments.pgark)
        self.source = server.load_sample("source", 1)
        self.archive = steps.file("source.dump")
        server.run(self.pgark, "dump", "-f", self.archive, self.source).check()

    def restore(self, *words, server=None, extra=None):
        return (server or self.server).run(self.pgark, "restore", *words, extra=extra)

    def older(self, release):
        """What the older server can have is there, the rest is listed."""
        other = interop.side_by_side(release)
        if other is None:
            self.steps.skip(f"into {release}", "no server")
            return
        roles = ["shop_owner", "shop_clerk", 'shop "Auditor"']
        found = self.server.psql(
            "postgres", "SELECT string_agg(rolname, ',' ORDER BY rolname) FROM pg_roles "
            "WHERE rolname LIKE 'shop%'")
        try:
            with self.steps.step(f"an archive of {self.server.version} into {release}"):
                name = other.create("older")
                result = self.restore("--create-missing-roles", "-d", name, self.archive,
                                      server=other)
                expect(result.status in (0, INCOMPLETE), result.stderr)
                expect("transaction_timeout" not in result.stderr, result.stderr)
                for word in ("multirange_type_name", "COMPRESSION", "UNLOGGED", "MAINTAIN"):
                    expect(word not in result.stderr, f"{word} was sent: {result.stderr}")
                tables = ("SELECT string_agg(format('%I.%I', nspname, relname), '|') FROM pg_class c "
                          "JOIN pg_namespace n ON n.oid = relnamespace WHERE relkind IN ('r', 'p') "
                          "AND nspname !~ '^pg_|information_schema'")
                got, wanted = other.psql(name, tables), self.server.psql(self.source, tables)
                # Its virtual column is of 18.
                missing = set(wanted.split('|')) - set(got.split('|')) - {"app.rates"}
                expect(not missing, f"tables {missing} are missing: {result.stderr}")
                for table in got.split('|'):
                    count = f"SELECT count(*) FROM {table}"
                    expect(other.psql(name, count) == self.server.psql(self.source, count),
                           f"rows of {table}")
                if release < 14:
                    expect("left out: " in result.stderr and "body of SQL" in result.stderr,
                           result.stderr)
        finally:
            other.drop_all()
        expect(roles and found, "the sample has roles")

    def plain_role(self):
        for statement in (f"DROP ROLE IF EXISTS {PLAIN}", f"CREATE ROLE {PLAIN} LOGIN"):
            self.server.psql("postgres", statement)
        name = self.server.create("plain")
        self.server.psql("postgres", f'ALTER DATABASE "{name}" OWNER TO {PLAIN}')
        if self.server.version < 15:
            self.server.psql(name, f"ALTER SCHEMA public OWNER TO {PLAIN}")
        with self.steps.step("a role without rights: one report, not a hundred errors"):
            result = self.restore("-d", name, self.archive, extra={"PGUSER": PLAIN})
            lines = [line for line in result.stderr.splitlines() if "error:" in line]
            expect(len(lines) <= 6, f"{len(lines)} errors: {lines}")
            expect(f"{PLAIN} may not act for that role" in result.stderr, result.stderr)
            tables = ("SELECT count(*) FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace "
                      "WHERE relkind IN ('r', 'p') AND nspname !~ '^pg_|information_schema'")
            expect(self.server.psql(name, tables) == self.server.psql(self.source, tables),
                   f"tables are missing: {result.stderr}")

    def roles(self):
        self.server.psql("postgres", f"DROP ROLE IF EXISTS {MISSING}",
                         f"CREATE ROLE {MISSING}")
        source = self.server.create("roles")
        self.server.psql(source, "CREATE TABLE t (a int)", f"ALTER TABLE t OWNER TO {MISSING}",
                         f"GRANT SELECT ON t TO PUBLIC, {MISSING}",
                         "CREATE TABLE u (a int)", f"GRANT SELECT ON u TO {MISSING}, PUBLIC",
                         f"CREATE POLICY p ON u TO {MISSING} USING (a IN (SELECT a FROM t))",
                         f"ALTER DEFAULT PRIVILEGES FOR ROLE {MISSING} GRANT SELECT ON TABLES TO PUBLIC")
        archive = self.steps.file("roles.dump")
        self.server.run(self.pgark, "dump", "-f", archive, source).check()
        renamed = f"{MISSING}_renamed"
        self.server.drop(source)
        self.server.psql("postgres", f"DROP ROLE {MISSING}", f"DROP ROLE IF EXISTS {renamed}",
                         f"CREATE ROLE {renamed}")
        owner = "SELECT relowner::regrole FROM pg_class WHERE relname = 't'"
        with self.steps.step("missing roles are named once, the rest is restored"):
            name = self.server.create("copy")
            result = self.restore("-d", name, archive).check(INCOMPLETE)
            expect("error:" not in result.stderr, result.stderr)
            expect("--create-missing-roles" in result.stderr, result.stderr)
            expect(self.server.psql(name, owner) == "postgres", "the owner")
            self.server.drop(name)
        with self.steps.step("--dry-run foresees it and touches nothing"):
            name = self.server.create("copy")
            result = self.restore("--dry-run", "--output=json", "-d", name, archive).check(INCOMPLETE)
            data = json.loads(result.stdout)["data"]
            expect(not data["can_work"] and data["left_out"], data)
            expect({table["name"] for table in data["tables"]} == {"public.t", "public.u"}, data)
            mapped = ["--map-role", f"{MISSING}={renamed}"]
            result = self.restore("--dry-run", *mapped, "-d", name, archive).check(0)
            expect(b"can be restored" in result.stdout, result.stdout)
            expect(self.server.psql(name, "SELECT count(*) FROM pg_class WHERE relname = 't'") == "0",
                   "--dry-run restored")
        with self.steps.step("--map-role and --create-missing-roles"):
            self.restore(*mapped, "-d", name, archive).check()
            expect(self.server.psql(name, owner) == renamed, "the owner")
            expect(self.server.psql(name, f"SELECT has_table_privilege('{renamed}', 'u', 'SELECT'), "
                                    f"polroles::regrole[] FROM pg_policy") == f"t|{{{renamed}}}",
                   "privileges and policy")
            self.server.drop(name)
            name = self.server.create("copy")
            self.restore("--create-missing-roles", "-d", name, archive).check()
            expect(self.server.psql(name, owner) == MISSING, "the owner")
            self.server.drop(name)
        for role in (MISSING, renamed):
            self.server.psql("postgres", f"DROP ROLE IF EXISTS {role}")

    def dry_runs(self):
        with self.steps.step("--dry-run: what would be refused exits with 3"):
            for words in ([], ["--new"]):
                result = self.restore("--dry-run", *words, "-d", self.source,
                                      self.archive).check(INCOMPLETE)
                expect(b"problem" in result.stdout, result.stdout)
            result = self.restore("--dry-run", "--swap", "-d", self.source, self.archive).check(0)
            for word in (b"locks", b"disk", b"loaded", b"holds", b"old database"):
                expect(word in result.stdout, f"{word} is missing: {result.stdout}")
            result = self.restore("--dry-run", "-c", "--output=json", "-d", self.source, self.archive)
            data = json.loads(result.check(0).stdout)["data"]
            expect(any(one["type"] == "TABLE" for one in data["dropped"]), data["dropped"])
            self.restore("--dry-run", "--swap", "-d", "interop_nowhere", self.archive).check(INCOMPLETE)

    def parts(self):
        source = self.server.create("parts")
        self.server.psql(
            source, "CREATE SCHEMA app", "CREATE TABLE app.orders (id serial PRIMARY KEY, note text "
            "NOT NULL)", "INSERT INTO app.orders (note) SELECT i FROM generate_series(1, 99) i",
            "CREATE INDEX orders_note ON app.orders (note)", "COMMENT ON INDEX app.orders_note IS 'x'",
            "CREATE TABLE app.lines (id int REFERENCES app.orders)", "INSERT INTO app.lines VALUES (1)",
            "GRANT SELECT ON app.orders TO PUBLIC", "CREATE TABLE app.other (a int)",
            "ALTER TABLE app.orders ENABLE ROW LEVEL SECURITY",
            "CREATE POLICY mine ON app.orders USING (true)")
        archive = self.steps.file("parts.dump")
        self.server.run(self.pgark, "dump", "-f", archive, source).check()
        with self.steps.step("--whole-table is the table with all that is its"):
            name = self.server.create("copy")
            self.server.psql(name, "CREATE SCHEMA app", "CREATE TABLE app.lines (id int)",
                             "INSERT INTO app.lines VALUES (1)")
            self.restore("--whole-table=app.or*", "-d", name, archive).check()
            texts = [self.server.run(self.server.program("pg_dump"), "-t", "app.orders", one).check()
                     for one in (source, name)]
            interop.expect_same_script(self.steps, "whole table", texts[1].stdout, texts[0].stdout)
            expect(self.server.psql(name, "SELECT count(*) FROM pg_constraint WHERE contype = 'f'") ==
                   "1", "the foreign key to it")
            self.server.drop(name)
            self.restore("--whole-table=nothing", "-d", source, archive).check(FAILED)
        with self.steps.step("-t says what it left out"):
            name = self.server.create("copy")
            self.server.psql(name, "CREATE SCHEMA app")
            result = self.restore("-t", "orders", "-d", name, archive).check()
            for word in ("--whole-table", "1 FK CONSTRAINT", "1 INDEX", "1 POLICY"):
                expect(word in result.stderr, result.stderr)
            self.server.drop(name)
        with self.steps.step("--data-only --truncate empties all or nothing"):
            self.server.psql(source, "INSERT INTO app.orders (note) VALUES ('new')",
                             "INSERT INTO app.other VALUES (7)")
            result = self.restore("-a", "--truncate", "-t", "orders", "-d", source, archive)
            expect(result.status != 0 and "nothing was emptied" in result.stderr, result.stderr)
            counts = "SELECT (SELECT count(*) FROM app.orders), (SELECT count(*) FROM app.other)"
            expect(self.server.psql(source, counts) == "100|1", "rows are gone")
            # Without it the rows of lines come first, and their key is missed.
            off = "--disable-triggers"
            self.restore("-a", "--truncate", off, "-t", "orders", "-t", "lines", "-d", source,
                         archive).check()
            expect(self.server.psql(source, counts) == "99|1", "rows")
            self.restore("-a", "--truncate", off, "-j2", "-d", source, archive).check()
            expect(self.server.psql(source, counts) == "99|0", "rows")
            self.restore("--truncate", "-d", source, archive).check(USAGE)
        with self.steps.step("wrong list and filter files name line and reason"):
            listing = self.server.run(self.pgark, "list", archive).check().stdout.decode()
            path = self.steps.file("list")
            for lines, line in ((["99999"], 1), (["; x", "1; 1 2 NOTHING x"], 2)):
                ids = [one.split(";")[0] for one in listing.splitlines() if one[:1].isdigit()]
                path.write_text("\n".join(lines).replace("1; 1 2", f"{ids[0]}; 1 2") + "\n")
                result = self.restore("-L", path, "-d", source, archive).check(FAILED)
                expect(f"line {line}" in result.stderr, result.stderr)
            entries = [one for one in listing.splitlines() if one[:1].isdigit()]
            path.write_text("\n".join(reversed(entries)) + "\n")
            result = self.restore("-L", path, "-f", os.devnull, archive).check()
            expect("which it needs" in result.stderr, result.stderr)
            path.write_text(listing)
            result = self.restore("-L", path, "-f", os.devnull, archive).check()
            expect("warning" not in result.stderr, result.stderr)
            for text, line in (("include table a\ninclude nonsense b\n", 2), ("\nwhat\n", 2),
                               ("include table_data x\n", 1)):
                path.write_text(text)
                result = self.restore(f"--filter={path}", "-d", source, archive).check(USAGE)
                expect(f"line {line}" in result.stderr, result.stderr)

    def run(self):
        older = {18: (13, 17), 17: (15,), 15: (13,)}.get(self.server.version, ())
        for release in older:
            self.older(release)
        self.plain_role()
        self.roles()
        self.dry_runs()
        self.parts()


def run(steps, server, arguments):
    try:
        Targets(steps, server, arguments).run()
    finally:
        server.drop_all()
        server.psql("postgres", f"DROP ROLE IF EXISTS {PLAIN}")


if __name__ == "__main__":
    sys.exit(interop.main(__doc__, "restore-targets", run))
