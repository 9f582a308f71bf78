#!/usr/bin/env python3
"""Takes PostgreSQL's own regression database through pgark.

$PGARK_TEST_DATA/regression-<RELEASE>.dump is what stock pg_dump made of it: more
than 2,000 entries with every kind of object. Functions in C need a library that
is not there; what depends on them is missing from the restored database, for
stock programs and for pgark alike.
"""
import os
import pathlib
import sys

import interop
from interop import expect, expect_same_bytes, expect_same_script


def run(steps, server, pgark, archive):
    stock = {name: server.program(name) for name in ("pg_dump", "pg_restore")}
    with steps.step("the archive of stock pg_dump: verify, list, script"):
        server.run(pgark, "verify", archive).check()
        expect_same_bytes(steps, "archive.list",
                          server.run(pgark, "list", archive).check().stdout,
                          server.run(stock["pg_restore"], "-l", archive).check().stdout)
        expect_same_script(steps, "archive.sql",
                           server.run(pgark, "restore", "-f", "-", archive).check().stdout,
                           server.run(stock["pg_restore"], "-f", "-", archive).check().stdout)

    database = server.create("regression")
    errors = server.run(stock["pg_restore"], "-d", database, archive).status
    original = interop.Original(steps, server, database)
    for options in ([], ["-j2"]):
        with steps.step(f"restore {' '.join(options)}: what stock pg_restore makes of it"):
            copy = server.create("copy")
            status = server.run(pgark, "restore", *options, "-d", copy, archive).status
            expect(status == (3 if errors else 0), f"status {status}, stock {errors}")
            original.expect_equal(copy, f"restored{''.join(options)}")
    for options in ([], ["-s", "-O", "-x"], ["-c", "--if-exists"]):
        with steps.step(f"-F p {' '.join(options)}: the text of pg_dump"):
            expect_same_script(
                steps, f"plain{''.join(options)}",
                server.run(pgark, "dump", "-Fp", *options, database).check().stdout,
                server.run(stock["pg_dump"], "-Fp", *options, database).check().stdout)
    with steps.step("dump -Fc: the list of pg_dump -Fc"):
        ours, theirs = steps.file("ours.dump"), steps.file("stock.dump")
        server.run(pgark, "dump", "-Fc", "-j2", "-f", ours, database).check()
        server.run(stock["pg_dump"], "-Fc", "-f", theirs, database).check()
        server.run(pgark, "verify", ours).check()
        names = [[line.split(b" ", 3)[-1] for line in
                  server.run(stock["pg_restore"], "-l", archive).check().stdout.splitlines()
                  if not line.startswith(b";")] for archive in (ours, theirs)]
        expect_same_bytes(steps, "entries", b"\n".join(names[0]), b"\n".join(names[1]))


def main():
    arguments = interop.parse_arguments(__doc__)
    folder = os.environ.get("PGARK_TEST_DATA")
    archive = pathlib.Path(folder or "/") / f"regression-{arguments.version}.dump"
    if not folder or not archive.exists():
        print("PGARK_TEST_DATA holds no regression database")
        return interop.SKIPPED
    server = interop.side_by_side(arguments.version)
    if server is None:
        print(f"PostgreSQL {arguments.version} is not there: scripts/servers setup")
        return 1 if str(arguments.version) in interop.required_servers() else interop.SKIPPED
    steps = interop.Steps(f"regression-{arguments.version}")
    try:
        run(steps, server, arguments.pgark, archive)
    finally:
        server.drop_all()
    return steps.finish()


if __name__ == "__main__":
    sys.exit(main())
