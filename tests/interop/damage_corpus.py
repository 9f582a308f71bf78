#!/usr/bin/env python3
"""Damaged and unusual archives, and what `pgark verify` says about each.

usage: damage_corpus.py --pgark PROGRAM [--versions 15 17 ...] [--stock] [--keep FOLDER]

Small archives of each codec, format and release, by stock pg_dump and by pgark, are changed in
one place each (damage_variants.py, damage_members.py). The manifest, with the code, the entry
and the region that must be named, is written before any program sees the variants. Each runs
in a process of its own: no crash, at most 10 s, at most 256 MiB. --stock runs
`pg_restore -l` and `pg_restore -f /dev/null` on the same files, and prints the rates.
"""
import argparse
import collections
import concurrent.futures
import json
import multiprocessing
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading

import interop
from archive_editor import END_MARKER, Archive
from damage_members import LINK, directories, read_folder, tars
from damage_variants import DAMAGED, INDEX_CODES, INVISIBLE, VALID, families
from interop import StepFailed

SECONDS = 10
MEBIBYTES = 256
PROCESSES = 2
WANTED_DAMAGED = 500
WANTED_VALID = 50

SAMPLE = """
CREATE TABLE people (id integer, name text, note text);
INSERT INTO people VALUES (1, 'Augusta', 'first');
INSERT INTO people SELECT i, 'name ' || md5(i::text), CASE WHEN i % 3 > 0 THEN E'tab\\t, \\\\, '
    || chr(200 + i) END FROM generate_series(2, 60) i;
CREATE TABLE dates (day date, moment timestamptz, key uuid, document jsonb, flag boolean);
INSERT INTO dates SELECT date '2020-01-01' + i, timestamptz '2020-01-01 00:00+00' + i * interval
    '1 hour', md5(i::text)::uuid, jsonb_build_object('i', i), i % 2 = 0 FROM generate_series(1, 9) i;
CREATE TABLE nothing (a integer);
SELECT lo_from_bytea(16500, 'first'), lo_from_bytea(16501, repeat('second', 200)::bytea);
"""
RAW = "COPY people TO STDOUT"


class Base:
    """An archive to be changed. layout: custom, directory, tar."""

    def __init__(self, name, path, layout, has_index=False):
        self.name = name
        self.path = path
        self.layout = layout
        self.has_index = has_index


def make_bases(server, pgark, folder):
    """The archives of one release, and the rows of the table that is changed."""
    database = server.create("damage")
    server.psql(database, SAMPLE)
    raw = server.run(server.program("psql"), "-XAtq", "-d", database, "-c", RAW).check()
    methods = ["0", "6"] if server.version < 16 else ["none", "gzip", "lz4", "zstd"]
    bases = []

    def dump(label, layout, program, *options, has_index=False):
        name = f"{label}-{server.version}"
        path = folder / f"{name}.base"
        server.run(*program, "-f", path, *options, database).check()
        bases.append(Base(name, path, layout, has_index))

    stock = [server.program("pg_dump")]
    for method in methods:
        dump(f"stock-custom-{method}", "custom", stock, "-Fc", "-Z", method)
        dump(f"stock-directory-{method}", "directory", stock, "-Fd", "-Z", method)
        dump(f"pgark-custom-{method}", "custom", [pgark, "dump"], "-Fc", "-Z", method,
             has_index=True)
    dump("stock-tar", "tar", stock, "-Ft")
    # Whole and valid, in other ways; not changed.
    valid = []
    for label, options in (("schema", ["-s"]), ("data", ["-a"]), ("inserts", ["--inserts"]),
                           ("one-table", ["-t", "people"]), ("no-owner", ["-x", "-O"]),
                           ("no-objects", ["--no-blobs"])):
        for program, maker in (("stock", stock), ("pgark", [pgark, "dump"])):
            path = folder / f"{program}-{label}-{server.version}.valid"
            server.run(*maker, "-Fc", *options, "-f", path, database).check()
            valid.append(path)
    pipe = folder / f"stock-pipe-{server.version}.valid"
    server.shell('"$1" -Fc "$2" | cat > "$3"', *stock, database, str(pipe)).check()
    valid.append(pipe)
    return bases, valid, raw.stdout + END_MARKER


