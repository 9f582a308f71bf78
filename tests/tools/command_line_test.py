#!/usr/bin/env python3
"""The program without a server: help, wrong command lines, wrong archives.

usage: command_line_test.py PGARK
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

PGARK = sys.argv.pop(1)
COMMANDS = ["dump", "restore", "list", "verify", "cat", "sql", "compare", "salvage"]


def run(*arguments, stdin=subprocess.DEVNULL):
    return subprocess.run([PGARK, *arguments], stdin=stdin, capture_output=True,
                          timeout=60, check=False)


class Help(unittest.TestCase):
    def test_every_command_explains_its_exit_codes(self):
        for command in COMMANDS:
            for words in ([command, "--help"], [command, "-?"], ["help", command]):
                with self.subTest(words=words):
                    result = run(*words)
                    self.assertEqual(result.returncode, 0)
                    self.assertIn(b"Exit codes:", result.stdout)
                    self.assertEqual(result.stderr, b"")

    def test_help_fits_a_terminal(self):
        for command in COMMANDS:
            for line in run(command, "--help").stdout.decode().splitlines():
                self.assertLessEqual(len(line), 80, line)

    def test_overview_names_every_command(self):
        for words in (["help"], ["--help"]):
            output = run(*words).stdout.decode()
            for command in COMMANDS:
                self.assertIn(f"  {command} ", output)

    def test_version(self):
        for words in (["--version"], ["-V"], ["dump", "--version"], ["list", "-V"]):
            self.assertRegex(run(*words).stdout.decode(), r"^pgark \d+\.\d+\.\d+\n$")


class WrongCommandLine(unittest.TestCase):
    def assert_usage(self, *words, names):
        result = run(*words)
        self.assertEqual(result.returncode, 2, result.stderr)
        self.assertIn(names, result.stderr.decode())
        self.assertEqual(result.stdout, b"")

    def test_unknown_command_is_named(self):
        self.assert_usage("frobnicate", names="frobnicate")

    def test_unknown_option_is_named(self):
        for command in COMMANDS:
            self.assert_usage(command, "--frobnicate", names="--frobnicate")

    def test_restore_needs_a_target(self):
        self.assert_usage("restore", "x.dump", names="-d")

    def test_options_that_exclude_each_other(self):
        for words in (["dump", "-a", "-s"], ["dump", "-c", "-a"], ["dump", "--if-exists"],
                      ["dump", "-Fp", "-j2"], ["restore", "-d", "x", "-f", "y"],
                      ["restore", "-d", "x", "-1", "-j2"], ["restore", "-d", "x", "-1", "-C"],
                      ["list", "-a", "-s", "x.dump"], ["compare", "-a", "-s", "a", "b"],
                      ["compare", "-", "-"], ["cat", "--output=json", "x.dump", "t"]):
            with self.subTest(words=words):
                self.assertEqual(run(*words).returncode, 2)

    def test_values_that_make_no_sense(self):
        for words in (["dump", "-Z", "brotli"], ["dump", "-Z", "zstd:99"], ["dump", "-j", "0"],
                      ["dump", "--section=middle"], ["dump", "--archive-version=1.13"],
                      ["dump", "-f", "x.tar"], ["verify", "--level=deep"],
                      ["dump", "--wait-for-server=soon"], ["cat", "--row-range=3:1", "x", "t"],
                      ["cat", "--columns=", "x", "t"], ["salvage", "x.dump"],
                      ["salvage", "-f", "-", "x.dump"], ["sql"], ["compare", "a"]):
            with self.subTest(words=words):
                self.assertEqual(run(*words).returncode, 2)


class WrongArchives(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def write(self, name, content):
        path = pathlib.Path(self.folder.name) / name
        path.write_bytes(content)
        return path

    def test_what_is_no_archive_is_called_so(self):
        for content in (b"", b"PG", b"-- a script\nSELECT 1;\n" * 100, bytes(1000)):
            path = self.write("x.dump", content)
            result = run("list", path)
            self.assertEqual(result.returncode, 1)
            self.assertIn("x.dump", result.stderr.decode())
            self.assertEqual(len(result.stderr.splitlines()), 1, result.stderr)
            self.assertIn(run("verify", path).returncode, (1, 3))

    def test_a_newer_version_is_named(self):
        path = self.write("new.dump", b"PGDMP\x01\x63\x00\x04\x08\x01" + bytes(200))
        result = run("list", path)
        self.assertEqual(result.returncode, 1)
        self.assertIn("1.99", result.stderr.decode())

    def test_missing_file_and_folder(self):
        for path in ("/nonexistent/x.dump", self.folder.name):
            result = run("list", path)
            self.assertEqual(result.returncode, 1)
            self.assertIn(path, result.stderr.decode())

    def test_a_failure_is_one_json_document_too(self):
        path = self.write("x.dump", b"nothing")
        result = run("list", "--output=json", path)
        document = json.loads(result.stdout)
        self.assertEqual(document["schema_version"], 1)
        self.assertEqual(document["kind"], "list")
        self.assertEqual(document["exit_code"], 1)
        self.assertIn("x.dump", document["error"]["path"])


class CalledAsPgRestore(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.link = pathlib.Path(folder.name) / "pg_restore"
        self.link.symlink_to(pathlib.Path(PGARK).resolve())

    def run_link(self, *words):
        return subprocess.run([self.link, *words], stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=60, check=False)

    def test_it_has_the_options_of_that_program_only(self):
        help_text = self.run_link("--help")
        self.assertEqual(help_text.returncode, 0)
        for option in (b"--single-transaction", b"--no-data-for-failed-tables", b"--host"):
            self.assertIn(option, help_text.stdout)
        for option in (b"--swap", b"--dry-run", b"--output", b"--whole-table", b"--wait"):
            self.assertNotIn(option, help_text.stdout)

    def test_it_has_its_exit_codes(self):
        for words in ([], ["--nonsense"], ["--swap", "-d", "x", "y"], ["-d", "x", "-f", "y"],
                      ["-f", "-", "/nonexistent"]):
            self.assertEqual(self.run_link(*words).returncode, 1, words)


class RestoreSafety(unittest.TestCase):
    def test_ways_exclude_each_other(self):
        for words in (["--new", "--swap"], ["--replace", "-c"], ["--swap", "-C"],
                      ["--into-existing", "--new"], ["--drop-old"], ["--truncate"],
                      ["--map-role=a"], ["--map-role=a=b", "--map-role=a=c"],
                      ["--new", "--disconnect-others"], ["--abort-window=soon"]):
            result = run("restore", "-d", "x", *words, "/nonexistent")
            self.assertEqual(result.returncode, 2, words)
        for word in ("--swap", "--new", "--dry-run", "--disconnect-others"):
            result = run("restore", "-f", "-", word, "/nonexistent")
            self.assertEqual(result.returncode, 2, word)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v"])
