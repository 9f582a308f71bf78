#!/usr/bin/env python3
"""Looks into archives of stock pg_dump and of pgark with cat, sql and compare.

cat: every table of every format and of a pipe as the server's own COPY gives it, as
text and as CSV; JSON lines say the same. sql: all entries together make the same
database. compare: an archive equals its database until something changes there.
"""
import json
import os
import re
import sys

import interop
from interop import expect, expect_same_bytes

DIFFERENT = 3
FAILED = 1
USAGE = 2
# The settings of a dump's session.
SETTINGS = {"PGOPTIONS": "-c extra_float_digits=3 -c datestyle=iso -c intervalstyle=postgres "
                         "-c search_path=",
            "PGCLIENTENCODING": "UTF8"}
ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


def decode(field):
    """What a field of COPY text stands for."""
    if field == r"\N":
        return None
    return re.sub(r"\\(.)", lambda match: ESCAPES.get(match[1], match[1]), field, flags=re.S)


class Inspecting(interop.Script):
    def run(self, *arguments, **options):
        return self.server.run(self.pgark, *arguments, **options)

    def tables(self, database):
        """Quoted name and quoted columns of all tables."""
        text = self.server.psql(
            database,
            "SELECT json_agg(json_build_array(quote_ident(nspname) || '.' || "
            "quote_ident(relname), coalesce((SELECT string_agg(quote_ident(attname), ', ' ORDER "
            "BY attnum) FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT "
            "attisdropped AND attgenerated = ''), ''))) FROM pg_class c JOIN pg_namespace n ON "
            "n.oid = relnamespace WHERE relkind = 'r' AND nspname !~ '^(pg_|information_schema)' "
            "AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE classid = 'pg_class'::regclass AND "
            "objid = c.oid AND deptype = 'e')")
        return json.loads(text)

    def copy(self, database, table, columns, options=""):
        query = f"COPY (SELECT {columns} FROM ONLY {table}) TO STDOUT {options}"
        return self.server.run(self.server.program("psql"), "-XAtq", "-d", database, "-c", query,
                               extra=SETTINGS).check().stdout

    def json_says(self, name, text, lines):
        rows = text.decode().split("\n")[:-1]
        documents = lines.decode().split("\n")[:-1]
        expect(len(rows) == len(documents), f"{name}: {len(documents)} lines of JSON")
        for row, document in zip(rows, documents):
            values = list(json.loads(document, parse_float=str, parse_int=str).values())
            for field, value in zip(row.split("\t"), values):
                if isinstance(value, bool):
                    value = "t" if value else "f"
                expect(decode(field) == value, f"{name}: {field!r} became {value!r}")

    def archives(self, original):
        """A label and the path of the database in every format."""
        formats = [("custom", ["-Fc"]), ("directory", ["-Fd"]), ("tar", ["-Ft"])]
        if self.server.version >= 16:
            formats += [("zstd", ["-Fc", "-Zzstd"]), ("lz4 directory", ["-Fd", "-Zlz4"])]
        for label, options in formats:
            path = self.steps.file(label)
            self.server.run(self.pg_dump, *options, "-f", path, original).check()
            yield label, path
        path = self.steps.file("ours")
        self.run("dump", "-Fc", "-f", path, original).check()
        yield "ours", path

    # Steps, in the order of run().

    def cat(self, label, archive, database, tables):
        with self.steps.step(f"{label}: cat, as text, CSV and JSON"):
            for table, columns in tables:
                if not columns:
                    continue
                text = self.copy(database, table, columns)
                got = self.run("cat", archive, table).check().stdout
                expect_same_bytes(self.steps, f"{label} {table}.copy", got, text)
                expect_same_bytes(
                    self.steps, f"{label} {table}.csv",
                    self.run("cat", "--format=csv", archive, table).check().stdout,
                    self.copy(database, table, columns, "(FORMAT csv, HEADER)"))
                self.json_says(table, text, self.run(
                    "cat", "--format=jsonl", archive, table).check().stdout)

    def cat_parts(self, label, archive, database):
        with self.steps.step(f"{label}: cat, columns and rows"):
            text = self.copy(database, "app.orders", "*").split(b"\n")[:-1]
            expect(len(text) > 20, "the sample's table is too small")
            got = self.run("cat", "--row-range=5:17", archive, "app.orders").check().stdout
            expect(got.split(b"\n")[:-1] == text[4:17], "rows 5 to 17 are others")
            got = self.run("cat", f"--row-range={len(text)}:", archive, "orders").check().stdout
            expect(got.split(b"\n")[:-1] == text[-1:], "the last row is another")
            names = self.server.psql(
                database, "SELECT attname FROM pg_attribute WHERE attrelid = "
                "'app.orders'::regclass AND attnum > 0 ORDER BY attnum").split("\n")
            got = self.run("cat", f"--columns={names[1]},{names[0]}", archive,
                           "orders").check().stdout
            expect_same_bytes(self.steps, f"{label} columns", got, self.copy(
                database, "app.orders", f"{names[1]}, {names[0]}"))

    def pipe(self, label, archive):
        with self.steps.step(f"{label}: cat and sql from a pipe"):
            # cat reads the pipe to its end, sql leaves it behind the contents list.
            for verb, pipe in (("cat", 'cat "$1" | "$2" "$3" - app.orders'),
                               ("sql", '"$2" "$3" - app.orders < <(cat "$1")')):
                wanted = self.run(verb, archive, "app.orders").check().stdout
                got = self.server.shell(pipe, archive, self.pgark, verb).check().stdout
                expect(got == wanted, f"{verb} prints something else from a pipe")

    def refusals(self, archive):
        with self.steps.step("wrong names, clear answers"):
            result = self.run("cat", archive, "app.order").check(FAILED)
            expect("orders" in result.stderr, "the nearest name is missing")
            self.run("cat", archive, "999999999").check(FAILED)
            self.run("cat", "--columns=nothing", archive, "orders").check(FAILED)
            self.run("cat", "--row-range=9:2", archive, "orders").check(USAGE)
            self.run("cat", archive).check(USAGE)
            self.run("sql", archive, "nothing_at_all").check(FAILED)
            schema = self.steps.file("schema.dump")
            self.run("dump", "-Fc", "-s", "-f", schema, self.database).check()
            self.run("cat", schema, "app.orders").check(FAILED)

    def sql(self, label, archive, original):
        """All entries, given to psql, make the schema of the original."""
        with self.steps.step(f"{label}: sql of everything makes the same schema"):
            script = self.steps.file(f"{label}.sql")
            self.run("sql", "-f", script, archive).check()
            wanted = self.run("restore", "-f", "-", archive).check().stdout.decode()
            text = script.read_text()
            statements = set(re.findall(r"(?m)^(?:CREATE|ALTER|COMMENT|GRANT) .*$", wanted))
            missing = [line for line in statements
                       if line not in text and not line.startswith("ALTER DATABASE")]
            expect(not missing, f"{len(missing)} lines are missing: {missing[:3]}")
            one = self.run("sql", archive, "app.orders").check().stdout.decode()
            expect("CREATE TABLE app.orders " in one, "the table is missing")
            expect("CREATE TABLE app.customers " not in one, "another table is there")
            ids = re.findall(r"(?m)^(\d+); \d+ \d+ TABLE app orders ",
                             self.run("list", archive).check().stdout.decode())
            alone = self.run("sql", archive, ids[0]).check().stdout.decode()
            expect(alone.count("-- Name: ") == 1, "more than one entry")

    def url(self, database):
        environment = self.server.environment
        return (f"host={environment['PGHOST']} port={environment['PGPORT']} "
                f"user={environment['PGUSER']} dbname={database}")

    def compare(self, label, archive, ours, database):
        with self.steps.step(f"{label}: equal to its database, and to ours"):
            self.run("compare", archive, self.url(database)).check()
            self.run("compare", self.url(database), archive).check()
            self.run("compare", archive, ours).check()
            self.run("compare", "-s", archive, ours).check()
            self.run("compare", "-a", "-t", "app.*", archive, ours).check()

    def compare_changed(self, archive):
        """One change at a time, each seen where it is, and nothing else."""
        changed = self.server.create("changed")
        self.run("restore", "-d", changed, archive).check()
        with self.steps.step("compare: a restored database is equal"):
            self.run("compare", archive, self.url(changed)).check()
        cases = [
            ("a new row", "tables", "INSERT INTO audit.documents VALUES (-1, 'x')"),
            ("a row's value", "tables", "UPDATE audit.documents SET body = 'y' WHERE id = -1"),
            ("a column", "objects", "ALTER TABLE app.customers ADD COLUMN added int"),
            ("an index", "objects", "CREATE INDEX added ON app.orders (id)"),
            ("a sequence", "sequences", "SELECT setval(oid::regclass, 4711) FROM pg_class WHERE "
             "relkind = 'S' AND relnamespace = 'app'::regnamespace ORDER BY oid LIMIT 1"),
            ("a large object", "large_objects", "SELECT lo_from_bytea(0, 'x')"),
        ]
        seen = set()
        for label, part, statement in cases:
            with self.steps.step(f"compare: {label} changes"):
                self.server.psql(changed, statement)
                seen.add(part)
                result = self.run("compare", "--output=json", archive, self.url(changed))
                data = json.loads(result.check(DIFFERENT).stdout)["data"]
                expect(not data["is_equal"], "the verdict is wrong")
                for name in ("objects", "tables", "sequences", "large_objects"):
                    differs = bool(data[name]["differences"])
                    expect(differs or name not in seen, f"{name} should differ: {data}")
                    # A column that was added changes its table's rows.
                    expect(name in seen or not differs, f"{name} should be equal")
        with self.steps.step("compare: text, parts, failures"):
            result = self.run("compare", archive, self.url(changed)).check(DIFFERENT)
            expect(b"rows differ: audit.documents" in result.stdout, "the table's name is missing")
            expect(b"different: " in result.stdout, "the verdict is missing")
            self.run("compare", "-s", "-T", "app.orders", "-T", "customers", archive,
                     self.url(changed)).check()
            self.run("compare", archive, "/nowhere/at/all").check(FAILED)
            self.run("compare", archive, "host=/nowhere dbname=x").check(4)
            self.run("compare", archive).check(USAGE)


def run(steps, server, arguments):
    script = Inspecting(steps, server, arguments.pgark)
    database = server.load_sample("inspected", 2)
    script.database = database
    tables = script.tables(database)
    paths = dict(script.archives(database))
    for label, path in paths.items():
        script.cat(label, path, database, tables)
        script.cat_parts(label, path, database)
        script.sql(label, path, database)
        if os.path.isfile(path):
            script.pipe(label, path)
        script.compare(label, path, paths["ours"], database)
    script.refusals(paths["ours"])
    script.compare_changed(paths["ours"])


if __name__ == "__main__":
    sys.exit(interop.main(__doc__, "inspecting", run))
