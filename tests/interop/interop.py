"""What the interop scripts share: servers, databases, steps, comparisons.

A script is a list of steps. A step that fails says where the details lie and
the next one runs; the script's status says whether any failed.
"""
import argparse
import contextlib
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

import compare_databases  # noqa: E402

SAMPLE = ROOT / "scripts" / "sample_database.sql"
SKIPPED = 77  # ctest's SKIP_RETURN_CODE
# One time for every archive that is compared byte for byte.
EPOCH = "1767225600"


class StepFailed(Exception):
    """The expectation that did not hold, in words."""


def expect(condition, words):
    if not condition:
        raise StepFailed(words)


class Result:
    """How a program ended: status (negative: a signal), stdout, stderr."""

    def __init__(self, status, stdout, stderr):
        self.status = status
        self.stdout = stdout
        self.stderr = stderr.decode(errors="replace")

    def check(self, status=0):
        expect(self.status == status,
               f"status {self.status} instead of {status}: {self.stderr[-2000:]}")
        return self


class Server:
    """A running server: its programs, and databases that end with the test.

    environment: libpq's variables that reach it. programs: the folder with the
    release's pg_dump, pg_restore and psql.
    """

    def __init__(self, version, environment, programs):
        self.version = version
        self.environment = environment
        self.programs = programs
        self._databases = []

    def program(self, name):
        return os.path.join(self.programs, name)

    def run(self, *command, stdin=None, stdout=subprocess.PIPE, extra=None, timeout=900):
        """Runs a program to its end. stdin and stdout are files or paths."""
        with contextlib.ExitStack() as stack:
            if isinstance(stdin, (str, pathlib.Path)):
                stdin = stack.enter_context(open(stdin, "rb"))
            if isinstance(stdout, (str, pathlib.Path)):
                stdout = stack.enter_context(open(stdout, "wb"))
            done = subprocess.run(
                [str(word) for word in command], stdin=stdin or subprocess.DEVNULL,
                stdout=stdout, stderr=subprocess.PIPE, check=False,
                env={**self.environment, **(extra or {})}, timeout=timeout)
        return Result(done.returncode, done.stdout, done.stderr)

    def shell(self, text, *arguments):
        """Runs a pipeline; it fails if any part of it fails."""
        return self.run("bash", "-c", "set -eo pipefail; " + text, "bash", *arguments)

    def start(self, *command):
        """Starts a program and does not wait for it."""
        return subprocess.Popen([str(word) for word in command], env=self.environment,
                                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                stderr=subprocess.PIPE)

    def psql(self, database, *statements):
        """Each statement is a transaction of its own. Returns what they print."""
        commands = [word for statement in statements for word in ("-c", statement)]
        return self.run(self.program("psql"), "-XAtq", "-v", "ON_ERROR_STOP=1",
                        "-d", database, *commands).check().stdout.decode().strip()

    def create(self, name):
        """An empty database; the name comes back unique to this process."""
        name = f"interop_{os.getpid()}_{name}"
        self.drop(name)
        self.psql("postgres", f'CREATE DATABASE "{name}" TEMPLATE template0')
        self._databases.append(name)
        return name

    def drop(self, name):
        if self.psql("postgres", "SELECT 1 FROM pg_subscription JOIN pg_database d "
                     f"ON d.oid = subdbid WHERE datname = '{name}' LIMIT 1"):
            # A subscription keeps its database. Those of the tests have no slot.
            self.psql(name, "DO $$ DECLARE name text; BEGIN FOR name IN SELECT subname FROM "
                      "pg_subscription JOIN pg_database d ON d.oid = subdbid WHERE datname = "
                      "current_database() LOOP EXECUTE format('DROP SUBSCRIPTION %I', name); "
                      "END LOOP; END $$")
        self.psql("postgres", "SET client_min_messages = error",
                  f'DROP DATABASE IF EXISTS "{name}"')

    def drop_all(self):
        for name in self._databases:
            with contextlib.suppress(StepFailed):
                self.drop(name)

    def load_sample(self, name, megabytes):
        database = self.create(name)
        self.run(self.program("psql"), "-qX", "-v", f"megabytes={megabytes}",
                 "-d", database, "-f", SAMPLE).check()
        return database

    def write_text(self, database, path, options=()):
        compare_databases.write_text(self.program("pg_dump"), database, path,
                                     options, self.environment)


