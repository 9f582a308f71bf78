#!/usr/bin/env python3
"""Lets each write of a command fail in turn: full disk, quota, damaged device.

Whatever fails (write, pwrite, fsync, rename, close, open): exit code 1, one line that
names the file and the reason, no file under the final name, an older one untouched,
nothing left beside it. The failures come from pgark_failing_calls, a library for
LD_PRELOAD; a file system that is too small (root only) shows that the real thing is
alike.
"""
import argparse
import collections
import errno
import os
import pathlib
import re
import shutil
import sys

import interop
from interop import EPOCH, SAMPLE, StepFailed, expect

COULD_NOT = 1
OLD = b"what was here yesterday\n"
NAMES = ("write", "pwrite", "fsync", "rename", "close", "open", "fchmod")


class BrokenWrites:
    def __init__(self, steps, server, arguments, database):
        self.steps = steps
        self.server = server
        self.arguments = arguments
        self.database = database
        self.folder = (steps.folder / "out").resolve()
        self.folder.mkdir()
        self.target = self.folder / "nightly"
        self.log = steps.folder / "calls"

    def run(self, command, to_stdout, number=0, name="", error=0, every=False):
        shutil.rmtree(self.folder)
        self.folder.mkdir()
        self.target.write_bytes(OLD)
        self.log.unlink(missing_ok=True)
        extra = {"LD_PRELOAD": self.arguments.library, "SOURCE_DATE_EPOCH": EPOCH,
                 "FAILING_CALLS_FOLDER": str(self.folder), "FAILING_CALLS_NAME": name,
                 "FAILING_CALLS_NUMBER": str(number), "FAILING_CALLS_ERROR": str(error),
                 "FAILING_CALLS_ALL": "1" if every else "0", "FAILING_CALLS_LOG": str(self.log)}
        if to_stdout:
            return self.server.run(self.arguments.pgark, *command, stdout=self.target,
                                   extra=extra, timeout=60)
        return self.server.run(self.arguments.pgark, *command, "-f", self.target,
                               extra=extra, timeout=60)

    def calls(self):
        return collections.Counter(self.log.read_text().split() if self.log.exists() else ())

    def expect_failure(self, result, to_stdout, error):
        result.check(COULD_NOT)
        lines = [line for line in result.stderr.splitlines() if line.strip()]
        expect(len(lines) == 1, f"not one line: {result.stderr!r}")
        where = "standard output" if to_stdout else str(self.folder)
        expect(where in lines[0], f"{where!r} is not in {lines[0]!r}")
        expect(os.strerror(error) in lines[0], f"no reason in {lines[0]!r}")
        self.expect_untouched(to_stdout)

    def expect_untouched(self, to_stdout=False):
        names = os.listdir(self.folder)
        expect(names == [self.target.name], f"left behind: {names}")
        if not to_stdout:
            expect(self.target.read_bytes() == OLD, "the older file was changed")

    def _numbers(self, count):
        step = max(1, -(-count // self.arguments.points))
        return sorted({*range(1, count + 1, step), count})

    def each_call(self, label, command, to_stdout=False):
        """Each call of each name fails in turn; of many, some."""
        with self.steps.step(f"{label}: nothing fails"):
            self.run(command, to_stdout).check()
            whole, calls = self.target.read_bytes(), self.calls()
            expect(calls["write"] > 0, f"the library was not loaded: {calls}")
        for name in NAMES:
            if calls[name] == 0:
                continue
            with self.steps.step(f"{label}: {name} fails ({calls[name]} calls)"):
                for number in self._numbers(calls[name]):
                    self._one_call(command, to_stdout, name, number, whole)

    def _one_call(self, command, to_stdout, name, number, whole):
        for error in (errno.EIO,) if name != "write" else (errno.ENOSPC, errno.EFBIG):
            result = self.run(command, to_stdout, number, name, error, every=error == errno.ENOSPC)
            try:
                expect(self.calls()[name] >= number, "was not called so often")
                if self.target.read_bytes() == whole and name in ("close", "fsync"):
                    # Behind the renaming a folder that was not written may still
                    # lose the name; a file that was written and synced is there.
                    is_told = name == "fsync" or to_stdout
                    result.check(COULD_NOT if is_told else 0)
                else:
                    self.expect_failure(result, to_stdout, error)
            except StepFailed as failure:
                raise StepFailed(f"call {number}, {os.strerror(error)}: {failure}") from failure
        if name in ("write", "pwrite"):
            self.run(command, to_stdout, number, name, errno.EINTR).check()
            expect(self.target.read_bytes() == whole, f"call {number}: other octets after EINTR")

    def small_disk(self, label, command, octets):
        if os.getuid() != 0 or self.server.run(
                "mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", self.folder).status != 0:
            self.steps.skip(label, "a small file system needs root")
            return
        try:
            with self.steps.step(label):
                for part in range(10):
                    # Whole pages, and one for the older file.
                    size = 8192 + octets * part // 8 // 4096 * 4096
                    self.server.run("mount", "-o", f"remount,size={size}", self.folder).check()
                    self.target.write_bytes(OLD)
                    result = self.server.run(self.arguments.pgark, *command, "-f", self.target,
                                             extra={"SOURCE_DATE_EPOCH": EPOCH}, timeout=60)
                    if result.status == 0:
                        expect(part >= 8, f"{octets} octets fit into {size}")
                    else:
                        self.expect_failure(result, False, errno.ENOSPC)
                expect(result.status == 0, f"{octets} octets do not fit into {size}")
        finally:
            self.server.run("umount", self.folder)


def reports(test, archive):
    """What goes to standard output only."""
    pgark = test.arguments.pgark
    for command in (["list", archive], ["verify", archive], ["verify", "--output=json", archive],
                    ["restore", "-l", archive], ["dump", "--help"], ["help"], ["--version"],
                    ["globals"], ["restore", "-f", "-", archive],
                    ["dump", "-Fp", test.database], ["dump", "-Fc", test.database]):
        words = " ".join(str(word) for word in command[:2])
        with test.steps.step(f"{words}: standard output takes nothing"):
            result = test.server.run(pgark, *command, stdout="/dev/full", timeout=60)
            result.check(COULD_NOT)
            expect(re.search("standard output", result.stderr), result.stderr)
    with test.steps.step("standard output is closed"):
        result = test.server.shell('"$1" dump -Fc "$2" >&-', pgark, test.database)
        result.check(COULD_NOT)
        expect("standard output" in result.stderr, result.stderr)
    with test.steps.step("larger than a file may be (ulimit -f)"):
        test.run(["dump", "-s", test.database], False)
        test.target.write_bytes(OLD)
        result = test.server.shell('ulimit -f 16; "$1" dump -Fc -Z none -f "$3" "$2"', pgark,
                                   test.database, test.target)
        test.expect_failure(result, False, errno.EFBIG)


def main():
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--library", required=True, help="pgark_failing_calls")
    parser.add_argument("--points", type=int, default=6, help="calls of a name that fail")
    own, others = parser.parse_known_args()
    sys.argv[1:] = others

    def run(steps, server, arguments):
        arguments.library, arguments.points = os.path.abspath(own.library), own.points
        database = server.create("broken")
        server.run(server.program("psql"), "-qX", "-v", "megabytes=1", "-d", database,
                   "-f", SAMPLE).check()
        test = BrokenWrites(steps, server, arguments, database)
        archive = pathlib.Path(steps.folder / "whole.dump")
        server.run(arguments.pgark, "dump", "-Fc", "-Z", "none", "-f", archive, database,
                   extra={"SOURCE_DATE_EPOCH": EPOCH}).check()
        custom = ["dump", "-Fc", "-j2", "-Z", "none", database]
        plain = ["dump", "-Fp", "--restrict-key=key", database]
        test.each_call("dump -Fc", custom)
        test.each_call("dump -Fc to standard output", custom, to_stdout=True)
        test.each_call("dump -Fp", plain)
        test.each_call("dump -Fp to standard output", plain, to_stdout=True)
        test.each_call("restore -f", ["restore", "--restrict-key=key", archive])
        test.each_call("globals -f", ["globals", "--restrict-key=key"])
        test.small_disk("dump -Fc on disks of growing size", custom, archive.stat().st_size)
        reports(test, archive)

    return interop.main(__doc__, "broken-writes", run)


if __name__ == "__main__":
    sys.exit(main())
