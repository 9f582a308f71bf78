#!/usr/bin/env python3
"""Compares two databases of one server through the stock pg_dump.

    scripts/compare_databases.py [--pg-dump=PROGRAM] DATABASE_A DATABASE_B

Prints the differing lines (at most 40) and their number, and exits with 0 if
there is none, 1 otherwise. The connection comes from libpq's environment.

A database is turned into one text: what pg_dump prints (schema, rows, sequence
values, large objects), and behind it the rows of every populated materialized
view. Rows of one table are sorted: the order of rows means nothing in SQL, and
a parallel restore may change it. Everything else must be equal to the byte.
"""
import argparse
import os
import subprocess
import sys
import tempfile

MATERIALIZED_VIEWS = """
SELECT format('%I.%I', n.nspname, c.relname)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind = 'm' AND c.relispopulated ORDER BY 1
"""
RESTRICT = (b"\\restrict ", b"\\unrestrict ")


def sorted_rows(lines, out):
    """Writes a dump's lines; the rows of each COPY block come sorted."""
    rows = None
    for line in lines:
        if rows is not None:
            if line == b"\\.\n":
                out.writelines(sorted(rows))
                out.write(line)
                rows = None
            else:
                rows.append(line)
        elif not line.startswith(RESTRICT):  # a key that is drawn anew each time
            out.write(line)
            if line.startswith(b"COPY ") and line.endswith(b" FROM stdin;\n"):
                rows = []
    if rows is not None:
        raise RuntimeError("the dump ended inside a COPY block")


def run_into(command, sink, environment):
    with subprocess.Popen(command, stdout=subprocess.PIPE,
                          env=environment) as process:
        sink(process.stdout)
    if process.returncode != 0:
        raise RuntimeError(f"{command[0]} ended with {process.returncode}")


def write_text(pg_dump, database, path, options=(), environment=None):
    """Writes the comparable text of a database to a file."""
    psql = os.path.join(os.path.dirname(pg_dump), "psql")
    with open(path, "wb") as out:
        run_into([pg_dump, *options, database],
                 lambda lines: sorted_rows(lines, out), environment)
        views = subprocess.run(
            [psql, "-XAtq0", "-v", "ON_ERROR_STOP=1", "-d", database,
             "-c", MATERIALIZED_VIEWS],
            check=True, stdout=subprocess.PIPE, env=environment).stdout
        for view in views.split(b"\0")[:-1]:  # names may hold line ends, and any octet
            out.write(b"-- rows of " + view + b"\n")
            run_into([psql, "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", database,
                      "-c", b"COPY (SELECT * FROM " + view + b") TO STDOUT"],
                     lambda lines: out.writelines(sorted(lines)), environment)


def differing_lines(path_a, path_b):
    """Lines of either file that the other does not have at that place."""
    result = subprocess.run(
        ["diff", "--text", "--speed-large-files", path_a, path_b],
        stdout=subprocess.PIPE, check=False)
    if result.returncode > 1:
        raise RuntimeError("diff failed")
    return [line for line in result.stdout.split(b"\n")
            if line.startswith((b"< ", b"> "))]


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--pg-dump", default="pg_dump")
    parser.add_argument("databases", nargs=2)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pgark-compare-") as folder:
        paths = [os.path.join(folder, name) for name in ("a.sql", "b.sql")]
        for database, path in zip(arguments.databases, paths):
            write_text(arguments.pg_dump, database, path)
        lines = differing_lines(*paths)
    for line in lines[:40]:
        print(line.decode(errors="replace"))
    print(f"{len(lines)} differences")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
