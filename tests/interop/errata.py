#!/usr/bin/env python3
"""The archives of docs/archive-errata.md: what verify says, and what pg_restore does.

usage: errata.py --pgark PROGRAM

The findings are held always, without a server; the stock programs' answers where those of
17.11 and 18.6 are installed (later minors may have mended them). Each archive has to be in
the document, and each in the document has to be there.
"""
import argparse
import json
import re
import subprocess
import sys

import interop
from interop import ROOT, expect

FOLDER = ROOT / "tests" / "testdata" / "errata"
DOCUMENT = ROOT / "docs/archive-errata.md"
MEASURED = re.compile(r"\(PostgreSQL\) (17\.11|18\.6)\b")
SECONDS = 5


def verify(pgark, case):
    done = subprocess.run([pgark, "verify", "--output=json", FOLDER / case["file"]],
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=False,
                          timeout=60)
    archive = json.loads(done.stdout)["data"]["archives"][0]
    found = [(finding["code"], finding.get("entry")) for finding in archive["findings"]
             if finding["severity"] == "error"]
    if case["code"] is None:
        expect(done.returncode == 0 and not found, f"status {done.returncode}: {found}")
        expect(archive["checksums"] == "none", "it claims more than the archive holds")
    else:
        expect(done.returncode == 3 and (case["code"], case["entry"]) in found,
               f"status {done.returncode}: {found}")


def answer(pg_restore, path):
    try:
        status = subprocess.run([pg_restore, "-f", "/dev/null", path], stdin=subprocess.DEVNULL,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                check=False, timeout=SECONDS).returncode
    except subprocess.TimeoutExpired:
        return "hangs"
    # A wrapper reports a signal as 128 and its number.
    return "crashes" if status < 0 or status > 128 else "fails" if status else "accepts"


def stock_programs():
    """Those that were measured, as far as they are here."""
    for version in (17, 18):
        server = interop.side_by_side(version)
        if server is None:
            continue
        program = server.program("pg_restore")
        if MEASURED.search(server.run(program, "--version").stdout.decode()):
            yield version, program


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pgark", required=True)
    arguments = parser.parse_args()
    cases = json.loads((FOLDER / "errata.json").read_text())
    steps = interop.Steps("errata")
    with steps.step("the document names each archive"):
        named = set(re.findall(r"`([a-z0-9-]+(?:\.dump|\.tar|/))`", DOCUMENT.read_text()))
        there = {case["file"] + ("" if "." in case["file"] else "/") for case in cases}
        expect(named == there, f"{named ^ there}")
    for case in cases:
        with steps.step(f"verify {case['file']}"):
            verify(arguments.pgark, case)
    for version, program in stock_programs():
        for case in cases:
            with steps.step(f"pg_restore {version} {case['file']}"):
                got = answer(program, FOLDER / case["file"])
                expect(got == case["stock"], f"{got} instead of {case['stock']}")
    return steps.finish()


if __name__ == "__main__":
    sys.exit(main())
