#!/usr/bin/env python3
"""Fails when a folder includes one that stands above it or beside it.

The table is that of docs/architecture.md; CMake's link lines say the same.
"""
import pathlib
import re
import sys

ALLOWED = {
    "base": {"base"},
    "archive": {"base", "archive"},
    "protocol": {"base", "protocol"},
    "catalog": {"base", "protocol", "catalog"},
    "jobs": {"base", "archive", "protocol", "catalog", "jobs"},
    "store": {"base", "archive", "store"},
    "tools": {"base", "archive", "protocol", "catalog", "jobs", "store",
              "tools"},
    "fuzz": {"base", "archive", "protocol", "jobs", "tools", "fuzz"},
}
# What catalog/ may see of archive/: the value types, and no I/O.
CATALOG_MAY_SEE = {
    "archive/archive_version.h", "archive/dump_id.h", "archive/entry_kind.h",
    "archive/section.h", "archive/toc_entry.h",
}
# libpq has one door.
LIBPQ = re.compile(r'#include\s+[<"](libpq|postgres)')
INCLUDE = re.compile(r'#include\s+"([^"]+)"')


def violations(root):
    for folder, allowed in ALLOWED.items():
        for path in sorted((root / folder).rglob("*")):
            if path.suffix not in (".h", ".cc"):
                continue
            name = path.relative_to(root)
            for number, line in enumerate(path.read_text().splitlines(), 1):
                if LIBPQ.match(line) and (folder != "protocol"
                                          or path.suffix == ".h"):
                    yield f"{name}:{number}: libpq-fe.h belongs in protocol/*.cc"
                match = INCLUDE.match(line)
                if not match:
                    continue
                target = match.group(1)
                top = target.split("/")[0]
                if top not in ALLOWED and top not in ("tests", "bench"):
                    continue  # a library's header
                if folder == "catalog" and target in CATALOG_MAY_SEE:
                    continue
                if top not in allowed:
                    yield f"{name}:{number}: {folder} may not include {target}"


def main():
    found = list(violations(pathlib.Path(sys.argv[1])))
    for line in found:
        print(line)
    print(f"{len(found)} layer violations")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