def variants_of(base, raw):
    if base.layout == "custom":
        return families(Archive(base.path.read_bytes()), raw, base.has_index)
    if base.layout == "directory":
        return list(directories(read_folder(base.path)))
    return list(tars(base.path.read_bytes()))


def write_variant(path, octets):
    if not isinstance(octets, dict):
        path.write_bytes(octets)
        return
    path.mkdir()
    for name, content in octets.items():
        if content is LINK:
            (path / name).symlink_to("/etc/hostname")
        elif content == () and not isinstance(content, bytes):
            (path / name).mkdir()
        else:
            (path / name).write_bytes(content)


def write_corpus(bases, valid, raws, folder):
    """Writes all variants, and the manifest of what each must give."""
    manifest = []

    def add(name, kind, codes, entry, region, has_index):
        manifest.append({"file": name, "kind": kind, "codes": codes, "entry": entry,
                         "region": region, "has_index": has_index})

    for base, raw in zip(bases, raws):
        for variant in variants_of(base, raw):
            name = f"{base.name}.{variant.name}"
            write_variant(folder / name, variant.octets)
            codes = set(variant.codes)
            kind = variant.kind
            if base.has_index and kind != VALID:
                codes |= INDEX_CODES
                # Shown by the index where nothing else shows it.
                kind = DAMAGED
            add(name, kind, sorted(codes), variant.entry, variant.region, base.has_index)
    for path in valid:
        name = path.name
        (folder / name).write_bytes(path.read_bytes())
        add(name, VALID, [], None, None, False)
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1))