def side_by_side(version):
    """A server of scripts/servers, started if need be; None if not installed."""
    done = subprocess.run([ROOT / "scripts" / "servers", "env", str(version)],
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    if done.returncode != 0:
        return None
    words = dict(word.split("=", 1) for word in done.stdout.decode().split()[1:])
    programs = words["PATH"].split(":")[0]
    environment = {name: value for name, value in os.environ.items()
                   if not re.match(r"PG(?!ARK)|DATABASE_URL|DB_|POSTGRES_", name)}
    environment.update(PGHOST=words["PGHOST"], PGPORT=words["PGPORT"], PGUSER=words["PGUSER"],
                       PATH=programs + ":" + os.environ["PATH"],
                       LC_ALL="C.UTF-8", TZ="UTC")
    server = Server(version, environment, programs)
    if server.run(server.program("psql"), "-XAtc", "SELECT 1", "postgres").status != 0:
        if os.getuid() != 0:
            return None
        subprocess.run([ROOT / "scripts" / "servers", "start", str(version)],
                       check=True, stdin=subprocess.DEVNULL)
    return server


def required_servers():
    return os.environ.get("PGARK_REQUIRE_SERVERS", "").split()


class Steps:
    """Runs steps and keeps count. `folder` is kept when a step failed."""

    def __init__(self, name):
        self.passed = 0
        self.failed = 0
        self.skipped = 0
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix=f"pgark-{name}-"))
        self.folder.chmod(0o755)

    @contextlib.contextmanager
    def step(self, name):
        started = time.monotonic()
        try:
            yield
        except (StepFailed, RuntimeError, OSError, subprocess.SubprocessError) as error:
            self.failed += 1
            print(f"FAILED {name}: {error}", flush=True)
        else:
            self.passed += 1
            print(f"ok     {name} ({time.monotonic() - started:.1f} s)", flush=True)

    def skip(self, name, why):
        self.skipped += 1
        print(f"skipped {name}: {why}", flush=True)

    def file(self, name):
        return self.folder / re.sub(r"[^A-Za-z0-9.-]+", "-", name)

    def finish(self):
        if self.failed:
            print(f"details are kept in {self.folder}")
        else:
            shutil.rmtree(self.folder, ignore_errors=True)
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        print(f"{self.passed} passed, {self.failed} failed{skipped}")
        return 1 if self.failed else 0


class Original:
    """A database and its comparable text, made once."""

    def __init__(self, steps, server, database):
        self.steps = steps
        self.server = server
        self.database = database
        self.text = steps.file(f"{database}.original.sql")
        server.write_text(database, self.text)

    def expect_equal(self, database, label):
        """Fails unless the database equals the original; then drops it."""
        text = self.steps.file(f"{label}.restored.sql")
        self.server.write_text(database, text)
        self.expect_same_file(text, self.text)
        self.server.drop(database)

    @staticmethod
    def expect_same_file(path, wanted):
        lines = compare_databases.differing_lines(wanted, path)
        if lines:
            difference = f"{path}.diff"
            with open(difference, "wb") as out:
                out.write(b"\n".join(lines) + b"\n")
            shown = b" | ".join(lines[:6]).decode(errors="replace")[:600]
            raise StepFailed(f"{len(lines)} differing lines, see {difference}: {shown}")
        os.unlink(path)


def expect_same_bytes(steps, label, got, wanted):
    """Compares two texts; on a difference both are kept and diffed."""
    if got == wanted:
        return
    paths = [steps.file(f"{label}.{kind}") for kind in ("got", "wanted")]
    for path, content in zip(paths, (got, wanted)):
        path.write_bytes(content)
    Original.expect_same_file(*paths)
    raise StepFailed(f"same lines, other bytes: {paths[0]} {paths[1]}")


def expect_same_script(steps, label, got, wanted):
    """Compares scripts but for what two programs may print differently: a key
    that is drawn anew each time, and who dumped (the release must be equal)."""
    got, wanted = (re.sub(
        rb"(?m)^(-- Dumped by pg_dump version \S+) \(.*\)$", rb"\1",
        re.sub(rb"(?m)^(\\(?:un)?restrict) \S+$", rb"\1 KEY", text))
        for text in (got, wanted))
    if b"\\restrict KEY" not in wanted:
        # A minor release before August 2025 has no such frame; we always have.
        got = re.sub(rb"\A(.*?\n)\\restrict KEY\n\n", rb"\1", got, flags=re.S)
        got = re.sub(rb"\\unrestrict KEY\n\n\Z", b"", got)
        got = re.sub(rb"(?m)^\\(?:un)?restrict KEY\n", b"", got)
    # pg_dump prints the roles of a database's settings as the server's plan finds them.
    got, wanted = (re.sub(
        rb"(?m)(?:^ALTER ROLE .* IN DATABASE .*\n)+",
        lambda run: b"".join(sorted(run[0].splitlines(True))), text) for text in (got, wanted))
    expect_same_bytes(steps, label, got, wanted)


class Script:
    """The steps of a script as methods: what all of them have at hand."""

    def __init__(self, steps, server, pgark):
        self.steps = steps
        self.server = server
        self.pgark = pgark
        self.pg_dump = server.program("pg_dump")
        self.pg_restore = server.program("pg_restore")


def missing(version):
    """Says that a release's server is not there; the exit code for that."""
    print(f"PostgreSQL {version} is not there: scripts/servers setup")
    return 1 if str(version) in required_servers() else SKIPPED


def main(description, name, run):
    """A script for one server: run(steps, server, arguments), and its databases
    dropped in the end, however it ends. Returns the exit code."""
    arguments = parse_arguments(description)
    server = side_by_side(arguments.version)
    if server is None:
        return missing(arguments.version)
    steps = Steps(f"{name}-{arguments.version}")
    try:
        run(steps, server, arguments)
    finally:
        server.drop_all()
    return steps.finish()


def parse_arguments(description, version=True):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--pgark", required=True, help="the program under test")
    if version:
        parser.add_argument("--version", type=int, required=True, help="server release")
    parser.add_argument("--megabytes", type=int, default=100, help="size of the larger sample")
    arguments = parser.parse_args()
    arguments.pgark = os.path.abspath(arguments.pgark)
    # An interrupt or a timeout of ctest cleans up like a failure.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    return arguments