def run(command):
    """Runs to the end: status (None after SECONDS), stdout, peak memory in MiB."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL)
    timer = threading.Timer(SECONDS, process.kill)
    timer.start()
    text = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    in_time = timer.is_alive()
    timer.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    killed = not in_time and process.returncode == -signal.SIGKILL
    return None if killed else process.returncode, text, usage.ru_maxrss / 1024


def names_it(finding, case):
    """Whether the finding is what the manifest asks for."""
    if finding["code"] not in case["codes"]:
        return False
    if case["has_index"] and finding["code"] in INDEX_CODES:
        return True
    if case["entry"] is not None and finding.get("entry") != case["entry"]:
        return False
    if case["region"] is None:
        return True
    begin, end = case["region"]
    return finding["begin"] <= end and finding["end"] >= begin


def judge(case, status, text):
    """Why the answer is wrong, or None."""
    if status is None:
        return f"still running after {SECONDS} s"
    if status not in (0, 3):
        return f"status {status}"
    archive = json.loads(text)["data"]["archives"][0]
    findings = [finding for finding in archive["findings"] if finding["severity"] != "note"]
    if case["kind"] == DAMAGED and not any(names_it(finding, case) for finding in findings):
        return f"not reported as it should be: {findings[:3]}"
    if case["kind"] == VALID and status != 0:
        return f"not accepted: {findings[:3]}"
    return None


class Runner:
    def __init__(self, arguments, folder):
        self.arguments = arguments
        self.folder = folder
        self.failures = []
        self.counts = collections.Counter()
        self.peak = 0

    def verify(self, manifest):
        def check(case):
            return run([self.arguments.pgark, "verify", "--output=json", "--level=types",
                        str(self.folder / case["file"])])

        with concurrent.futures.ThreadPoolExecutor(PROCESSES) as pool:
            answers = list(pool.map(check, manifest))
        for case, (status, text, peak) in zip(manifest, answers):
            self.peak = max(self.peak, peak)
            wrong = judge(case, status, text)
            if wrong is None and 0 < self.arguments.mebibytes < peak:
                wrong = f"{peak:.0f} MiB"
            if wrong is not None:
                self.failures.append((case["file"], wrong))
            self.counts[case["kind"]] += 1
            if case["kind"] == DAMAGED and wrong is None:
                self.counts["reported"] += 1

    def stock(self, manifest, pg_restore):
        """How often the stock programs say that something is wrong."""
        rates = {}
        for label, options in (("-l", ["-l"]), ("-f /dev/null", ["-f", "/dev/null"])):
            tally = collections.Counter()

            def check(case, options=options):
                return run([pg_restore, *options, str(self.folder / case["file"])])

            with concurrent.futures.ThreadPoolExecutor(PROCESSES) as pool:
                answers = list(pool.map(check, manifest))
            for case, (status, _, _) in zip(manifest, answers):
                answer = ("hangs" if status is None else "crashes" if status < 0
                          else "reports" if status > 0 else "accepts")
                tally[case["kind"], case["has_index"], answer] += 1
            rates[label] = tally
        for kind in (DAMAGED, INVISIBLE, VALID):
            for has_index in (False, True):
                for label, tally in rates.items():
                    answers = {answer: tally[kind, has_index, answer] for answer in
                               ("reports", "accepts", "crashes", "hangs")}
                    if sum(answers.values()):
                        print(f"pg_restore {label}: {kind}, {'pgark' if has_index else 'stock'}: "
                              f"{answers} of {sum(answers.values())}", flush=True)

    def finish(self):
        for name, wrong in self.failures[:40]:
            print(f"FAILED {name}: {wrong}")
        print(f"{self.counts[DAMAGED]} damaged, {self.counts['reported']} of them reported as "
              f"the manifest says; {self.counts[INVISIBLE]} that no reader can see; "
              f"{self.counts[VALID]} valid; {len(self.failures)} failures; "
              f"peak {self.peak:.0f} MiB")
        if self.counts[DAMAGED] < WANTED_DAMAGED or self.counts[VALID] < WANTED_VALID:
            print("FAILED: the corpus is too small")
            return 1
        return 1 if self.failures else 0


def corpus(servers, arguments, folder):
    bases, valid, raws = [], [], []
    for server in servers:
        made, whole, raw = make_bases(server, arguments.pgark, folder)
        bases += made
        valid += whole
        raws += [raw] * len(made)
    variants = folder / "corpus"
    variants.mkdir()
    # In a process of its own: what this one has taken at most counts for its children.
    writer = multiprocessing.get_context("fork").Process(
        target=write_corpus, args=(bases, valid, raws, variants))
    writer.start()
    writer.join()
    if writer.exitcode != 0:
        raise StepFailed("the corpus could not be written")
    manifest = json.loads((variants / "manifest.json").read_text())
    runner = Runner(arguments, variants)
    runner.verify(manifest)
    if arguments.stock:
        runner.stock(manifest, servers[-1].program("pg_restore"))
    return runner.finish()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pgark", required=True, type=os.path.abspath)
    parser.add_argument("--versions", type=int, nargs="+", default=[15, 17])
    parser.add_argument("--stock", action="store_true", help="the stock programs as well")
    parser.add_argument("--keep", type=pathlib.Path, help="leave everything in this folder")
    parser.add_argument("--mebibytes", type=int, default=MEBIBYTES, help="0: not judged")
    arguments = parser.parse_args()
    servers = []
    for version in arguments.versions:
        server = interop.side_by_side(version)
        if server is None:
            return interop.missing(version)
        servers.append(server)
    try:
        if arguments.keep:
            arguments.keep.mkdir(parents=True)
            return corpus(servers, arguments, arguments.keep.absolute())
        with tempfile.TemporaryDirectory(prefix="pgark-damage-") as folder:
            return corpus(servers, arguments, pathlib.Path(folder))
    except StepFailed as error:
        print(f"FAILED: {error}")
        return 1
    finally:
        for server in servers:
            server.drop_all()


if __name__ == "__main__":
    sys.exit(main())
